using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Contracts.Tickets;

namespace PlanetarySurvival.Contracts.Tests.Protocol;

/// <summary>
/// One example of each message. Their bytes lie in <c>Golden</c> beside these tests and, as hex, in <c>docs/protocol.md</c>.
/// </summary>
internal static class Samples
{
    /// <summary>A secret as long as a real one.</summary>
    public const string Secret = "a secret of the examples";

    public static readonly PlayerId Player = new(0x0123_4567_89ab_cdef);

    public static readonly RegionId Region = new(0, -1, 3, 0);

    public static readonly byte[] FakeTicket = [0xca, 0xfe, 0xba, 0xbe];

    public static readonly PlayerInput[] Inputs =
    [
        new(0, 127, 16384, -256, PlayerButtons.Run),
        new(-127, 64, 16400, 0, PlayerButtons.Jump | PlayerButtons.Gather),
    ];

    public static readonly EntityState[] Entities =
    [
        new(new PlayerId(2), 2_048_000, -1, 1024, 32768, EntityFlags.None),
        new(new PlayerId(3), -2048, 0, 512, 1, EntityFlags.Ghost),
    ];

    public static readonly Snapshot Snapshot = new(
        90, Region, 5, 7, 41, 40, new PlayerBody(new Vector3(1998.5f, 0.25f, 12), new Vector3(0, -1, 4), BodyFlags.OnGround, 30, 200), Carried());

    public static readonly Welcome Welcome = new(
        89, Region, 5, 7, 40, Player, new Guid("00112233-4455-6677-8899-aabbccddeeff"), 20261123, 8000, "game-server-1");

    public static readonly StandbyOffer StandbyOffer = new("game-server-2", "127.0.0.1", 7797, FakeTicket);

    public static readonly Ticket Ticket = new(
        Player, 3, DateTimeOffset.FromUnixTimeMilliseconds(1_795_437_030_000), new Guid("ffeeddcc-bbaa-9988-7766-554433221100"), true,
        "game-server-2", "Ada");

    /// <summary>By the name under which the document and the golden file have it.</summary>
    public static IReadOnlyDictionary<string, byte[]> Messages { get; } = new Dictionary<string, byte[]>
    {
        ["ConnectRequest"] = Written(buffer => new ConnectRequest(2, ConnectReason.Standby, FakeTicket).Write(buffer)),
        ["Input"] = Written(buffer => new InputPacket(90, 41, Inputs).Write(buffer)),
        ["Leave"] = [(byte)MessageKind.Leave],
        ["Snapshot"] = Written(buffer => Snapshot.Write(buffer, Entities)),
        ["Welcome"] = Written(buffer => Welcome.Write(buffer)),
        ["StandbyOffer"] = Written(buffer => StandbyOffer.Write(buffer)),
        ["Wait"] = [(byte)MessageKind.Wait],
        ["Ticket"] = Written(buffer => Ticket.Write(buffer)),
    };

    /// <summary>Whether the bytes are read as that message, with the buffers that a receiver has.</summary>
    public static bool TryRead(string name, ReadOnlySpan<byte> bytes)
    {
        Span<PlayerInput> inputs = stackalloc PlayerInput[ProtocolLimits.InputsPerPacketMax];
        Span<EntityState> entities = new EntityState[ProtocolLimits.EntitiesPerSnapshotMax];
        return name switch
        {
            "ConnectRequest" => ConnectRequest.TryRead(bytes, out _),
            "Input" => InputPacket.TryRead(bytes, inputs, out _),
            "Snapshot" => Snapshot.TryRead(bytes, entities, out _, out _),
            "Welcome" => Welcome.TryRead(bytes, out _),
            "StandbyOffer" => StandbyOffer.TryRead(bytes, out _),
            "Ticket" => Ticket.TryRead(bytes, out _),
            "Leave" or "Wait" => bytes.Length == 1,
            _ => throw new ArgumentException($"There is no message {name}.", nameof(name)),
        };
    }

    private delegate int Writer(Span<byte> buffer);

    private static byte[] Written(Writer write)
    {
        var buffer = new byte[ProtocolLimits.DatagramBytesMax];
        return buffer[..write(buffer)];
    }

    private static Inventory Carried()
    {
        var inventory = new Inventory();
        inventory[(int)Material.Stone] = 1;
        inventory[(int)Material.Sand] = 20;
        inventory[(int)Material.Soil] = 300;
        inventory[(int)Material.Iron] = 4000;
        inventory[(int)Material.Titanium] = 5;
        return inventory;
    }
}
