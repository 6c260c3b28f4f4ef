using System.ComponentModel.DataAnnotations;

namespace PlanetarySurvival.ServiceDefaults;

/// <summary>Where a program listens. A port that is null is one that the program does not have.</summary>
public sealed class EndpointOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Endpoints";

    /// <summary>The address to bind: an IP address, <c>localhost</c>, or <c>*</c> for all.</summary>
    [Required]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>TCP: HTTP API, <c>/health</c>, <c>/ready</c>. HTTP/1.1.</summary>
    [Range(1, 65535)]
    public int Http { get; set; } = 8080;

    /// <summary>TCP: <c>/metrics</c> and nothing else. By custom 8081.</summary>
    [Range(1, 65535)]
    public int? Telemetry { get; set; }

    /// <summary>TCP: gRPC of the inside, HTTP/2 in clear text, behind the mesh secret. By custom 9090.</summary>
    [Range(1, 65535)]
    public int? Grpc { get; set; }

    /// <summary>TCP: TLS 1.3, HTTP/1.1 and HTTP/2. By custom 8443.</summary>
    [Range(1, 65535)]
    public int? Https { get; set; }

    /// <summary>UDP: game traffic.</summary>
    [Range(1, 65535)]
    public int Game { get; set; } = 7777;

    /// <summary>UDP and TCP: the server browser's questions.</summary>
    [Range(1, 65535)]
    public int Query { get; set; } = 7778;

    /// <summary>UDP: gossip between servers.</summary>
    [Range(1, 65535)]
    public int Gossip { get; set; } = 7946;
}
