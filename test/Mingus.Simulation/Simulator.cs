using Mingus.Simulation.Script;
using Mingus.Simulation.Sqlite;
using Mingus.Sync.Ports;

namespace Mingus.Simulation;

/// <summary>How a simulation ended.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Options">What the seed made frequent.</param>
/// <param name="Steps">Steps done, those until everything came to rest included.</param>
/// <param name="Trace">A hash of all that happened: the same seed gives the same.</param>
/// <param name="Violation">What was broken; null when nothing was.</param>
/// <param name="FailedAt">The step of the script at which it was seen; null after the script, or when nothing
/// was.</param>
public sealed record Outcome(ulong Seed, string Options, long Steps, ulong Trace, string? Violation, int? FailedAt);

/// <summary>Runs scripts to their end, and on until everything has converged.</summary>
public static class Simulator
{
    private const int RestMax = 50_000;
    private static readonly TimeSpan ConvergesWithin = TimeSpan.FromHours(24);

    /// <summary>One seed, in memory.</summary>
    public static Outcome Run(ulong seed, int steps)
    {
        var swarm = Swarm.Of(seed);
        return Run(seed, swarm, swarm.Script(seed, steps), PlantedBug.None);
    }

    /// <summary>One seed, on a real SQLite file and in memory side by side.</summary>
    public static Outcome RunOnSqlite(ulong seed, int steps)
    {
        var swarm = Swarm.Of(seed);
        return Run(seed, swarm, swarm.Script(seed, steps), PlantedBug.None, static () => new SqliteStorage());
    }

    /// <summary>One seed, told step by step.</summary>
    public static Outcome Replay(ulong seed, int steps, Action<string> onStep)
    {
        var swarm = Swarm.Of(seed);
        return Run(seed, swarm, swarm.Script(seed, steps), PlantedBug.None, storage: null, onStep);
    }

    internal static Outcome Run(
        ulong seed,
        Swarm swarm,
        IReadOnlyList<Act> script,
        PlantedBug bug,
        Func<IStorage>? storage = null,
        Action<string>? onStep = null
    )
    {
        using var world = new World(swarm, seed, bug, storage?.Invoke());
        var trace = new Trace();
        long steps = 0;
        int? failedAt = null;
        for (var i = 0; i < script.Count && world.Violation is null; i++)
        {
            var said = world.Do(script[i]);
            onStep?.Invoke($"{i} {script[i].Kind}: {said}");
            trace.Add(script[i].Kind, said, world);
            steps++;
            if (i % 200 == 199)
            {
                world.Checker.All();
                world.Compare();
            }

            failedAt = world.Violation is null ? null : i;
        }

        if (world.Violation is null)
        {
            steps += Converge(world, trace, new Dice(seed ^ 0x454E_44), onStep);
        }

        return new Outcome(seed, swarm.ToString(), steps, trace.Hash, world.Violation, failedAt);
    }

    // Faults stop; within a simulated day everything must agree with the bank.
    private static long Converge(World world, Trace trace, Dice dice, Action<string>? onStep)
    {
        world.Calm();
        var until = world.Clock.Now + ConvergesWithin;
        var steps = Rest(world, dice);
        world.RepairAll();
        steps += Rest(world, dice);
        while (world.Violation is null && world.Checker.NotConverged() is { } why)
        {
            onStep?.Invoke($"{world.Clock.Now:o}: {why}");
            if (world.Clock.Now >= until)
            {
                world.Fail($"11: nothing has failed for a day, and still {why}");
                break;
            }

            world.Advance(NextStep(world));
            steps += 1 + Rest(world, dice);
            world.RepairAll();
            trace.Add(ActKind.Wait, why, world);
        }

        world.Checker.All();
        world.Compare();
        return steps;
    }

    private static long Rest(World world, Dice dice)
    {
        long steps = 0;
        while (world.Violation is null && world.GoOn(dice) is not null)
        {
            if (++steps > RestMax)
            {
                world.Fail("11: it does not come to rest");
            }
        }

        return steps;
    }

    private static TimeSpan NextStep(World world)
    {
        var now = world.Clock.Now;
        var next = world
            .Connections()
            .SelectMany(static c => new[] { c.Connection.NextDueAt, c.LeaseUntil })
            .Concat(world.Nodes.Select(static n => n.Time.NextDue))
            .Where(at => at > now)
            .Append(now.AddMinutes(30))
            .Min()!
            .Value;
        var by = next - now;
        return by < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : by + TimeSpan.FromMilliseconds(1);
    }
}

/// <summary>A hash of everything that happens, in its order.</summary>
internal sealed class Trace
{
    public ulong Hash { get; private set; } = 14_695_981_039_346_656_037;

    public void Add(ActKind kind, string said, World world)
    {
        Mix((ulong)kind);
        foreach (var letter in said)
        {
            Mix(letter);
        }

        Mix((ulong)world.Clock.Now.Ticks);
        foreach (var user in world.Database.Users.Values)
        {
            Mix((ulong)user.Version);
            Mix((ulong)user.LastSequence);
            Mix((ulong)user.Records.Count);
        }

        foreach (var node in world.Nodes)
        {
            Mix((ulong)node.Context.Waiting);
        }
    }

    private void Mix(ulong value) => Hash = unchecked((Hash ^ value) * 1_099_511_628_211);
}
