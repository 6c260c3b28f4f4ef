using System.Text.Json;
using System.Text.Json.Serialization;
using PlanetarySurvival.Bots.Crowds;
using PlanetarySurvival.Client.Sessions;

namespace PlanetarySurvival.Bots.Reports;

/// <summary>What a crowd saw, as written by <c>--report</c>.</summary>
public sealed record CrowdReport
{
    /// <summary>Bots that were asked for.</summary>
    public required int Bots { get; init; }

    /// <summary>Those for whom a server acts now.</summary>
    public required int Players { get; init; }

    /// <summary>Seconds since the first step.</summary>
    public required double Seconds { get; init; }

    /// <summary>Times that a player moved to another server process without losing a connection.</summary>
    public required long Transfers { get; init; }

    /// <summary>Sessions that were lost, also those that were taken up again.</summary>
    public required long Disconnects { get; init; }

    /// <summary>Clients that gave up and were replaced by new ones.</summary>
    public required long Failures { get; init; }

    /// <summary>Inputs of all players.</summary>
    public required InputReport Inputs { get; init; }

    /// <summary>Corrections of all players.</summary>
    public required CorrectionReport Corrections { get; init; }

    /// <summary>UDP payload of all players.</summary>
    public required BandwidthReport Bandwidth { get; init; }

    /// <summary>Messages that could not be read.</summary>
    public required long Malformed { get; init; }

    /// <summary>Messages of an older authority.</summary>
    public required long Refused { get; init; }

    /// <summary>Steps that the bots' own loop left out because it was late.</summary>
    public required long StepsSkipped { get; init; }

    /// <summary>The longest round trip of a connected player now, milliseconds.</summary>
    public required double RoundTripMillisecondsMax { get; init; }

    /// <summary>One by one; only in the file.</summary>
    public IReadOnlyList<PlayerReport> EachPlayer { get; init; } = [];

    /// <summary>Adds everything up. To be called on the thread that steps the bots.</summary>
    internal static CrowdReport Of(IReadOnlyList<Bot> bots, int asked, TimeSpan elapsed, long stepsSkipped, bool eachPlayer)
    {
        var seconds = Math.Max(elapsed.TotalSeconds, 0.001);
        var sent = Sum(s => s.BytesSent);
        var received = Sum(s => s.BytesReceived);
        var players = bots.Count(b => b.InGame);
        return new CrowdReport
        {
            Bots = asked,
            Players = players,
            Seconds = Math.Round(seconds, 3),
            Transfers = Sum(s => s.Transfers),
            Disconnects = Sum(s => s.SessionsLost),
            Failures = bots.Sum(b => b.Failures),
            Inputs = new InputReport(
                Sum(s => s.InputsMade), Sum(s => s.InputsApplied), Sum(s => s.InputsSafe), Sum(s => s.InputsSafeBroken), Sum(s => s.InputsLost)),
            Corrections = new CorrectionReport(
                Sum(s => s.Corrections), Max(s => s.CorrectionMetresMax), bots.Sum(b => b.Sum(s => s.CorrectionMetresSum))),
            Bandwidth = new BandwidthReport(
                sent, received, Rate(sent), Rate(received), Rate(sent / (double)Math.Max(1, bots.Count)), Rate(received / (double)Math.Max(1, bots.Count))),
            Malformed = Sum(s => s.Malformed),
            Refused = Sum(s => s.Refused),
            StepsSkipped = stepsSkipped,
            RoundTripMillisecondsMax = bots.Count == 0 ? 0 : bots.Max(b => b.Client.Statistics.RoundTrip.TotalMilliseconds),
            EachPlayer = eachPlayer ? [.. bots.Select(PlayerReport.Of)] : [],
        };

        long Sum(Func<ClientStatistics, long> value) => bots.Sum(b => (long)b.Sum(s => value(s)));
        double Max(Func<ClientStatistics, double> value) => bots.Count == 0 ? 0 : bots.Max(b => b.Max(value));
        double Rate(double bytes) => Math.Round(bytes / seconds, 1);
    }

    /// <summary>Writes the report as JSON, whole or not at all.</summary>
    public void Save(FileInfo file)
    {
        file.Directory?.Create();
        var unfinished = file.FullName + ".new";
        File.WriteAllText(unfinished, JsonSerializer.Serialize(this, ReportJson.Default.CrowdReport));
        File.Move(unfinished, file.FullName, overwrite: true);
    }
}

/// <summary>Inputs, by how far they came.</summary>
public sealed record InputReport(long Made, long Applied, long Safe, long SafeBroken, long Lost);

/// <summary>By how much servers moved players from where their clients believed them to be.</summary>
public sealed record CorrectionReport(long Count, double MetresMax, double MetresSum);

/// <summary>Bytes of UDP payload.</summary>
public sealed record BandwidthReport(
    long BytesSent, long BytesReceived, double BytesSentPerSecond, double BytesReceivedPerSecond,
    double BytesSentPerSecondPerPlayer, double BytesReceivedPerSecondPerPlayer);

/// <summary>One player.</summary>
public sealed record PlayerReport(
    string Name, string Player, string State, string Problem, string Server, string Region, double X, double Y, double Z,
    IReadOnlyList<uint> Inventory, double Transfers, double Disconnects, double CorrectionMetresMax)
{
    internal static PlayerReport Of(Bot bot)
    {
        var (client, place) = (bot.Client, bot.Client.Position);
        var inventory = client.Inventory;
        return new PlayerReport(
            client.Name, client.Player.ToString(), client.State.ToString(), client.Problem, client.Server, client.Region.ToString(),
            place.X / 1024.0, place.Y / 1024.0, place.Z / 1024.0, [inventory[0], inventory[1], inventory[2], inventory[3]],
            bot.Sum(s => s.Transfers), bot.Sum(s => s.SessionsLost), bot.Max(s => s.CorrectionMetresMax));
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(CrowdReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
