using System.Globalization;
using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;
using Mingus.Sync.Schedule;

namespace Mingus.Sync.Decide;

/// <summary>What a commit changes of one account, for those who chose to be told.</summary>
/// <param name="Account">The account.</param>
/// <param name="Notices">What they chose.</param>
/// <param name="Before">Its balance before; null before the first.</param>
/// <param name="After">Its balance after; null while there is none.</param>
internal sealed record AccountFacts(Account Account, NoticeSettings Notices, Money? Before, Money? After)
{
    /// <summary>Transactions of the last days that nobody has seen before.</summary>
    public IReadOnlyList<Money> New { get; init; } = [];

    /// <summary>How many of them are far larger than the account's usual ones.</summary>
    public int Unusual { get; init; }
}

/// <summary>
/// What people are told of single accounts by their own choice. A balance is told of when it crosses the line, and the
/// notice goes when it crosses back; a transaction when it begins, never again when it posts or is replayed, and never
/// out of history: so that they stay few.
/// </summary>
internal static class AccountNotices
{
    /// <summary>Older transactions are history, however late they arrive.</summary>
    private const int NewDays = 7;

    /// <summary>The facts of those accounts of a connection that somebody watches.</summary>
    public static IReadOnlyList<AccountFacts> FactsOf(RunSession session, SyncPlan plan)
    {
        var stored = session.Context.Stored;
        if (!(stored.Own?.Notices.WatchesAccounts == true || stored.Accounts.Values.Any(IsWatched)))
        {
            return [];
        }

        var before = Balances(session.Context.Feeds);
        var news = NewsOf(session, plan);
        var rhythm = news.Count > 0 ? RhythmCodec.Read(session.Rhythm) : null;
        var facts = new List<AccountFacts>();
        foreach (var (account, after) in Balances(session.FeedsAfter(plan)).Values)
        {
            var notices = stored.Of(account.Id).Notices;
            if (notices.WatchesAccounts)
            {
                var fresh = news.Where(record => record.AccountId == account.Id).ToList();
                facts.Add(
                    new AccountFacts(account, notices, before.GetValueOrDefault(account.Id).Balance, after)
                    {
                        New = [.. fresh.Select(static record => record.Content.Amount)],
                        Unusual = fresh.Count(record => StandsOut(rhythm, record)),
                    }
                );
            }
        }

        return facts;
    }

    /// <summary>Tells what one account's holder chose to be told.</summary>
    public static void Tell(NotificationDraft draft, AccountFacts facts)
    {
        var (account, notices) = (facts.Account, facts.Notices);
        if (LineOf(notices.BalanceBelow) is { } least)
        {
            Cross(
                draft,
                facts,
                NotificationTopics.BalanceBelow,
                balance => balance.Amount < least,
                $"The balance of {account.Name} is below the amount you chose."
            );
        }

        if (LineOf(notices.BalanceAbove) is { } most)
        {
            Cross(
                draft,
                facts,
                NotificationTopics.BalanceAbove,
                balance => balance.Amount > most,
                $"The balance of {account.Name} is above the amount you chose."
            );
        }

        var large = LineOf(notices.LargeTransaction) is { } size
            ? facts.New.Count(amount =>
                amount.Currency == account.Currency && Math.Abs(amount.Amount) >= Math.Abs(size)
            )
            : 0;
        Tell(draft, account, NotificationTopics.LargeTransaction, large, "of the amount you chose, or more");
        // One that was told for its size is not told twice.
        var unusual = notices.UnusualTransaction && large == 0 ? facts.Unusual : 0;
        Tell(draft, account, NotificationTopics.UnusualTransaction, unusual, "far larger than usual");
    }

    private static void Cross(
        NotificationDraft draft,
        AccountFacts facts,
        string topic,
        Func<Money, bool> isBeyond,
        string text
    )
    {
        var was = facts.Before is { } before && isBeyond(before);
        var isNow = facts.After is { } after && isBeyond(after);
        if (isNow && !was)
        {
            draft.Tell(facts.Account.Id, topic, Severity.Warning, text);
        }
        else if (was && !isNow)
        {
            draft.Resolve(facts.Account.Id, topic);
        }
    }

    private static void Tell(NotificationDraft draft, Account account, string topic, int count, string what)
    {
        if (count > 0)
        {
            var text = count == 1 ? $"A transaction {what}" : $"{count} transactions {what}";
            draft.Tell(account.Id, topic, Severity.Info, $"{text}, on {account.Name}.");
        }
    }

    private static bool IsWatched(SyncSettings settings) => settings.Notices.WatchesAccounts;

    private static decimal? LineOf(string? text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var line) ? line : null;

    // Of several feeds, the newest balance is the account's.
    private static Dictionary<AccountId, (Account Account, Money? Balance)> Balances(IEnumerable<FeedState> feeds) =>
        feeds
            .GroupBy(static feed => feed.Account.Id)
            .ToDictionary(
                static group => group.Key,
                static group =>
                    (group.First().Account, group.MaxBy(static f => f.LastBalance?.AsOf)?.LastBalance?.Current)
            );

    // The first read of a feed brings history.
    private static List<FreshRecord> NewsOf(RunSession session, SyncPlan plan)
    {
        var isFirst = !session.Context.States.Any(static s =>
            s is { Work: SyncWork.Transactions, LastSuccessAt: not null }
        );
        if (isFirst || plan.Records.Count == 0)
        {
            return [];
        }

        var feeds = session.Context.Feeds.ToDictionary(static f => f.Feed.Id, static f => f.Account.Id);
        var since = DateOnly.FromDateTime(session.Now.UtcDateTime).AddDays(-NewDays);
        return
        [
            .. plan
                .Records.Where(change => change.BeginsTransaction && change.After.Content.Date >= since)
                .Where(change => feeds.ContainsKey(change.After.FeedId))
                .Select(change => new FreshRecord(
                    change.After.FeedId,
                    feeds[change.After.FeedId],
                    change.After.Content
                )),
        ];
    }

    private static bool StandsOut(ConnectionRhythm? rhythm, FreshRecord record) =>
        rhythm?.Accounts.GetValueOrDefault(record.FeedId.Value) is { } account
        && account.StandsOut(ScheduleStation.NewOf(record.Content));

    private readonly record struct FreshRecord(FeedId FeedId, AccountId AccountId, RecordContent Content);
}
