namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>A server's name and which of its starts is meant. The name is kept with it because a newer start may own the name by now.</summary>
internal readonly record struct Holder(string Server, IncarnationId Incarnation)
{
    public override string ToString() => $"{Server}/{Incarnation}";
}
