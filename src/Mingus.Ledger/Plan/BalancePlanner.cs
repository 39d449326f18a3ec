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
    /// <param name="accounts">All open accounts of the connection that could be read.</param>
    /// <param name="unreadable">Those that could not. Only when there are none does a feed that is not listed count as
    /// gone.</param>
    /// <param name="source">Whether the bank was asked or the provider answered from memory.</param>
    public static SyncPlan Plan(
        PlanContext context,
        IReadOnlyList<ProviderAccount> accounts,
        IReadOnlyList<UnreadableRecord> unreadable,
        BalanceSource source
    )
    {
        var draft = new PlanDraft(context);
        var feeds = new FeedsDraft(draft);
        var listed = FeedsDraft.LastListed(accounts);
        feeds.TakeIn(listed, FrozenDictionary<string, Currency>.Empty);
        foreach (var account in unreadable)
        {
            PlanFindings.PutAside(draft, feeds.Find(account.ProviderAccountId), account);
        }

        if (unreadable.Count == 0)
        {
            feeds.MarkGone(listed);
        }

        BalancesDraft.TakeIn(draft, feeds, listed, source, cameWithUpdate: false);
        return draft.ToPlan(records: []);
    }
}
