using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.MeshCoordinator.Mesh;
using PlanetarySurvival.MeshCoordinator.Planning;

namespace PlanetarySurvival.Mesh_Tests.Mesh;

/// <summary>Small worlds to begin a test with.</summary>
internal static class Given
{
    public static readonly RegionId Region = new(0, 0, 4, 0);
    public static readonly RegionId Neighbour = new(0, -1, 4, 0);
    public static readonly ServerAddresses Addresses = new("127.0.0.1", 7777, "http://127.0.0.1:9190", "http://127.0.0.1:8180");

    public static readonly PlanRules Rules = PlanRules.From(new PlanningOptions { SettleFor = TimeSpan.Zero }, new PlanetOptions());

    /// <summary>Incarnation <paramref name="start"/> of server <paramref name="server"/>, always the same id.</summary>
    public static IncarnationId Incarnation(int server, int start = 1)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes[0] = (byte)(server + 1);
        bytes[1] = (byte)start;
        return new IncarnationId(new Guid(bytes));
    }

    public static Holder Holder(int server, int start = 1) => new($"game-server-{server}", Incarnation(server, start));

    public static MeshCommand.Register Registration(int server, int start = 1, ServerCounters replaced = default) =>
        new(Holder(server, start), Addresses, 50, 0, replaced);

    public static MeshState Servers(int count) => MeshState.Empty.Apply(Enumerable.Range(0, count).Select(i => Registration(i)));

    /// <summary>Servers 0 and 1; server 0 owns the region at epoch 1, open, and server 1 is its synced backup.</summary>
    public static MeshState OwnedRegion(int servers = 3) => Servers(servers).Apply((MeshCommand[])
    [
        new MeshCommand.Activate(Region, Incarnation(0)),
        new MeshCommand.Open(Region, 1),
        new MeshCommand.SetBackup(Region, 1, Incarnation(1)),
        new MeshCommand.SetSynced(Region, 1, Incarnation(1), Synced: true),
    ]);

    public static ServerReport Report(
        MeshState state, IncarnationId incarnation, TimeSpan at, uint players = 0, IEnumerable<RegionId>? wanted = null, bool draining = false,
        Func<RegionRecord, uint>? playersIn = null) => new(
            incarnation, at, new ReportedLoad(players, 1, 0.5, 100), default,
            [
                .. state.Regions.Values.Where(r => r.Owner.Incarnation == incarnation).Select(r => new HeldReport(
                    r.Id, r.Epoch, playersIn?.Invoke(r) ?? 0, r.Open ? r.Backup?.Incarnation ?? default : default)),
            ],
            [.. wanted ?? []], [], draining);
}
