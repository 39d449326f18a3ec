using Mingus.Ledger.Match.Assign;
using Mingus.Ledger.Match.Evidence;

namespace Mingus.Ledger.Match;

/// <summary>
/// Within the feed that brings news: which new record takes over from which earlier one where the provider does not
/// say. A pending record becomes posted under a new id; a withdrawn record comes back under a new id. One-to-one over
/// all that wait, so that k pending coffees meet k posted ones.
/// </summary>
internal static class FeedSuccession
{
    public const string Rule = "succession";

    /// <summary>Days after which a pending record that is still listed, and that a posted one fits, is a leftover: 1
    /// to 5
    /// business days are usual.</summary>
    private const int StaleDays = 6;

    /// <summary>Days around a record in which another of its amount would make a mistake possible.</summary>
    private const int AloneDays = 14;

    private const double SuggestFrom = -2;

    /// <summary>Suggestions of one update: a person asked more answers none.</summary>
    private const int SuggestionsMax = 20;

    public static void Apply(MatchWorkspace workspace)
    {
        var holds = HoldWitness.Judge(workspace);
        var feeds = workspace.Slots.Where(slot => !slot.IsPosted).Select(slot => slot.FeedId).Distinct().ToList();
        feeds.ForEach(feedId => Apply(workspace, feedId, holds));
    }

    // Feeds that bring no news have pending records that wait too, and may never bring news again.
    private static void Apply(MatchWorkspace workspace, FeedId feedId, Dictionary<Slot, bool> holds)
    {
        var successors = new List<Slot>();
        var predecessors = new List<Slot>();
        foreach (var slot in workspace.OfFeed(feedId))
        {
            if (
                slot is { IsLive: true, Records.Count: 1 }
                && (slot.IsNew || (slot.IsPosted && workspace.WasOpen(slot.Group.Id)))
                && !(slot.IsPinned && slot.Group.Slots.Count > 1)
            )
            {
                successors.Add(slot);
            }

            if (!slot.IsPosted && !slot.IsPinned)
            {
                predecessors.Add(slot);
            }
        }

        if (successors.Count == 0 || predecessors.Count == 0)
        {
            return;
        }

        var assignment = new SparseAssignment();
        var scores = new SuccessionWeights(workspace, feedId, holds, predecessors).Weigh(successors, assignment);
        var chosen = assignment.Solve(successors.Count, predecessors.Count);
        for (var i = 0; i < successors.Count; i++)
        {
            if (chosen[i] >= 0)
            {
                JoinOrWait(workspace, holds, (successors[i], predecessors[chosen[i]]), scores[(i, chosen[i])]);
            }
        }

        SuggestRest(workspace, scores, chosen, (successors, predecessors));
    }

    // What nearly fits, of what found no better: each record in one suggestion at most, and few an update.
    private static void SuggestRest(
        MatchWorkspace workspace,
        Dictionary<(int Successor, int Predecessor), double> scores,
        int[] chosen,
        (List<Slot> Successors, List<Slot> Predecessors) slots
    )
    {
        var taken = chosen.Where(static predecessor => predecessor >= 0).ToHashSet();
        var suggested = new HashSet<int>();
        var nearly = scores
            .Where(pair =>
                pair.Value is > SuggestFrom and <= 0
                && chosen[pair.Key.Successor] < 0
                && !taken.Contains(pair.Key.Predecessor)
                && slots.Successors[pair.Key.Successor].Reading.Amount
                    == slots.Predecessors[pair.Key.Predecessor].Reading.Amount
            )
            .OrderByDescending(static pair => pair.Value)
            .ThenBy(static pair => pair.Key);
        foreach (var ((successor, predecessor), weight) in nearly)
        {
            if (suggested.Count < SuggestionsMax && taken.Add(predecessor) && suggested.Add(successor))
            {
                Suggest(workspace, slots.Successors[successor], slots.Predecessors[predecessor], weight);
            }
        }
    }

    // What was posted before, or names another merchant and tells no day in common, did not leave it over. Nor is a
    // pending record left over in the update that brings it, whatever its day.
    private static bool MayBeLeftOver(MatchWorkspace workspace, Slot successor, Slot predecessor) =>
        !predecessor.IsNew
        && successor.Oldest.FirstSeenAt >= predecessor.Oldest.FirstSeenAt
        && (
            successor.Reading.EventDate == predecessor.Reading.Date
            || PairComparison.Of(predecessor.Reading, successor.Reading).Text != TextLevel.Differs
            || IsOnlyPairOfAmount(workspace, successor, predecessor)
        );

    // What came later, or is dated later, with an amount that nothing else of the feed near it has: one may bear two
    // names at a bank.
    private static bool IsOnlyPairOfAmount(MatchWorkspace workspace, Slot successor, Slot predecessor) =>
        successor.Reading.Amount == predecessor.Reading.Amount
        && (
            successor.Oldest.FirstSeenAt > predecessor.Oldest.FirstSeenAt
            || successor.Reading.Date > predecessor.Reading.Date
        )
        && !workspace
            .OfFeed(successor.FeedId)
            .Any(other =>
                other != successor
                && other != predecessor
                && other.Reading.Amount == successor.Reading.Amount
                && Math.Abs(other.Reading.Date.DayNumber - successor.Reading.Date.DayNumber) <= AloneDays
            );

    // Looked at again when the bank withdraws the pending record. A person is asked only about what is unlikely to
    // answer itself: the amounts are the same, and it was there before.
    private static void Wait(MatchWorkspace workspace, Slot successor, Slot predecessor, double score)
    {
        workspace.Open.Add(successor);
        if (!predecessor.IsNew && successor.Reading.Amount == predecessor.Reading.Amount)
        {
            Suggest(workspace, successor, predecessor, score);
        }
    }

    private static void Suggest(MatchWorkspace workspace, Slot successor, Slot predecessor, double weight)
    {
        workspace.Open.Add(successor);
        workspace.Suggestions.Add(
            new MatchSuggestion(Rule, predecessor.Key, successor.Key, weight, ["may have become posted"])
        );
    }

    // A bank that lists a pending record beside a posted one says that they are two, until it withdraws the one or
    // goes on
    // listing it long after any purchase would have posted: some banks never withdraw them.
    private static void JoinOrWait(
        MatchWorkspace workspace,
        Dictionary<Slot, bool> holds,
        (Slot Successor, Slot Predecessor) pair,
        double score
    )
    {
        var (successor, predecessor) = pair;
        var isStillListed = predecessor.IsLive && predecessor.Reading.IsPending;
        var isStillPending = holds.TryGetValue(predecessor, out var isHeld)
            ? isHeld
            : isStillListed
                && (
                    SuccessionWeights.AgeOf(workspace, predecessor) < StaleDays
                    || !MayBeLeftOver(workspace, successor, predecessor)
                );
        if (isStillPending)
        {
            Wait(workspace, successor, predecessor, score);
            return;
        }

        var reason = predecessor.Reading.IsPending ? "takes over from the pending record" : "comes back under a new id";
        workspace.Merge(successor, predecessor, (Rule, score, [reason, "amount, days and text fit best together"]));
    }
}
