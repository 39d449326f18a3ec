using Mingus.Ledger.Match;

namespace Mingus.Ledger.Link;

/// <summary>What matching remembers of an account once feeds of it are erased: nothing that they told, and a sum shown
/// that is counted anew from the next balance.</summary>
public static class FeedErasure
{
    /// <summary>The states of the accounts that the feeds showed.</summary>
    /// <param name="erased">The feeds that go.</param>
    /// <param name="records">All their records, with all others of their transactions.</param>
    /// <param name="states">What is remembered, by account.</param>
    public static IReadOnlyDictionary<AccountId, AccountMatchState> StatesAfter(
        IReadOnlyCollection<Feed> erased,
        IReadOnlyCollection<LedgerRecord> records,
        IReadOnlyDictionary<AccountId, AccountMatchState> states
    )
    {
        var gone = erased.Select(static feed => feed.Id).ToHashSet();
        var after = new Dictionary<AccountId, AccountMatchState>();
        foreach (var accountId in erased.Select(static feed => feed.AccountId).Distinct())
        {
            if (states.TryGetValue(accountId, out var state))
            {
                after[accountId] = Without(state, gone, [.. records.Where(record => record.AccountId == accountId)]);
            }
        }

        return after;
    }

    private static AccountMatchState Without(
        AccountMatchState state,
        HashSet<FeedId> gone,
        IReadOnlyCollection<LedgerRecord> records
    )
    {
        var staying = records.Where(record => !gone.Contains(record.FeedId));
        var leaves = AccountWitness.SumShown(records) - AccountWitness.SumShown(staying);
        return new AccountMatchState
        {
            Account = new AccountBalanceState { VisibleSum = state.Account.VisibleSum - leaves },
            Feeds = state.Feeds.Where(feed => !gone.Contains(feed.Key)).ToDictionary(),
            Rates = state
                .Rates.Where(rate => !gone.Contains(rate.Key.One) && !gone.Contains(rate.Key.Other))
                .ToDictionary(),
            Unsettled = [.. state.Unsettled.Where(open => !gone.Contains(open.FeedId))],
        };
    }
}
