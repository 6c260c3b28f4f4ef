using System.Diagnostics;
using PlanetarySurvival.Client.Gateway;
using PlanetarySurvival.Client.Sessions;
using PlanetarySurvival.Contracts.Players;

namespace PlanetarySurvival.Client.Tests.Sessions;

/// <summary>The sample of the Client's README, which a test compares with it.</summary>
internal static class Sample
{
    public static async Task<ClientStatistics> WalkAsync(Uri address, int ticks)
    {
        using var gateway = new GatewayClient(address);
        await gateway.CreateAccountAsync("ada", "a long password");     // false if the name exists already
        var login = new PlayerLogin(gateway, "ada", "a long password");
        using var client = new GameClient(login);
        client.Connect();

        // A game calls Step from its own 90 Hz loop; here a clock stands in for it.
        var begun = Stopwatch.GetTimestamp();
        for (var tick = 0; tick < ticks && client.State != ClientState.Failed; tick++)
        {
            var forward = new PlayerInput(Right: 0, Forward: 127, Yaw: 0, Pitch: 0, PlayerButtons.Gather);
            client.Step(forward);
            Draw(client);

            var due = TimeSpan.FromSeconds((tick + 1) / 90.0) - Stopwatch.GetElapsedTime(begun);
            if (due > TimeSpan.Zero)
                await Task.Delay(due);
        }

        if (client.State == ClientState.Failed)
            Console.WriteLine(client.Problem);

        client.Leave();
        while (client.State is not (ClientState.Left or ClientState.Failed))
        {
            client.Poll();
            await Task.Delay(10);
        }

        return client.Statistics;
    }

    private static void Draw(GameClient client)
    {
        if (client.State is not (ClientState.Playing or ClientState.Waiting))
            return;                                                     // a loading screen; Problem says what is waited for

        var me = client.Body.Position;                                  // metres relative to client.Region's origin
        foreach (var other in client.Others)
            _ = new System.Numerics.Vector3(other.X, other.Y, other.Z) / 1024 - me;
    }
}
