namespace Aspire.Hosting;

/// <summary>What is done with the application.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>It runs here.</summary>
    Run = 0,

    /// <summary>It is written down for another place.</summary>
    Publish = 1,
}

/// <summary>Whether the application is run or published.</summary>
public class DistributedApplicationExecutionContext
{
    /// <summary>Whether the application is run or published.</summary>
    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation) : this(operation, "manifest")
    {
    }

    /// <summary>Whether the application is run or published, and how.</summary>
    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation, string publisherName)
    {
        Operation = operation;
        PublisherName = publisherName;
    }

    /// <summary>How it is published.</summary>
    public string PublisherName { get; set; }

    /// <summary>What is done with it.</summary>
    public DistributedApplicationOperation Operation { get; }

    /// <summary>It is written down for another place.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <summary>It runs here.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;
}
