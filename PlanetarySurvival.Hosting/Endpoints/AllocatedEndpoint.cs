namespace Aspire.Hosting.ApplicationModel;

/// <summary>The address of an endpoint in a run.</summary>
public class AllocatedEndpoint
{
    /// <summary>The address of an endpoint in a run.</summary>
    public AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, string? targetPortExpression = null)
    {
        Endpoint = endpoint;
        Address = address;
        Port = port;
        TargetPortExpression = targetPortExpression;
    }

    /// <summary>What has the address.</summary>
    public EndpointAnnotation Endpoint { get; }

    /// <summary>Name or number of the host.</summary>
    public string Address { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The port that the process listens on.</summary>
    public string? TargetPortExpression { get; }

    /// <summary>Begins the address.</summary>
    public string UriScheme => Endpoint.UriScheme;

    /// <summary>host:port.</summary>
    public string EndPointString => $"{Address}:{Port}";

    /// <summary>scheme://host:port.</summary>
    public string UriString => $"{UriScheme}://{EndPointString}";

    /// <inheritdoc/>
    public override string ToString() => UriString;
}
