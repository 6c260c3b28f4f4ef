namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a probe decides.</summary>
public enum ProbeType
{
    /// <summary>Whether it has started.</summary>
    Startup = 0,

    /// <summary>Whether it may be asked.</summary>
    Readiness = 1,

    /// <summary>Whether it must be started again.</summary>
    Liveness = 2,
}
