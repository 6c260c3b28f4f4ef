namespace PlanetarySurvival.Bots.Crowds;

/// <summary>What the command line asks for.</summary>
public sealed class CrowdOptions
{
    /// <summary>The most bots in one process.</summary>
    public const int CountMax = 5000;

    /// <summary>The longest prefix of the account names.</summary>
    public const int PrefixLengthMax = 20;

    /// <summary>Address of the gateway.</summary>
    public required Uri Gateway { get; init; }

    /// <summary>Bots.</summary>
    public int Count { get; init; } = 24;

    /// <summary>How long to play once everyone is in; zero plays until a signal.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Where the report goes; null for none.</summary>
    public FileInfo? Report { get; init; }

    /// <summary>Start of the account names.</summary>
    public string Prefix { get; init; } = "bot";

    /// <summary>The same seed walks the same ways.</summary>
    public int Seed { get; init; } = 1;
}
