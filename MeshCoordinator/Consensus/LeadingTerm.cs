namespace PlanetarySurvival.MeshCoordinator.Consensus;

/// <summary>One time of leading: from when an entry of its own term was applied until the token is cancelled.</summary>
/// <param name="Term">The term.</param>
/// <param name="Ended">Cancelled when this coordinator stops leading.</param>
internal sealed record LeadingTerm(ulong Term, CancellationToken Ended)
{
    public bool IsOver => Ended.IsCancellationRequested;
}
