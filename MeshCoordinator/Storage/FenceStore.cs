using System.Data;
using Npgsql;
using NpgsqlTypes;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Storage;

/// <summary>The fence rows: which incarnation at which epoch the database takes a region's writes from.</summary>
internal sealed class FenceStore(NpgsqlDataSource database)
{
    private const int AttemptsMax = 8;

    private const string RaiseSql =
        """
        INSERT INTO region_fences (region, epoch, incarnation, updated_at) VALUES ($1, $2, $3, now())
        ON CONFLICT (region) DO UPDATE SET epoch = excluded.epoch, incarnation = excluded.incarnation, updated_at = excluded.updated_at
        WHERE region_fences.epoch < excluded.epoch
        """;

    /// <summary>
    /// Raises the rows of these regions to their epochs and owners where they are lower, and returns the rows as they stand then. Throws
    /// what <see cref="IsUnreachable"/> knows if the database cannot do it now.
    /// </summary>
    public async Task<IReadOnlyDictionary<RegionId, FormerOwner>> RaiseAsync(IReadOnlyList<RegionRecord> regions, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryRaiseAsync(regions, cancellation);
            }
            catch (PostgresException exception) when (IsRaced(exception) && attempt < AttemptsMax)
            {
                await Task.Delay(Random.Shared.Next(1, 5 * attempt), cancellation);
            }
        }
    }

    /// <summary>Whether an exception says that the database cannot be used now: it is away, too slow, or its tables are not made yet.</summary>
    public static bool IsUnreachable(Exception exception, CancellationToken cancellation) =>
        exception is NpgsqlException or TimeoutException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested);

    private async Task<IReadOnlyDictionary<RegionId, FormerOwner>> TryRaiseAsync(IReadOnlyList<RegionRecord> regions, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellation);

        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            foreach (var region in regions)
                batch.BatchCommands.Add(Raise(region));

            await batch.ExecuteNonQueryAsync(cancellation);
        }

        var rows = await ReadAsync(connection, regions, cancellation);
        await transaction.CommitAsync(cancellation);
        return rows;
    }

    private static NpgsqlBatchCommand Raise(RegionRecord region)
    {
        var command = new NpgsqlBatchCommand(RaiseSql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = (long)region.Id.Packed });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = checked((long)region.Epoch) });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = region.Owner.Incarnation.Value });
        return command;
    }

    private static async Task<Dictionary<RegionId, FormerOwner>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<RegionRecord> regions, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT region, epoch, incarnation FROM region_fences WHERE region = ANY($1)", connection);
        command.Parameters.Add(new NpgsqlParameter
        {
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
            Value = regions.Select(r => (long)r.Id.Packed).ToArray(),
        });

        var rows = new Dictionary<RegionId, FormerOwner>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (RegionId.TryUnpack((ulong)reader.GetInt64(0), out var region))
                rows[region] = new FormerOwner((ulong)reader.GetInt64(1), new IncarnationId(reader.GetGuid(2)));
        }

        return rows;
    }

    private static bool IsRaced(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;
}
