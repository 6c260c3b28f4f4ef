namespace PlanetarySurvival.Gateway.Certificates;

/// <summary>What the Gateway keeps.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>A folder for the development certificate; without it each start makes a new one.</summary>
    public string? DataFolder { get; init; }
}
