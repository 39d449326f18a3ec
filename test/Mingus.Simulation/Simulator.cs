using Mingus.Simulation.Script;
using Mingus.Simulation.Sqlite;

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
            steps += new Ending(world, trace, new Dice(seed ^ 0x454E_44), onStep).Come();
        }

        return new Outcome(seed, swarm.ToString(), steps, trace.Hash, world.Violation, failedAt);
    }
}
