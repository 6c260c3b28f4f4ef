using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.GameServer.Backups;
using PlanetarySurvival.GameServer.Players;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Simulation;

namespace PlanetarySurvival.GameServer.Storage;

/// <summary>
/// When each region's players are written to the database: every few seconds, and at once when something waits for it. A save holds one
/// region's state at one log number, and leaves only when that number is safe (rule T4). One is under way per region.
/// </summary>
internal sealed class SaveSchedule(ServerWorld world)
{
    /// <summary>While a backup counts, the database only has to be recent.</summary>
    private const uint TicksPerSave = 5 * ProtocolLimits.TickRate;

    /// <summary>While none counts, the database is what makes things safe: four times a second.</summary>
    private const uint TicksPerSaveAlone = ProtocolLimits.TickRate / 4;

    /// <summary>After a failure: half a second.</summary>
    private const uint TicksPerRetry = ProtocolLimits.TickRate / 2;

    public void Step()
    {
        foreach (var region in world.Regions)
        {
            if (region.IsOver)
                continue;

            if (region.PendingSave is null && region.Acting && IsDue(region))
                Prepare(region);
            if (region.PendingSave is { } save && !region.SaveUnderWay && world.Tick >= region.SaveAgainTick &&
                (!region.BackupCounts || region.SafeNumber >= save.Number))
                Start(region, save);
        }
    }

    /// <summary>Prepares a last save; the region changes no more.</summary>
    public void Prepare(OwnedRegion region, bool online = true)
    {
        BackupProtocol.LogStates(region, evenWithoutAnswers: !online);
        var rows = new List<PlayerSave>(region.Players.Count + region.Departed.Count);
        foreach (var player in region.Players)
        {
            // From the commit on, the target writes the row; before it is safe that a player arrived, nobody does.
            if (!player.Unsaved && online || player.IsFrozen)
                continue;

            rows.Add(Row(player, online));
            player.Unsaved = false;
        }

        rows.AddRange(region.Departed);
        region.Departed.Clear();
        region.SaveSoon = false;
        region.SavedTick = world.Tick;
        if (rows.Count == 0)
        {
            region.DatabaseNumber = region.Log.Number;
            return;
        }

        region.PendingSave = new SavePlayers(region.Id, region.Epoch, region.Log.Number, rows);
    }

    public void Saved(SaveResult result, Connections.ClientSessions sessions)
    {
        if (world.Region(result.Region) is not { } region || region.Epoch != result.Epoch || region.PendingSave is not { } save)
            return;

        region.SaveUnderWay = false;
        switch (result.Outcome)
        {
            case SaveOutcome.Committed:
                region.PendingSave = null;
                region.DatabaseNumber = Math.Max(region.DatabaseNumber, result.Number);
                foreach (var row in save.Players)
                {
                    if (world.Players.TryGetValue(row.Player, out var player) && player.Region == region && !result.Stale.Contains(row.Player))
                        player.RowEpoch = Math.Max(player.RowEpoch, row.Epoch);
                }

                foreach (var stale in result.Stale)
                {
                    // Somebody with a higher epoch has the row: this copy is not the player any more.
                    if (world.Players.TryGetValue(stale, out var player) && player.Region == region && !player.IsFrozen)
                    {
                        region.Log.PlayerGone(stale);
                        sessions.Drop(player, DenyReason.Elsewhere);
                    }
                }

                break;

            case SaveOutcome.Fenced:
                region.PendingSave = null;
                region.End();
                break;

            case SaveOutcome.Failed:
                // Kept, and tried again in a while.
                region.SaveAgainTick = world.Tick + TicksPerRetry;
                break;
        }
    }

    /// <summary>The row of a player as it is now.</summary>
    public static PlayerSave Row(Player player, bool online) =>
        new(player.Id, player.Epoch, player.Session, player.Region.Id, player.Place, player.Inventory, online);

    private bool IsDue(OwnedRegion region) =>
        region.SaveSoon ||
        (region.BackupCounts ? world.Tick - region.SavedTick >= TicksPerSave
            : region.DatabaseNumber < region.Log.Number && world.Tick - region.SavedTick >= TicksPerSaveAlone);

    /// <summary>Not subject to the lease's deadline: the transaction itself checks the fence.</summary>
    private void Start(OwnedRegion region, SavePlayers save)
    {
        region.SaveUnderWay = true;
        world.Output.Requests.Add(save);
    }
}
