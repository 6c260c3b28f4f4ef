namespace Aspire.Hosting;

/// <summary>The application is not put together well, or cannot start.</summary>
public class DistributedApplicationException : Exception
{
    /// <summary>The application is not put together well, or cannot start.</summary>
    public DistributedApplicationException()
    {
    }

    /// <summary>The application is not put together well, or cannot start.</summary>
    public DistributedApplicationException(string message) : base(message)
    {
    }

    /// <summary>The application is not put together well, or cannot start.</summary>
    public DistributedApplicationException(string message, Exception inner) : base(message, inner)
    {
    }
}
