namespace Mingus.Sync.Schedule;

/// <summary>What a check showed of one account.</summary>
/// <param name="From">The check before.</param>
/// <param name="To">This check, or the moment up to which the provider read the bank.</param>
/// <param name="NewRecords">Records that were not there before.</param>
internal readonly record struct Seen(double From, double To, int NewRecords)
{
    /// <summary>Times of changes within the interval that can be trusted; the rest is known by the interval
    /// only.</summary>
    public IReadOnlyList<double> Times { get; init; } = [];

    /// <summary>Webhooks that came within it, weighed by their institution's precision.</summary>
    public IReadOnlyList<double> Webhooks { get; init; } = [];
}

/// <summary>
/// When one account changes: two accounts of expected changes by hour of the week, one that forgets within days and one
/// within weeks, and how much each is to be believed. A change of habit shows in the short one first, which then
/// predicts better and is believed.
/// </summary>
internal sealed class AccountRhythm
{
    private readonly Memory _short = new(HalfLifeDays: 6);
    private readonly Memory _long = new(HalfLifeDays: 40);

    // What both memories estimate, until they learn or the institution is known better.
    private (InstitutionKnowledge Of, double[] Short, double[] Long)? _estimates;

    /// <summary>How much the short memory is believed, 0 to 1.</summary>
    public double ShortShare { get; set; } = 0.2;

    public Recurrences Recurrences { get; } = new();

    /// <summary>How large the amounts are that leave the account.</summary>
    public AmountHabit Outgoing { get; } = new();

    /// <summary>How large the amounts are that come in.</summary>
    public AmountHabit Incoming { get; } = new();

    /// <summary>Both memories, the short one first.</summary>
    public IReadOnlyList<Memory> Memories => [_short, _long];

    /// <summary>The long memory, from which institutions learn.</summary>
    public Memory Long => _long;

    /// <summary>Changes in each hour of the week, on average over many weeks, without recurrences.</summary>
    public void Estimate(Span<double> perHour, InstitutionKnowledge institution)
    {
        var (_, brief, lasting) = Estimates(institution);
        for (var h = 0; h < perHour.Length; h++)
        {
            perHour[h] = lasting[h] + (ShortShare * (brief[h] - lasting[h]));
        }
    }

    /// <summary>Takes in what a check showed. Records expected by date count in <see cref="Recurrences"/>
    /// only.</summary>
    public void Learn(in Seen seen, InstitutionKnowledge institution)
    {
        var (_, byShort, byLong) = Estimates(institution);
        var brief = LogLikelihood(seen, byShort, institution);
        var lasting = LogLikelihood(seen, byLong, institution);
        _short.Learn(seen, byShort, institution);
        _long.Learn(seen, byLong, institution);
        _estimates = null;

        // Bayes, and a small chance that habits changed just now.
        var odds = ShortShare / (1 - ShortShare) * Math.Exp(Math.Clamp(brief - lasting, -3, 3));
        var hours = seen.To - seen.From;
        var forget = 1 - Math.Exp(-hours / (24 * 20));
        ShortShare = Math.Clamp(((1 - forget) * odds / (1 + odds)) + (forget * 0.2), 0.02, 0.98);
    }

    /// <summary>Takes in how large new records are.</summary>
    public void LearnAmounts(IReadOnlyList<NewRecord> records)
    {
        foreach (var record in records.OrderBy(static r => r.Day))
        {
            HabitOf(record.Minor).Learn(record.Minor);
        }
    }

    /// <summary>Whether a record is far larger than others that go its way, and not one that comes back by
    /// date.</summary>
    public bool StandsOut(in NewRecord record) =>
        HabitOf(record.Minor).StandsOut(record.Minor) && !Recurrences.IsExpected(record.Counterparty);

    private AmountHabit HabitOf(long minor) => minor < 0 ? Outgoing : Incoming;

    /// <summary>Begins from days of the history: level, weekdays and recurrences, without hours of the day.</summary>
    /// <param name="records">Records of before the first check.</param>
    /// <param name="now">Now.</param>
    /// <param name="institution">What is known of the institution.</param>
    public void Begin(IReadOnlyList<NewRecord> records, double now, InstitutionKnowledge institution)
    {
        foreach (var memory in Memories)
        {
            memory.Begin(records, now, institution);
        }

        _estimates = null;

        foreach (var record in records.OrderBy(static r => r.Day))
        {
            if (record.Counterparty != 0)
            {
                Recurrences.Learn(record.Counterparty, record.Day, 24.0 * record.Day, (24.0 * record.Day) + 36);
            }
        }
    }

    private (InstitutionKnowledge Of, double[] Short, double[] Long) Estimates(InstitutionKnowledge institution)
    {
        if (_estimates is { } known && ReferenceEquals(known.Of, institution))
        {
            return known;
        }

        var estimates = (institution, new double[WeekHour.Count], new double[WeekHour.Count]);
        _short.Estimate(estimates.Item2, institution);
        _long.Estimate(estimates.Item3, institution);
        _estimates = estimates;
        return estimates;
    }

    // Where no times are known the number of changes counts, not when they came.
    private static double LogLikelihood(in Seen seen, ReadOnlySpan<double> perHour, InstitutionKnowledge institution)
    {
        var expected = Math.Max(1e-6, WeekHour.Integral(perHour, seen.From, seen.To));
        var log = -expected;
        if (seen.NewRecords > 0 && seen.Times.Count == 0)
        {
            log += institution.ChangesOf(seen.NewRecords) * Math.Log(expected);
        }

        foreach (var time in seen.Times)
        {
            log += Math.Log(Math.Max(1e-6, perHour[WeekHour.Slot(time)]));
        }

        return log;
    }

    /// <summary>The mean of a Poisson number that is known not to be none.</summary>
    internal static double MeanIfAny(double expected) => expected / (1 - Math.Exp(-expected));
}
