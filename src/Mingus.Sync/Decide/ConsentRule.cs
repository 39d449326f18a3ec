using System.Globalization;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Decide;

/// <summary>
/// Warns of a consent that ends: seven days ahead and one day ahead, once each, whether the provider sent a webhook or
/// only says so when it is asked. The notice itself remembers what has been said.
/// </summary>
internal static class ConsentRule
{
    /// <summary>The code of the first warning, which the provider's webhook has, too.</summary>
    public const string Ends = "consent_ends";

    /// <summary>The code of the second.</summary>
    public const string EndsTomorrow = "consent_ends_tomorrow";

    private static readonly TimeSpan First = TimeSpan.FromDays(7);
    private static readonly TimeSpan Second = TimeSpan.FromDays(1);

    /// <summary>The connection with the warning that is due, and looked at again when the next one is.</summary>
    public static Connection Warn(Connection connection, DateTimeOffset now)
    {
        if (connection.ConsentExpiresAt is not { } ends || ends <= now)
        {
            return connection;
        }

        var warned = connection with { Notice = NoticeAt(connection.Notice, ends, now) };
        var next = ends - First > now ? ends - First : ends - Second;
        return next > now && warned.NextDueAt > next
            ? warned with
            {
                NextDueAt = next,
                NextDueReason = "The bank's consent ends soon: it is looked at in time to say so.",
            }
            : warned;
    }

    private static Problem? NoticeAt(Problem? before, DateTimeOffset ends, DateTimeOffset now)
    {
        if (ends - now > First)
        {
            return before;
        }

        var code = ends - now <= Second ? EndsTomorrow : Ends;
        return before?.Code == code || (before?.Code == EndsTomorrow && code == Ends)
            ? before
            : new Problem(
                code,
                $"Access to this bank ends on {Day(ends)} unless it is renewed. Until then it is synced as ever.",
                ProblemActions.Renew
            );
    }

    private static string Day(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
