using Grpc.Net.Client;
using Microsoft.Extensions.Options;
using PlanetarySurvival.ServiceDefaults;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.GameServer.Mesh;

/// <summary>A channel to each coordinator, and which of them to ask: the leader as far as it is known. Safe for use by several threads.</summary>
internal sealed class CoordinatorChannels : IDisposable
{
    private readonly Coordinator[] _coordinators;
    private int _current;

    public CoordinatorChannels(IOptions<MeshOptions> mesh, IOptions<MeshSecretOptions> secret) =>
        _coordinators = [.. mesh.Value.Coordinators.Select(address => new Coordinator(address, secret.Value.Secret))];

    /// <summary>Whom to ask next.</summary>
    public Coordinator Current => _coordinators[Volatile.Read(ref _current)];

    /// <summary>
    /// The asked one did not answer, or is not the leader: ask the one that it names, else the next in the list. Calls that were already under
    /// way to another one change nothing.
    /// </summary>
    public void TurnFrom(Coordinator asked, Wire.Leadership? leadership)
    {
        var from = Array.IndexOf(_coordinators, asked);
        var named = Array.FindIndex(_coordinators, coordinator => coordinator.IsAt(leadership?.LeaderAddress));
        var to = named >= 0 && named != from ? named : (from + 1) % _coordinators.Length;
        Interlocked.CompareExchange(ref _current, to, from);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var coordinator in _coordinators)
            coordinator.Dispose();
    }

    /// <summary>One coordinator.</summary>
    internal sealed class Coordinator(string address, string secret) : IDisposable
    {
        private readonly GrpcChannel _channel = MeshChannel.Create(address, secret);
        private Wire.MeshCoordinator.MeshCoordinatorClient? _client;

        /// <summary>Its gRPC address.</summary>
        public string Address { get; } = address.TrimEnd('/');

        /// <summary>To call it with.</summary>
        public Wire.MeshCoordinator.MeshCoordinatorClient Client => _client ??= new(_channel);

        /// <summary>Whether this is its address.</summary>
        public bool IsAt(string? other) => string.Equals(Address, other?.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

        /// <inheritdoc/>
        public void Dispose() => _channel.Dispose();
    }
}
