using Mingus.Ledger.Match.Evidence;

namespace Mingus.Ledger.Match;

/// <summary>
/// Decides which records of one account describe one real transaction, after an update of one of its feeds: within the
/// feed, across feeds, and by the balance. Pure: the same request gives the same outcome.
/// </summary>
public static class Matcher
{
    /// <summary>Links of one feed that are learned from: more teach nothing new.</summary>
    private const int LinksMax = 300;

    /// <summary>Matches one account's part of an update.</summary>
    public static MatchOutcome Match(MatchRequest request)
    {
        var workspace = new MatchWorkspace(request);
        LearnFromLinks(workspace);
        FeedSuccession.Apply(workspace);
        new CrossFeedMatching(workspace).Apply();
        Retelling.MergeSurplus(workspace);
        var feed = new BalanceWitness(workspace).Judge(out var cause);
        workspace.Set(request.FeedId, feed);
        var moves = Moves(workspace, out var ids);
        return new MatchOutcome(
            moves,
            Decisions(workspace, ids),
            workspace.Suggestions,
            VerdictOf(request, feed, cause),
            StateAfter(workspace, ids)
        );
    }

    // A provider's pending link that was verified is a labelled example of how this feed's pendings become posted.
    private static void LearnFromLinks(MatchWorkspace workspace)
    {
        var feedId = workspace.Request.FeedId;
        if (workspace.RatesOf(feedId, feedId).Observations >= LinksMax)
        {
            return;
        }

        foreach (var slot in workspace.OfFeed(workspace.Request.FeedId))
        {
            if (slot.Records.Count < 2 || !slot.IsTouched || !slot.IsPosted)
            {
                continue;
            }

            LedgerRecord? pending = null;
            LedgerRecord? posted = null;
            foreach (var record in slot.Records)
            {
                pending = record.After.Content.IsPending ? record.After : pending;
                posted = record.Before is null && !record.After.Content.IsPending ? record.After : posted;
            }

            if (pending is not null && posted is not null)
            {
                workspace.ObserveSuccession(slot.FeedId, Reading.Of([pending]), Reading.Of([posted]));
            }
        }
    }

    private static List<MatchMove> Moves(MatchWorkspace workspace, out Dictionary<Group, TransactionId> ids)
    {
        ids = [];
        var moves = new List<MatchMove>();
        foreach (var slot in workspace.Slots)
        {
            var id = IdOf(workspace, slot.Group, ids);
            foreach (var record in slot.Records)
            {
                if (record.After.TransactionId != id)
                {
                    moves.Add(new MatchMove(RecordKey.Of(record.After), record.After.TransactionId, id));
                }
            }
        }

        return moves;
    }

    private static TransactionId IdOf(MatchWorkspace workspace, Group group, Dictionary<Group, TransactionId> ids)
    {
        if (!ids.TryGetValue(group, out var id))
        {
            var eldest = group.Slots[0];
            foreach (var slot in group.Slots)
            {
                eldest = Slot.IsOlder(slot.Oldest, eldest.Oldest) ? slot : eldest;
            }

            id = workspace.HomeOf(eldest);
            ids.Add(group, id);
        }

        return id;
    }

    private static List<MatchDecision> Decisions(MatchWorkspace workspace, Dictionary<Group, TransactionId> ids)
    {
        var decisions = new List<MatchDecision>(workspace.Why.Count);
        if (workspace.Why.Count == 0)
        {
            return decisions;
        }

        var membersBefore = workspace.Request.Records.ToLookup(record => record.After.TransactionId, KeyOf);
        foreach (var (slot, (rule, score, reasons)) in workspace.Why)
        {
            var before = membersBefore[slot.Oldest.TransactionId].ToList();
            var after = slot.Group.Slots.SelectMany(member => member.Records).Select(KeyOf).ToList();
            if (before.Count != after.Count || !before.ToHashSet().SetEquals(after))
            {
                var kind = after.Count > before.Count ? "match" : "split";
                decisions.Add(new MatchDecision(kind, rule, score, reasons, ids[slot.Group], before, after));
            }
        }

        return decisions;
    }

    private static RecordKey KeyOf(MatchRecord record) => RecordKey.Of(record.After);

    private static FeedBalanceVerdict VerdictOf(MatchRequest request, FeedMatchState feed, string? cause) =>
        new(
            request.Balance is null || feed.Agreements == 0 ? BalanceState.Unknown
                : feed.Off == 0 ? BalanceState.Agrees
                : BalanceState.Off,
            feed.Off,
            feed.OffSince,
            cause
        );

    private static AccountMatchState StateAfter(MatchWorkspace workspace, Dictionary<Group, TransactionId> ids)
    {
        var feeds = workspace.FeedsAfter();
        IReadOnlyDictionary<(FeedId One, FeedId Other), PairRates> rates = workspace.State.Rates;
        if (workspace.ChangedRates.Count > 0)
        {
            var changed = new Dictionary<(FeedId One, FeedId Other), PairRates>(rates);
            foreach (var (pair, rate) in workspace.ChangedRates)
            {
                changed[pair] = rate;
            }

            rates = changed;
        }

        return new AccountMatchState
        {
            Feeds = feeds,
            Rates = rates,
            Unsettled = OpenQuestions.After(workspace, feeds, ids),
            Account = AccountWitness.Judge(workspace, feeds),
        };
    }
}
