using System.Buffers.Binary;
using Npgsql;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Simulation;

namespace PlanetarySurvival.GameServer.Storage;

/// <summary>A player's row, as far as others ask for it.</summary>
/// <param name="Place">Where the player was last; null if there is no row, or the player was never saved.</param>
internal sealed record StoredPlace(WorldPosition? Place);

/// <summary>The statements on <c>players</c> and <c>region_fences</c>. All writing ones are SERIALIZABLE and compare epochs.</summary>
internal sealed class PlayerTable(NpgsqlDataSource database, Guid incarnation)
{
    private const int InventoryBytes = 4 * Inventory.MaterialCount;

    /// <summary>
    /// Claims a player for this incarnation: its epoch grows by one, so that whoever had it before cannot write any more. Throws what the
    /// database throws.
    /// </summary>
    /// <param name="request">Who wants to play.</param>
    /// <param name="isAlive">Whether an incarnation lives, as far as the mesh knows.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<PlayerLoad> ClaimAsync(LoadPlayer request, Func<Guid, bool> isAlive, CancellationToken cancellation) =>
        database.RunSerializableAsync((connection, token) => ClaimAsync(connection, request, isAlive, token), cancellation);

    /// <summary>Writes players in one transaction that checks, and raises if need be, the region's fence. Throws what the database throws.</summary>
    public Task<SaveResult> SaveAsync(SavePlayers request, CancellationToken cancellation) =>
        database.RunSerializableAsync((connection, token) => SaveAsync(connection, request, token), cancellation);

    /// <summary>Reads where a player was last. Throws what the database throws.</summary>
    public async Task<StoredPlace> ReadAsync(PlayerId player, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return new StoredPlace((await ReadRowAsync(connection, player, cancellation))?.Place);
    }

    private async Task<PlayerLoad> ClaimAsync(
        NpgsqlConnection connection, LoadPlayer request, Func<Guid, bool> isAlive, CancellationToken cancellation)
    {
        var row = await ReadRowAsync(connection, request.Player, cancellation);
        if (row is null)
        {
            await InsertAsync(connection, request, cancellation);
            return Answer(LoadOutcome.Claimed, epoch: 1);
        }

        if (row.Session > request.Session)
            return Answer(LoadOutcome.Replaced, row.Epoch);
        if (row.Online is { } online && online != incarnation && isAlive(online))
            return Answer(LoadOutcome.Elsewhere, row.Epoch);

        return await TryRaiseAsync(connection, request, row.Epoch, cancellation)
            ? Answer(LoadOutcome.Claimed, row.Epoch + 1)
            : Answer(LoadOutcome.Failed, row.Epoch);

        PlayerLoad Answer(LoadOutcome outcome, ulong epoch) =>
            new(request.Connection, request.Player, request.Session, outcome, epoch, row?.Place, row?.Inventory ?? default);
    }

