using Microsoft.Extensions.Options;

namespace PlanetarySurvival.Gateway.Certificates;

/// <summary>Listening, with the certificate where there is an HTTPS port.</summary>
internal static class CertificatesSetup
{
    public static void AddEndpointsWithCertificate(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section);
        builder.AddEndpoints((services, https) => https.ServerCertificate = DevelopmentCertificate.Get(
            services.GetRequiredService<IOptions<GatewayOptions>>().Value.DataFolder,
            services.GetRequiredService<TimeProvider>().GetUtcNow()));
    }
}
