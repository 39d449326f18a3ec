namespace Mingus.Bench.Timetable;

/// <summary>What a policy achieved in the days that are measured.</summary>
/// <param name="Delays">Hours from each change to the check that saw it, sorted.</param>
/// <param name="ByHabit">Mean delay by habit; drifting ones apart.</param>
/// <param name="Age">Mean hours since the first unseen change, over all time and connections.</param>
/// <param name="Fresh">Share of time without an unseen change.</param>
/// <param name="CallsPerDay">Calls a connection and day.</param>
/// <param name="MostOfDay">Calls of the fullest day, as a share of the budget.</param>
internal sealed record TrialResult(
    string Name,
    double[] Delays,
    IReadOnlyDictionary<string, double> ByHabit,
    double Age,
    double Fresh,
    double CallsPerDay,
    double MostOfDay
)
{
    public double Mean => Delays.Average();

    public double At(double share) => Delays[Math.Min(Delays.Length - 1, (int)(share * Delays.Length))];
}

/// <summary>Lets a policy live through a world, quarter hour by quarter hour.</summary>
internal static class Trial
{
    public static TrialResult Run(World world, Policy policy, double perDay, int seed)
    {
        var begin = World.WarmUp * World.PerDay;
        var count = world.Lives.Length;
        policy.Begin(world, perDay, new Random(seed));
        var (seen, heard) = (new int[count], new int[count]);
        var measure = new Measure(world);
        var due = new List<int>();
        var (callsOfDay, calls, most) = (0, 0L, 0);
        var cap = (int)Math.Min(int.MaxValue, policy.MostOfDay * perDay * count);
        for (var step = 0; step < World.Steps; step++)
        {
            if (step % World.PerDay == 0 && step > 0)
            {
                policy.DayOver((step / World.PerDay) - 1, callsOfDay);
                most = step > begin ? Math.Max(most, callsOfDay) : 0;
                callsOfDay = 0;
            }

            policy.Step(step);
            due.Clear();
            for (var i = 0; i < count; i++)
            {
                var life = world.Lives[i];
                for (; heard[i] < life.Webhooks.Count && life.Webhooks[heard[i]] <= step; heard[i]++)
                {
                    policy.Webhook(i, step);
                }

                if (policy.DueAt(i) <= step)
                {
                    due.Add(i);
                }
            }

            if (due.Count > cap - callsOfDay)
            {
                due.Sort((a, b) => policy.Waiting(b).CompareTo(policy.Waiting(a)));
                due.RemoveRange(cap - callsOfDay, due.Count - (cap - callsOfDay));
            }

            foreach (var i in due)
            {
                var changes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(world.Lives[i].Changes);
                var from = seen[i];
                while (seen[i] < changes.Length && changes[seen[i]].Step <= step)
                {
                    seen[i]++;
                }

                measure.Checked(i, step, changes[from..seen[i]]);
                policy.Checked(i, step, changes[from..seen[i]]);
                callsOfDay++;
                calls += step >= begin ? 1 : 0;
            }
        }

        for (var i = 0; i < count; i++)
        {
            var changes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(world.Lives[i].Changes);
            measure.Checked(i, World.Steps, changes[seen[i]..]);
        }

        var days = World.Days - World.WarmUp;
        return measure.Complete(
            policy.Name,
            calls / (double)count / days,
            Math.Max(most, callsOfDay) / (perDay * count)
        );
    }

    private sealed class Measure(World world)
    {
        private readonly List<double> _delays = [];
        private readonly Dictionary<string, (double Sum, int Count)> _byHabit = new(StringComparer.Ordinal);
        private double _stale;
        private double _age;

        public void Checked(int connection, int step, ReadOnlySpan<Change> found)
        {
            const int begin = World.WarmUp * World.PerDay;
            var life = world.Lives[connection];
            var name = life.IsDrifting ? "drifting" : $"{life.Habit}".ToLowerInvariant();
            foreach (var change in found)
            {
                if (change.Step >= begin)
                {
                    var delay = (step - change.Step) / 4.0;
                    _delays.Add(delay);
                    var (sum, count) = _byHabit.GetValueOrDefault(name);
                    _byHabit[name] = (sum + delay, count + 1);
                }
            }

            if (found.Length > 0 && step > begin)
            {
                var hours = (step - Math.Max(begin, found[0].Step)) / 4.0;
                var before = Math.Max(0, begin - found[0].Step) / 4.0;
                _stale += hours;
                _age += (hours * hours / 2) + (before * hours);
            }
        }

        public TrialResult Complete(string name, double callsPerDay, double mostOfDay)
        {
            var hours = world.Lives.Length * (World.Days - World.WarmUp) * 24.0;
            return new(
                name,
                [.. _delays.Order()],
                _byHabit.ToDictionary(static p => p.Key, static p => p.Value.Sum / p.Value.Count),
                _age / hours,
                1 - (_stale / hours),
                callsPerDay,
                mostOfDay
            );
        }
    }
}
