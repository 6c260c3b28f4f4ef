using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using PlanetarySurvival.Gateway.Map;
using Yarp.ReverseProxy.Configuration;

namespace PlanetarySurvival.Gateway.Routes;

/// <summary>Keeps the reverse proxy's destinations in step with the map.</summary>
internal sealed class MeshProxyConfig : IProxyConfigProvider, IDisposable
{
    private readonly MeshBoard _board;
    private readonly string[] _coordinators;
    private volatile Config _config;

    public MeshProxyConfig(MeshBoard board, IOptions<MeshOptions> options)
    {
        _board = board;
        _coordinators = options.Value.CoordinatorHttp;
        _config = new Config(MeshRoutes.Clusters(board.Current, _coordinators));
        _board.Changed += Follow;
    }

    public IProxyConfig GetConfig() => _config;

    public void Dispose() => _board.Changed -= Follow;

    private void Follow(MeshSnapshot mesh)
    {
        var clusters = MeshRoutes.Clusters(mesh, _coordinators);
        if (clusters.SequenceEqual(_config.Clusters))
            return;

        var old = _config;
        _config = new Config(clusters);
        old.SignalChange();
    }

    private sealed class Config(IReadOnlyList<ClusterConfig> clusters) : IProxyConfig
    {
        private readonly CancellationTokenSource _changed = new();

        public IReadOnlyList<RouteConfig> Routes => MeshRoutes.Routes;

        public IReadOnlyList<ClusterConfig> Clusters => clusters;

        public IChangeToken ChangeToken => new CancellationChangeToken(_changed.Token);

        public void SignalChange() => _changed.Cancel();
    }
}
