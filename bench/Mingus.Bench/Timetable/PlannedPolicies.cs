using Mingus.Sync.Schedule;

namespace Mingus.Bench.Timetable;

/// <summary>A policy that plans at a price for calls, moved once a day to spend the budget.</summary>
internal abstract class PlannedPolicy(string name) : Policy(name)
{
    private double[] _waiting = [];

    protected CallBudget Budget { get; private set; } = new(CallHours: 6, Debt: 0, Days: 0);

    public override double MostOfDay => 1.1;

    /// <summary>Plans made and the time they took.</summary>
    public (long Plans, TimeSpan Took) Planning { get; private set; }

    public override double Waiting(int connection) => _waiting[connection];

    public override void Begin(World world, double perDay, Random dice)
    {
        base.Begin(world, perDay, dice);
        // A fixed pause of 24 / B hours would be right at about two changes a day.
        Budget = new(CallHours: 24.0 / (perDay * perDay), Debt: 0, Days: 0);
        _waiting = new double[world.Lives.Length];
        for (var i = 0; i < Due.Length; i++)
        {
            Due[i] = dice.NextDouble() * 16;
        }
    }

    public override void Step(int step)
    {
        // Once a day each connection is planned again, at its own quarter hour.
        for (var i = step % World.PerDay; i < Due.Length; i += World.PerDay)
        {
            if (HasRhythm(i))
            {
                Replan(i, step);
            }
        }
    }

    public override void DayOver(int day, int calls) => Budget = Budget.AfterDay(calls, Allowed);

    protected void Replan(int connection, int step)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var plan = Plan(connection, World.HourOf(step));
        Planning = (Planning.Plans + 1, Planning.Took + System.Diagnostics.Stopwatch.GetElapsedTime(began));
        _waiting[connection] = plan.Waiting;
        var at = (plan.At - World.HourOf(0)) * 4;
        // Spread over a quarter hour, so that no herd comes at full hours.
        Due[connection] = at <= step ? step : at + (connection % 2);
    }

    /// <summary>Whether its checks are planned already; until then they come at fixed times.</summary>
    protected virtual bool HasRhythm(int connection) => true;

    protected abstract PlannedCheck Plan(int connection, double now);
}

/// <summary>The product's schedule: it learns from checks, webhooks and dates.</summary>
internal sealed class Learned(string name, bool hearsWebhooks) : PlannedPolicy(name)
{
    private static readonly double[] FirstChecks = [1, 4, 12];
    private static readonly Guid Feed = Guid.Empty;

    private ConnectionRhythm[] _rhythms = [];
    private int[] _checks = [];
    private Dictionary<string, InstitutionKnowledge> _known = [];

    public override void Begin(World world, double perDay, Random dice)
    {
        base.Begin(world, perDay, dice);
        _checks = new int[Due.Length];
        _known = [];
        _rhythms = [.. world.Lives.Select(static _ => new ConnectionRhythm { Accounts = { [Feed] = new() } })];
    }

    public override void Checked(int connection, int step, ReadOnlySpan<Change> found)
    {
        var records = new List<NewRecord>();
        foreach (var change in found)
        {
            records.AddRange(change.Records);
        }

        var at = World.HourOf(step + 0.02);
        var news = new Dictionary<Guid, IReadOnlyList<NewRecord>> { [Feed] = records };
        _rhythms[connection].Checked(at, at, news, KnownOf(connection));
        if (_checks[connection]++ < FirstChecks.Length)
        {
            Due[connection] = step + (4 * FirstChecks[_checks[connection] - 1]);
            return;
        }

        Replan(connection, step + 1);
    }

    public override void Webhook(int connection, int step)
    {
        if (
            hearsWebhooks
            && _rhythms[connection].Webhook(World.HourOf(step), KnownOf(connection))
            && HasRhythm(connection)
        )
        {
            Replan(connection, step);
        }
    }

