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

    /// <summary>Prior odds and the cost of a wrong join: what the evidence must exceed.</summary>
    private const double Threshold = 2.5;

    /// <summary>Withdrawn by the very update that brings the successor: it made room for something.</summary>
    private const double WithdrawnNow = 2.5;

    /// <summary>Days a posted record may be dated before its pending one (a zone, a bank's cut-off).</summary>
    private const int DaysBeforeMax = 1;

    private const int DaysAfterMax = 14;

    /// <summary>Days by which a record that comes back under a new id may be dated otherwise.</summary>
    private const int DaysRetoldMax = 2;

    /// <summary>What it is worth that a pending record has waited so long that nearly all have become posted.</summary>
    private const double WaitedWorth = 2.5;

    private const int WaitedDays = 8;

    /// <summary>Days after which a pending record that is still listed, and that a posted one fits, is a leftover: 1
    /// to 5
    /// business days are usual.</summary>
    private const int StaleDays = 6;

    /// <summary>A posted record is hardly ever dated before its pending one.</summary>
    private const double PostedBefore = 2.5;

    /// <summary>Days within which pending records of one amount compete.</summary>
    private const int RivalDays = 5;

    /// <summary>Days after which a feed that nothing is heard of will not withdraw its pending records any
    /// more.</summary>
    private const int SilentDays = 15;

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
        var scores = Weigh(workspace, holds, (successors, predecessors), assignment);
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

    private static Dictionary<(int, int), double> Weigh(
        MatchWorkspace workspace,
        Dictionary<Slot, bool> holds,
        (List<Slot> Successors, List<Slot> Predecessors) slots,
        SparseAssignment assignment
    )
    {
        var (successors, predecessors) = slots;
        var scores = new Dictionary<(int, int), double>();
        for (var i = 0; i < successors.Count; i++)
        {
            for (var j = 0; j < predecessors.Count; j++)
            {
                if (ScoreOf(workspace, successors[i], predecessors[j], predecessors) is not { } score)
                {
                    continue;
                }

                var weight = score + Awaited(workspace, holds, predecessors[j]) - Threshold;
                scores[(i, j)] = weight;
                assignment.Add(i, j, weight);
            }
        }

        return scores;
    }

    private static double? ScoreOf(MatchWorkspace workspace, Slot successor, Slot predecessor, List<Slot> rivals)
    {
        if (successor == predecessor || !CanFollow(successor, predecessor))
        {
            return null;
        }

        var (later, earlier) = (successor.Reading, predecessor.Reading);
        var days = later.Date.DayNumber - earlier.Date.DayNumber;
        var becomesPosted = earlier.IsPending && !later.IsPending;
        if (becomesPosted ? days is < -DaysBeforeMax or > DaysAfterMax : Math.Abs(days) > DaysRetoldMax)
        {
            return null;
        }

        var isSameAmount = later.Shown.Content.Amount == earlier.Shown.Content.Amount;
        var change =
            isSameAmount || !becomesPosted || AreOtherMerchants(earlier, later)
                ? null
                : AmountChange.Worth(earlier.Shown.Content.Amount, later.Shown.Content.Amount);
        if (
            (!isSameAmount && (change is null || AreTwoElsewhere(successor.Group, predecessor.Group)))
            || workspace.AreDifferent([successor], predecessor.Group.Slots)
        )
        {
            return null;
        }

        var pair = PairComparison.Of(earlier, later);
        var rates = workspace.RatesOf(successor.FeedId, successor.FeedId);
        double score;
        if (isSameAmount)
        {
            var same = rivals.Count(rival =>
                rival.Reading.Amount == earlier.Amount
                && Math.Abs(rival.Reading.Date.DayNumber - earlier.Date.DayNumber) <= RivalDays
            );
            score = PairEvidence.OfEqualAmounts(pair, rates, same);
        }
        else
        {
            score = PairEvidence.OfChangedAmounts(pair, rates, change!.Value);
        }

        return score - (becomesPosted && days < 0 ? PostedBefore : 0);
    }

    // By the ids that one provider gives merchants; texts are compared later, which costs more.
    private static bool AreOtherMerchants(Reading one, Reading other) =>
        one.MerchantEntityId is { } id && other.MerchantEntityId is { } otherId && id != otherId;

    // What was posted before, or names another merchant and tells no day in common, did not leave it over. Nor is a
    // pending record left over in the update that brings it, whatever its day.
    private static bool MayBeLeftOver(Slot successor, Slot predecessor) =>
        !predecessor.IsNew
        && successor.Oldest.FirstSeenAt >= predecessor.Oldest.FirstSeenAt
        && (
            successor.Reading.EventDate == predecessor.Reading.Date
            || PairComparison.Of(predecessor.Reading, successor.Reading).Text != TextLevel.Differs
        );

    // Another feed tells of both as posted: then they are two.
    private static bool AreTwoElsewhere(Group one, Group other) =>
        one != other
        && one.Slots.Exists(slot =>
            slot.IsPosted && other.Of(slot.FeedId) is { IsPosted: true } theirs && theirs != slot
        );

    // By the data of its own feed, while that feed is heard of.
    private static int AgeOf(MatchWorkspace workspace, Slot slot)
    {
        var today = workspace.Request.AsOf.DayNumber;
        var heard = workspace.FeedState(slot.FeedId)?.AsOf.DayNumber ?? today;
        return (today - heard > SilentDays ? today : heard) - slot.Reading.Date.DayNumber;
    }

    // The longer a pending record waits the likelier its successor is here; one that was just withdrawn made room for
    // it.
    private static double Awaited(MatchWorkspace workspace, Dictionary<Slot, bool> holds, Slot predecessor)
    {
        var age = AgeOf(workspace, predecessor);
        var waited = WaitedWorth * Math.Clamp(age, 0, WaitedDays) / WaitedDays;
        var isReleased = holds.TryGetValue(predecessor, out var isHeld) && !isHeld;
        return isReleased || predecessor is { IsLive: false, IsTouched: true }
            ? Math.Max(WithdrawnNow, waited)
            : waited;
    }

    // A live pending record is followed by a posted one only; a withdrawn one by its like, or posted after pending.
    private static bool CanFollow(Slot successor, Slot predecessor) =>
        predecessor.IsLive ? successor.IsPosted : predecessor.Reading.IsPending || successor.IsPosted;

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
            : isStillListed && (AgeOf(workspace, predecessor) < StaleDays || !MayBeLeftOver(successor, predecessor));
        if (isStillPending)
        {
            Wait(workspace, successor, predecessor, score);
            return;
        }

        var reason = predecessor.Reading.IsPending ? "takes over from the pending record" : "comes back under a new id";
        workspace.Merge(successor, predecessor, (Rule, score, [reason, "amount, days and text fit best together"]));
    }
}
