using Mingus.Sync.Schedule;

namespace Mingus.Sync.Tests.Schedule;

/// <summary>A bank that begins to fail, or to be slow, is noticed after few runs and rarely for nothing.</summary>
public sealed class InstitutionHealthTests
{
    private const int Seeds = 40;
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    // rate of failures | runs after which half of the banks are noticed, at most
    [Theory]
    [InlineData(0.2, 30)]
    [InlineData(0.5, 10)]
    [InlineData(1.0, 6)]
    public void A_rise_of_failures_is_noticed_soon(double rate, int atMost)
    {
        var needed = Enumerable.Range(0, Seeds).Select(seed => RunsUntilNoticed(seed, rate, limit: 1_000)).Order();

        Assert.InRange(needed.ElementAt(Seeds / 2), 2, atMost);
    }

    [Fact]
    public void The_usual_failures_are_rarely_taken_for_a_rise()
    {
        var needed = Enumerable.Range(0, Seeds).Select(seed => RunsUntilNoticed(seed, 0.02, limit: 20_000)).Order();

        Assert.True(needed.ElementAt(Seeds / 2) > 8_000, $"{needed.ElementAt(Seeds / 2)}");
    }

    [Fact]
    public void It_is_over_after_good_runs_in_a_row_and_begins_anew()
    {
        var health = new InstitutionHealth();
        var changes = Enumerable
            .Repeat(true, 10)
            .Concat(Enumerable.Repeat(false, 60))
            .Concat(Enumerable.Repeat(true, 10));
        var (told, at) = (new List<HealthChange>(), Start);
        foreach (var hasFailed in changes)
        {
            told.Add(health.Ended(hasFailed, at += TimeSpan.FromMinutes(1)));
        }

        Assert.Equal(
            [HealthChange.Failing, HealthChange.Answering, HealthChange.Failing],
            told.Where(static change => change != HealthChange.None)
        );
        Assert.Equal(InstitutionHealth.GoodToEnd, told.IndexOf(HealthChange.Answering) - 10 + 1);
    }

    [Fact]
    public void Calls_that_take_far_longer_are_noticed_and_their_end_too()
    {
        var (health, dice, told) = (new InstitutionHealth(), new Random(7), new List<HealthChange>());
        foreach (var (calls, seconds) in (ReadOnlySpan<(int, double)>)[(300, 0.2), (60, 4.0), (60, 0.2)])
        {
            for (var i = 0; i < calls; i++)
            {
                told.Add(health.Took(TimeSpan.FromSeconds(seconds * (0.7 + (0.6 * dice.NextDouble())))));
            }
        }

        Assert.Equal([HealthChange.Slow, HealthChange.Quick], told.Where(static c => c != HealthChange.None));
        Assert.InRange(told.IndexOf(HealthChange.Slow), 300 + InstitutionHealth.SlowToBegin - 1, 330);
        Assert.False(health.IsSlow);
    }

    private static int RunsUntilNoticed(int seed, double rate, int limit)
    {
        var (health, dice, at) = (new InstitutionHealth(), new Random(seed), Start);
        for (var i = 0; i < 2_000; i++)
        {
            health.Ended(dice.NextDouble() < 0.02, at += TimeSpan.FromMinutes(1));
        }

        if (health.IsFailing)
        {
            return 1;
        }

        for (var run = 1; run < limit; run++)
        {
            if (health.Ended(dice.NextDouble() < rate, at += TimeSpan.FromMinutes(1)) == HealthChange.Failing)
            {
                return run;
            }
        }

        return limit;
    }
}