    public override void DayOver(int day, int calls)
    {
        base.DayOver(day, calls);
        var draft = new KnowledgeDraft();
        for (var i = 0; i < _rhythms.Length; i++)
        {
            draft.Add(NameOf(i), _rhythms[i], KnownOf(i));
        }

        _known = draft.Complete();
        if (!hearsWebhooks)
        {
            _known = _known.ToDictionary(pair => pair.Key, pair => pair.Value.WithoutWebhooks());
        }
    }

    // As in the product: the checks after linking come first, however late they are.
    protected override bool HasRhythm(int connection) => _checks[connection] > FirstChecks.Length;

    protected override PlannedCheck Plan(int connection, double now) =>
        NextCheck.Plan(_rhythms[connection], KnownOf(connection), Budget.CallHours, now);

    private string NameOf(int connection) => $"{World.Lives[connection].Bank}";

    private InstitutionKnowledge KnownOf(int connection) =>
        _known.GetValueOrDefault(NameOf(connection))
        ?? (hearsWebhooks ? InstitutionKnowledge.Unknown : InstitutionKnowledge.Unknown.WithoutWebhooks());
}

/// <summary>The same planner with the true intensities; with or without the true reliability of webhooks.</summary>
internal sealed class Oracle(string name, bool hearsWebhooks) : PlannedPolicy(name)
{
    private double[][] _perHour = [];
    private int[] _webhooks = [];
    private int[] _last = [];
    private double[] _precision = [];

    public override void Begin(World world, double perDay, Random dice)
    {
        base.Begin(world, perDay, dice);
        (_webhooks, _last) = (new int[Due.Length], new int[Due.Length]);
        _perHour =
        [
            .. world.Lives.Select(life =>
                Enumerable
                    .Range(0, (World.Steps / 4) + Planner.Horizon)
                    .Select(h => h * 4 < World.Steps ? Hour(life, h) : Hour(life, h - Planner.Horizon))
                    .ToArray()
            ),
        ];
        _precision = [.. world.BankList.Select((_, bank) => Precision(world, bank))];

        static double Hour(Life life, int hour) => life.PerHour.AsSpan(hour * 4, 4).ToArray().Average(f => (double)f);
    }

    public override void Checked(int connection, int step, ReadOnlySpan<Change> found)
    {
        (_webhooks[connection], _last[connection]) = (0, step);
        Replan(connection, step + 1);
    }

    public override void Webhook(int connection, int step)
    {
        if (hearsWebhooks)
        {
            _webhooks[connection]++;
            Replan(connection, step);
        }
    }

    protected override PlannedCheck Plan(int connection, double now)
    {
        var bank = World.BankList[World.Lives[connection].Bank];
        var first = (int)(Math.Floor(now) - World.HourOf(0));
        var recall = hearsWebhooks ? bank.Recall : 0;
        var told = _webhooks[connection] * _precision[World.Lives[connection].Bank];
        var unseen = told;
        for (var step = _last[connection] + 1; step < (now - World.HourOf(0)) * 4; step++)
        {
            unseen += (1 - recall) * World.Lives[connection].PerHour[Math.Min(step, World.Steps - 1)] / 4;
        }

        var share = told > 0 ? 1 : 1 - recall;
        var ahead = _perHour[connection].AsSpan(first, Planner.Horizon).ToArray();
        for (var i = 0; i < ahead.Length; i++)
        {
            ahead[i] *= share;
        }

        var later = told > 0 ? NextCheck.Later(ahead, recall, Budget.CallHours) : 1;
        return Planner.Next(new PlanQuestion(now, unseen, Budget.CallHours, later), ahead);
    }

    private static double Precision(World world, int bank)
    {
        var lives = world.Lives.Where(life => life.Bank == bank).ToList();
        var right = lives.Sum(life => life.Changes.Count) * world.BankList[bank].Recall;
        var all = lives.Sum(life => life.Webhooks.Count);
        return all == 0 ? 0 : Math.Min(1, right / all);
    }
}
