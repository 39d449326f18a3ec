using Mingus.Ledger.Match.Evidence;

namespace Mingus.Ledger.Match;

/// <summary>
/// One feed tells a record twice under two ids: overlapping statements, a record emitted again. Content alone cannot
/// tell that from a second purchase; a balance can (invariant 4), the feed's own or that of another feed of the
/// account.
/// </summary>
internal static class Retelling
{
    private const string Rule = "retold";

    /// <summary>Days within another feed's history from which on it would tell of a transaction.</summary>
    private const int CoveredDays = 3;

    /// <summary>Days after which nothing comes late and what was withdrawn for a while is back.</summary>
    private const int SettledDays = 30;

    /// <summary>The slot that another one repeats: the first that was seen before it; null when there is
    /// none.</summary>
    public static Slot? TwinOf(MatchWorkspace workspace, Slot slot, List<Slot> posted) =>
        posted.Find(other => IsRetold(workspace, slot, other) && Slot.IsOlder(other.Oldest, slot.Oldest));

    /// <summary>
    /// Merges rows that a feed has once more than another feed of the account whose balance agrees: where the feed's
    /// own
    /// balance had not vouched for them.
    /// </summary>
    public static void MergeSurplus(MatchWorkspace workspace)
    {
        if (workspace.State.Feeds.Count < 2 && !workspace.Slots.Exists(slot => slot.FeedId != workspace.Request.FeedId))
        {
            return;
        }

        var alike = workspace
            .Slots.Where(slot => slot.IsPosted)
            .GroupBy(slot => (slot.FeedId, slot.Reading.Amount, slot.Reading.Date))
            .Where(slots => slots.Skip(1).Any())
            .Select(slots => slots.ToList())
            .ToList();
        foreach (var posted in alike)
        {
            foreach (var slot in posted)
            {
                if (slot.Standing == slot && TwinOf(workspace, slot, posted) is { } twin && twin.Standing == twin)
                {
                    MergeIfSurplus(workspace, slot, twin);
                }
            }
        }
    }

    private static void MergeIfSurplus(MatchWorkspace workspace, Slot slot, Slot twin)
    {
        var (alone, shared) = IsAlone(slot) ? (slot, twin) : (twin, slot);
        if (
            alone.IsPinned
            || !IsAlone(alone)
            || IsVouchedFor(workspace, slot)
            || !IsWitnessed(workspace, shared)
            || !IsOnlySurplus(workspace, slot, twin)
        )
        {
            return;
        }

        Recount(workspace, alone);
        workspace.Merge(
            alone,
            shared,
            (Rule, 0, ["told twice by one feed", "another feed, whose balance agrees, has it once"])
        );
    }

    private static bool IsRetold(MatchWorkspace workspace, Slot slot, Slot other) =>
        other != slot
        && other.Reading.Amount == slot.Reading.Amount
        && other.Reading.Date == slot.Reading.Date
        && other.Reading.Shown.Content.AuthorizedDate == slot.Reading.Shown.Content.AuthorizedDate
        && other.Reading.Traits.Description.SequenceEqual(slot.Reading.Traits.Description)
        && !(slot.IsPinned && other.IsPinned)
        && !workspace.AreDifferent(slot.Group.Slots, other.Group.Slots);

    private static bool IsAlone(Slot slot) => !slot.Group.Slots.Exists(other => other != slot && other.IsLive);

    // Dated after the feed's balance began to count: then that balance has judged it.
    private static bool IsVouchedFor(MatchWorkspace workspace, Slot slot) =>
        workspace.FeedState(slot.FeedId) is { IsWitness: true, Agreements: >= FeedMatchState.AgreementsToJudge } feed
        && slot.Reading.Date > feed.OpeningOn;

    private static bool IsWitnessed(MatchWorkspace workspace, Slot slot) =>
        slot.Group.Slots.Exists(other =>
            other != slot
            && other.IsPosted
            && workspace.FeedState(other.FeedId) is { IsWitness: true } feed
            && feed.Covers(slot.Reading.Date, CoveredDays)
        );

    // No other feed has one of that amount near that has no counterpart here; and where both came at once, as nothing
    // tells which repeats which, the amount is no habit, or this one only is left over when all have long been told.
    private static bool IsOnlySurplus(MatchWorkspace workspace, Slot slot, Slot twin)
    {
        var (ours, alone) = (0, 0);
        foreach (var other in workspace.Slots)
        {
            if (
                !other.IsLive
                || other.Reading.Amount != slot.Reading.Amount
                || Math.Abs(other.Reading.Date.DayNumber - slot.Reading.Date.DayNumber) > PairEvidence.DaysMax
            )
            {
                continue;
            }

            if (other.FeedId == slot.FeedId)
            {
                ours++;
                alone += IsAlone(other) ? 1 : 0;
            }
            else if (other.Group.Of(slot.FeedId) is not { IsLive: true })
            {
                return false;
            }
        }

        var age = workspace.Request.AsOf.DayNumber - slot.Reading.Date.DayNumber;
        return slot.Oldest.FirstSeenAt > twin.Oldest.FirstSeenAt || ours == 2 || (alone == 1 && age >= SettledDays);
    }

    // What the feed's opening balance had taken for a second transaction was none.
    private static void Recount(MatchWorkspace workspace, Slot alone)
    {
        if (workspace.FeedState(alone.FeedId) is { Opening: { } opening } feed && !alone.IsNew)
        {
            var isOurs = alone.FeedId == workspace.Request.FeedId;
            workspace.Set(
                alone.FeedId,
                feed with
                {
                    Opening = opening + alone.Reading.Amount,
                    Unexplained = feed.Unexplained == 0 ? 0 : feed.Unexplained + alone.Reading.Amount,
                    PostedSum = isOurs ? feed.PostedSum : feed.PostedSum - alone.Reading.Amount,
                }
            );
        }
    }
}
