using Mingus.Simulation.Bank;
using Mingus.Simulation.Script;
using Mingus.Sync.Ports;

namespace Mingus.Simulation;

/// <summary>After the script faults stop: everything agrees with the banks within a day, every event comes to its
/// address, and in some seeds two quiet weeks go by the schedule alone.</summary>
internal sealed class Ending(World world, Trace trace, Dice dice, Action<string>? onStep)
{
    private const int RestMax = 50_000;
    private static readonly TimeSpan ConvergesWithin = TimeSpan.FromHours(24);

    // The longest pause between two attempts, and the attempt.
    private static readonly TimeSpan DeliversWithin = TimeSpan.FromHours(27);

    private static readonly TimeSpan Fortnight = TimeSpan.FromDays(14);

    // What the schedule needs to know its connections.
    private static readonly TimeSpan Learning = TimeSpan.FromDays(5);

    private long _steps;

    /// <summary>Lives on until all is well, or something is broken; answers how many steps that took.</summary>
    public long Come()
    {
        world.Calm();
        Converge();
        Deliver();
        if (world.Swarm.HasFortnight && world.Violation is null)
        {
            LiveOn();
        }

        world.Checker.All();
        world.Compare();
        return _steps;
    }

    private void Converge()
    {
        var until = world.Clock.Now + ConvergesWithin;
        Rest();
        world.RepairAll();
        Rest();
        while (world.Violation is null && Unfinished() is { } why)
        {
            onStep?.Invoke($"{world.Clock.Now:o}: {why}");
            if (world.Clock.Now >= until)
            {
                world.Fail($"11: nothing has failed for a day, and still {why}");
                break;
            }

            Advance(Next(TimeSpan.FromMinutes(30)), why);
            world.RepairAll();
        }
    }

    private string? Unfinished() => world.Checker.NotConverged() ?? world.Checker.SomethingWaits;

    private void Deliver()
    {
        world.Database.Outbox.ReplayFailed(world.Clock.Now);
        var until = world.Clock.Now + DeliversWithin;
        while (world.Violation is null && world.Checker.NotDelivered() is { } why)
        {
            onStep?.Invoke($"{world.Clock.Now:o}: {why}");
            if (world.Clock.Now >= until)
            {
                world.Fail($"16: {why}");
                break;
            }

            // Who sends looks twice a second: what was told just now comes before the schedule tells more.
            var isAnyDue = world.Database.Outbox.IsAnyDue(world.Clock.Now);
            Advance(isAnyDue ? TimeSpan.FromSeconds(1) : Next(TimeSpan.FromHours(1)), why);
        }
    }

    // Purchases, readings of the bank and news of them; nobody asks for anything.
    private void LiveOn()
    {
        var (began, lives) = (world.Clock.Now, world.Clock.Now);
        while (world.Violation is null && world.Clock.Now < began + Fortnight)
        {
            if (lives <= world.Clock.Now)
            {
                world.LiveOn(dice);
                lives = world.Clock.Now.AddMinutes(180 + dice.Below(720));
            }

            var by = Next(TimeSpan.FromHours(2));
            Advance(lives - world.Clock.Now < by ? lives - world.Clock.Now : by, "quiet");
        }

        world.Checker.Invariant_15_a_budget_lasts(began + Learning);
    }

    private void Advance(TimeSpan by, string why)
    {
        world.Advance(by);
        _steps++;
        Rest();
        trace.Add(ActKind.Wait, why, world);
    }

    private void Rest()
    {
        var from = _steps;
        while (world.Violation is null && world.GoOn(dice) is not null)
        {
            if (++_steps - from > RestMax)
            {
                world.Fail("11: it does not come to rest");
            }
        }

        world.Checker.AtRest();
    }

    // Until something is due.
    private TimeSpan Next(TimeSpan atMost)
    {
        var now = world.Clock.Now;
        var next = world
            .Connections()
            .SelectMany(static c => new[] { c.Connection.NextDueAt, c.LeaseUntil })
            .Concat(world.Nodes.Select(static n => n.Time.NextDue))
            .Concat(world.Database.Outbox.Pending.Select(static d => d.Delivery.NextAt))
            .Where(at => at > now)
            .Append(now + atMost)
            .Min()!
            .Value;
        var by = next - now;
        return by < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : by + TimeSpan.FromMilliseconds(1);
    }
}
