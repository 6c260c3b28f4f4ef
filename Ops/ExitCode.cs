namespace PlanetarySurvival.Ops;

/// <summary>What the process says at its end; scripts rely on it, so values are only ever added.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>The command line is wrong; System.CommandLine's own.</summary>
    public const int Usage = 1;

    /// <summary>The other side did not answer.</summary>
    public const int Unreachable = 2;

    /// <summary>The other side answered, but not with what was asked for.</summary>
    public const int Refused = 3;
}
