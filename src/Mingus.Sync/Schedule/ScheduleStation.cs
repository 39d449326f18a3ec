using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Decide;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Schedule;

/// <summary>What a commit writes of the schedule: the connection with its due time, and what was learned.</summary>
internal readonly record struct Scheduled(Connection After, byte[]? Rhythm);

/// <summary>
/// Learns from a run what belongs in its commit, and plans the next check. Pure but for what the timetable knows: a
/// plan made again from the same context learns the same, once.
/// </summary>
internal sealed class ScheduleStation(Timetable timetable)
{
    /// <summary>After a part of a run that went well.</summary>
    public Scheduled AfterPart(RunSession session, Decided decided, SyncWork part)
    {
        var rhythm = RhythmCodec.Read(session.Rhythm);
        var institution = timetable.Of(decided.After);
        var hasLearned = part.HasFlag(SyncWork.Transactions);
        if (hasLearned)
        {
            Learn(session, decided, rhythm, institution);
        }

        var after = IsRegular(decided.After)
            ? With(decided.After, Plan(decided.After, rhythm, institution, session))
            : decided.After;
        return new(after, hasLearned ? RhythmCodec.Write(rhythm) : null);
    }

    /// <summary>After a run that ended without one: its call was spent all the same.</summary>
    public static byte[]? AfterNothing(RunSession session)
    {
        if (session.ProviderCalls == 0 || !IsScheduled(session.Run) || session.Rhythm is null)
        {
            return null;
        }

        var rhythm = RhythmCodec.Read(session.Rhythm);
        rhythm.Calls = rhythm.Calls.With(Today(session.Now));
        return RhythmCodec.Write(rhythm);
    }

    private Due Plan(Connection after, ConnectionRhythm rhythm, InstitutionKnowledge institution, RunSession session) =>
        RegularCheck.Plan(after, rhythm, institution, timetable.CallHours, session.Context.Settings, session.Now);

    private static void Learn(
        RunSession session,
        Decided decided,
        ConnectionRhythm rhythm,
        InstitutionKnowledge institution
    )
    {
        var now = WeekHour.Of(session.Now);
        if (IsScheduled(session.Run))
        {
            rhythm.Calls = rhythm.Calls.With(Today(session.Now));
        }

        var feeds = session.FeedsAfter(decided.Plan).Where(static f => f.Feed.GoneSince is null);
        var live = feeds.Select(static f => f.Feed.Id.Value).ToHashSet();
        foreach (var gone in rhythm.Accounts.Keys.Where(id => !live.Contains(id)).ToList())
        {
            rhythm.Accounts.Remove(gone);
        }

        foreach (var added in live.Where(id => !rhythm.Accounts.ContainsKey(id)))
        {
            rhythm.Accounts.Add(added, new AccountRhythm());
        }

        var news = NewsOf(decided.Plan);
        foreach (var (feed, records) in news)
        {
            rhythm.Accounts.GetValueOrDefault(feed)?.LearnAmounts(records);
        }

        if (IsHistory(session))
        {
            foreach (var (feed, records) in news)
            {
                rhythm.Accounts.GetValueOrDefault(feed)?.Begin(records, now, institution);
            }

            rhythm.LastCheck = now;
            return;
        }

        foreach (var at in session.Context.NewsAt.Select(WeekHour.Of).Where(at => at > rhythm.LastCheck && at <= now))
        {
            rhythm.Webhook(at, institution);
        }

        var knownUpTo = decided.After.DataAsOf is { } asOf ? WeekHour.Of(asOf) : now;
        rhythm.Checked(now, knownUpTo, news, institution);
    }

    // What came before the first check, and what a replay brings again, says nothing of when it appeared.
    private static bool IsHistory(RunSession session) =>
        session.Connection.Cursor is null
        || session.Connection.History is HistoryStatus.NotReady or HistoryStatus.Initial
        || session.Run.Work.HasFlag(SyncWork.WholeStream);

    private static Dictionary<Guid, IReadOnlyList<NewRecord>> NewsOf(SyncPlan plan) =>
        plan
            .Records.Where(static change => change.Before is null)
            .GroupBy(static change => change.After.FeedId.Value)
            .ToDictionary(
                static feed => feed.Key,
                static IReadOnlyList<NewRecord> (feed) => [.. feed.Select(static change => NewOf(change.After.Content))]
            );

    /// <summary>A record as rhythms learn from it.</summary>
    internal static NewRecord NewOf(RecordContent content) =>
        new(
            (content.Details.AuthorizedAt ?? content.Details.At) is { } at ? WeekHour.Of(at) : null,
            CounterpartyOf(content.MerchantName ?? content.Description),
            WeekHour.DayOf(content.Date)
        )
        {
            Minor = content.Amount.Minor,
        };

    // FNV-1a over the letters: numbers in descriptions differ from month to month.
    private static ulong CounterpartyOf(string name)
    {
        var hash = 14_695_981_039_346_656_037;
        foreach (var letter in name)
        {
            if (char.IsLetter(letter))
            {
                hash = unchecked((hash ^ char.ToUpperInvariant(letter)) * 1_099_511_628_211);
            }
        }

        return hash;
    }

    private static bool IsRegular(Connection after) =>
        after.Status == ConnectionStatus.Healthy && after.NextDueReason == NextDue.RegularReason;

    private static bool IsScheduled(Run run) => run.Trigger is RunTrigger.Schedule or RunTrigger.Webhook;

    private static int Today(DateTimeOffset now) => WeekHour.DayOf(DateOnly.FromDateTime(now.UtcDateTime));

    private static Connection With(Connection connection, Due due) =>
        connection with
        {
            NextDueAt = due.At,
            NextDueReason = due.Reason,
        };
}
