using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>Notifications at rest: written with the commit that makes them true, one a topic.</summary>
public abstract class StoreNotificationConformance(IStoreSubject subject)
{
    private static CancellationToken Token => StoreWorld.Token;

    [Fact]
    public async Task One_that_is_told_again_is_counted_and_unread_again()
    {
        var world = await World();
        var id = await Tell(world, "attention");
        Assert.True(await world.Node.Notifications.MarkRead(world.UserId, id, world.Now, Token));
        Assert.NotNull((await Read(world, id))!.ReadAt);

        await Tell(world, "attention");

        var told = await Read(world, id);
        Assert.Equal((2, null, null), (told!.Count, told.ReadAt, told.ResolvedAt));
        Assert.Equal("First Bank: \u00e9t\u00e9 \u0000.", told.Text);
        Assert.Single(await List(world));
    }

    [Fact]
    public async Task One_that_was_resolved_begins_anew_when_it_is_told()
    {
        var world = await World();
        var id = await Tell(world, "attention");
        await Commit(world, new NotificationChanges([], [id]));
        Assert.Equal(world.Now, (await Read(world, id))!.ResolvedAt);

        await Tell(world, "attention");

        var told = await Read(world, id);
        Assert.Equal((1, null), (told!.Count, told.ResolvedAt));
    }

    [Fact]
    public async Task A_commit_that_is_refused_tells_nothing()
    {
        var world = await World();
        var run = await world.Begin(world.NewRun());
        var stale = world.Connection with { Version = world.Connection.Version + 7 };

        var outcome = await world.Node.Store.Commit(CommitOf(world, run, Changes(world, "attention"), stale), Token);

        Assert.Equal(CommitResult.RunStale, outcome.Result);
        Assert.Empty(await List(world));
    }

    [Fact]
    public async Task The_open_ones_are_those_that_hold_and_are_unread()
    {
        var world = await World();
        var read = await Tell(world, "one");
        var resolved = await Tell(world, "two");
        var open = await Tell(world, "three");
        await world.Node.Notifications.MarkRead(world.UserId, read, world.Now, Token);
        await Commit(world, new NotificationChanges([], [resolved]));

        Assert.Equal([open], (await List(world, open: true)).Select(n => n.Id));
        Assert.Equal([open, resolved, read], (await List(world)).Select(n => n.Id));
    }

    [Fact]
    public async Task Pages_follow_one_another()
    {
        var world = await World();
        foreach (var topic in (string[])["one", "two", "three"])
        {
            await Tell(world, topic);
        }

        var seen = new List<NotificationId>();
        for (string? after = null; ; )
        {
            var request = new PageRequest(1, after);
            var page = (await world.Node.Notifications.Notifications(world.UserId, null, request, Token)).Value;
            seen.AddRange(page.Items.Select(n => n.Id));
            if ((after = page.Next) is null)
            {
                break;
            }
        }

        Assert.Equal((await List(world)).Select(n => n.Id), seen);
        Assert.Equal(3, seen.Count);
    }

    [Fact]
    public async Task Reading_one_is_told_once_and_anothers_is_not_found()
    {
        var world = await World();
        var other = await World();
        var id = await Tell(world, "attention");

        Assert.False(await other.Node.Notifications.MarkRead(other.UserId, id, world.Now, Token));
        Assert.True(await world.Node.Notifications.MarkRead(world.UserId, id, world.Now, Token));
        Assert.True(await world.Node.Notifications.MarkRead(world.UserId, id, world.Now.AddHours(1), Token));

        Assert.Single(await world.Events(), e => e.Type == "notification");
        Assert.Equal(world.Now, (await Read(world, id))!.ReadAt);
    }

    [Fact]
    public async Task A_connection_that_ends_asks_for_nothing_and_erased_leaves_nothing()
    {
        var world = await World();
        await Tell(world, "attention");

        await world.Node.Edits.Disconnect(world.UserId, world.Connection.Id, world.Now, Token);

        Assert.NotNull(Assert.Single(await List(world)).ResolvedAt);
        Assert.Equal(EraseResult.Erased, await world.Erase(world.Connection.Id));
        Assert.Empty(await List(world));
    }

    // Later than the ones before it, so that the order is certain.
    private static async Task<NotificationId> Tell(StoreWorld world, string topic)
    {
        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        var changes = Changes(world, topic);
        await Commit(world, changes);
        return changes.Told[0].Id;
    }

    private static NotificationChanges Changes(StoreWorld world, string topic) =>
        new(
            [
                new Notification
                {
                    Id = new NotificationId(
                        PrefixedId.Derive(DateTimeOffset.UnixEpoch, $"{world.Connection.Id} {topic}")
                    ),
                    Kind = NotificationKind.Actionable,
                    Severity = Severity.Error,
                    Topic = topic,
                    Text = "First Bank: \u00e9t\u00e9 \u0000.",
                    Action = ProblemActions.Relink,
                    ConnectionId = world.Connection.Id,
                    At = world.Now,
                },
            ],
            []
        );

    private static async Task Commit(StoreWorld world, NotificationChanges changes)
    {
        var run = await world.Begin(world.NewRun());
        var outcome = await world.Node.Store.Commit(CommitOf(world, run, changes, world.Connection), Token);
        Assert.Equal(CommitResult.Committed, outcome.Result);
        await world.Reload();
    }

    private static SyncCommit CommitOf(StoreWorld world, Run run, NotificationChanges changes, Connection after) =>
        new()
        {
            Connection = after,
            Run = run with { Status = RunStatus.Succeeded, EndedAt = world.Now },
            Plan = SyncPlan.Empty,
            Events = [],
            Notifications = changes,
            LeaseUntil = world.Now,
        };

    private static async Task<Notification?> Read(StoreWorld world, NotificationId id) =>
        (await world.Node.Notifications.Notification(world.UserId, id, Token)).Value;

    private static async Task<IReadOnlyList<Notification>> List(StoreWorld world, bool? open = null) =>
        (await world.Node.Notifications.Notifications(world.UserId, open, new PageRequest(100, null), Token))
            .Value
            .Items;

    private Task<StoreWorld> World() => StoreWorld.Create(subject.Node, subject.Time);
}
