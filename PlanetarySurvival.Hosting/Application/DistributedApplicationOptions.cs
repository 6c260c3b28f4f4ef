namespace Aspire.Hosting;

/// <summary>What is said before an application is put together.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line.</summary>
    public string[]? Args { get; set; }

    /// <summary>The name of the AppHost's assembly, if it is not that of the process.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The folder of the AppHost's project, if the build did not stamp it.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>Whether to do without the dashboard.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>Whether what resources write goes to the loggers of the AppHost too, under <c>NAME.Resources.RESOURCE</c>.</summary>
    public bool EnableResourceLogging { get; set; }
}
