using Mingus.Ledger.Match.Assign;
using Mingus.Ledger.Match.Evidence;

namespace Mingus.Ledger.Match;

/// <summary>
/// What speaks for a new record of a feed taking over from an earlier one. An update of many records meets all that
/// wait: what tells two apart without reading their texts is asked first, and what concerns one of them alone is worked
/// out once.
/// </summary>
internal sealed class SuccessionWeights
{
    /// <summary>Prior odds and the cost of a wrong join: what the evidence must exceed.</summary>
    private const double Threshold = 2.5;

    /// <summary>Withdrawn by the very update that brings the successor: it made room for something.</summary>
    private const double WithdrawnNow = 2.5;

    /// <summary>Days a posted record may be dated before its pending one (a zone, a bank's cut-off).</summary>
    private const int DaysBeforeMax = 1;

    /// <summary>The same for one that was told after its pending one: some aggregators date what is posted by the
    /// holder's day.</summary>
    private const int DaysBeforeToldMax = 5;

    private const int DaysAfterMax = 14;

    /// <summary>Days by which a record that comes back under a new id may be dated otherwise.</summary>
    private const int DaysRetoldMax = 2;

    /// <summary>What it is worth that a pending record has waited so long that nearly all have become posted.</summary>
    private const double WaitedWorth = 2.5;

    private const int WaitedDays = 8;

    /// <summary>A posted record is hardly ever dated before its pending one.</summary>
    private const double PostedBefore = 2.5;

    /// <summary>Days within which pending records of one amount compete.</summary>
    private const int RivalDays = 5;

    /// <summary>Days after which a feed that nothing is heard of will not withdraw its pending records any
    /// more.</summary>
    private const int SilentDays = 15;

    private readonly MatchWorkspace _workspace;
    private readonly PairRates _rates;
    private readonly Told[] _predecessors;
    private readonly double[] _awaited;
    private readonly Dictionary<(int Successor, int Predecessor), double> _scores = [];

    public SuccessionWeights(
        MatchWorkspace workspace,
        FeedId feedId,
        Dictionary<Slot, bool> holds,
        List<Slot> predecessors
    )
    {
        _workspace = workspace;
        _rates = workspace.RatesOf(feedId, feedId);
        _predecessors = [.. predecessors.Select(static slot => new Told(slot))];
        _awaited = [.. predecessors.Select(slot => Awaited(workspace, holds, slot))];
    }

    /// <summary>Gives the assignment every pair that may be one; answers the weights of those and of pairs of one
    /// amount that nearly fit.</summary>
    public Dictionary<(int Successor, int Predecessor), double> Weigh(
        List<Slot> successors,
        SparseAssignment assignment
    )
    {
        for (var i = 0; i < successors.Count; i++)
        {
            var later = new Told(successors[i]);
            for (var j = 0; j < _predecessors.Length; j++)
            {
                if (MayFollow(later, _predecessors[j]) && WeightOf(later, j) is { } weight)
                {
                    _scores[(i, j)] = weight;
                    assignment.Add(i, j, weight);
                }
            }
        }

        return _scores;
    }

    /// <summary>Days since a record's day, by the data of its own feed while that feed is heard of.</summary>
    public static int AgeOf(MatchWorkspace workspace, Slot slot)
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
    private static bool MayFollow(in Told later, in Told earlier)
    {
        var days = later.Day - earlier.Day;
        var becomesPosted = earlier.IsPending && !later.IsPending;
        return (becomesPosted ? IsDatedToFollow(later, earlier, days) : Math.Abs(days) <= DaysRetoldMax)
            && (later.Amount == earlier.Amount || (becomesPosted && !AreOtherMerchants(earlier, later)))
            && (later.Slot.IsPosted || (!earlier.Slot.IsLive && earlier.IsPending))
            && later.Slot != earlier.Slot;
    }

    private static bool IsDatedToFollow(in Told later, in Told earlier, int days) =>
        days is >= -DaysBeforeToldMax and <= DaysAfterMax
        && (days >= -DaysBeforeMax || later.FirstSeenAt > earlier.FirstSeenAt);

    private double? WeightOf(in Told later, int predecessor)
    {
        ref readonly var earlier = ref _predecessors[predecessor];
        var (was, becomes) = (earlier.Reading.Shown.Content.Amount, later.Reading.Shown.Content.Amount);
        var becomesPosted = earlier.IsPending && !later.IsPending;
        double score;
        if (was == becomes)
        {
            if (AreDifferent(later.Slot, earlier.Slot))
            {
                return null;
            }

            var pair = PairComparison.Of(earlier.Reading, later.Reading);
            score = PairEvidence.OfEqualAmounts(pair, _rates, RivalsOf(predecessor));
        }
        else if (
            becomesPosted
            && AmountChange.Worth(was, becomes) is { } change
            && !AreTwoElsewhere(later.Slot.Group, earlier.Slot.Group)
            && !AreDifferent(later.Slot, earlier.Slot)
        )
        {
            var pair = PairComparison.Of(earlier.Reading, later.Reading);
            score = PairEvidence.OfChangedAmounts(pair, _rates, change);
        }
        else
        {
            return null;
        }

        var isBefore = becomesPosted && later.Day < earlier.Day;
        return score - (isBefore ? PostedBefore : 0) + _awaited[predecessor] - Threshold;
    }

    private bool AreDifferent(Slot successor, Slot predecessor) =>
        _workspace.AreDifferent([successor], predecessor.Group.Slots);

    // How many that wait have its amount near its day, itself counted.
    private int RivalsOf(int predecessor)
    {
        var (amount, day) = (_predecessors[predecessor].Amount, _predecessors[predecessor].Day);
        return _predecessors.Count(rival => rival.Amount == amount && Math.Abs(rival.Day - day) <= RivalDays);
    }

    // By the ids that one provider gives merchants; texts are compared later, which costs more.
    private static bool AreOtherMerchants(in Told one, in Told other) =>
        one.MerchantEntityId is { } id && other.MerchantEntityId is { } otherId && id != otherId;

    // Another feed tells of both as posted: then they are two.
    private static bool AreTwoElsewhere(Group one, Group other) =>
        one != other
        && one.Slots.Exists(slot =>
            slot.IsPosted && other.Of(slot.FeedId) is { IsPosted: true } theirs && theirs != slot
        );

    // What is asked of each pair, at hand.
    private readonly struct Told(Slot slot)
    {
        public readonly Slot Slot = slot;
        public readonly Reading Reading = slot.Reading;
        public readonly int Day = slot.Reading.Date.DayNumber;
        public readonly DateTimeOffset FirstSeenAt = slot.Oldest.FirstSeenAt;
        public readonly long Amount = slot.Reading.Amount;
        public readonly bool IsPending = slot.Reading.IsPending;
        public readonly string? MerchantEntityId = slot.Reading.MerchantEntityId;
    }
}
