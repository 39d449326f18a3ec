using System.Diagnostics.CodeAnalysis;

namespace Mingus.Ledger.Match.Evidence;

/// <summary>
/// How often each level of comparison occurs among true matches of two feeds: the m-probabilities of Fellegi and Sunter
/// (1969). They begin as priors and follow the data: matches that nothing else could explain (one amount, once on
/// either side) are counted. The u-probabilities, of chance pairs, are fixed. Small enough to store as JSON.
/// </summary>
public sealed class PairRates
{
    /// <summary>Shifts beyond this many days fall into the outermost count.</summary>
    public const int ShiftMax = 8;

    private const int ShiftCount = 2 * ShiftMax + 1;

    /// <summary>How many observations the prior is worth: few, so that the data soon speaks.</summary>
    private const double PriorStrength = 10;

    // Statement day against statement day: mostly equal, else a little off to either side.
    private static readonly double[] PriorStatements = Shifts([
        .. Tail(.002, 3),
        .006,
        .012,
        .02,
        .03,
        .06,
        .66,
        .08,
        .04,
        .03,
        .02,
        .01,
        .. Tail(.002, 3),
    ]);

    // The holder's own day against the holder's own day: a zone or a late evening apart at most.
    private static readonly double[] PriorEvents = Shifts([
        .. Tail(.0005, 6),
        .003,
        .015,
        .95,
        .02,
        .004,
        .. Tail(.0005, 6),
    ]);

    // The holder's day against the other feed's statement day: posting takes days.
    private static readonly double[] PriorPosting = Shifts([
        .. Tail(.001, 6),
        .003,
        .03,
        .3,
        .25,
        .16,
        .11,
        .07,
        .035,
        .02,
        .01,
        .005,
    ]);

    private static readonly double[] PriorText = [.35, .4, .1, .08, .07];
    private static readonly double[] PriorNumber = [.35, .6, .05];
    private static readonly double[] PriorPlace = [.58, .39, .03];

    /// <summary>How many matches were counted.</summary>
    internal int Observations => Texts.Sum();

    /// <summary>Of feeds of which nothing is known yet. Never changed.</summary>
    internal static PairRates Prior { get; } = new();

    private Tables? _tables;

    /// <summary>Observed shifts, other statement day minus ours, from -8 to 8 days.</summary>
    public int[] Statements { get; init; } = new int[ShiftCount];

    /// <summary>Observed shifts of the holder's day, other minus ours.</summary>
    public int[] Events { get; init; } = new int[ShiftCount];

    /// <summary>Observed shifts from our event day to the other statement day.</summary>
    public int[] EventToStatement { get; init; } = new int[ShiftCount];

    /// <summary>Observed shifts from our statement day to the other event day.</summary>
    public int[] StatementToEvent { get; init; } = new int[ShiftCount];

    /// <summary>Observed levels of the texts, best first.</summary>
    public int[] Texts { get; init; } = new int[5];

    /// <summary>Observed levels of the numbers: agrees, unknown, differs.</summary>
    public int[] Numbers { get; init; } = new int[3];

    /// <summary>Observed levels of the places: agrees, unknown, differs. What was stored before they were compared has
    /// none.</summary>
    [AllowNull]
    public int[] Places
    {
        get;
        init => field = value ?? new int[3];
    } = new int[3];

    /// <summary>A copy that can be changed apart.</summary>
    public PairRates Copy() =>
        new()
        {
            Statements = [.. Statements],
            Events = [.. Events],
            EventToStatement = [.. EventToStatement],
            StatementToEvent = [.. StatementToEvent],
            Texts = [.. Texts],
            Numbers = [.. Numbers],
            Places = [.. Places],
        };

    /// <summary>Counts a match that stands beyond doubt.</summary>
    internal void Observe(PairComparison pair)
    {
        CountsOf(pair.Basis)[IndexOf(pair.DayShift)]++;
        if (pair.Basis != DayBasis.Statements)
        {
            Statements[IndexOf(pair.StatementShift)]++;
        }

        _tables = null;
        Texts[(int)pair.Text]++;
        Numbers[(int)pair.Number]++;
        Places[(int)pair.Place]++;
    }

