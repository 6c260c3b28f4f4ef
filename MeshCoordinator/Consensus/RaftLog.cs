using System.Net;
using DotNext.Net.Cluster.Consensus.Raft;
using DotNext.Net.Cluster.Consensus.Raft.Membership;
using DotNext.Net.Cluster.Consensus.Raft.StateMachine;
using Microsoft.Extensions.Options;
using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Consensus;

/// <summary>The log by DotNext's Raft over TCP, with a write-ahead log on disk.</summary>
internal sealed partial class RaftLog : BackgroundService, IMeshLog, IAsyncDisposable
{
    // A proposal that no quorum has answered after this is given up; whoever asked asks the next leader.
    private static readonly TimeSpan ProposalTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan BarrierTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StandDownPause = TimeSpan.FromMilliseconds(20);

    private readonly RaftOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger<RaftLog> _logger;
    private readonly MeshStateMachine _machine;
    private IPEndPoint[] _members = [];
    private WriteAheadLog? _disk;
    private RaftCluster? _cluster;
    private volatile LeadingTerm? _leading;

    public RaftLog(IOptions<RaftOptions> options, ILoggerFactory loggers)
    {
        _options = options.Value;
        _loggers = loggers;
        _logger = loggers.CreateLogger<RaftLog>();
        _machine = new MeshStateMachine(
            new DirectoryInfo(Path.Combine(_options.DataFolder, "snapshots")), _options.EntriesPerSnapshot, loggers.CreateLogger<MeshStateMachine>());
    }

    public MeshState Applied => _machine.Applied;

    public long EntriesApplied => _machine.EntriesApplied;

    public LeadingTerm? Leading => _leading is { IsOver: false } leading ? leading : null;

    public ulong Term => (ulong)(_cluster?.Term ?? 0);

    public int? LeaderIndex =>
        _cluster?.Leader?.EndPoint is IPEndPoint leader && Array.IndexOf(_members, leader) is >= 0 and var index ? index : null;

    public bool IsCaughtUp => _disk is { } disk && disk.LastAppliedIndex >= disk.LastCommittedEntryIndex;

    public event Action? Changed
    {
        add => _machine.Changed += value;
        remove => _machine.Changed -= value;
    }

    /// <summary>Reads the state back from disk and joins the voters. Throws if the log cannot be read or the address is taken.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _machine.RestoreAsync(cancellationToken);
        _disk = new WriteAheadLog(
            new WriteAheadLog.Options
            {
                Location = Path.Combine(_options.DataFolder, "log"),
                ChunkSize = 1 << 20,
                HashAlgorithm = WriteAheadLog.IntegrityHashAlgorithm.Crc32,
            },
            _machine);

        _members = await ResolveAsync(cancellationToken);

        var configuration = Configure();
        var members = ((InMemoryClusterConfigurationStorage<EndPoint>)configuration.ConfigurationStorage).CreateInitialConfigurationBuilder();
        foreach (var member in _members)
            members.Add(member);
        members.Build();

