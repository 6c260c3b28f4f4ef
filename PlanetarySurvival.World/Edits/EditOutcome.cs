namespace PlanetarySurvival.World.Edits;

/// <summary>What an edit did.</summary>
/// <param name="Refusal">Why nothing was done, if so.</param>
/// <param name="Voxels">Voxels that it changed.</param>
/// <param name="Chunks">Chunks that it changed.</param>
public readonly record struct EditOutcome(EditRefusal Refusal, int Voxels, int Chunks);
