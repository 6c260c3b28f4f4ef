namespace PlanetarySurvival.GameServer.Query;

/// <summary>What a server browser may ask for.</summary>
internal static class QueryLimits
{
    /// <summary>Bytes of a request line.</summary>
    public const int LineBytesMax = 1024;

    /// <summary>Clients at a time; one more is told so and closed.</summary>
    public const int ClientsMax = 64;

    /// <summary>Requests of one connection.</summary>
    public const int RequestsPerConnectionMax = 1000;

    /// <summary>A client that asks nothing, or does not read, for so long is closed.</summary>
    public static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(10);
}
