using System.Buffers;
using DotNext.IO;
using DotNext.Net.Cluster.Consensus.Raft.StateMachine;
using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Consensus;

/// <summary>Applies committed entries in order, and keeps snapshots in its folder.</summary>
internal sealed partial class MeshStateMachine(DirectoryInfo folder, long entriesPerSnapshot, ILogger logger) : SimpleStateMachine(folder)
{
    private volatile MeshState _applied = MeshState.Empty;
    private long _entriesApplied;

    public MeshState Applied => _applied;

    public long EntriesApplied => Volatile.Read(ref _entriesApplied);

    public event Action? Changed;

    /// <summary>Tells the listeners that something beside the state has changed.</summary>
    public void Notify() => Changed?.Invoke();

    protected override async ValueTask RestoreAsync(FileInfo snapshotFile, CancellationToken token)
    {
        var bytes = await File.ReadAllBytesAsync(snapshotFile.FullName, token);

        // Going on from an unreadable snapshot would be going on from another world.
        if (!MeshSnapshot.TryRead(bytes, out var state))
            throw new InvalidDataException($"The snapshot {snapshotFile.FullName} ({bytes.Length} bytes) cannot be read.");

        _applied = state;
        Log.Restored(logger, state.Revision);
        Changed?.Invoke();
    }

    protected override async ValueTask PersistAsync(IAsyncBinaryWriter writer, CancellationToken token) =>
        await writer.WriteAsync(MeshSnapshot.Write(_applied), token: token);

    protected override ValueTask<bool> ApplyAsync(LogEntry entry, CancellationToken token)
    {
        // A new leader's first entry is empty.
        if (entry.TryGetPayload(out var payload) && !payload.IsEmpty && !entry.IsConfiguration)
            Apply(payload, entry.Index);

        return ValueTask.FromResult(entry.Index % entriesPerSnapshot == 0);
    }

    private void Apply(in ReadOnlySequence<byte> payload, long index)
    {
        if (MeshLogEntry.TryRead(payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray(), out var commands))
            _applied = _applied.Apply(commands);
        else
            Log.Unreadable(logger, index, payload.Length);

        Interlocked.Increment(ref _entriesApplied);
        Changed?.Invoke();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The mesh state was restored from a snapshot at revision {Revision}.")]
        public static partial void Restored(ILogger logger, ulong revision);

        // Every coordinator of the same version skips it alike, so that they still agree.
        [LoggerMessage(LogLevel.Critical, "Log entry {Index} of {Length} bytes cannot be read and is skipped: coordinators of different versions are running.")]
        public static partial void Unreadable(ILogger logger, long index, long length);
    }
}
