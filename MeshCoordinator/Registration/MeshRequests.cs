using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Grpc.Core;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.MeshCoordinator.Mesh;
using PlanetarySurvival.MeshCoordinator.Planning;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Registration;

/// <summary>Reads requests that are not trusted. What is malformed is refused with <see cref="StatusCode.InvalidArgument"/>, naming the field.</summary>
internal static class MeshRequests
{
    /// <summary>Regions in one heartbeat or release.</summary>
    private const int RegionsMax = MeshLimits.ItemsPerCommandMax;

    /// <summary>Wishes in one heartbeat that are read; a server has few, and the rest is asked again.</summary>
    private const int WantedMax = 256;

    /// <summary>Players in one heartbeat that are counted.</summary>
    private const int PlayersMax = 10_000;

    public static Holder Holder(string server, Google.Protobuf.ByteString incarnation) => new(Name(server), Incarnation(incarnation));

    public static IncarnationId Incarnation(Google.Protobuf.ByteString bytes) =>
        IncarnationId.TryRead(bytes.Span, out var incarnation) ? incarnation
            : Refuse<IncarnationId>("An incarnation is the 16 bytes of a Guid that is not empty.");

    public static ServerAddresses Addresses(Wire.ServerAddresses? addresses)
    {
        if (addresses is null)
            return Refuse<ServerAddresses>("Addresses are missing.");

        if (addresses.GamePort is 0 or > ushort.MaxValue || addresses.GameHost.Length == 0)
            return Refuse<ServerAddresses>($"'{addresses.GameHost}:{addresses.GamePort}' is no game address.");

        foreach (var text in (string[])[addresses.GameHost, addresses.Grpc, addresses.Http])
        {
            if (Encoding.UTF8.GetByteCount(text) > MeshLimits.AddressBytesMax)
                return Refuse<ServerAddresses>($"An address is longer than {MeshLimits.AddressBytesMax} bytes.");
        }

        return new ServerAddresses(addresses.GameHost, (ushort)addresses.GamePort, addresses.Grpc, addresses.Http);
    }

    public static ServerReport Report(Wire.HeartbeatRequest request, IncarnationId incarnation, TimeSpan now)
    {
        if (request.Regions.Count > RegionsMax)
            Refuse<bool>($"A heartbeat names at most {RegionsMax} regions.");

        var held = request.Regions.Select(Held).ToImmutableArray();
        var wanted = request.Wanted.Take(WantedMax).Select(Region).Where(IsWhole).ToImmutableArray();
        var load = request.Load is { } l ? new ReportedLoad(l.Players, l.TickMillisecondsP99, l.Cpu, l.MemoryMegabytes) : default;
        return new ServerReport(incarnation, now, load, Counters(request.Counters), held, wanted, [.. request.Playing.Take(PlayersMax)], request.Draining);

        // Nothing is subdivided yet: a wish for a part is no wish.
        static bool IsWhole(RegionId region) => region.Level == 0;
    }

    public static ImmutableArray<RegionEpochPair> Pairs(IReadOnlyCollection<Wire.RegionEpoch> regions)
    {
        if (regions.Count > RegionsMax)
            Refuse<bool>($"A release names at most {RegionsMax} regions.");

        return [.. regions.Select(r => new RegionEpochPair(Region(r.Region), r.Epoch))];
    }

    public static ServerCounters Counters(Wire.Counters? counters) => counters is null ? default : new(counters.Transfers, counters.Disconnects);

    private static HeldReport Held(Wire.HeldRegion held) => new(
        Region(held.Region), held.Epoch, held.Players, held.SyncedBackup.IsEmpty ? default : Incarnation(held.SyncedBackup));

    private static RegionId Region(ulong packed) =>
        RegionId.TryUnpack(packed, out var region) ? region : Refuse<RegionId>($"{packed} is no region.");

    private static string Name(string server)
    {
        var plain = server.Length is > 0 and <= MeshLimits.NameBytesMax && server.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
        return plain ? server : Refuse<string>($"A server's name has 1 to {MeshLimits.NameBytesMax} letters, digits, '-', '.' and '_'.");
    }

    [DoesNotReturn]
    private static T Refuse<T>(string problem) => throw new RpcException(new Status(StatusCode.InvalidArgument, problem));
}
