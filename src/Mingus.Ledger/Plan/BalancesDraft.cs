using Mingus.Ledger.Reconcile;

namespace Mingus.Ledger.Plan;

/// <summary>Judges the balances of a provider's list and keeps those that say something new.</summary>
internal static class BalancesDraft
{
    /// <summary>Takes in the balances of a list.</summary>
    /// <returns>Those that are believed, whether or not they say something new, by feed.</returns>
    public static IReadOnlyDictionary<FeedId, BalanceSnapshot> TakeIn(
        PlanDraft draft,
        FeedsDraft feeds,
        IReadOnlyCollection<ProviderAccount> accounts,
        BalanceSource source,
        bool cameWithUpdate
    )
    {
        var believed = new Dictionary<FeedId, BalanceSnapshot>();
        foreach (var account in accounts)
        {
            if (
                account.Balance is { } balance
                && TakeIn(draft, feeds.Find(account.ProviderAccountId), account, (balance, source, cameWithUpdate))
                    is { } snapshot
            )
            {
                believed[snapshot.FeedId] = snapshot;
            }
        }

        return believed;
    }

    private static BalanceSnapshot? TakeIn(
        PlanDraft draft,
        FeedState? feed,
        ProviderAccount account,
        (ProviderBalance Balance, BalanceSource Source, bool CameWithUpdate) said
    )
    {
        if (feed is null)
        {
            var fault = said.Balance.Unreadable ?? new UnreadableField("currency", "the account has no currency yet");
            PlanFindings.RefuseBalance(draft, feed, account, fault);
            return null;
        }

        var context = draft.Context;
        var claim = new BalanceClaim(
            feed,
            said.Balance,
            said.Source,
            said.CameWithUpdate,
            RecordedAt: context.Now,
            context.DataAsOf
        );
        switch (BalanceCheck.Of(claim))
        {
            case BalanceVerdict.Believed(var snapshot):
                draft.Resolve(PlanFindings.BalanceRefusedId(draft, account));
                if (SaysNew(claim, snapshot))
                {
                    var isNewest = feed.LastBalance is null || snapshot.AsOf >= feed.LastBalance.AsOf;
                    draft.Add(snapshot, changesNumbers: isNewest && !SameNumbers(snapshot, feed.LastBalance));
                }

                return snapshot;
            case BalanceVerdict.Refused(var field, var reason):
                PlanFindings.RefuseBalance(draft, feed, account, new UnreadableField(field, reason));
                return null;
            default:
                return null;
        }
    }

    // A balance that came with an update is compared with the last one that did, because only these bear witness; any
    // other is news only if it is not older than the last. A moment that we only assumed (nobody said when the bank was
    // read) is no news by itself.
    private static bool SaysNew(BalanceClaim claim, BalanceSnapshot snapshot)
    {
        var last = claim.Feed.LastBalance;
        var before = claim.CameWithUpdate && last is not { CameWithUpdate: true } ? claim.Feed.LastWithUpdate : last;
        if (before is null)
        {
            return true;
        }

        var momentIsKnown =
            claim.Balance.AsOf is not null || claim.DataAsOf is not null || claim.Source == BalanceSource.Live;
        return (claim.CameWithUpdate || snapshot.AsOf >= before.AsOf)
            && (!SameNumbers(snapshot, before) || (momentIsKnown && snapshot.AsOf != before.AsOf));
    }

    private static bool SameNumbers(BalanceSnapshot snapshot, BalanceSnapshot? before) =>
        before is not null
        && snapshot.Current == before.Current
        && snapshot.Available == before.Available
        && snapshot.Limit == before.Limit;
}
