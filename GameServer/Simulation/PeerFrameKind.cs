namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>The first byte of what simulations say to each other. Values are only ever added.</summary>
internal enum PeerFrameKind : byte
{
    /// <summary>Entries of a region's log, owner to backup.</summary>
    Replica = 1,

    /// <summary>Up to where the backup has them.</summary>
    ReplicaAnswer = 2,

    /// <summary>Entities near a border.</summary>
    Ghosts = 3,

    /// <summary>A player changes hands.</summary>
    TransferCommit = 4,

    /// <summary>What became of it.</summary>
    TransferAnswer = 5,

    /// <summary>The source has heard the answer.</summary>
    TransferClose = 6,

    /// <summary>A later owner of the source asks what became of it.</summary>
    TransferQuestion = 7,
}
