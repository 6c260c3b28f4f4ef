namespace Aspire.Hosting.ApplicationModel;

/// <summary>What resources do.</summary>
public static class KnownResourceStates
{
    /// <summary>Its process is being started.</summary>
    public static readonly string Starting = "Starting";

    /// <summary>Its process runs.</summary>
    public static readonly string Running = "Running";

    /// <summary>Its process could not be started.</summary>
    public static readonly string FailedToStart = "FailedToStart";

    /// <summary>It needs a container engine, and none answers.</summary>
    public static readonly string RuntimeUnhealthy = "RuntimeUnhealthy";

    /// <summary>Its process was told to end.</summary>
    public static readonly string Stopping = "Stopping";

    /// <summary>Its process has ended: it was told to, or it failed.</summary>
    public static readonly string Exited = "Exited";

    /// <summary>Its process has ended by itself, well.</summary>
    public static readonly string Finished = "Finished";

    /// <summary>It waits for others.</summary>
    public static readonly string Waiting = "Waiting";

    /// <summary>It was not started yet.</summary>
    public static readonly string NotStarted = "NotStarted";

    /// <summary>It has no value.</summary>
    public static readonly string ValueMissing = "ValueMissing";

    /// <summary>It has a value.</summary>
    public static readonly string Active = "Active";

    /// <summary>States in which nothing runs any more.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}

/// <summary>How states are shown.</summary>
public static class KnownResourceStateStyles
{
    /// <summary>Good.</summary>
    public static readonly string Success = "success";

    /// <summary>Bad.</summary>
    public static readonly string Error = "error";

    /// <summary>Neither.</summary>
    public static readonly string Info = "info";

    /// <summary>Might become bad.</summary>
    public static readonly string Warn = "warning";
}
