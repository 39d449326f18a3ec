using System.Collections.Frozen;

namespace Mingus.Ledger.Plan;

/// <summary>
/// Plans what a list of accounts with balances says: new and changed accounts, believed balances, refused ones,
/// accounts that are gone. It touches no record and moves no cursor.
/// </summary>
public static class BalancePlanner
{
    /// <summary>The plan for a list of accounts.</summary>
    /// <param name="context">The connection, its feeds, now.</param>
    /// <param name="accounts">The accounts as listed.</param>
    /// <param name="source">Whether the bank was asked or the provider answered from memory.</param>
    /// <param name="isCompleteList">True when every open account of the connection is in the list and could be read:
    /// only then does a feed that is not in it count as gone.</param>
    public static SyncPlan Plan(
        PlanContext context,
        IReadOnlyList<ProviderAccount> accounts,
        BalanceSource source,
        bool isCompleteList
    )
    {
        var draft = new PlanDraft(context);
        var feeds = new FeedsDraft(draft);
        var listed = FeedsDraft.LastListed(accounts);
        feeds.TakeIn(listed, FrozenDictionary<string, Currency>.Empty);
        if (isCompleteList)
        {
            feeds.MarkGone(listed);
        }

        BalancesDraft.TakeIn(draft, feeds, listed, source, cameWithUpdate: false);
        return draft.ToPlan(records: []);
    }
}
