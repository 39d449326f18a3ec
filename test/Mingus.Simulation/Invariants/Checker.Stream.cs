using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Simulation.Bank;
using Mingus.Simulation.Memory;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Invariants;

/// <summary>Invariants 1 and 3: the cursor, its changes, and the same again.</summary>
internal sealed partial class Checker
{
    private const int RepeatedEvery = 4;

    private void Invariant_1_the_cursor_and_its_changes_go_together(Written written, SyncCommit commit)
    {
        var stored = written.User.Connections[commit.Connection.Id];
        var item = world.Bank.Item(stored.Connection.ItemId);
        var before = PositionOf(written.Before?.Cursor);
        var after = PositionOf(stored.Connection.Cursor);
        if (after > item.Head)
        {
            Fail($"1: the cursor {stored.Connection.Cursor} was never given");
            return;
        }

        for (var position = Math.Min(before, after); position < after; position++)
        {
            CheckRow(written.User, stored, item, item.Log[position].Id);
        }

        foreach (var change in commit.Plan.Records)
        {
            if (
                written.User.Feeds.TryGetValue(change.After.FeedId, out var feed)
                && feed.ConnectionId == stored.Connection.Id
            )
            {
                CheckRow(written.User, stored, item, change.After.ProviderTransactionId);
            }
        }
    }

    private void Invariant_1_every_row_is_as_the_cursor_says(UserLedger user, StoredConnection stored)
    {
        var item = world.Bank.Item(stored.Connection.ItemId);
        foreach (var id in item.Versions.Keys)
        {
            CheckRow(user, stored, item, id);
        }
    }

    // A row is as it was told at the cursor, or later as far as a window has shown it.
    private void CheckRow(UserLedger user, StoredConnection stored, BankItem item, string id)
    {
        if (!item.Versions.TryGetValue(id, out var versions))
        {
            Fail($"1: the bank never told {id}");
            return;
        }

        var position = PositionOf(stored.Connection.Cursor);
        var shown = Math.Max(position, item.ShownByWindow.GetValueOrDefault(id));
        var at = versions.FindLast(v => v.Position <= position);
        var feed = user.Feeds.Values.FirstOrDefault(f =>
            f.ConnectionId == stored.Connection.Id && f.ProviderAccountId == versions[0].Account
        );
        var record = feed is null ? null : user.Records.GetValueOrDefault(new RecordKey(feed.Id, id));
        var live = record is { IsLive: true } ? record.Content : null;
        if (IsRight(live, at) || versions.Exists(v => v.Position > position && v.Position <= shown && IsRight(live, v)))
        {
            return;
        }

        if (
            (at is { IsUnreadable: true } && user.Quarantine.Values.Any(q => q.ProviderTransactionId == id))
            || (at?.Content is null && live is not null && feed is not null && MayStay(user, item, feed, live))
        )
        {
            return;
        }

        Fail(
            $"1: {id} at {stored.Connection.Cursor} reads {Say(live)}, and the bank told "
                + (at is { IsUnreadable: true } ? "what nobody can read" : Say(at?.Content))
        );
    }

    private static bool IsRight(RecordContent? live, Told? told) =>
        told is null ? live is null : !told.IsUnreadable && live == told.Content;

    // What vanished while the cursor was lost stays where the replay could not be believed, or not look so far back.
    private static bool MayStay(UserLedger user, BankItem item, Feed feed, RecordContent live)
    {
        var isDoubted = user.Findings.Values.Any(f =>
            f.Check == "replay_misses_records"
            && f.State != FindingState.Resolved
            && f.ConnectionId == feed.ConnectionId
        );
        return item.CursorsLost > 0
            && (
                isDoubted
                || !item.Live().Any(row => row.Account == feed.ProviderAccountId && row.Content!.Date <= live.Date)
            );
    }

    private static string Say(RecordContent? content) =>
        content is null ? "nothing" : $"{content.Amount} {content.Date} {content.Description} {content.IsPending}";

    private void Invariant_3_an_update_again_changes_nothing(Written written, SyncCommit commit)
    {
        var user = written.User;
        var stored = user.Connections[commit.Connection.Id];
        if (
            commit.Plan.NextCursor is null
            || user.Version % RepeatedEvery != 0
            || UpdateOf(user, commit, written.Before?.Cursor) is not { } update
        )
        {
            return;
        }

        var again = PlanAgain(user, stored, commit, update);
        var first = again.Records.Count > 0 ? again.Records[0] : null;
        var what =
            first is not null ? $"{again.Records.Count} records, {first.Kind} {first.After.ProviderTransactionId}"
            : again.Balances.Count > 0 ? "balances"
            : again.Decisions.Count > 0 ? "decisions"
            : again.NewFeeds.Count > 0 ? "feeds"
            : null;
        if (what is not null)
        {
            Fail($"3: the same update of {stored.Connection.ItemId} again changes {what}");
        }
    }

    private ProviderUpdate? UpdateOf(UserLedger user, SyncCommit commit, string? origin)
    {
        var node = world.NodeNamed(user.Runs[commit.Run.Id].Node);
        var pages = node?.Ports.Provider.PagesOf(commit.Connection.ItemId) ?? [];
        return pages.Count == 0 || pages[^1].HasMore || pages[^1].NextCursor != commit.Plan.NextCursor
            ? null
            : new ProviderUpdate
            {
                OriginCursor = origin,
                NextCursor = pages[^1].NextCursor,
                History = pages[^1].History,
                Accounts = pages[^1].Accounts,
                Changes = [.. pages.SelectMany(static p => p.Changes)],
                Unreadable = [.. pages.SelectMany(static p => p.Unreadable)],
                Pages = pages.Count,
            };
    }

    private SyncPlan PlanAgain(UserLedger user, StoredConnection stored, SyncCommit commit, ProviderUpdate update)
    {
        var connection = stored.Connection;
        var known = world.Database.ContextOf(user.Id, connection.Id)!;
        var context = new PlanContext(connection.Id, commit.Run.Id, known.Feeds, world.Clock.Now, connection.DataAsOf)
        {
            OpenFindings = known.OpenFindings,
            Asked = new HistoryAsked(
                DateOnly.FromDateTime(connection.CreatedAt.UtcDateTime),
                Days: 730,
                connection.History
            ),
        };
        var names = PlanNeeds.Of(known.Feeds, update);
        var store = new MemoryStore(world.Database, "check", world.Clock, new Lapses());
        var slice = store.LoadSlice(new SliceRequest(user.Id, connection.Id, names), CancellationToken.None).Result;
        var open = TransactionsPlanner.Open(context, slice, update, replay: null);
        var neighbours =
            open.Needs.Count == 0
                ? []
                : store.LoadNeighbours(user.Id, open.Needs, CancellationToken.None).Result.Records;
        return open.Complete(neighbours);
    }
}
