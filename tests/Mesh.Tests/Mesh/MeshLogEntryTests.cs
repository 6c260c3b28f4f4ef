using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.Mesh_Tests.Mesh;

public sealed class MeshLogEntryTests
{
    [Fact]
    public void The_layout_of_an_entry_stays_what_older_logs_have()
    {
        var entry = MeshLogEntry.Write([new MeshCommand.Open(Given.Region, 7), new MeshCommand.SetState(Given.Incarnation(0), ServerState.Draining)]);

        Assert.Equal(
            "010200" + "08" + Hex(BitConverter.GetBytes(
                Given.Region.Packed)) + "0700000000000000" + "02" + "01010000000000000000000000000000" + "02", Hex(entry));
    }

    [Fact]
    public void More_commands_than_an_entry_holds_are_a_mistake_of_ours()
    {
        var commands = Enumerable.Repeat<MeshCommand>(new MeshCommand.Open(Given.Region, 1), MeshLimits.CommandsPerEntryMax + 1).ToArray();

        Assert.Throws<ArgumentException>(() => MeshLogEntry.Write(commands));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
