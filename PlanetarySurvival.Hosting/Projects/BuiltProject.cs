using System.Reflection;
using System.Runtime.InteropServices;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Hosting.Projects;

/// <summary>What the build made of a project; the build stamps the path on the AppHost's assembly.</summary>
internal static class BuiltProject
{
    private const string TargetKeyPrefix = "PlanetarySurvival.Hosting.Target:";

    /// <summary>The command that starts a project, what stands before its arguments, and the folder that it starts in.</summary>
    public static (string Command, string[] Arguments, string WorkingDirectory) Locate(ProjectResource resource, Assembly? appHost)
    {
        if (!resource.TryGetLastAnnotation<IProjectMetadata>(out var metadata))
            throw new DistributedApplicationException($"Resource '{resource.Name}': it is not known which project it is.");

        var key = TargetKeyPrefix + Path.GetFullPath(metadata.ProjectPath);
        var target = appHost?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == key)?.Value
            ?? throw new DistributedApplicationException(
                $"Resource '{resource.Name}': the AppHost was built without '{metadata.ProjectPath}'. Add it to its project references.");

        if (!File.Exists(target))
            throw new DistributedApplicationException($"Resource '{resource.Name}': '{target}' is missing. Build the AppHost again.");

        var folder = Path.GetDirectoryName(Path.GetFullPath(metadata.ProjectPath))!;
        var executable = Path.ChangeExtension(target, OperatingSystem.IsWindows() ? ".exe" : null);

        // The program's own executable is preferred, so that a list of processes shows its name.
        return File.Exists(executable) ? (executable, [], folder) : (Path.Combine(DotnetRoot, "dotnet"), ["exec", target], folder);
    }

    /// <summary>The .NET that runs this process; the programs run on the same.</summary>
    public static string DotnetRoot { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
