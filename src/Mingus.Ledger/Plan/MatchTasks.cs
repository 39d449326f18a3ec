namespace Mingus.Ledger.Plan;

/// <summary>Which feeds an update gives matching something to do: those with touched records, and those whose balance
/// moved.</summary>
internal static class MatchTasks
{
    public static IReadOnlyList<MatchTask> Of(
        PlanContext context,
        FeedsDraft feeds,
        RecordsDraft records,
        (ProviderUpdate Update, IReadOnlyDictionary<FeedId, BalanceSnapshot> Balances) news
    )
    {
        var touched = records.Touched.SelectMany(records.Of).Select(record => record.After.FeedId).ToHashSet();
        var isWitness = news.Update.History is HistoryStatus.Complete or HistoryStatus.Unknown;
        var tasks = new List<MatchTask>();
        foreach (var feed in feeds.All)
        {
            // What is read again belongs to an update that is stored: the balance that came with it is its judge.
            var balance =
                news.Balances.GetValueOrDefault(feed.Feed.Id) ?? (news.Update.IsReread ? feed.LastWithUpdate : null);
            if (
                touched.Contains(feed.Feed.Id)
                || (balance is not null && balance.Current != feed.LastWithUpdate?.Current)
            )
            {
                var moment = balance?.AsOf ?? context.DataAsOf ?? context.Now;
                var isJudge = isWitness && balance?.CameWithUpdate == true;
                tasks.Add(
                    new MatchTask(
                        feed,
                        DateOnly.FromDateTime(moment.UtcDateTime),
                        isJudge ? balance!.Current.Minor : null,
                        Held: isJudge ? HeldBy(feed.Account.Kind, balance!) : null
                    )
                );
            }
        }

        return tasks;
    }

    /// <summary>What the bank holds for pending transactions, signed like them: what can be spent is the balance and,
    /// of a card, its limit, less that. Null where the provider does not say.</summary>
    internal static long? HeldBy(AccountKind kind, BalanceSnapshot balance) =>
        balance.Available is not { } available || available.Currency != balance.Current.Currency ? null
        : kind == AccountKind.Depository ? available.Minor - balance.Current.Minor
        : kind == AccountKind.Credit && balance.Limit is { } limit && limit.Currency == available.Currency
            ? available.Minor - limit.Minor - balance.Current.Minor
        : null;
}
