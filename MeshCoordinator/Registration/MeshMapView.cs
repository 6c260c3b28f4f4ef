using Google.Protobuf;
using PlanetarySurvival.MeshCoordinator.Mesh;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Registration;

/// <summary>The mesh state as messages. The map of a revision is made once and shared by all answers: nobody may change it.</summary>
internal sealed class MeshMapView
{
    private volatile Wire.MeshMap? _newest;

    /// <summary>The map of this state, or null if whoever asks has it already.</summary>
    public Wire.MeshMap? IfNewer(MeshState state, ulong knownRevision) => state.Revision > knownRevision ? Of(state) : null;

    private Wire.MeshMap Of(MeshState state)
    {
        if (_newest is { } newest && newest.Revision == state.Revision)
            return newest;

        var map = new Wire.MeshMap { Revision = state.Revision };
        map.Servers.AddRange(state.Servers.Values.Select(Entry));
        map.Regions.AddRange(state.Regions.Values.Select(Entry));
        _newest = map;
        return map;
    }

    private static Wire.ServerEntry Entry(ServerRecord server) => new()
    {
        Name = server.Name,
        Incarnation = Bytes(server.Incarnation),
        State = server.State switch
        {
            ServerState.Ready => Wire.ServerState.Ready,
            ServerState.Draining => Wire.ServerState.Draining,
            ServerState.Suspect => Wire.ServerState.Suspect,
            ServerState.Dead => Wire.ServerState.Dead,
            _ => Wire.ServerState.Unknown,
        },
        Addresses = new Wire.ServerAddresses
        {
            GameHost = server.Addresses.GameHost,
            GamePort = server.Addresses.GamePort,
            Grpc = server.Addresses.Grpc,
            Http = server.Addresses.Http,
        },
    };

    private static Wire.RegionEntry Entry(RegionRecord region) => new()
    {
        Region = region.Id.Packed,
        Epoch = region.Epoch,
        Owner = region.Owner.Server,
        OwnerIncarnation = Bytes(region.Owner.Incarnation),
        Backup = region.Backup?.Server ?? "",
        BackupIncarnation = region.Backup is { } backup ? Bytes(backup.Incarnation) : ByteString.Empty,
        BackupSynced = region.BackupSynced,
        Open = region.Open,
        Moving = region.Moving || region.Retiring,
    };

    private static ByteString Bytes(IncarnationId incarnation) => ByteString.CopyFrom(incarnation.Value.ToByteArray());
}
