using PlanetarySurvival.Contracts.Mesh;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Gateway.Map;

namespace PlanetarySurvival.Gateway.Tickets;

/// <summary>Decides from what the servers said which of them a player belongs to; pure.</summary>
internal static class Whereabouts
{
    /// <summary>
    /// The server to go to, or why there is none at the moment. Who does not answer (null) may have the player, so a new beginning
    /// elsewhere has to wait until it answers or the mesh has given it up.
    /// </summary>
    public static (MeshServer? Server, string? Wait) Decide(MeshSnapshot mesh, IReadOnlyList<(MeshServer Server, LocateReply? Reply)> answers)
    {
        var here = answers.Where(answer => answer.Reply?.Presence == Presence.Here).ToArray();
        if (here.Length > 0)
        {
            // More than one for the moment in which a transfer is confirmed: the one that owns the region it speaks of is right.
            var owner = here.FirstOrDefault(answer => RegionOf(answer.Reply!) is { } region && mesh.OwnerOf(region) == answer.Server);
            return (owner.Server ?? here[0].Server, null);
        }

        if (answers.Any(answer => answer.Reply?.Presence == Presence.Moving))
            return (null, "The player is between two servers.");
        if (answers.Count == 0)
            return (null, "No game server is ready.");
        if (answers.Any(answer => answer.Reply is null))
            return (null, "A game server that may have the player does not answer.");

        var record = answers.FirstOrDefault(answer => answer.Reply!.RecordRead).Reply;
        if (record is null)
            return (null, "The player's last place cannot be read.");

        return RegionOf(record) is { } place && mesh.OwnerOf(place) is { } server
            ? (server, null)
            : (null, "No game server acts for the player's region.");
    }

    private static RegionId? RegionOf(LocateReply reply) => RegionId.TryUnpack(reply.Region, out var region) ? region : null;
}
