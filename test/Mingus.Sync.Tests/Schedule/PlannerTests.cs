using Mingus.Sync.Schedule;

namespace Mingus.Sync.Tests.Schedule;

public sealed class PlannerTests
{
    private const double Monday = 24 * 7 * 2900.0;

    [Theory]
    [InlineData(1, 6)]
    [InlineData(2, 6)]
    [InlineData(12, 6)]
    [InlineData(2, 24)]
    public void A_constant_rate_gives_the_square_root_law(double perDay, double callHours)
    {
        var plan = Planner.Next(new PlanQuestion(Monday, 0, callHours), Flat(perDay));

        var expected = Math.Sqrt(2 * callHours / (perDay / 24));
        // The horizon ends with a free check, which stretches or shrinks the pauses a little.
        Assert.InRange(plan.At - Monday, expected * 0.93 - 0.5, expected * 1.07 + 0.5);
    }

    [Fact]
    public void Checks_follow_the_batch()
    {
        var perHour = new double[Planner.Horizon];
        for (var h = 3; h < perHour.Length; h += 24)
        {
            perHour[h] = 1;
        }

        var plan = Planner.Next(new PlanQuestion(Monday, 0, CallHours: 6), perHour);

        Assert.Equal(Monday + 4, plan.At);
        Assert.Equal(1, plan.Waiting, 6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_path_is_the_best_of_all_paths(int seed)
    {
        var dice = new Random(seed);
        var perHour = new double[Planner.Horizon];
        // All that happens, happens in the first six hours: twelve slots, every set of checks in them is tried.
        for (var h = 0; h < 6; h++)
        {
            perHour[h] = dice.NextDouble() < 0.4 ? 0 : dice.NextDouble() * 2;
        }

        var callHours = 0.2 + dice.NextDouble();
        var unseen = dice.NextDouble();

        var plan = Planner.Next(new PlanQuestion(Monday, unseen, callHours), perHour);

        Assert.Equal(BestOfAll(perHour, unseen, callHours), plan.Cost, 9);
    }

    [Fact]
    public void What_is_waiting_makes_a_check_sooner()
    {
        var none = Planner.Next(new PlanQuestion(Monday, 0, 6), Flat(2));
        var some = Planner.Next(new PlanQuestion(Monday, 0.5, 6), Flat(2));
        var much = Planner.Next(new PlanQuestion(Monday, 30, 6), Flat(2));

        Assert.True(some.At < none.At);
        Assert.Equal(Monday, much.At);
    }

    [Fact]
    public void Nobody_waits_longer_than_the_longest_gap()
    {
        var plan = Planner.Next(new PlanQuestion(Monday, 0, 1_000), Flat(0.001));

        Assert.InRange(plan.At - Monday, 0, Planner.LongestGap);
    }

    private static double[] Flat(double perDay) => [.. Enumerable.Repeat(perDay / 24, Planner.Horizon)];

    // Checks in any of the twelve half hours, and then whatever the horizon makes necessary when nothing happens.
    private static double BestOfAll(double[] perHour, double unseen, double callHours)
    {
        const int slots = 12;
        var later = CallsOfAQuietEnd();
        var best = double.MaxValue;
        for (var set = 0; set < 1 << slots; set++)
        {
            // Bit s: a check at the end of slot s. The unseen at the beginning waits for the first.
            var (waiting, cost) = (unseen, 0.0);
            for (var s = 0; s < slots; s++)
            {
                var within = perHour[s / 2] / 2;
                cost += (waiting * 0.5) + (within * 0.25);
                waiting += within;
                if ((set & (1 << s)) != 0)
                {
                    cost += callHours;
                    waiting = 0;
                }
            }

            // What waits after hour six waits for a check that comes at once or never pays: tried as "at once".
            if (waiting > 1e-12)
            {
                continue;
            }

            best = Math.Min(best, cost + (callHours * later(set)));
        }

        return Math.Min(best, AtOnce(perHour, unseen, callHours));
    }

    private static double AtOnce(double[] perHour, double unseen, double callHours) =>
        unseen == 0 ? double.MaxValue : callHours + BestOfAll(perHour, 0, callHours);

    // 336 hours in gaps of at most 72: after a check at hour t, the fewest more, of which the last is free.
    private static Func<int, int> CallsOfAQuietEnd() =>
        set =>
        {
            var last = set == 0 ? 0 : (31 - int.LeadingZeroCount(set) + 1) / 2.0;
            return (int)Math.Ceiling((Planner.Horizon - last) / Planner.LongestGap) - 1;
        };
}
