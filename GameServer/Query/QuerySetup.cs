using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using PlanetarySurvival.ServiceDefaults;

namespace PlanetarySurvival.GameServer.Query;

/// <summary>Adds the port at which server browsers ask.</summary>
internal static class QuerySetup
{
    public static WebApplicationBuilder AddQuery(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<QueryAnswers>();
        builder.Services.AddSingleton<QueryConnection>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var endpoints = kestrel.ApplicationServices.GetRequiredService<IOptions<EndpointOptions>>().Value;
            if (endpoints.Host == "*")
                kestrel.ListenAnyIP(endpoints.Query, Serve);
            else if (endpoints.Host == "localhost")
                kestrel.ListenLocalhost(endpoints.Query, Serve);
            else
                kestrel.Listen(IPAddress.Parse(endpoints.Host), endpoints.Query, Serve);
        });
        return builder;
    }

    private static void Serve(ListenOptions listen) => listen.UseConnectionHandler<QueryConnection>();
}
