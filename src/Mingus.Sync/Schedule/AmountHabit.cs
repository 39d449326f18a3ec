namespace Mingus.Sync.Schedule;

/// <summary>
/// How large the amounts of an account are that go one way: mean and spread of their logarithms, where the newest two
/// hundred count most. It judges nothing but whether an amount stands out.
/// </summary>
internal sealed class AmountHabit
{
    /// <summary>Amounts from which it is believed.</summary>
    public const int CountMin = 30;

    // More than these weigh as little as a running mean lets them.
    private const double Kept = 200;
    private const double Deviations = 3.5;

    // However even the amounts are, less than four times the usual one is none that stands out.
    private static readonly double LeastRatio = Math.Log(4);

    /// <summary>Amounts learned, at most as many as are kept.</summary>
    public double Count { get; set; }

    /// <summary>Mean of their logarithms.</summary>
    public double Mean { get; set; }

    /// <summary>Variance of their logarithms.</summary>
    public double Variance { get; set; }

    /// <summary>Takes in one amount, in minor units.</summary>
    public void Learn(long minor)
    {
        var size = Size(minor);
        Count = Math.Min(Kept, Count + 1);
        var off = size - Mean;
        Mean += off / Count;
        Variance += ((off * (size - Mean)) - Variance) / Count;
    }

    /// <summary>Whether an amount is far larger than the others.</summary>
    public bool StandsOut(long minor) =>
        Count >= CountMin && Size(minor) - Mean > Math.Max(LeastRatio, Deviations * Math.Sqrt(Variance));

    private static double Size(long minor) => Math.Log(Math.Max(1.0, Math.Abs((double)minor)));
}
