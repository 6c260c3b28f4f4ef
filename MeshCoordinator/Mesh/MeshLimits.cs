namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>Bounds of the mesh state. A command that would pass one is ignored; who asked is told so at the edge.</summary>
internal static class MeshLimits
{
    /// <summary>Servers that are known at once, the dead included.</summary>
    public const int ServersMax = 1024;

    /// <summary>Active regions.</summary>
    public const int RegionsMax = 4096;

    /// <summary>Former owners of one region; a region that had more take-overs without one opening waits for the newest of them.</summary>
    public const int FormerOwnersMax = 64;

    /// <summary>Incarnations that are remembered as replaced, gone or dead, so that a late request of theirs cannot bring them back.</summary>
    public const int RetiredIncarnationsMax = 256;

    /// <summary>Commands in one log entry.</summary>
    public const int CommandsPerEntryMax = 512;

    /// <summary>Regions in one release, counters in one record of them.</summary>
    public const int ItemsPerCommandMax = 1024;

    /// <summary>UTF-8 bytes of a server's name.</summary>
    public const int NameBytesMax = 64;

    /// <summary>UTF-8 bytes of a host or URL.</summary>
    public const int AddressBytesMax = 200;
}
