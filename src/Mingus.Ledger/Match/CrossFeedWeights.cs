using System.Runtime.InteropServices;
using Mingus.Ledger.Match.Evidence;

namespace Mingus.Ledger.Match;

/// <summary>
/// What speaks for two units being one transaction: the evidence of their best pair of readings, and what it is worth
/// that each feed would otherwise lack a transaction on a day that its history covers. A feed whose balance has agreed
/// lacks nothing: where two such feeds overlap, what one has the other has too.
/// </summary>
internal sealed class CrossFeedWeights(MatchWorkspace workspace)
{
    /// <summary>Prior odds and the cost of a false merge: what the evidence must exceed.</summary>
    private const double Threshold = 6.0;

    /// <summary>What speaks for leaving things as they are among equals.</summary>
    private const double Inertia = 0.4;

    /// <summary>What it is worth that a feed whose balance bears witness would otherwise lack the
    /// transaction.</summary>
    private const double MissedByWitness = 5.0;

    /// <summary>The same, for a feed that nothing vouches for.</summary>
    private const double MissedByOther = 2.0;

    /// <summary>Days from either end of a feed's history within which it may lack a transaction for no
    /// reason.</summary>
    private const int EdgeDays = 8;

    private readonly Dictionary<(long Amount, FeedId Feed), List<int>> _days = [];
    private readonly Dictionary<long, List<FeedId>> _feeds = [];
    private readonly Dictionary<Slot, int> _rivals = [];
    private long? _firstOpening;

    /// <summary>Counts a live slot as a rival of others of its amount. All are counted before any is asked.</summary>
    public void Count(Slot slot)
    {
        var amount = slot.Reading.Amount;
        ref var days = ref CollectionsMarshal.GetValueRefOrAddDefault(_days, (amount, slot.FeedId), out var isKnown);
        if (!isKnown)
        {
            days = new List<int>(2);
            ref var feeds = ref CollectionsMarshal.GetValueRefOrAddDefault(_feeds, amount, out _);
            (feeds ??= new List<FeedId>(2)).Add(slot.FeedId);
        }

        days!.Add(slot.Reading.Date.DayNumber);
    }

    /// <summary>How many readings of its amount are near in the feed that has most of them.</summary>
    public int RivalsOf(Slot slot)
    {
        ref var most = ref CollectionsMarshal.GetValueRefOrAddDefault(_rivals, slot, out var isKnown);
        if (!isKnown)
        {
            var day = slot.Reading.Date.DayNumber;
            foreach (var feed in _feeds[slot.Reading.Amount])
            {
                var near = 0;
                foreach (var other in CollectionsMarshal.AsSpan(_days[(slot.Reading.Amount, feed)]))
                {
                    near += Math.Abs(other - day) <= PairEvidence.DaysMax ? 1 : 0;
                }

                most = Math.Max(most, near);
            }
        }

        return most;
    }

    /// <summary>Whether some readings of the two are near enough in days to be compared.</summary>
    public static bool AreNear(MatchUnit one, MatchUnit other)
    {
        // Most pairs of a long history are far apart: that is seen without looking at their slots.
        var (left, right) = (one.Days, other.Days);
        if (left.First - right.Last > PairEvidence.DaysMax || right.First - left.Last > PairEvidence.DaysMax)
        {
            return false;
        }

        foreach (var slot in one.Slots)
        {
            foreach (var theirs in other.Slots)
            {
                if (AreNear(slot, theirs))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The weight for two units; positive speaks for one transaction.</summary>
    public double Of(MatchUnit one, MatchUnit other)
    {
        // Our own live slots are placed anew; all others of the transaction stay.
        if (workspace.AreDifferent(one.Slots, other.Group.Slots.Where(slot => Stays(slot, other))))
        {
            return double.NegativeInfinity;
        }

        var best = double.NegativeInfinity;
        foreach (var slot in one.Slots)
        {
            foreach (var theirs in other.Slots)
            {
                if (slot.FeedId == theirs.FeedId)
                {
                    return double.NegativeInfinity;
                }

                var weight =
                    EvidenceOf(slot, one.EventDate, theirs, other.EventDate)
                    + Missed(theirs.FeedId, slot)
                    + Missed(slot.FeedId, theirs);
                best = Math.Max(best, weight);
            }
        }

        return best - Threshold + (one.Group == other.Group ? Inertia : 0);
    }

    private bool Stays(Slot slot, MatchUnit unit) =>
        !slot.IsLive || slot.FeedId != workspace.Request.FeedId || unit.Slots.Contains(slot);

    private double EvidenceOf(Slot slot, DateOnly? ourEvent, Slot other, DateOnly? theirEvent)
    {
        var pair = MatchWorkspace.Compare(slot, ourEvent, other, theirEvent);
        var rates = workspace.RatesOf(slot.FeedId, other.FeedId);
        var (ours, theirs) = (slot.Reading, other.Reading);
        if (ours.Shown.Content.Amount == theirs.Shown.Content.Amount)
        {
            return PairEvidence.OfEqualAmounts(pair, rates, RivalsOf(slot));
        }

        var (pending, posted) = ours.IsPending ? (ours, theirs) : (theirs, ours);
        return
            pending.IsPending
            && !posted.IsPending
            && AmountChange.Worth(pending.Shown.Content.Amount, posted.Shown.Content.Amount) is { } change
            ? PairEvidence.OfChangedAmounts(pair, rates, change)
            : double.NegativeInfinity;
    }

    private static bool AreNear(Slot one, Slot other) =>
        Math.Abs(one.Reading.Date.DayNumber - other.Reading.Date.DayNumber) <= PairEvidence.DaysMax;

    // A day well inside a feed's history: that the feed lacks a transaction of it needs an explanation. Where both
    // histories begin with one balance they begin with one transaction: none is missing at the edge.
    private double Missed(FeedId feedId, Slot slot)
    {
        if (workspace.FeedState(feedId) is not { First: { } first, Last: { } last } feed)
        {
            return 0;
        }

        var day = slot.Reading.Date.DayNumber;
        var end = feed.IsWitness ? feed.AsOf.DayNumber : last.DayNumber;
        var begins = OpeningOf(feedId) is { } opening && opening == OpeningOf(slot.FeedId);
        var depth = Math.Min(begins ? EdgeDays : day - first.DayNumber, end - day);
        var worth = feed.IsWitness ? MissedByWitness : MissedByOther;
        return worth * Math.Clamp(depth, 0, EdgeDays) / EdgeDays;
    }

    // What the account held before the feed's history; of a feed that brings its history now, by the balance with it.
    private long? OpeningOf(FeedId feedId) =>
        workspace.FeedState(feedId) is { Opening: { } opening } ? opening
        : feedId == workspace.Request.FeedId ? _firstOpening ??= FirstOpening()
        : null;

    private long? FirstOpening() =>
        workspace.Request.Balance is { } balance
            ? balance - workspace.FeedState(workspace.Request.FeedId)!.PostedSum - PostedSums.ChangeOf(workspace)
            : null;
}
