using PlanetarySurvival.Gateway.Tests.Mesh;

namespace PlanetarySurvival.Gateway.Tests;

/// <summary>One database, one fake mesh and one Gateway for all tests that only ask it things.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private PostgresServer? _database;
    private FakeMesh? _mesh;
    private GatewayUnderTest? _gateway;
    private int _names;

    internal PostgresServer Database => Present(_database);

    internal FakeMesh Mesh => Present(_mesh);

    internal GatewayUnderTest Gateway => Present(_gateway);

    /// <summary>A name that no other test uses.</summary>
    internal string NewName() => $"Player-{Interlocked.Increment(ref _names)}";

    public async ValueTask InitializeAsync()
    {
        // Without PostgreSQL each test skips itself.
        if (!PostgresServer.IsInstalled)
            return;

        _database = await PostgresServer.StartAsync();
        _mesh = await FakeMesh.StartAsync();
        _gateway = await GatewayUnderTest.StartAsync(_mesh, _database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (_mesh is not null)
            await _mesh.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    private static T Present<T>(T? part) where T : class
    {
        PostgresServer.Require();
        return part!;
    }
}

/// <summary>Tests that share the fixture run one after another, since they move its mesh about.</summary>
[CollectionDefinition(Name)]
public sealed class GatewayCollection : ICollectionFixture<GatewayFixture>
{
    public const string Name = "gateway";
}
