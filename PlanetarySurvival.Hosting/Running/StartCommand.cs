namespace PlanetarySurvival.Hosting.Running;

/// <summary>What is started.</summary>
internal sealed record StartCommand(string File, List<string> Arguments, string WorkingDirectory)
{
    /// <summary>The container that the command runs.</summary>
    public (string Engine, string Name)? Container { get; init; }
}
