namespace Mingus.Bench.Timetable;

/// <summary>Every connection at the same fixed pause; null for the pause that spends the budget.</summary>
internal sealed class FixedPause(string name, double? hours = null) : Policy(name)
{
    private double _steps;

    public override void Begin(World world, double perDay, Random dice)
    {
        base.Begin(world, perDay, dice);
        _steps = 4 * (hours ?? (24 / perDay));
        for (var i = 0; i < Due.Length; i++)
        {
            Due[i] = dice.NextDouble() * _steps;
        }
    }

    public override void Checked(int connection, int step, ReadOnlySpan<Change> found) => Due[connection] += _steps;
}

/// <summary>
/// Pauses by each connection's rate, learned in the warm-up, in proportion to it or to its square root, or the same for
/// all; and at once after each webhook, where the budget has room for that.
/// </summary>
internal sealed class ByRate(string name, double power, bool followsWebhooks) : Policy(name)
{
    private const double LongestSteps = 72 * 4;
    private int[] _found = [];
    private double[] _pause = [];
    private int[] _last = [];

    public override void Begin(World world, double perDay, Random dice)
    {
        base.Begin(world, perDay, dice);
        var count = world.Lives.Length;
        (_found, _pause, _last) = (new int[count], new double[count], new int[count]);
        Array.Fill(_pause, World.PerDay / perDay);
        for (var i = 0; i < count; i++)
        {
            Due[i] = dice.NextDouble() * _pause[i];
        }
    }

    public override void Checked(int connection, int step, ReadOnlySpan<Change> found)
    {
        _found[connection] += found.Length;
        _last[connection] = step;
        Due[connection] = Math.Max(step + 0.5, Math.Min(Due[connection], step) + _pause[connection]);
    }

    public override void Webhook(int connection, int step)
    {
        if (followsWebhooks && step >= World.WarmUp * World.PerDay)
        {
            Due[connection] = Math.Min(Due[connection], step);
        }
    }

    public override void Step(int step)
    {
        if (step == World.WarmUp * World.PerDay)
        {
            Settle(step);
        }
    }

    // The pause of each, so that all together spend what webhooks leave of the budget.
    private void Settle(int now)
    {
        var days = World.Days - World.WarmUp;
        var told = World
            .Lives.Select(life =>
                followsWebhooks ? life.Webhooks.Count(s => s >= now) / (double)(days * World.PerDay) : 0
            )
            .ToArray();
        var weights = _found.Select(n => Math.Pow((n + 0.5) / World.WarmUp, power)).ToArray();
        var (low, high) = (1e-6, 1e6);
        for (var i = 0; i < 100; i++)
        {
            var scale = Math.Sqrt(low * high);
            var calls = 0.0;
            for (var c = 0; c < weights.Length; c++)
            {
                calls += World.PerDay * Rate(told[c], Math.Clamp(scale / weights[c], 1, LongestSteps));
            }

            (low, high) = calls > Allowed ? (scale, high) : (low, scale);
        }

        for (var i = 0; i < _pause.Length; i++)
        {
            _pause[i] = Math.Clamp(high / weights[i], 1, LongestSteps);
            Due[i] = Math.Max(now, Math.Min(Due[i], _last[i] + _pause[i]));
        }
    }

    // A webhook begins the pause anew: checks a step, where webhooks come at that rate.
    private static double Rate(double webhooks, double pause) =>
        webhooks * pause < 1e-6 ? 1 / pause : webhooks / (1 - Math.Exp(-webhooks * pause));
}
