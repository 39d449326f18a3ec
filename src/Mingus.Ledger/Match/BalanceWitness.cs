namespace Mingus.Ledger.Match;

/// <summary>
/// Lets the balance decide what content cannot (invariants 4 and 5). What the balance exceeds the feed's posted records
/// by is explained, where it can be, by the fewest of these: a record told twice under two ids counts once; a record
/// that was wrong or missing when the first balance was taken corrects what was there before. Nothing else is
/// absorbed: what stays unexplained is the verdict.
/// </summary>
internal sealed class BalanceWitness(MatchWorkspace workspace)
{
    private const string Rule = "balance_witness";

    /// <summary>Every subset of the candidates is tried; more of them would also let chance sums decide.</summary>
    private const int CandidatesMax = 14;

    /// <summary>A record dated this many days before the first balance was counted in it.</summary>
    private const int LateDaysMin = 3;

    /// <summary>Agreements are counted so far; more say nothing more.</summary>
    private const int AgreementsMax = 3;

    /// <summary>Days after which a record that the balance counts already comes no more.</summary>
    private const int StoodDays = 21;

    private readonly FeedId _feedId = workspace.Request.FeedId;

    private bool _hasSuspects;

    // How a part of the difference comes about.
    private enum Cause
    {
        /// <summary>Told twice under two ids, counted once.</summary>
        Retold,

        /// <summary>Withdrawn by the provider, still counted by the bank: stays a difference.</summary>
        Withdrawn,

        /// <summary>Wrong or missing when the first balance was taken: what was there before is corrected.</summary>
        BeforeOpening,
    }

    // Value: what it explains of the difference. Twin: the slot it merges with when retold.
    private readonly record struct Explanation(Cause Cause, long Value, Slot Slot, Slot? Twin);

    /// <summary>The feed's state after the update, with its verdict.</summary>
    public FeedMatchState Judge(out string? cause)
    {
        var state = workspace.FeedState(_feedId)!;
        state = state with { PostedSum = state.PostedSum + PostedSums.ChangeOf(workspace) };
        cause = null;
        if (workspace.Request.Balance is not { } balance)
        {
            return state;
        }

        if (state.Opening is not { } opening)
        {
            return Open(state, balance);
        }

        var off = balance - state.PostedSum - opening;
        if (
            off != 0
            && (Explain(off, Candidates(mayBeRetold: true)) ?? ExplainNews(off - state.Off, state)) is { } explanations
        )
        {
            foreach (var explanation in explanations)
            {
                state = Follow(state, explanation);
            }

            off = balance - state.PostedSum - state.Opening!.Value;
        }

        var isSteady = off == state.Off && workspace.Moved;
        var mayBegin = state.Agreements == 0 ? !_hasSuspects : HasStood(state);
        if (off != 0 && state.AgreedOn is null && mayBegin && isSteady)
        {
            return Open(state, balance) with
            {
                Agreements = 1,
                AgreedOn = workspace.Request.AsOf,
                Unexplained = state.Unexplained + (IsLag(state) ? 0 : off),
            };
        }

        cause = off == 0 ? null : CauseOf(off);
        return state with
        {
            Off = off,
            OffSince = off == 0 ? null : state.OffSince ?? workspace.Request.AsOf,
            OffStoodSince =
                off == 0 ? null
                : off == state.Off ? state.OffStoodSince ?? workspace.Request.AsOf
                : workspace.Request.AsOf,
            Agreements = off == 0 || isSteady ? Math.Min(state.Agreements + 1, AgreementsMax) : state.Agreements,
            AgreedOn = off == 0 ? state.AgreedOn ?? workspace.Request.AsOf : state.AgreedOn,
        };
    }

    // Where counting begins. A first balance may be older than the records it came with: while none has agreed yet, a
    // second and third that agree with each other take its place.
    private FeedMatchState Open(FeedMatchState state, long balance) =>
        state with
        {
            Opening = balance - state.PostedSum,
            OpeningOn = workspace.Request.AsOf,
            Off = 0,
            OffSince = null,
            OffStoodSince = null,
        };

    // A first balance that is older than its records differs from all that follow by the same. Anything else that
    // came before the first agreement may as well be a record told twice.
    private static bool IsLag(FeedMatchState state) => state.Agreements == 0 && state.OffStoodSince == state.OffSince;

    // No record comes so late: what an old difference lacks is not what this update brings, which is judged apart.
    private bool HasStood(FeedMatchState state) =>
        state.OffStoodSince is { } since && workspace.Request.AsOf.DayNumber - since.DayNumber >= StoodDays;

    // Two that came at once may both be real: only what repeats a record known before is told twice without doubt.
    private List<Explanation>? ExplainNews(long difference, FeedMatchState state)
    {
        var candidates = Candidates(HasStood(state));
        candidates.RemoveAll(explanation => explanation is { Cause: Cause.Retold, Twin.IsNew: true });
        return Explain(difference, candidates);
    }

    private static List<Explanation>? Explain(long difference, List<Explanation> candidates) =>
        difference == 0 || candidates.Count is 0 or > CandidatesMax ? null : FewestThatSum(candidates, difference);

