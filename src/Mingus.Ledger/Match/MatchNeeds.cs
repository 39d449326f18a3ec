namespace Mingus.Ledger.Match;

/// <summary>Live and removed records of the account with that amount, dated within an interval that includes both
/// ends.</summary>
/// <param name="Minor">Signed minor units.</param>
/// <param name="From">First statement day.</param>
/// <param name="To">Last statement day.</param>
public readonly record struct AmountProbe(long Minor, DateOnly From, DateOnly To);

/// <summary>
/// The neighbourhood that matching needs of one account beside the touched records: each transaction named and each
/// probe answered with all records of the transactions found. Empty in the common case: one feed, nothing pending, the
/// balance agrees. Its size follows the update and the open questions, never the length of history.
/// </summary>
/// <param name="Transactions">Transactions by id.</param>
/// <param name="Amounts">Index probes by account, amount and date.</param>
public sealed record MatchNeeds(IReadOnlyList<TransactionId> Transactions, IReadOnlyList<AmountProbe> Amounts)
{
    /// <summary>Days around a record in which its counterparts are looked for, and their rivals.</summary>
    private const int WindowDays = 14;

    /// <summary>Days after which it counts that a counterpart is missing.</summary>
    private const int RipeDays = 8;

    private static readonly MatchNeeds Nothing = new([], []);

    /// <summary>What the update of a feed needs.</summary>
    /// <param name="touched">The account's records that identity and pending links added or changed, with all records
    /// of their transactions.</param>
    /// <param name="state">What is remembered of the account.</param>
    /// <param name="feedId">The feed that brings news.</param>
    /// <param name="asOf">The day of the update's data.</param>
    /// <param name="balance">Minor units: the balance that came with it; null when none did.</param>
    public static MatchNeeds Of(
        IReadOnlyList<MatchRecord> touched,
        AccountMatchState state,
        FeedId feedId,
        DateOnly asOf,
        long? balance
    )
    {
        var isAlone = state.Feeds.Count == 0 || (state.Feeds.Count == 1 && state.Feeds.ContainsKey(feedId));
        if (isAlone && IsSettled(touched, state) && Agrees(touched, state, feedId, balance))
        {
            return Nothing;
        }

        var isRipe = !isAlone && state.Unsettled.Any(open => asOf.DayNumber - open.Date.DayNumber >= RipeDays);
        var transactions =
            touched.Count == 0 && !isRipe ? [] : state.Unsettled.Select(open => open.Id).Distinct().ToList();
        return new MatchNeeds(transactions, isAlone && Agrees(touched, state, feedId, balance) ? [] : Probes(touched));
    }

    // All that was waited for has its posted record now, by the provider's link: their rivals need not be looked at.
    private static bool IsSettled(IReadOnlyList<MatchRecord> touched, AccountMatchState state)
    {
        if (state.Unsettled.Count == 0)
        {
            return true;
        }

        var posted = touched
            .Where(static record => record.After is { IsLive: true, Content.IsPending: false })
            .Select(static record => record.After.TransactionId)
            .ToHashSet();
        return posted.Count > 0
            && state.Unsettled.All(open =>
                open.IsRival || (!open.IsContradicted && !open.MayBeRetold && posted.Contains(open.Id))
            );
    }

    // As far as the touched records alone can tell. A feed's first balance agrees by definition.
    private static bool Agrees(
        IReadOnlyList<MatchRecord> touched,
        AccountMatchState state,
        FeedId feedId,
        long? balance
    )
    {
        if (balance is null || !state.Feeds.TryGetValue(feedId, out var feed) || feed.Opening is null)
        {
            return true;
        }

        var sum = feed.PostedSum;
        foreach (var (after, before) in touched)
        {
            if (after.FeedId == feedId)
            {
                sum += PostedAmount(after) - (before is null ? 0 : PostedAmount(before));
            }
        }

        return balance - sum == feed.Opening;
    }

    private static long PostedAmount(LedgerRecord record) =>
        record is { IsLive: true, Content.IsPending: false } ? record.Content.Amount.Minor : 0;

    // One probe an amount and stretch of days: daily habits of one price share theirs.
    private static List<AmountProbe> Probes(IReadOnlyList<MatchRecord> touched)
    {
        var probes = new List<AmountProbe>();
        var records = touched
            .Where(record => record.IsTouched)
            .Select(record => (record.After.Content.Amount.Minor, record.After.Content.Date))
            .Distinct()
            .OrderBy(record => record.Minor)
            .ThenBy(record => record.Date);
        foreach (var (minor, date) in records)
        {
            var (from, to) = (date.AddDays(-WindowDays), date.AddDays(WindowDays));
            if (probes.Count > 0 && probes[^1].Minor == minor && probes[^1].To >= from)
            {
                probes[^1] = probes[^1] with { To = to };
            }
            else
            {
                probes.Add(new AmountProbe(minor, from, to));
            }
        }

        return probes;
    }
}
