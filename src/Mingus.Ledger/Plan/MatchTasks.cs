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
            var balance = news.Balances.GetValueOrDefault(feed.Feed.Id);
            if (
                touched.Contains(feed.Feed.Id)
                || (balance is not null && balance.Current != feed.LastWithUpdate?.Current)
            )
            {
                var moment = balance?.AsOf ?? context.DataAsOf ?? context.Now;
                tasks.Add(
                    new MatchTask(
                        feed,
                        DateOnly.FromDateTime(moment.UtcDateTime),
                        isWitness && balance?.CameWithUpdate == true ? balance.Current.Minor : null
                    )
                );
            }
        }

        return tasks;
    }
}
