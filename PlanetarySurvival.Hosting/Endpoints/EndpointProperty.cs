namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of an address.</summary>
public enum EndpointProperty
{
    /// <summary>scheme://host:port.</summary>
    Url = 0,

    /// <summary>Name of the host.</summary>
    Host = 1,

    /// <summary>The host as four numbers.</summary>
    IPV4Host = 2,

    /// <summary>Where others connect.</summary>
    Port = 3,

    /// <summary>Begins the address.</summary>
    Scheme = 4,

    /// <summary>Where the process listens.</summary>
    TargetPort = 5,

    /// <summary>host:port.</summary>
    HostAndPort = 6,

    /// <summary>True or False.</summary>
    TlsEnabled = 7,
}
