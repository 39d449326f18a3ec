using System.Security.Cryptography;
using System.Text;
using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>Webhooks at rest, and how they and the commits of runs move one due time.</summary>
public abstract class StoreWebhookConformance(IStoreSubject subject)
{
    private static readonly Problem Renew = new("consent_ends", "Renew it.", ProblemActions.Renew);

    private static CancellationToken Token => StoreWorld.Token;

    [Fact]
    public async Task One_moves_the_due_time_and_counts()
    {
        var world = await World();

        Assert.True(await Record(world, Effect(world, dueIn: 0)));

        var seen = await Seen(world);
        Assert.Equal(
            (world.Now, "a webhook", 1L, 0L),
            (seen.NextDueAt, seen.NextDueReason, seen.Webhooks, seen.WebhooksServed)
        );
        Assert.True(Assert.Single(await Due(world)).HasWebhooks);
    }

    [Theory]
    [InlineData(10, 5, 5)]
    [InlineData(5, 10, 5)]
    public async Task The_sooner_due_time_stands(int first, int second, int expected)
    {
        var world = await World();
        await Record(world, Effect(world, first));

        await Record(world, Effect(world, second));

        Assert.Equal(world.Now.AddSeconds(expected), (await Seen(world)).NextDueAt);
    }

    [Fact]
    public async Task One_that_moves_nothing_leaves_the_due_time_alone()
    {
        var world = await World();
        await Record(world, Effect(world, dueIn: 7));

        await Record(world, new WebhookEffect(world.Connection));

        Assert.Equal((world.Now.AddSeconds(7), 1L), ((await Seen(world)).NextDueAt, (await Seen(world)).Webhooks));
    }

    [Fact]
    public async Task Of_a_connection_that_moved_nothing_is_written()
    {
        var world = await World();
        var stale = Effect(world, dueIn: 0);
        await world.CommitPlan(SyncPlan.Empty);
        await world.Reload();

        Assert.False(await Record(world, stale));

        Assert.Equal((null, 0L), ((await Seen(world)).NextDueAt, (await Seen(world)).Webhooks));
    }

    [Fact]
    public async Task One_that_comes_during_a_run_makes_it_due_at_its_end()
    {
        var world = await World();
        var run = await world.Begin();
        await Record(world, Effect(world, dueIn: 0));

        await Commit(
            world,
            run,
            world.Connection with
            {
                NextDueAt = world.Now.AddHours(6),
                NextDueReason = "regular",
            }
        );

        var seen = await Seen(world);
        Assert.Equal((world.Now.AddSeconds(1), "webhooks came"), (seen.NextDueAt, seen.NextDueReason));
    }

    [Fact]
    public async Task One_that_came_before_a_run_is_served_by_it()
    {
        var world = await World();
        await Record(world, Effect(world, dueIn: 0));
        var run = await world.Begin();
        Assert.Equal(1, world.Connection.Webhooks);

        await Commit(
            world,
            run,
            world.Connection with
            {
                NextDueAt = world.Now.AddHours(6),
                NextDueReason = "regular",
                WebhooksServed = world.Connection.Webhooks,
                QuietUntil = world.Now.AddSeconds(10),
            }
        );

        var seen = await Seen(world);
        Assert.Equal((world.Now.AddHours(6), "regular"), (seen.NextDueAt, seen.NextDueReason));
        Assert.Equal((1L, 1L, world.Now.AddSeconds(10)), (seen.Webhooks, seen.WebhooksServed, seen.QuietUntil));
    }

    [Fact]
    public async Task One_that_comes_during_a_run_that_leaves_nothing_due_is_due_all_the_same()
    {
        var world = await World();
        var run = await world.Begin();
        await Record(world, Effect(world, dueIn: 0));

        await Commit(world, run, world.Connection with { Status = ConnectionStatus.NeedsAttention });

        Assert.Equal(world.Now.AddSeconds(1), (await Seen(world)).NextDueAt);
    }

    [Fact]
    public async Task A_notice_is_kept_with_its_events_until_a_run_clears_it()
    {
        var world = await World();
        var noticed = Effect(world, dueIn: 0) with
        {
            Notice = Renew,
            ConsentExpiresAt = world.Now.AddDays(7),
            Events = [world.Event("connection.attention")],
        };
        await Record(world, noticed);
        var seen = await Seen(world);
        Assert.Equal((Renew, world.Now.AddDays(7)), (seen.Notice, seen.ConsentExpiresAt));
        Assert.Equal("connection.attention", (await world.Events())[^1].Type);

        var run = await world.Begin();
        await Commit(world, run, world.Connection with { WebhooksServed = 1, Notice = null }, clears: true);

        Assert.Null((await Seen(world)).Notice);
    }