    // All subsets, cheapest first by what each explanation costs; a withdrawn record is what the provider itself told.
    private static List<Explanation>? FewestThatSum(List<Explanation> candidates, long difference)
    {
        var (best, bestCost) = (0, double.PositiveInfinity);
        for (var subset = 1; subset < 1 << candidates.Count; subset++)
        {
            var (rest, cost) = (difference, 0.0);
            for (var i = 0; i < candidates.Count; i++)
            {
                var isChosen = (subset >> i & 1) != 0;
                rest -= isChosen ? candidates[i].Value : 0;
                cost += candidates[i].Cause switch
                {
                    Cause.Withdrawn => isChosen ? 0.5 : 2,
                    Cause.Retold => isChosen ? (candidates[i].Twin!.IsNew ? 1.4 : 1) : 0,
                    _ => isChosen ? 1.5 : 0,
                };
            }

            if (rest == 0 && cost < bestCost)
            {
                (best, bestCost) = (subset, cost);
            }
        }

        return best == 0 ? null : [.. candidates.Where((_, i) => (best >> i & 1) != 0)];
    }

    // A record that arrives may end an older difference instead of making a new one. So what is told twice is judged by
    // the whole difference, until the older one has stood for long; while something else is off, it stays a suspect.
    // In the order in which they are tried: what the balance alone can tell, then what corrects the past.
    private List<Explanation> Candidates(bool mayBeRetold)
    {
        var posted = workspace.OfFeed(_feedId).Where(slot => slot.IsPosted).ToList();
        mayBeRetold &= workspace.FeedState(_feedId)!.Agreements >= FeedMatchState.AgreementsToJudge;
        var retold = new List<Explanation>();
        var withdrawn = new List<Explanation>();
        var late = new List<Explanation>();
        foreach (var slot in workspace.OfFeed(_feedId))
        {
            if (slot.IsPosted && CameWithTheDifference(slot) && Retelling.TwinOf(workspace, slot, posted) is { } twin)
            {
                if (mayBeRetold)
                {
                    retold.Add(new Explanation(Cause.Retold, -slot.Reading.Amount, slot, twin));
                }
                else
                {
                    Suspect(slot, twin);
                }
            }
            else if (slot.IsTouched && PostedSums.ChangeOf(slot) is var change and not 0)
            {
                if (!slot.IsPosted)
                {
                    withdrawn.Add(new Explanation(Cause.Withdrawn, -change, slot, Twin: null));
                }
                else if (IsBeforeOpening(slot))
                {
                    late.Add(new Explanation(Cause.BeforeOpening, -change, slot, Twin: null));
                }
            }
        }

        // What repeats a record known before, and comes long after its day, is likelier retold than two of one update.
        var byLikelihood = retold
            .OrderBy(explanation => explanation.Twin!.IsNew)
            .ThenBy(explanation => explanation.Slot.Reading.Date);
        return [.. byLikelihood, .. withdrawn, .. late];
    }

    // Looked at again once the balance has shown that it follows the records.
    private void Suspect(Slot slot, Slot twin)
    {
        _hasSuspects = true;
        workspace.Suspects.Add(slot);
        workspace.Suspects.Add(twin);
    }

    // A twin that the balance has long agreed with is a second transaction, not a record told twice.
    private bool CameWithTheDifference(Slot slot) => slot.IsNew || workspace.WasSuspect(slot.Group.Id);

    private bool IsBeforeOpening(Slot slot) =>
        workspace.FeedState(_feedId) is { } state
        && slot.Reading.Date.DayNumber <= state.OpeningOn.DayNumber - LateDaysMin;

    private FeedMatchState Follow(FeedMatchState state, Explanation explanation)
    {
        if (explanation.Cause == Cause.BeforeOpening)
        {
            // What was withdrawn while the first balance was corrected takes that back when it returns.
            var returned = state.Unexplained != 0 && !explanation.Slot.IsNew ? explanation.Value : 0;
            return state with
            {
                Opening = state.Opening + explanation.Value,
                Unexplained = state.Unexplained + returned,
            };
        }

        if (explanation.Twin is not { } twin)
        {
            return state;
        }

        var (from, into) =
            twin is { IsPinned: false }
            && (explanation.Slot.IsPinned || explanation.Slot.Group.Slots.Count > twin.Group.Slots.Count)
                ? (twin, explanation.Slot)
                : (explanation.Slot, twin);
        workspace.Merge(from, into, (Rule, 0, ["told twice by one feed", "the balance counts it once"]));
        return state with { PostedSum = state.PostedSum + explanation.Value };
    }

    private string CauseOf(long off)
    {
        foreach (var slot in workspace.OfFeed(_feedId))
        {
            if (!slot.IsPosted && PostedSums.ChangeOf(slot) == -off)
            {
                return "a withdrawn record is still counted by the bank";
            }

            if (slot is { IsLive: true, IsPosted: false } && slot.Reading.Amount == off)
            {
                return "a pending record is already counted by the bank";
            }
        }

        return off < 0 == workspace.Request.Balance < 0
            ? "a transaction is missing or one is counted that the bank does not have"
            : "one is counted that the bank does not have or a transaction is missing";
    }
}
