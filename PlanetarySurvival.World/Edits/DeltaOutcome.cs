namespace PlanetarySurvival.World.Edits;

/// <summary>What became of a delta from outside.</summary>
public enum DeltaOutcome : byte
{
    /// <summary>The chunk has its edits.</summary>
    Taken = 0,

    /// <summary>The bytes are no delta, or the chunk is none. Nothing changed.</summary>
    Malformed = 1,

    /// <summary>The field keeps as many edits as it can. Nothing changed.</summary>
    Full = 2,
}
