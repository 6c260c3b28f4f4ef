using Npgsql;
using NpgsqlTypes;
using PlanetarySurvival.MeshCoordinator.Consensus;
using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Storage;

/// <summary>
/// Writes what the leader has committed to the database, behind the mesh and never in its way: when revisions come faster than they can
/// be written, the newest wins and those between are left out.
/// </summary>
internal sealed partial class RevisionMirror(IMeshLog log, NpgsqlDataSource database, ILogger<RevisionMirror> logger) : BackgroundService
{
    /// <summary>Older revisions are deleted.</summary>
    private const int RevisionsMax = 1000;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(5);

    private readonly Pulse _pulse = new();
    private ulong _mirrored;
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        log.Changed += _pulse.Beat;
        try
        {
            while (true)
            {
                await _pulse.WaitAsync(Idle, stoppingToken);
                if (log.Leading is { } leading && log.Applied is var state && state.Revision != _mirrored)
                    await MirrorAsync(state, leading.Term, stoppingToken);

                await Task.Delay(BetweenWrites, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program stops; the next leader writes what it finds.
        }
        finally
        {
            log.Changed -= _pulse.Beat;
        }
    }

    private async Task MirrorAsync(MeshState state, ulong term, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(WriteTimeout);
        try
        {
            await using var insert = database.CreateCommand(
                "INSERT INTO mesh_revisions (revision, term, map) VALUES ($1, $2, $3) ON CONFLICT (revision) DO NOTHING");
            insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = (long)state.Revision });
            insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = (long)term });
            insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = MeshMapJson.Write(state) });
            await insert.ExecuteNonQueryAsync(limit.Token);

            await using var delete = database.CreateCommand("DELETE FROM mesh_revisions WHERE revision <= $1");
            delete.Parameters.Add(new NpgsqlParameter<long> { TypedValue = (long)state.Revision - RevisionsMax });
            await delete.ExecuteNonQueryAsync(limit.Token);

            (_mirrored, _failing) = (state.Revision, false);
        }
        catch (Exception exception) when (FenceStore.IsUnreachable(exception, cancellation))
        {
            if (!_failing)
                Log.CannotMirror(logger, state.Revision, exception.Message);

            _failing = true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning,
            "Revision {Revision} of the mesh cannot be mirrored to the database; the newest one will be once it answers. {Problem}")]
        public static partial void CannotMirror(ILogger logger, ulong revision, string problem);
    }
}
