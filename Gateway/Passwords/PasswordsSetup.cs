namespace PlanetarySurvival.Gateway.Passwords;

/// <summary>Hashing of passwords, one at a time.</summary>
internal static class PasswordsSetup
{
    public static void AddPasswords(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PasswordQueue>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PasswordQueue>());
    }
}
