namespace Mingus.Sync.Schedule;

/// <summary>Puts what is known of a connection before the <see cref="Planner"/>.</summary>
internal static class NextCheck
{
    /// <summary>When to check next by the rhythm alone; limits and quiet hours come after.</summary>
    public static PlannedCheck Plan(
        ConnectionRhythm rhythm,
        InstitutionKnowledge institution,
        double callHours,
        double now
    )
    {
        var last = Math.Max(rhythm.LastCheck ?? now, now - Planner.Horizon);
        var first = (long)Math.Floor(last);
        var skipped = (int)((long)Math.Floor(now) - first);
        Span<double> perHour = stackalloc double[skipped + Planner.Horizon];
        rhythm.Intensity(perHour, first, last, institution);

        var told = Told(rhythm, institution);
        // What webhooks will announce need not be looked for; once one came, what comes with it counts too.
        var share = told > 0 ? 1 : 1 - institution.Recall;
        var unseen = (1 - institution.Recall) * Before(perHour, first, last, now);
        var ahead = perHour[skipped..];
        if (share < 1)
        {
            for (var i = 0; i < ahead.Length; i++)
            {
                ahead[i] *= share;
            }
        }

        var later = told > 0 ? Later(ahead, institution.Recall, callHours) : 1;
        // Counted from the last check, not from now: planned anew again and again, a quiet one would wait for ever.
        var latest = last + Planner.LongestGap;
        return Planner.Next(new PlanQuestion(now, unseen + told, callHours, later) { Latest = latest }, ahead);
    }

    // Changes that webhooks announced and nobody has seen: none where they mean nothing.
    private static double Told(ConnectionRhythm rhythm, InstitutionKnowledge institution) =>
        institution.Precision < ConnectionRhythm.PrecisionMin ? 0 : rhythm.Webhooks.Count * institution.Precision;

    private static double Before(ReadOnlySpan<double> perHour, long first, double last, double now)
    {
        var sum = 0.0;
        for (var i = 0; first + i < now; i++)
        {
            sum += perHour[i] * (Math.Min(now, first + i + 1) - Math.Max(last, first + i));
        }

        return sum;
    }

    // The plan after the next check is cheaper where webhooks tell when to look: by the average cost of a plan at a
    // constant rate, without them and with perfect ones.
    internal static double Later(ReadOnlySpan<double> perHour, double recall, double callHours)
    {
        var sum = 0.0;
        foreach (var one in perHour)
        {
            sum += one;
        }

        var x = Math.Max(1e-9, callHours * sum / perHour.Length);
        var without = Math.Sqrt(2 * x);
        var with = x <= 1 ? x : Math.Sqrt((2 * x) - 1);
        return (recall * with / without) + (1 - recall);
    }
}
