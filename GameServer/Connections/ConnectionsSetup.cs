namespace PlanetarySurvival.GameServer.Connections;

/// <summary>Adds the clients' connections.</summary>
internal static class ConnectionsSetup
{
    public static WebApplicationBuilder AddConnections(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TicketOptions>()
            .BindConfiguration(TicketOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<TransportLog>();
        builder.Services.AddSingleton<ClientConnections>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ClientConnections>());
        return builder;
    }
}
