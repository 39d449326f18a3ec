namespace Mingus.Sync.Schedule;

/// <summary>Counterparties of an account that come back, and the changes that are expected of them.</summary>
internal sealed class Recurrences
{
    /// <summary>Counterparties that are kept; the longest unseen goes.</summary>
    public const int Kept = 32;

    // A record may appear a little before the day it is dated, and some days after.
    private const int HoursBefore = 12;
    private const int HoursAfter = 60;

    private readonly List<Recurrence> _all = [];

    /// <summary>All that are known.</summary>
    public IReadOnlyList<Recurrence> All => _all;

    /// <summary>Puts one back that was stored.</summary>
    public void Restore(Recurrence one) => _all.Add(one);

    /// <summary>Whether records of this counterparty are expected by date, and so are no part of the week's
    /// rhythm.</summary>
    public bool IsExpected(ulong key) => _all.Find(r => r.Key == key) is { } known && known.Next().Count > 0;

    /// <summary>A record of that counterparty appeared between two checks.</summary>
    public void Learn(ulong key, int day, double from, double to)
    {
        var start = 24.0 * day;
        var seen = new Occurrence(day, (float)(from - start), (float)(to - start));
        var at = _all.FindIndex(r => r.Key == key);
        if (at >= 0)
        {
            _all[at] = _all[at].With(seen);
            return;
        }

        if (_all.Count == Kept)
        {
            _all.Remove(_all.MinBy(static r => (r.Seen.Count > 1 ? 40 : 0) + r.Seen[0].Day)!);
        }

        _all.Add(new Recurrence(key, [seen]));
    }

    /// <summary>Adds expected changes to an intensity by hour that begins at an absolute hour.</summary>
    /// <param name="perHour">The intensity.</param>
    /// <param name="first">Its first hour.</param>
    /// <param name="lastCheck">What was due before and has not come by then, comes later.</param>
    /// <param name="institution">Its rhythm, and how often one seen once comes back.</param>
    /// <param name="perDay">Changes of the account a day.</param>
    public void AddTo(
        Span<double> perHour,
        long first,
        double lastCheck,
        InstitutionKnowledge institution,
        double perDay
    )
    {
        foreach (var recurrence in _all)
        {
            foreach (var expected in recurrence.Next(institution.OnceAMonth(perDay)))
            {
                var start = 24L * expected.Day;
                if (start - HoursBefore < first + perHour.Length && start + HoursAfter > lastCheck)
                {
                    Add(perHour, first, lastCheck, institution.Shape, recurrence, expected);
                }
            }
        }
    }

    private static void Add(
        Span<double> perHour,
        long first,
        double lastCheck,
        ReadOnlySpan<double> shape,
        Recurrence recurrence,
        ExpectedDay expected
    )
    {
        Span<double> weights = stackalloc double[HoursBefore + HoursAfter];
        var start = (24L * expected.Day) - HoursBefore;
        var (all, left) = (0.0, 0.0);
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = WeightOf(i - HoursBefore, recurrence.Seen) * shape[WeekHour.Slot(start + i)];
            all += weights[i];
            if (start + i < lastCheck)
            {
                weights[i] = 0;
            }

            left += weights[i];
        }

        if (left <= 0)
        {
            return;
        }

        // The chance that it is still to come, given that it was not there at the last check.
        var share = expected.Share * (left / all) / (1 - (expected.Share * (1 - (left / all))));
        for (var i = 0; i < weights.Length; i++)
        {
            var slot = start + i - first;
            if (slot >= 0 && slot < perHour.Length)
            {
                perHour[(int)slot] += share * weights[i] / left;
            }
        }
    }

    // Hours that every earlier occurrence allows count; each that excludes one makes it ten times less likely.
    private static double WeightOf(int hour, IReadOnlyList<Occurrence> seen)
    {
        var weight = hour < 0 ? 0.2 : 1;
        for (var i = 0; i < seen.Count; i++)
        {
            var overlap = Math.Min(seen[i].Until, hour + 1) - Math.Max(seen[i].After, hour);
            var length = Math.Max(1.0, Math.Min(seen[i].Until, HoursAfter) - Math.Max(seen[i].After, -HoursBefore));
            weight *= 0.02 + (Math.Max(0, overlap) / Math.Sqrt(length));
        }

        return weight;
    }
}
