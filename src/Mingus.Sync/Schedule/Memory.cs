namespace Mingus.Sync.Schedule;

/// <summary>
/// Expected changes of an account by hour of the week, over the hours observed, both fading: a Gamma level and a shape,
/// each shrunk to what its institution shows where the account has shown little itself.
/// </summary>
internal sealed class Memory(double HalfLifeDays)
{
    // Prior weights: days of level, weeks of weekday-and-hour groups, weeks of single hours.
    private const double LevelDays = 0.7;
    private const double GroupWeeks = 1.5;
    private const double HourWeeks = 3;
    private const int Groups = 48;

    // Older days say little of the present ones.
    private const int HistoryDays = 56;

    /// <summary>Expected changes by hour of the week.</summary>
    public float[] Changes { get; } = new float[WeekHour.Count];

    /// <summary>Hours observed.</summary>
    public double Hours { get; set; }

    /// <summary>Changes a day: the level.</summary>
    public double Level(InstitutionKnowledge institution)
    {
        var sum = 0.0;
        foreach (var one in Changes)
        {
            sum += one;
        }

        return (sum + (LevelDays * institution.ChangesPerDay)) / ((Hours / 24) + LevelDays);
    }

    /// <summary>The intensity: changes in each hour of the week.</summary>
    public void Estimate(Span<double> perHour, InstitutionKnowledge institution)
    {
        var hourly = Level(institution) / 24;
        var weeks = Hours / WeekHour.Count;
        Span<double> expected = stackalloc double[Groups];
        Span<double> found = stackalloc double[Groups];
        expected.Clear();
        found.Clear();
        for (var h = 0; h < WeekHour.Count; h++)
        {
            var group = GroupOf(h);
            expected[group] += hourly * institution.Shape[h];
            found[group] += Smooth(h);
        }

        for (var h = 0; h < WeekHour.Count; h++)
        {
            var group = GroupOf(h);
            var weight = GroupWeeks * expected[group];
            var ratio = (found[group] + weight) / ((weeks * expected[group]) + weight + 1e-9);
            var byGroup = hourly * institution.Shape[h] * ratio;
            perHour[h] = (Changes[h] + (HourWeeks * byGroup)) / (weeks + HourWeeks);
        }
    }

    /// <summary>Takes in a check, given what was expected of it.</summary>
    public void Learn(in Seen seen, ReadOnlySpan<double> perHour, InstitutionKnowledge institution)
    {
        Fade(seen.To - seen.From);
        foreach (var time in seen.Times)
        {
            Changes[WeekHour.Slot(time)]++;
        }

        if (seen.NewRecords > 0 && seen.Times.Count == 0)
        {
            Spread(seen, perHour, institution);
        }
    }

    /// <summary>Begins from days of the history, as far back as this memory reaches.</summary>
    public void Begin(IReadOnlyList<NewRecord> records, double now, InstitutionKnowledge institution)
    {
        if (records.Count == 0)
        {
            return;
        }

        var today = (int)Math.Floor(now / 24);
        var reach = Math.Min(HistoryDays, (int)(HalfLifeDays * 1.4));
        var oldest = Math.Max(records.Min(static r => r.Day), today - reach);
        Hours = Math.Max(Hours, 24.0 * (today - oldest));
        foreach (var day in records.Where(r => r.Day >= oldest && r.Day < today).GroupBy(static r => r.Day))
        {
            var slot = WeekHour.Slot(24L * day.Key);
            var sum = 0.0;
            for (var h = slot; h < slot + 24; h++)
            {
                sum += institution.Shape[h];
            }

            for (var h = slot; h < slot + 24; h++)
            {
                Changes[h] += (float)(institution.ChangesOf(day.Count()) * institution.Shape[h] / sum);
            }
        }
    }

    /// <summary>Lets time pass that was observed.</summary>
    private void Fade(double hours)
    {
        var left = Math.Pow(2, -hours / (HalfLifeDays * 24));
        for (var h = 0; h < Changes.Length; h++)
        {
            Changes[h] = (float)(Changes[h] * left);
        }

        // The integral of what fades meanwhile.
        var life = HalfLifeDays * 24 / Math.Log(2);
        Hours = (Hours * left) + (life * (1 - left));
    }

    // Nobody saw when: each hour gets its share of what was expected, more of it just before a webhook.
    private void Spread(in Seen seen, ReadOnlySpan<double> perHour, InstitutionKnowledge institution)
    {
        var first = (long)Math.Floor(seen.From);
        var count = (int)Math.Min(2 * WeekHour.Count, Math.Ceiling(seen.To) - first);
        Span<double> share = stackalloc double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            var overlap = Math.Min(seen.To, first + i + 1) - Math.Max(seen.From, first + i);
            share[i] = Math.Max(0, overlap) * (perHour[WeekHour.Slot(first + i)] + 1e-6);
            foreach (var webhook in seen.Webhooks)
            {
                var before = webhook - (first + i);
                if (before >= 0)
                {
                    share[i] +=
                        0.6 * institution.Precision * Math.Exp(-before / Math.Max(0.5, institution.WebhookHours));
                }
            }

            sum += share[i];
        }

        var changes = institution.ChangesOf(seen.NewRecords);
        for (var i = 0; i < count; i++)
        {
            Changes[WeekHour.Slot(first + i)] += (float)(changes * share[i] / sum);
        }
    }

    private double Smooth(int h) =>
        (0.25 * Changes[(h + WeekHour.Count - 1) % WeekHour.Count])
        + (0.5 * Changes[h])
        + (0.25 * Changes[(h + 1) % WeekHour.Count]);

    // Monday to Friday, or weekend, by hour of the day.
    private static int GroupOf(int h) => (h < 120 ? 0 : 24) + (h % 24);
}
