using PlanetarySurvival.Gateway.Map;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace PlanetarySurvival.Gateway.Routes;

/// <summary>The reverse proxy in front of the programs' HTTP APIs.</summary>
internal static class RoutesSetup
{
    private const string ServerHeader = "X-Game-Server";

    public static void AddRoutes(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IProxyConfigProvider, MeshProxyConfig>();
        builder.Services.AddReverseProxy();
    }

    public static void MapRoutes(this WebApplication app) => app.MapReverseProxy(proxy =>
    {
        proxy.Use(ChooseAsync);
        proxy.UseLoadBalancing();
        proxy.UsePassiveHealthChecks();
    });

    private static async Task ChooseAsync(HttpContext context, RequestDelegate next)
    {
        var proxy = context.GetReverseProxyFeature();
        if (proxy.Cluster.Config.ClusterId == MeshRoutes.GameServers)
        {
            if (context.Request.Headers.TryGetValue(ServerHeader, out var name) && !TryKeep(proxy, proxy.AllDestinations, name.ToString()))
            {
                await Problems.Of(StatusCodes.Status404NotFound, $"No ready game server has the name in {ServerHeader}.").ExecuteAsync(context);
                return;
            }
        }
        else
        {
            // Any coordinator may answer if the leader is not known, or does not.
            var leader = context.RequestServices.GetRequiredService<MeshBoard>().Current.LeaderIndex;
            _ = TryKeep(proxy, proxy.AvailableDestinations, MeshRoutes.CoordinatorName(leader));
        }

        if (proxy.AvailableDestinations.Count == 0)
        {
            await Problems.ComeBack(context, "Nobody is there to answer.", seconds: 1).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private static bool TryKeep(IReverseProxyFeature proxy, IReadOnlyList<DestinationState> among, string name)
    {
        if (among.FirstOrDefault(destination => destination.DestinationId == name) is not { } one)
            return false;

        proxy.AvailableDestinations = one;
        return true;
    }
}
