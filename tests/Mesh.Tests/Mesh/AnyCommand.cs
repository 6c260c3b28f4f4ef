using CsCheck;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.Mesh_Tests.Mesh;

/// <summary>Commands out of few servers, starts, regions and epochs, so that they often meet.</summary>
internal static class AnyCommand
{
    private static readonly RegionId[] Regions = [Given.Region, Given.Neighbour, Given.Region.Child(0)];

    private static readonly Gen<IncarnationId> Incarnations = Gen.Select(Gen.Int[0, 2], Gen.Int[1, 3], (server, start) => Given.Incarnation(server, start));
    private static readonly Gen<RegionId> Region = Gen.Int[0, 2].Select(i => Regions[i]);
    private static readonly Gen<ulong> Epoch = Gen.ULong[1, 6];
    private static readonly Gen<ServerCounters> Counters = Gen.Select(Gen.ULong[0, 9], Gen.ULong[0, 9], (t, d) => new ServerCounters(t, d));

    public static readonly Gen<MeshCommand> Any = Gen.OneOf<MeshCommand>(
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 3], Counters, (server, start, c) => (MeshCommand)Given.Registration(server, start, c)),
        Gen.Select(Incarnations, Gen.Int[0, 5], (i, state) => (MeshCommand)new MeshCommand.SetState(i, (ServerState)Math.Clamp(state, 1, 4))),
        Gen.Select(Incarnations, Counters, (i, c) => (MeshCommand)new MeshCommand.DeclareDead(i, c)),
        Gen.Select(Incarnations, Region, Epoch, Gen.Bool, Counters, (i, r, e, leaving, c) =>
            (MeshCommand)new MeshCommand.Release(i, [new RegionEpochPair(r, e)], leaving, c)),
        Gen.Select(Incarnations, Counters, (i, c) => (MeshCommand)new MeshCommand.Forget(i, c)),
        Gen.Select(Region, Incarnations, (r, i) => (MeshCommand)new MeshCommand.Activate(r, i)),
        Gen.Select(Region, Epoch, Incarnations, Gen.Bool, (r, e, i, stranger) =>
            (MeshCommand)new MeshCommand.TakeOver(r, e, i, stranger ? new FormerOwner(e - 1, i) : null)),
        Gen.Select(Region, Epoch, (r, e) => (MeshCommand)new MeshCommand.Open(r, e)),
        Gen.Select(Region, Epoch, Incarnations, Gen.Bool, (r, e, i, none) => (MeshCommand)new MeshCommand.SetBackup(r, e, none ? null : i)),
        Gen.Select(Region, Epoch, Incarnations, Gen.Bool, (r, e, i, synced) => (MeshCommand)new MeshCommand.SetSynced(r, e, i, synced)),
        Gen.Select(Region, Epoch, (r, e) => (MeshCommand)new MeshCommand.Move(r, e)),
        Gen.Select(Region, Epoch, (r, e) => (MeshCommand)new MeshCommand.Retire(r, e)),
        Gen.Select(Region, Epoch, (r, e) => (MeshCommand)new MeshCommand.Stay(r, e)),
        Gen.Select(Region, Epoch, (r, e) => (MeshCommand)new MeshCommand.Deactivate(r, e)),
        Gen.Select(Incarnations, Counters, (i, c) => (MeshCommand)new MeshCommand.Count(i, c)));

    public static readonly Gen<MeshCommand[]> Many = Any.Array[0, 60];
}
