using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A port of a resource.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    /// <summary>A port of a resource.</summary>
    public EndpointAnnotation(
        ProtocolType protocol, string? uriScheme = null, string? transport = null, string? name = null, int? port = null,
            int? targetPort = null, bool? isExternal = null, bool? isProxied = null)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? protocol.ToString().ToLowerInvariant();
        Transport = transport ?? (UriScheme is "http" or "https" ? "http" : protocol.ToString().ToLowerInvariant());
        Name = name ?? UriScheme;
        Port = port;
        TargetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsProxied = isProxied ?? true;
        IsExplicitlyProxied = isProxied;
    }

    /// <summary>Unique in its resource.</summary>
    public string Name { get; set; }

    /// <summary>TCP or UDP.</summary>
    public ProtocolType Protocol { get; set; }

    /// <summary>Where others connect.</summary>
    public int? Port { get; set; }

    /// <summary>Where the process listens.</summary>
    public int? TargetPort { get; set; }

    /// <summary>Begins its address.</summary>
    public string UriScheme { get; set; }

    /// <summary>The host that the process binds.</summary>
    public string TargetHost { get; set; } = "localhost";

    /// <summary>How a manifest names what goes over it: http, http2, tcp.</summary>
    public string Transport { get; set; }

    /// <summary>Whether others than the application may reach it when it is deployed.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Whether a proxy stands before the process. This stand-in has none: a proxied endpoint is treated like any other.</summary>
    public bool IsProxied { get; set; }

    /// <summary>What was said about a proxy, if anything was.</summary>
    public bool? IsExplicitlyProxied { get; set; }

    /// <summary>Whether a reference to the resource leaves this endpoint out.</summary>
    public bool ExcludeReferenceEndpoint { get; set; }

    /// <summary>The address, once the application starts.</summary>
    public AllocatedEndpoint? AllocatedEndpoint { get; set; }

    /// <summary>The name of the environment variable in which the process finds its port.</summary>
    internal string? EnvironmentVariable { get; set; }
}
