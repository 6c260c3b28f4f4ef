using PlanetarySurvival.AppHost.Ports;

namespace PlanetarySurvival.AppHost.Launch;

/// <summary>What this start was asked for.</summary>
internal sealed class LocalLaunch
{
    // The fixed ports of the seventeenth (7777 + 160) would come close to those of the coordinators (7946).
    public const int GameServersMax = 16;
    public const int BotsMax = 5_000;

    /// <summary>Game servers to start.</summary>
    public required int GameServers { get; init; }

    /// <summary>Coordinators to start: Raft wants an odd number.</summary>
    public int Coordinators { get; init; } = 3;

    /// <summary>Bots that walk about; 0 starts none.</summary>
    public required int Bots { get; init; }

    /// <summary>Where the world and the logs lie.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where programs lie that were fetched for this machine: kept when the world is discarded.</summary>
    public required string ToolFolder { get; init; }

    /// <summary>Who listens where.</summary>
    public required PortPlan Ports { get; init; }

    /// <summary>Whether nothing is run, but the application is written down.</summary>
    public required bool Publishes { get; init; }

    /// <summary>Whether it is written down as a chart for Kubernetes.</summary>
    public required bool IsForKubernetes { get; init; }

    /// <summary>The dashboard's address.</summary>
    public required Uri Dashboard { get; init; }

    /// <summary>What lets a browser into the dashboard.</summary>
    public required string DashboardToken { get; init; }

    /// <summary>The address that opens the dashboard.</summary>
    public Uri DashboardLogin => new(Dashboard, $"/login?t={Uri.EscapeDataString(DashboardToken)}");

    /// <summary>Lines for the screen that ends the start: what was chosen and why.</summary>
    public List<string> Remarks { get; } = [];

    /// <summary>The port of an endpoint: the one of the specification where the application is deployed, since each pod has all ports to itself.</summary>
    public int Port(string resource, string endpoint, int local, int deployed) => Publishes ? deployed : Ports.Take(resource, endpoint, local);

    public string LogFolder => Path.Combine(DataFolder, "logs");

    /// <summary>The folder of one part of the world.</summary>
    public string FolderOf(string part) => Path.Combine(DataFolder, "world", part);
}
