using Mingus.Ledger.Match.Evidence;

namespace Mingus.Ledger.Match;

/// <summary>
/// What the available balance says of pending records. A bank that lists a purchase as pending takes it off what can be
/// spent, and puts it back when it posts or expires: so the difference of the two balances names the pending records
/// that still are, even where the provider goes on listing those that have posted.
/// </summary>
internal static class HoldWitness
{
    /// <summary>Agreements from which on the difference may judge: some banks do not hold what they list.</summary>
    private const int AgreementsToJudge = 2;

    /// <summary>Agreements are counted so far; more say nothing more.</summary>
    private const int AgreementsMax = 4;

    /// <summary>Every subset is tried; more of them would also let chance sums decide.</summary>
    private const int PendingMax = 14;

    /// <summary>Days after which a hold has mostly ended.</summary>
    private const int OldDays = 8;

    /// <summary>Days before and after a pending record in which its posted one may be dated.</summary>
    private const int DaysBeforeMax = 1;

    private const int DaysAfterMax = 14;

    /// <summary>By how much the best explanation has to be cheaper than one that names other amounts.</summary>
    private const double Margin = 0.7;

    // Costs of a fate: a posted record that fits, or time, speaks for the other one; nothing does. Among equals the
    // older one went first.
    private const double Likely = 1.2;
    private const double Unlikely = 2.5;
    private const double OlderFirst = 0.01;

    // What each fate of a pending record costs in an explanation.
    private readonly record struct Candidate(long Amount, double Held, double Released);

    /// <summary>Says of each live pending record of the feed whether the bank still holds its amount, as far as the
    /// balances tell. Others are not in it.</summary>
    public static Dictionary<Slot, bool> Judge(MatchWorkspace workspace)
    {
        var judged = new Dictionary<Slot, bool>();
        var feedId = workspace.Request.FeedId;
        if (workspace.Request.Held is not { } held || !KnowsAll(workspace))
        {
            return judged;
        }

        var pending = workspace.OfFeed(feedId).Where(IsPending).ToList();
        if (pending.Count is 0 or > PendingMax)
        {
            return judged;
        }

        var fates = Explain(workspace, pending, held);
        var agreements = Agreements(workspace.FeedState(feedId)!, pending, held, isPossible: fates.Count > 0);
        workspace.Set(feedId, workspace.FeedState(feedId)! with { HoldAgreements = agreements });
        if (agreements >= AgreementsToJudge && fates.Count == 1)
        {
            for (var i = 0; i < pending.Count; i++)
            {
                judged.Add(pending[i], (fates[0] >> i & 1) == 0);
            }
        }

        return judged;
    }

    // To hold nothing while nothing is listed proves nothing.
    private static int Agreements(FeedMatchState feed, List<Slot> pending, long held, bool isPossible) =>
        !isPossible ? Math.Max(0, feed.HoldAgreements - 1)
        : held != 0 && pending.Sum(slot => slot.Reading.Amount) == held
            ? Math.Min(feed.HoldAgreements + 1, AgreementsMax)
        : feed.HoldAgreements;

    private static bool IsPending(Slot slot) =>
        slot is { IsLive: true, IsPosted: false } && slot.Reading.Amount != 0 && slot.Reading.IsPending;

    // An update that brought nothing does not load what waits.
    private static bool KnowsAll(MatchWorkspace workspace) =>
        workspace.State.Unsettled.All(open => workspace.Holds(open.Id));

    // The cheapest choice of released records, as bits, after which what is held is explained; two where different
    // amounts explain it as well, none where nothing does.
    private static List<int> Explain(MatchWorkspace workspace, List<Slot> pending, long held)
    {
        // A purchase and its reversal cancel out; amounts of one sign do not.
        var isOneSign = pending.TrueForAll(slot => Math.Sign(slot.Reading.Amount) == Math.Sign(held));
        if (isOneSign && pending.Sum(slot => slot.Reading.Amount) == held)
        {
            return [0];
        }

        var candidates = pending.ConvertAll(slot => CandidateOf(workspace, slot));
        var explanations = new List<(int Released, double Cost, long Amounts)>();
        for (var released = 0; released < 1 << candidates.Count; released++)
        {
            var (rest, cost, amounts) = (held, 0.0, 0L);
            for (var i = 0; i < candidates.Count; i++)
            {
                var (amount, heldCost, releasedCost) = candidates[i];
                var isReleased = (released >> i & 1) != 0;
                rest -= isReleased ? 0 : amount;
                cost += isReleased ? releasedCost : heldCost;
                amounts += isReleased ? unchecked(amount * amount) : 0;
            }

            if (rest == 0)
            {
                explanations.Add((released, cost, amounts));
            }
        }

        if (explanations.Count == 0)
        {
            return [];
        }

        var best = explanations.MinBy(explanation => explanation.Cost);
        var rival = explanations.FindIndex(other => other.Amounts != best.Amounts && other.Cost < best.Cost + Margin);
        return rival < 0 ? [best.Released] : [best.Released, explanations[rival].Released];
    }

    // A posted record that fits makes it likelier that the hold has ended; so does time.
    private static Candidate CandidateOf(MatchWorkspace workspace, Slot slot)
    {
        var age = workspace.Request.AsOf.DayNumber - slot.Reading.Date.DayNumber;
        var fits = double.PositiveInfinity;
        foreach (var other in workspace.OfFeed(slot.FeedId))
        {
            var days = other.Reading.Date.DayNumber - slot.Reading.Date.DayNumber;
            if (!other.IsPosted || other.Records.Count > 1 || days is < -DaysBeforeMax or > DaysAfterMax)
            {
                continue;
            }

            var (was, becomes) = (slot.Reading.Shown.Content.Amount, other.Reading.Shown.Content.Amount);
            fits =
                was == becomes ? 0
                : AmountChange.Worth(was, becomes) is not null ? Math.Min(fits, Likely)
                : fits;
        }

        var isOld = age >= OldDays;
        var released = Math.Min(fits, isOld ? Likely : Unlikely);
        return new Candidate(
            slot.Reading.Amount,
            (fits == 0 ? Likely : 0) + (isOld ? Likely : 0) + (age * OlderFirst),
            released
        );
    }
}
