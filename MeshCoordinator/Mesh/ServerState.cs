namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>What the mesh has agreed about a server. The values are stored in the log.</summary>
internal enum ServerState : byte
{
    /// <summary>It may be given regions.</summary>
    Ready = 1,

    /// <summary>It keeps what it has until that is moved away, and is given nothing.</summary>
    Draining = 2,

    /// <summary>It has been silent: its regions are being taken over.</summary>
    Suspect = 3,

    /// <summary>Its exit was seen.</summary>
    Dead = 4,
}