    [Fact]
    public async Task A_notice_that_came_during_a_run_outlives_it()
    {
        var world = await World();
        var run = await world.Begin();
        var noticed = Effect(world, dueIn: 0) with { Notice = Renew, ConsentExpiresAt = world.Now.AddDays(7) };
        await Record(world, noticed);

        await Commit(world, run, world.Connection, clears: true);

        var seen = await Seen(world);
        Assert.Equal((Renew, world.Now.AddDays(7)), (seen.Notice, seen.ConsentExpiresAt));
    }

    [Fact]
    public async Task The_same_bytes_are_one_row_and_other_bytes_another()
    {
        await using var database = await subject.CreateDatabase();
        var world = await StoreWorld.Create(await database.Start("one"), subject.Time);
        foreach (var body in (string[])["a", "a", "b"])
        {
            await world.Node.Webhooks.Record(Received(world, body), effect: null, Token);
        }

        Assert.Equal(0, await world.Node.Webhooks.Prune(world.Now, Token));
        Assert.Equal(2, await world.Node.Webhooks.Prune(world.Now.AddMilliseconds(1), Token));
    }

    [Fact]
    public async Task An_unknown_item_and_one_that_is_disconnected_have_no_connections()
    {
        var world = await World();
        var item = world.Connection.ItemId;
        Assert.Equal(world.Connection.Id, Assert.Single(await Of(world, "plaid", item)).Id);

        Assert.Empty(await Of(world, "plaid", item + "?"));
        Assert.Empty(await Of(world, "other", item));
        await world.Node.Edits.Disconnect(world.UserId, world.Connection.Id, world.Now, Token);
        Assert.Empty(await Of(world, "plaid", item));
        Assert.False(await Record(world, Effect(world, dueIn: 0)));
    }

    [Fact]
    public async Task Erasing_a_connection_erases_its_webhooks()
    {
        await using var database = await subject.CreateDatabase();
        var world = await StoreWorld.Create(await database.Start("one"), subject.Time);
        await Record(world, Effect(world, dueIn: 0));
        await world.Node.Edits.Disconnect(world.UserId, world.Connection.Id, world.Now, Token);

        Assert.Equal(EraseResult.Erased, await world.Erase(world.Connection.Id));

        Assert.Equal(0, await world.Node.Webhooks.Prune(world.Now.AddDays(1), Token));
    }

    private static WebhookEffect Effect(StoreWorld world, int dueIn) =>
        new(world.Connection)
        {
            DueAt = world.Now.AddSeconds(dueIn),
            DueReason = "a webhook",
            WantsRun = true,
        };

    private static Task<bool> Record(StoreWorld world, WebhookEffect effect) =>
        world.Node.Webhooks.Record(Received(world, world.Connection.ItemId), effect, Token);

    private static ReceivedWebhook Received(StoreWorld world, string body) =>
        new(
            "plaid",
            new ProviderWebhook(world.Connection.ItemId, "TRANSACTIONS", "CODE", WebhookMeaning.Changes),
            SHA256.HashData(Encoding.UTF8.GetBytes(body)),
            world.Now
        );

    private static async Task Commit(StoreWorld world, Run run, Connection after, bool clears = false)
    {
        var commit = new SyncCommit
        {
            Connection = after,
            Run = run with { Status = RunStatus.Succeeded, EndedAt = world.Now },
            Plan = SyncPlan.Empty,
            Events = [],
            LeaseUntil = world.Now,
            DueIfWebhooks = world.Now.AddSeconds(1),
            DueIfWebhooksReason = "webhooks came",
            MovesNotice = clears,
        };
        Assert.Equal(CommitResult.Committed, (await world.Node.Store.Commit(commit, Token)).Result);
    }

    private static async Task<Connection> Seen(StoreWorld world) =>
        (await world.Node.Store.LoadConnection(world.UserId, world.Connection.Id, Token))!.Connection;

    private static async Task<IEnumerable<DueConnection>> Due(StoreWorld world) =>
        (await world.Node.Store.DueConnections(world.Now, 10_000, Token)).Where(d => d.UserId == world.UserId);

    private static Task<IReadOnlyList<Connection>> Of(StoreWorld world, string provider, string item) =>
        world.Node.Webhooks.ConnectionsOf(provider, item, Token);

    private Task<StoreWorld> World() => StoreWorld.Create(subject.Node, subject.Time);
}