    private async Task InsertAsync(NpgsqlConnection connection, LoadPlayer request, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO players (player, epoch, session, inventory, online_incarnation, updated_at) VALUES ($1, 1, $2, $3, $4, now())",
            connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = (long)request.Player.Value },
                new NpgsqlParameter<long> { TypedValue = (long)request.Session },
                new NpgsqlParameter<byte[]> { TypedValue = new byte[InventoryBytes] },
                new NpgsqlParameter<Guid> { TypedValue = incarnation },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<bool> TryRaiseAsync(NpgsqlConnection connection, LoadPlayer request, ulong read, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE players SET epoch = epoch + 1, session = $2, online_incarnation = $3, updated_at = now()
            WHERE player = $1 AND epoch = $4
            """, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = (long)request.Player.Value },
                new NpgsqlParameter<long> { TypedValue = (long)request.Session },
                new NpgsqlParameter<Guid> { TypedValue = incarnation },
                new NpgsqlParameter<long> { TypedValue = (long)read },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    private async Task<SaveResult> SaveAsync(NpgsqlConnection connection, SavePlayers request, CancellationToken cancellation)
    {
        if (!await HoldsFenceAsync(connection, request.Region, request.Epoch, cancellation))
            return new SaveResult(request.Region, request.Epoch, request.Number, SaveOutcome.Fenced, []);
        if (request.Players.Count == 0)
            return new SaveResult(request.Region, request.Epoch, request.Number, SaveOutcome.Committed, []);

        await using var batch = new NpgsqlBatch(connection);
        foreach (var player in request.Players)
            batch.BatchCommands.Add(Update(player));
        await batch.ExecuteNonQueryAsync(cancellation);

        var stale = new List<PlayerId>();
        for (var i = 0; i < request.Players.Count; i++)
        {
            if (batch.BatchCommands[i].RecordsAffected == 0)
                stale.Add(request.Players[i].Player);
        }

        return new SaveResult(request.Region, request.Epoch, request.Number, SaveOutcome.Committed, stale);
    }

    private NpgsqlBatchCommand Update(in PlayerSave player) => new(
        """
        UPDATE players SET epoch = $2, session = $3, x = $4, y = $5, z = $6, region = $7, inventory = $8, online_incarnation = $9,
            updated_at = now()
        WHERE player = $1 AND epoch <= $2
        """)
    {
        Parameters =
        {
            new NpgsqlParameter<long> { TypedValue = (long)player.Player.Value },
            new NpgsqlParameter<long> { TypedValue = (long)player.Epoch },
            new NpgsqlParameter<long> { TypedValue = (long)player.Session },
            new NpgsqlParameter<long> { TypedValue = player.Place.X },
            new NpgsqlParameter<long> { TypedValue = player.Place.Y },
            new NpgsqlParameter<long> { TypedValue = player.Place.Z },
            new NpgsqlParameter<long> { TypedValue = (long)player.Region.Packed },
            new NpgsqlParameter<byte[]> { TypedValue = Bytes(player.Inventory) },
            new NpgsqlParameter { Value = player.Online ? incarnation : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
        },
    };

    // Whether the region's fence is exactly ours, after raising it if it was lower (rule L3).
    private async Task<bool> HoldsFenceAsync(NpgsqlConnection connection, RegionId region, ulong epoch, CancellationToken cancellation)
    {
        if (await IsFenceOursAsync(connection, region, epoch, cancellation))
            return true;

        await using var raise = new NpgsqlCommand(
            """
            INSERT INTO region_fences (region, epoch, incarnation, updated_at) VALUES ($1, $2, $3, now())
            ON CONFLICT (region) DO UPDATE
            SET epoch = excluded.epoch, incarnation = excluded.incarnation, updated_at = excluded.updated_at
            WHERE region_fences.epoch < excluded.epoch
            """, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = (long)region.Packed },
                new NpgsqlParameter<long> { TypedValue = (long)epoch },
                new NpgsqlParameter<Guid> { TypedValue = incarnation },
            },
        };
        return await raise.ExecuteNonQueryAsync(cancellation) == 1;
    }

    private async Task<bool> IsFenceOursAsync(NpgsqlConnection connection, RegionId region, ulong epoch, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT 1 FROM region_fences WHERE region = $1 AND epoch = $2 AND incarnation = $3", connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = (long)region.Packed },
                new NpgsqlParameter<long> { TypedValue = (long)epoch },
                new NpgsqlParameter<Guid> { TypedValue = incarnation },
            },
        };
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }

    private static async Task<Row?> ReadRowAsync(NpgsqlConnection connection, PlayerId player, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT epoch, session, x, y, z, inventory, online_incarnation FROM players WHERE player = $1", connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = (long)player.Value } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            return null;

        var hasPlace = !reader.IsDBNull(2) && !reader.IsDBNull(3) && !reader.IsDBNull(4);
        return new Row(
            (ulong)reader.GetInt64(0), (ulong)reader.GetInt64(1),
            hasPlace ? new WorldPosition(reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4)) : null,
            ReadInventory(reader.GetFieldValue<byte[]>(5)),
            reader.IsDBNull(6) ? null : reader.GetGuid(6));
    }

    private static byte[] Bytes(in Inventory inventory)
    {
        var bytes = new byte[InventoryBytes];
        for (var i = 0; i < Inventory.MaterialCount; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), inventory[i]);
        return bytes;
    }

    // A shorter row, from before a material was added, has none of the new ones.
    private static Inventory ReadInventory(ReadOnlySpan<byte> bytes)
    {
        var inventory = new Inventory();
        for (var i = 0; i < Inventory.MaterialCount && bytes.Length >= 4 * (i + 1); i++)
            inventory[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
        return inventory;
    }

    private sealed record Row(ulong Epoch, ulong Session, WorldPosition? Place, Inventory Inventory, Guid? Online);
}
