using System.Globalization;
using Mingus.Sync.Decide;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Schedule;

/// <summary>
/// When a healthy connection is checked next: as the rhythm plans, within the bounds of its settings, and not in quiet
/// hours. The reason tells the counts behind it.
/// </summary>
internal static class RegularCheck
{
    // The provider's initial and historical updates come within these hours after linking.
    private static readonly TimeSpan[] AfterLinking =
    [
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(4),
        TimeSpan.FromHours(12),
    ];

    private const int SpreadMinutes = 15;

    /// <summary>The next check.</summary>
    public static Due Plan(
        Connection connection,
        ConnectionRhythm rhythm,
        InstitutionKnowledge institution,
        double callHours,
        SyncSettings settings,
        DateTimeOffset now
    )
    {
        if (!settings.SyncsTransactions && !settings.SyncsBalance)
        {
            return new(null, "Automatic sync is switched off in the settings.");
        }

        var due = !settings.SyncsTransactions
            ? new(now + settings.BalanceInterval, "Balances are asked for at this interval.")
            : FirstChecks(connection, now) ?? ByRhythm(connection, rhythm, institution, callHours, settings, now);
        return settings.QuietHours is { } quiet && due.At is { } at && quiet.After(at) is var end && end > at
            ? new Due(end + Spread(connection), $"{due.Reason} Moved to the end of the quiet hours.")
            : due;
    }

    private static Due? FirstChecks(Connection connection, DateTimeOffset now)
    {
        foreach (var pause in AfterLinking)
        {
            if (connection.CreatedAt + pause > now)
            {
                return new(
                    connection.CreatedAt + pause,
                    "Checked 1, 4 and 12 hours after linking, while the bank's history arrives."
                );
            }
        }

        return null;
    }

    private static Due ByRhythm(
        Connection connection,
        ConnectionRhythm rhythm,
        InstitutionKnowledge institution,
        double callHours,
        SyncSettings settings,
        DateTimeOffset now
    )
    {
        var plan = NextCheck.Plan(rhythm, institution, callHours, WeekHour.Of(now));
        var planned = WeekHour.At(plan.At) + Spread(connection);
        var (soonest, latest) = (now + settings.IntervalMin, now + settings.IntervalMax);
        if (planned < soonest)
        {
            return new(soonest, $"The soonest that checks may follow each other. {Counts(rhythm)}");
        }

        if (planned > latest)
        {
            return new(latest, $"The longest that checks may be apart; few changes are expected. {Counts(rhythm)}");
        }

        var expected = plan.Waiting.ToString("0.0", CultureInfo.InvariantCulture);
        return new(planned, $"About {expected} changes are expected by then. {Counts(rhythm)}");
    }

    private static string Counts(ConnectionRhythm rhythm)
    {
        var known = rhythm.OutcomeCount;
        var found = int.PopCount(rhythm.Outcomes & ((1 << known) - 1));
        return known == 0
            ? "Nothing is known of this connection's rhythm yet."
            : $"{found} of the last {known} checks found something.";
    }

    // By the connection's id: no herd at full hours, and the same after a restart.
    private static TimeSpan Spread(Connection connection) =>
        TimeSpan.FromSeconds(BitConverter.ToUInt32(connection.Id.Value.ToByteArray(), 12) % (SpreadMinutes * 60));
}
