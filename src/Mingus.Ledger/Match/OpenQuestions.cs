using Mingus.Ledger.Match.Evidence;

namespace Mingus.Ledger.Match;

/// <summary>
/// What matching has not finished with: a pending record without its posted one, a transaction that another feed still
/// may tell of, a pair not sure enough to join. They are looked at again with every update of the account, and given up
/// by the data's day; what a balance contradicts stays.
/// </summary>
internal static class OpenQuestions
{
    /// <summary>Days that a question stays open behind the data of the feed that has to answer it.</summary>
    private const int OpenDays = 30;

    /// <summary>Days that a withdrawn record without a successor may still get one.</summary>
    private const int WithdrawnDays = 14;

    /// <summary>Open questions an account keeps; the oldest are given up first, findings last.</summary>
    private const int QuestionsMax = 500;

    /// <summary>Days within a feed's history from which on its silence contradicts another feed.</summary>
    private const int SilenceDays = 10;

    /// <summary>The open questions after an update: those of the neighbourhood that are still open, and those that were
    /// not looked at; but a rival that an update with news did not need has nothing left to follow.</summary>
    public static List<UnsettledTransaction> After(
        MatchWorkspace workspace,
        Dictionary<FeedId, FeedMatchState> feeds,
        Dictionary<Group, TransactionId> ids
    )
    {
        var hasNews = workspace.Slots.Count > 0;
        var unsettled = workspace
            .State.Unsettled.Where(open => !workspace.Holds(open.Id) && !(open.IsRival && hasNews))
            .ToList();
        foreach (var (group, id) in ids)
        {
            if (Question(workspace, group, feeds) is { } question)
            {
                unsettled.Add(question with { Id = id });
            }
        }

        return unsettled.Count <= QuestionsMax
            ? unsettled
            :
            [
                .. unsettled
                    .OrderByDescending(open => open.IsContradicted)
                    .ThenByDescending(open => open.Date)
                    .Take(QuestionsMax),
            ];
    }

    private static UnsettledTransaction? Question(
        MatchWorkspace workspace,
        Group group,
        Dictionary<FeedId, FeedMatchState> feeds
    )
    {
        UnsettledTransaction? question = null;
        foreach (var slot in group.Slots)
        {
            var date = slot.Reading.Date;
            if (slot.IsPosted && slot.Reading.Amount != 0 && IsContradicted(group, date, feeds))
            {
                var mayBeRetold = workspace.Suspects.Contains(slot);
                return new UnsettledTransaction(default, slot.FeedId, date, IsContradicted: true, mayBeRetold);
            }

            if (workspace.Suspects.Contains(slot))
            {
                return new UnsettledTransaction(default, slot.FeedId, date, MayBeRetold: true);
            }

            if (slot.IsPosted ? MayComeElsewhere(group, date, feeds) : AwaitsItsPosted(slot, feeds))
            {
                question = new UnsettledTransaction(default, slot.FeedId, date);
            }
            else if (workspace.Open.Contains(slot))
            {
                question ??= new UnsettledTransaction(default, slot.FeedId, date, IsRival: slot.IsPosted);
            }
        }

        return question;
    }

    private static bool AwaitsItsPosted(Slot slot, Dictionary<FeedId, FeedMatchState> feeds) =>
        !feeds.TryGetValue(slot.FeedId, out var feed)
        || slot.Reading.Date.DayNumber >= feed.AsOf.DayNumber - (slot.IsLive ? OpenDays : WithdrawnDays);

    private static bool MayComeElsewhere(Group group, DateOnly date, Dictionary<FeedId, FeedMatchState> feeds)
    {
        foreach (var (feedId, feed) in feeds)
        {
            if (
                group.Of(feedId) is null
                && feed.First is { } first
                && first.DayNumber <= date.DayNumber + PairEvidence.DaysMax
                && feed.AsOf.DayNumber >= date.DayNumber - PairEvidence.DaysMax
                && feed.AsOf.DayNumber <= date.DayNumber + OpenDays
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsContradicted(Group group, DateOnly date, Dictionary<FeedId, FeedMatchState> feeds)
    {
        foreach (var (feedId, feed) in feeds)
        {
            if (
                feed.IsWitness
                && feed.Agreements >= FeedMatchState.AgreementsToJudge
                && feed.Covers(date, SilenceDays)
                && group.Of(feedId) is not { IsPosted: true }
            )
            {
                return true;
            }
        }

        return false;
    }
}
