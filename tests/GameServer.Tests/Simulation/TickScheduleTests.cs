using PlanetarySurvival.GameServer.Simulation;

namespace PlanetarySurvival.GameServer.Tests.Simulation;

public class TickScheduleTests
{
    private const long Start = 5_000_000;
    private const int Rate = 90;

    [Fact]
    public void Ticks_are_due_at_the_start_plus_n_ninetieths_of_a_second_without_drift()
    {
        var schedule = new TickSchedule(Start, Rate);

        for (var tick = 0; tick < 90 * 3600; tick++)
        {
            Assert.Equal(Start + tick * 1_000_000L / Rate, schedule.DueMicroseconds);
            Assert.True(schedule.TryBegin(schedule.DueMicroseconds));
        }

        Assert.Equal(Start + 3600 * 1_000_000L, schedule.DueMicroseconds);
        Assert.Equal((0, 0), (schedule.Late, schedule.Skipped));
    }

    [Fact]
    public void A_tick_does_not_begin_before_it_is_due()
    {
        var schedule = new TickSchedule(Start, Rate);

        Assert.False(schedule.TryBegin(Start - 1));
        Assert.True(schedule.TryBegin(Start));
        Assert.False(schedule.TryBegin(Start + 11_110));
        Assert.True(schedule.TryBegin(Start + 11_111));
    }

    [Fact]
    public void A_few_missed_ticks_are_caught_up_at_once()
    {
        var schedule = new TickSchedule(Start, Rate);
        Assert.True(schedule.TryBegin(Start));

        var now = Start + 4 * 11_112;

        Assert.Equal(4, Begun(schedule, now));
        Assert.Equal((3, 0), (schedule.Late, schedule.Skipped));
    }

    [Fact]
    public void Many_missed_ticks_are_skipped_and_never_come_as_a_burst()
    {
        var schedule = new TickSchedule(Start, Rate);
        Assert.True(schedule.TryBegin(Start));

        // A second passes in which nothing runs: 90 ticks are due, one begins, and the next one is due where it always was.
        var now = Start + 1_000_000;

        Assert.Equal(1, Begun(schedule, now));
        Assert.Equal((1, 89), (schedule.Late, schedule.Skipped));
        Assert.Equal(Start + 91 * 1_000_000L / Rate, schedule.DueMicroseconds);
    }

    [Fact]
    public void However_long_the_pauses_are_no_moment_begins_more_than_the_catch_up_and_one()
    {
        var random = new Random(4711);
        var schedule = new TickSchedule(Start, Rate);
        var now = Start;

        for (var i = 0; i < 10_000; i++)
        {
            now += random.Next(4) == 0 ? random.Next(200_000) : random.Next(12_000);
            Assert.InRange(Begun(schedule, now), 0, TickSchedule.CatchUpMax + 1);
            Assert.InRange(schedule.DueMicroseconds, now + 1, now + 11_112);
        }
    }

    private static int Begun(TickSchedule schedule, long now)
    {
        var begun = 0;
        while (schedule.TryBegin(now))
            begun++;
        return begun;
    }
}
