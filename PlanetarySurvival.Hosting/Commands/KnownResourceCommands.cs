namespace Aspire.Hosting.ApplicationModel;

/// <summary>What can be done to every process.</summary>
public static class KnownResourceCommands
{
    /// <summary>Starts it.</summary>
    public static readonly string StartCommand = "start";

    /// <summary>Ends it.</summary>
    public static readonly string StopCommand = "stop";

    /// <summary>Ends it and starts it again.</summary>
    public static readonly string RestartCommand = "restart";
}
