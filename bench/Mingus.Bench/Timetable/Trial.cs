using System.Runtime.InteropServices;

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
        policy.Begin(world, perDay, new Random(seed));
        return new Course(world, policy, perDay).Run();
    }

    private sealed class Course(World world, Policy policy, double perDay)
    {
        private const int Begin = World.WarmUp * World.PerDay;

        private readonly int[] _seen = new int[world.Lives.Length];
        private readonly int[] _heard = new int[world.Lives.Length];
        private readonly Measure _measure = new(world);
        private readonly List<int> _due = [];
        private readonly int _cap = (int)Math.Min(int.MaxValue, policy.MostOfDay * perDay * world.Lives.Length);
        private int _callsOfDay;
        private int _most;
        private long _calls;

        public TrialResult Run()
        {
            for (var step = 0; step < World.Steps; step++)
            {
                if (step % World.PerDay == 0 && step > 0)
                {
                    EndDay(step);
                }

                policy.Step(step);
                Gather(step);
                foreach (var connection in _due)
                {
                    Check(connection, step);
                }
            }

            EndDay(World.Steps);
            for (var i = 0; i < _seen.Length; i++)
            {
                // What nobody saw waits until the end.
                _measure.Checked(i, World.Steps, CollectionsMarshal.AsSpan(world.Lives[i].Changes)[_seen[i]..]);
            }

            var connections = (double)world.Lives.Length;
            var perConnection = _calls / connections / (World.Days - World.WarmUp);
            return _measure.Complete(policy.Name, perConnection, _most / (perDay * connections));
        }

        private void EndDay(int step)
        {
            policy.DayOver((step / World.PerDay) - 1, _callsOfDay);
            _most = step > Begin ? Math.Max(_most, _callsOfDay) : 0;
            _callsOfDay = 0;
        }

        // Whoever is due; where a day's calls run short, those with most waiting.
        private void Gather(int step)
        {
            _due.Clear();
            for (var i = 0; i < _heard.Length; i++)
            {
                var webhooks = world.Lives[i].Webhooks;
                for (; _heard[i] < webhooks.Count && webhooks[_heard[i]] <= step; _heard[i]++)
                {
                    policy.Webhook(i, step);
                }

                if (policy.DueAt(i) <= step)
                {
                    _due.Add(i);
                }
            }

            var left = _cap - _callsOfDay;
            if (_due.Count > left)
            {
                _due.Sort((a, b) => policy.Waiting(b).CompareTo(policy.Waiting(a)));
                _due.RemoveRange(left, _due.Count - left);
            }
        }

        private void Check(int connection, int step)
        {
            var changes = CollectionsMarshal.AsSpan(world.Lives[connection].Changes);
            var from = _seen[connection];
            while (_seen[connection] < changes.Length && changes[_seen[connection]].Step <= step)
            {
                _seen[connection]++;
            }

            var found = changes[from.._seen[connection]];
            _measure.Checked(connection, step, found);
            policy.Checked(connection, step, found);
            _callsOfDay++;
            _calls += step >= Begin ? 1 : 0;
        }
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
