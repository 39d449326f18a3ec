// Plan: what should change?
//   TransactionsPlanner, BalancePlanner, WindowPlanner   the ways in; PlanNeeds: what to load, SyncPlan: what comes out
//   FeedsDraft, ChangeFold, RecordPlanning, ReplayReconciling, CoverageDraft, BalancesDraft   the steps, in their order
//   RecordsDraft, PlanDraft, Tally        what the steps write on; never seen outside a call
//   PlanFindings, WindowFindings, DerivedIds   words and names of what is made

namespace Mingus.Ledger.Plan;

/// <summary>
/// Plans an update of the change stream: the slice and the update in, everything one commit writes out. The same slice,
/// update and context give the same plan; re-applying an update gives a plan that changes nothing (invariant 3).
/// </summary>
public static class TransactionsPlanner
{
    /// <summary>The plan of an update whose slice holds all that matching needs: for tests and for callers that have
    /// every row at hand.</summary>
    public static SyncPlan Plan(
        PlanContext context,
        LedgerSlice slice,
        ProviderUpdate update,
        ReplayScope? replay = null
    ) => Open(context, slice, update, replay).Complete([]);

    /// <summary>Plans an update as far as its own records go; what matching needs beyond them is asked for, and the
    /// plan is completed with it.</summary>
    /// <param name="context">The connection, its feeds, now.</param>
    /// <param name="slice">The records that <see cref="PlanNeeds"/> names, and all others of their
    /// transactions.</param>
    /// <param name="update">The update, all its pages. Its accounts: those of all pages if the
    /// provider names different ones on each; of an account named twice the last telling counts.</param>
    /// <param name="replay">Given when the update is the whole stream from its beginning: what it leaves out is judged
    /// by
    /// <see cref="ReplayReconciling"/>.</param>
    public static OpenPlan Open(
        PlanContext context,
        LedgerSlice slice,
        ProviderUpdate update,
        ReplayScope? replay = null
    )
    {
        var draft = new PlanDraft(context);
        var feeds = new FeedsDraft(draft);
        var accounts = FeedsDraft.LastListed(update.Accounts);
        feeds.TakeIn(accounts, CurrenciesOf(update));
        var records = new RecordsDraft(slice, replay);
        var fold = ChangeFold.Of(draft, feeds, records, update);

        PutAside(draft, feeds, update.Unreadable.Concat(fold.Homeless));
        new RecordPlanning(draft, records, slice.PersonPairs).Apply(fold.Changes);
        var gone = replay is null
            ? []
            : new ReplayReconciling(draft, records, update).Reconcile(replay, fold.Changes, feeds, slice.Quarantined);

        CoverageDraft.TakeIn(draft, feeds, update);
        var hasCursor = !string.IsNullOrEmpty(update.NextCursor);
        var balances = BalancesDraft.TakeIn(draft, feeds, accounts, BalanceSource.Cached, cameWithUpdate: hasCursor);
        var matching = new MatchStep(draft, records, slice.MatchStates, slice.PersonPairs);
        return new OpenPlan(draft, records, (matching, MatchTasks.Of(context, feeds, records, (update, balances))))
        {
            Tell = changes => WindowFindings.Explain(draft, WindowFindings.Withdrawn(changes)),
            Finish = plan =>
                plan with
                {
                    NextCursor = hasCursor ? update.NextCursor : null,
                    Readable = [.. ReadableAgain(slice, update).Concat(gone).Select(id => (context.ConnectionId, id))],
                },
        };
    }

    // For an account first seen without a readable balance.
    private static Dictionary<string, Currency> CurrenciesOf(ProviderUpdate update)
    {
        var currencies = new Dictionary<string, Currency>(StringComparer.Ordinal);
        foreach (var upsert in update.Changes.OfType<ProviderChange.Upsert>())
        {
            currencies.TryAdd(upsert.ProviderAccountId, upsert.Content.Amount.Currency);
        }

        return currencies;
    }

    /// <summary>Puts records aside and counts them.</summary>
    internal static void PutAside(PlanDraft draft, FeedsDraft feeds, IEnumerable<UnreadableRecord> unreadable)
    {
        foreach (var record in unreadable)
        {
            var feed = feeds.Find(record.ProviderAccountId);
            if (feed is not null)
            {
                var tally = draft.TallyOf(feed.Account.Id);
                tally.Processed++;
                tally.Quarantined++;
            }

            PlanFindings.PutAside(draft, feed, record);
        }
    }

    // Quarantined once, now read or withdrawn. An id that this very update has in an unreadable form too stays.
    internal static IEnumerable<string> ReadableAgain(LedgerSlice slice, ProviderUpdate update)
    {
        if (slice.Quarantined.Count == 0)
        {
            return [];
        }

        var unreadable = update.Unreadable.Select(record => record.ProviderTransactionId).ToHashSet();
        return update
            .Changes.Select(change => change.ProviderTransactionId)
            .Where(id => slice.Quarantined.ContainsKey(id) && !unreadable.Contains(id))
            .Distinct(StringComparer.Ordinal);
    }
}