    /// <summary>
    /// What the days of a pair are worth: the log-likelihood ratio against a chance pair, whose days are spread evenly.
    /// Where both tell the holder's day, the statement day adds half a voice: the two depend on each other. Where one
    /// does, the comparison that is the better determined for these feeds speaks: one bank's feeds repeat the statement
    /// day, another aggregator gives the holder's.
    /// </summary>
    internal double WorthOfDays(PairComparison pair)
    {
        _tables ??= new Tables(this);
        var statements = _tables.Of(DayBasis.Statements, pair.StatementShift);
        if (pair.Basis == DayBasis.Statements)
        {
            return statements;
        }

        var events = _tables.Of(pair.Basis, pair.DayShift);
        return pair.Basis == DayBasis.Events ? events + statements / 2
            : _tables.Entropy(pair.Basis) <= _tables.Entropy(DayBasis.Statements) ? events
            : statements;
    }

    /// <summary>Logarithm of the probability of a level of the texts among matches.</summary>
    internal double LogOfText(TextLevel level) => (_tables ??= new Tables(this)).Texts[(int)level];

    /// <summary>Logarithm of the probability of a level of the numbers among matches.</summary>
    internal double LogOfNumber(NumberLevel level) => (_tables ??= new Tables(this)).Numbers[(int)level];

    /// <summary>Logarithm of the probability of a level of the places among matches.</summary>
    internal double LogOfPlace(PlaceLevel level) => (_tables ??= new Tables(this)).Places[(int)level];

    private static double[] Smooth(int[] counts, double[] prior)
    {
        var total = PriorStrength + counts.Sum();
        return [.. counts.Select((count, i) => (count + PriorStrength * prior[i]) / total)];
    }

    private static int IndexOf(int shift) => Math.Clamp(shift, -ShiftMax, ShiftMax) + ShiftMax;

    private int[] CountsOf(DayBasis basis) =>
        basis switch
        {
            DayBasis.Events => Events,
            DayBasis.EventToStatement => EventToStatement,
            DayBasis.StatementToEvent => StatementToEvent,
            _ => Statements,
        };

    // The logarithms, worked out once for all pairs that are weighed between two observations.
    private sealed class Tables
    {
        private static readonly double LogWindow = Math.Log(2 * PairEvidence.DaysMax + 1);

        private readonly double[][] _worths;
        private readonly double[] _entropies;

        public Tables(PairRates rates)
        {
            double[][] days =
            [
                Smooth(rates.Events, PriorEvents),
                Smooth(rates.EventToStatement, PriorPosting),
                Smooth(rates.StatementToEvent, [.. PriorPosting.Reverse()]),
                Smooth(rates.Statements, PriorStatements),
            ];
            _worths = [.. days.Select(day => Logarithms(day, LogWindow))];
            _entropies = [.. days.Select(day => -day.Sum(share => share * Math.Log(share)))];
            Texts = Logarithms(Smooth(rates.Texts, PriorText), 0);
            Numbers = Logarithms(Smooth(rates.Numbers, PriorNumber), 0);
            Places = Logarithms(Smooth(rates.Places, PriorPlace), 0);
        }

        public double[] Texts { get; }

        public double[] Numbers { get; }

        public double[] Places { get; }

        public double Of(DayBasis basis, int shift) => _worths[(int)basis][IndexOf(shift)];

        public double Entropy(DayBasis basis) => _entropies[(int)basis];

        private static double[] Logarithms(double[] shares, double plus) =>
            [.. shares.Select(share => Math.Log(share) + plus)];
    }

    private static double[] Tail(double each, int count) => [.. Enumerable.Repeat(each, count)];

    private static double[] Shifts(double[] weights)
    {
        if (weights.Length != ShiftCount)
        {
            throw new InvalidOperationException("A prior of shifts names every shift.");
        }

        var total = weights.Sum();
        return [.. weights.Select(weight => weight / total)];
    }
}