        _cluster = new RaftCluster(configuration) { AuditTrail = _disk };
        await _cluster.StartAsync(cancellationToken);
        Log.Joined(_logger, _options.Self, _members.Length, _machine.Applied.Revision);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_cluster is { } cluster)
            await cluster.StopAsync(cancellationToken);
    }

    public async Task<bool> ProposeAsync(IReadOnlyCollection<MeshCommand> commands, CancellationToken cancellation)
    {
        if (_cluster is not { } cluster || Leading is not { } leading)
            return false;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, leading.Ended);
        limit.CancelAfter(ProposalTimeout);
        try
        {
            await cluster.ReplicateAsync(MeshLogEntry.Write(commands), context: null, limit.Token);
            return true;
        }
        catch (Exception exception) when (IsLossOfQuorum(exception, cancellation))
        {
            return false;
        }
    }

    public async Task<LeadingTerm?> ReadBarrierAsync(CancellationToken cancellation)
    {
        if (_cluster is not { } cluster || Leading is not { } leading)
            return null;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, leading.Ended);
        limit.CancelAfter(BarrierTimeout);
        try
        {
            await cluster.ApplyReadBarrierAsync(ReadBarrierType.Strong, limit.Token);
        }
        catch (Exception exception) when (IsLossOfQuorum(exception, cancellation))
        {
            return null;
        }

        // A follower's barrier asks the leader and succeeds, too: only with the same leadership before and after was the quorum ours.
        return leading.IsOver ? null : leading;
    }

    /// <summary>Follows the elections: sets <see cref="Leading"/> when an entry of the own term is applied, and clears it at its end.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cluster = _cluster!;
        try
        {
            while (true)
            {
                var ended = await cluster.WaitForLeadershipAsync(stoppingToken);
                var term = (ulong)cluster.Term;
                if (ended.IsCancellationRequested)
                {
                    await Task.Delay(StandDownPause, stoppingToken);
                    continue;
                }

                _leading = new LeadingTerm(term, ended);
                Log.Leads(_logger, term, Applied.Revision);
                _machine.Notify();

                var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using (ended.Register(() => over.TrySetResult()))
                    await over.Task.WaitAsync(stoppingToken);

                _leading = null;
                Log.StandsDown(_logger, term);
                _machine.Notify();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _leading = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is { } cluster)
            await cluster.DisposeAsync();
        if (_disk is { } disk)
            await disk.DisposeAsync();
        await _machine.DisposeAsync();
        base.Dispose();
    }

    private async Task<IPEndPoint[]> ResolveAsync(CancellationToken cancellationToken)
    {
        var members = new IPEndPoint[_options.Members.Length];

        for (var i = 0; i < members.Length; i++)
        {
            var name = _options.Members[i];
            var isSaid = false;

            members[i] = await MemberAddress.TryParse(name)!.ResolveAsync(
                problem =>
                {
                    if (!isSaid)
                        Log.NotResolved(_logger, name, problem);
                    isSaid = true;
                },
                cancellationToken);
        }

        return members;
    }

    private RaftCluster.TcpConfiguration Configure() => new(Listening())
    {
        PublicEndPoint = _members[_options.SelfIndex],
        LowerElectionTimeout = _options.ElectionTimeoutMillisecondsMin,
        UpperElectionTimeout = _options.ElectionTimeoutMillisecondsMax,

        // 30 ms at 150 ms: a single late heartbeat on a busy machine starts no election.
        HeartbeatThreshold = 0.2,
        RequestTimeout = TimeSpan.FromMilliseconds(_options.ElectionTimeoutMillisecondsMin),
        ConnectTimeout = TimeSpan.FromMilliseconds(50),
        ServerBacklog = 64,
        ColdStart = false,
        ConfigurationStorage = null!, // its setter turns null into a storage in memory, which is what fixed members need
        LoggerFactory = _loggers,
    };

    /// <summary>A name's address may belong to something that stands before this machine.</summary>
    private IPEndPoint Listening() => MemberAddress.TryParse(_options.Self) is { IsName: true, Port: var port }
        ? new IPEndPoint(IPAddress.Any, port)
        : _members[_options.SelfIndex];

    private bool IsLossOfQuorum(Exception exception, CancellationToken cancellation)
    {
        switch (exception)
        {
            case OperationCanceledException:
                return !cancellation.IsCancellationRequested;
            case NotLeaderException or QuorumUnreachableException:
                return true;
            case InvalidOperationException:
                // The cluster is being stopped, or has given up after its disk failed; then its tasks end the program.
                Log.Unsure(_logger, exception);
                return true;
            default:
                return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The member {Member} is waited for: {Problem}.")]
        public static partial void NotResolved(ILogger logger, string member, string problem);

        [LoggerMessage(LogLevel.Information, "This coordinator votes as {Self}, one of {Members}, with revision {Revision} read back from disk so far.")]
        public static partial void Joined(ILogger logger, string self, int members, ulong revision);

        [LoggerMessage(LogLevel.Information, "This coordinator leads in term {Term} from revision {Revision}.")]
        public static partial void Leads(ILogger logger, ulong term, ulong revision);

        [LoggerMessage(LogLevel.Warning, "The log did not take an entry or a question.")]
        public static partial void Unsure(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Information, "This coordinator does not lead any more; its term was {Term}.")]
        public static partial void StandsDown(ILogger logger, ulong term);
    }
}
