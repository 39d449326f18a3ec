using System.Globalization;
using System.Text.Json;
using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Deliver;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>Outgoing webhooks at rest: a row with each event, claimed by one, and due again if nobody says how it
/// ended.</summary>
public abstract class StoreOutboxConformance(IStoreSubject subject)
{
    private static CancellationToken Token => StoreWorld.Token;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Each_event_is_due_at_each_address_that_wants_it()
    {
        await using var database = await subject.CreateDatabase();
        var world = await World(database);
        await Add(world, "https://all.example/");
        await Add(world, "https://some.example/", types: ["sync.completed", "balance.changed"]);
        await Add(world, "https://other.example/", tenant: "another tenant");
        await Add(world, "https://off.example/", status: EndpointStatus.Disabled);
        var before = (await world.Events()).Count;

        await CommitWith(world, "sync.completed", "transactions.changed");

        var due = await Claim(world);
        var all = due.Where(d => d.Endpoint.Url == "https://all.example/").ToList();
        var events = (await world.Events()).Skip(before).ToList();
        Assert.Equal(events.Select(e => (long?)e.Sequence), all.Select(d => d.Delivery.Sequence).Order());
        Assert.Equal(["sync.completed"], due.Except(all).Select(d => d.Delivery.Type));
        var sent = due.Except(all).Single();
        Assert.Equal("https://some.example/", sent.Endpoint.Url);
        Assert.Equal("sync.completed", JsonDocument.Parse(sent.Data!).RootElement.GetProperty("type").GetString());
        Assert.StartsWith("person ", sent.ExternalUserId, StringComparison.Ordinal);
        Assert.Equal((1, DeliveryState.Pending), (sent.Delivery.Attempts, sent.Delivery.State));
        Assert.Equal([1, 2, 3], sent.SealedSecret);
    }

    [Fact]
    public async Task A_commit_that_is_refused_sends_nothing()
    {
        await using var database = await subject.CreateDatabase();
        var world = await World(database);
        await Add(world);
        var run = await world.Begin(world.NewRun());
        await Claim(world);
        var stale = world.Connection with { Version = world.Connection.Version + 9 };

        await world.Node.Store.Commit(CommitOf(world, run, stale, ["sync.completed"]), Token);

        Assert.Empty(await Claim(world));
    }

    [Fact]
    public async Task What_is_claimed_is_nobody_elses_until_the_claim_runs_out()
    {
        await using var database = await subject.CreateDatabase();
        var world = await World(database);
        await Add(world);
        await CommitWith(world, "sync.completed");
        var first = await Claim(world);

        Assert.NotEmpty(first);
        Assert.Empty(await Claim(world));
        world.Time.Advance(Lease);
        var again = await Claim(world);

        Assert.Equal(Ids(first), Ids(again));
        Assert.All(again, d => Assert.Equal(2, d.Delivery.Attempts));
    }

    [Fact]
    public async Task What_a_process_that_died_had_claimed_is_sent_by_the_next_under_the_same_id()
    {
        await using var database = await subject.CreateDatabase();
        var world = await World(database);
        await Add(world);
        await CommitWith(world, "sync.completed");
        var lost = await Claim(world);

        await world.Node.Kill();
        var next = await database.Start("two");
        world.Time.Advance(Lease);
        var taken = await next.Outbox.Claim(world.Now, world.Now + Lease, 100, Token);

        Assert.NotEmpty(lost);
        Assert.Equal(Ids(lost), Ids(taken));
    }

    [Fact]
    public async Task Two_that_claim_at_once_never_have_the_same()
    {
        await using var database = await subject.CreateDatabase();
        var world = await World(database);
        foreach (var name in (string[])["a", "b", "c"])
        {
            await Add(world, $"https://{name}.example/");
        }

        await CommitWith(world, [.. Enumerable.Range(0, 6).Select(_ => "balance.changed")]);

        var claims = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => world.Node.Outbox.Claim(world.Now, world.Now + Lease, limit: 3, Token))
        );

        var all = claims.SelectMany(c => c).Select(d => d.Delivery.Id).ToList();
        Assert.NotEmpty(all);
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    [Fact]
    public async Task One_address_has_few_on_their_way_at_once()
    {
        await using var database = await subject.CreateDatabase();
        var world = await World(database);
        await Add(world);
        await CommitWith(world, [.. Enumerable.Range(0, 30).Select(_ => "balance.changed")]);

        var taken = (await Claim(world, limit: 8)).Count + (await Claim(world, limit: 8)).Count;

        Assert.Equal(8, taken);
    }

    [Fact]
    public async Task What_was_delivered_is_done_and_what_failed_is_due_when_it_was_put_off_to()
    {
        await using var database = await subject.CreateDatabase();
        var world = await World(database);
        var endpoint = await Add(world, types: ["sync.completed"]);
        await CommitWith(world, "sync.completed");
        var due = Assert.Single(await Claim(world));
        var failed = DeliveryRule.After(due, new DeliveryAnswer(500, null, null), world.Now);
        await world.Node.Outbox.Finish(failed, world.Now, Token);

        var seen = await world.Node.Endpoints.Delivery(endpoint.Id, due.Delivery.Id, Token);
        Assert.Equal(failed.Delivery, seen);
        Assert.Equal(world.Now, (await Find(world, endpoint))!.FailingSince);
        Assert.Empty(await Claim(world));
        world.Time.Advance(TimeSpan.FromSeconds(6));
        due = Assert.Single(await Claim(world));
        await world.Node.Outbox.Finish(
            DeliveryRule.After(due, new DeliveryAnswer(204, null, null), world.Now),
            world.Now,
            Token
        );

        seen = await world.Node.Endpoints.Delivery(endpoint.Id, due.Delivery.Id, Token);
        Assert.Equal((DeliveryState.Delivered, 2, world.Now), (seen!.State, seen.Attempts, seen.DeliveredAt));
        Assert.Null((await Find(world, endpoint))!.FailingSince);
        world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await Claim(world));
    }

    [Fact]
    public async Task One_that_is_gone_is_disabled_and_its_maker_told_once()
    {
        await using var database = await subject.CreateDatabase();
        var world = await World(database);
        var endpoint = await Add(world, types: ["balance.changed"]);
        await CommitWith(world, "balance.changed", "balance.changed");
        foreach (var due in await Claim(world))
        {
            var gone = DeliveryRule.After(due, new DeliveryAnswer(410, null, null), world.Now);
            await world.Node.Outbox.Finish(gone, world.Now, Token);
        }

        var seen = await Find(world, endpoint);
        Assert.Equal((EndpointStatus.Disabled, world.Now), (seen!.Status, seen.DisabledAt));
        Assert.Contains("410", seen.DisabledReason, StringComparison.Ordinal);
        var page = new PageRequest(10, null);
        var told = (await world.Node.Notifications.Notifications(world.UserId, null, page, Token)).Value.Items;
        Assert.Equal((NotificationTopics.Endpoint, 1), (told.Single().Topic, told[0].Count));
        Assert.Single(await world.Events(), e => e.Type == "notification");
        var deliveries = (await world.Node.Endpoints.Deliveries(endpoint.Id, null, page, Token)).Items;
        Assert.Equal(2, deliveries.Count);
        Assert.All(deliveries, d => Assert.Equal(DeliveryState.Failed, d.State));
    }

    [Fact]
    public async Task What_failed_or_was_missed_is_sent_again_on_request()
    {
        await using var database = await subject.CreateDatabase();
        var world = await World(database);
        await CommitWith(world, "balance.changed");
        world.Time.Advance(TimeSpan.FromHours(1));
        var since = world.Now;
        await CommitWith(world, "balance.changed");
        var endpoint = await Add(world, types: ["balance.changed"]);
        await CommitWith(world, "balance.changed");
        var due = Assert.Single(await Claim(world));
        var gone = DeliveryRule.GiveUp(due, "event_gone");
        await world.Node.Outbox.Finish(gone, world.Now, Token);

        Assert.Equal(2, await world.Node.Endpoints.ReplaySince(endpoint, since, world.Now, Token));
        Assert.Equal(0, await world.Node.Endpoints.ReplaySince(endpoint, since, world.Now, Token));
        Assert.Equal(2, (await Claim(world)).Count);

        Assert.NotNull(await world.Node.Endpoints.Replay(endpoint.Id, due.Delivery.Id, world.Now, Token));
        Assert.Equal([due.Delivery.Id], Ids(await Claim(world)));
        var other = new WebhookEndpointId(world.NewId());
        Assert.Null(await world.Node.Endpoints.Replay(other, due.Delivery.Id, world.Now, Token));
    }

    [Fact]
    public async Task A_secret_that_was_replaced_signs_until_its_time_and_no_longer()
    {
        await using var database = await subject.CreateDatabase();
        var world = await World(database);
        var endpoint = await Add(world);
        var until = world.Now.AddHours(24);
        Assert.True(await world.Node.Endpoints.Rotate("tenant", endpoint.Id, [9], until, Token));
        Assert.False(await world.Node.Endpoints.Rotate("other", endpoint.Id, [8], until, Token));

        await CommitWith(world, "sync.completed");
        var claimed = await Claim(world);
        Assert.All(claimed, d => Assert.Equal([9], d.SealedSecret));
        Assert.All(claimed, d => Assert.Equal([1, 2, 3], d.SealedPrevious));
        world.Time.Advance(TimeSpan.FromHours(24));
        Assert.All(await Claim(world), d => Assert.Null(d.SealedPrevious));
    }

    [Fact]
    public async Task An_address_is_its_tenants_alone_and_goes_with_its_deliveries()
    {
        await using var database = await subject.CreateDatabase();
        var world = await World(database);
        var endpoint = await Add(world, types: ["sync.completed"]);
        await CommitWith(world, "sync.completed");
        var test = await world.Node.Endpoints.AddTest(endpoint, world.UserId, world.Now, Token);
        Assert.Null(test.Sequence);
        Assert.Equal([endpoint.Id], (await world.Node.Endpoints.List("tenant", Token)).Select(e => e.Id));
        Assert.Empty(await world.Node.Endpoints.List("other", Token));
        Assert.Null(await world.Node.Endpoints.Find("other", endpoint.Id, Token));

        var moved = endpoint with { Url = "https://moved.example/", EventTypes = null };
        Assert.True(await world.Node.Endpoints.Save(moved, Token));
        Assert.Equal(("https://moved.example/", null), ((await Find(world, endpoint))!.Url, moved.EventTypes));
        Assert.False(await world.Node.Endpoints.Delete("other", endpoint.Id, Token));
        Assert.True(await world.Node.Endpoints.Delete("tenant", endpoint.Id, Token));

        Assert.Empty(await Claim(world));
        var page = new PageRequest(10, null);
        Assert.Empty((await world.Node.Endpoints.Deliveries(endpoint.Id, null, page, Token)).Items);
    }

    [Fact]
    public async Task Pages_fall_and_old_ones_are_forgotten()
    {
        await using var database = await subject.CreateDatabase();
        var world = await World(database);
        var endpoint = await Add(world);
        await CommitWith(world, [.. Enumerable.Range(0, 4).Select(_ => "balance.changed")]);
        var seen = new List<WebhookDelivery>();
        for (string? after = null; ; )
        {
            var request = new PageRequest(2, after);
            var page = await world.Node.Endpoints.Deliveries(endpoint.Id, DeliveryState.Pending, request, Token);
            seen.AddRange(page.Items);
            if ((after = page.Next) is null)
            {
                break;
            }
        }

        var order = seen.Select(d => d.Id.ToString()).ToList();
        Assert.Equal(order.OrderDescending(StringComparer.Create(CultureInfo.InvariantCulture, false)), order);
        Assert.Equal(0, await world.Node.Outbox.Prune(world.Now, Token));
        Assert.Equal(seen.Count, await world.Node.Outbox.Prune(world.Now.AddMilliseconds(1), Token));
    }

    private async Task<StoreWorld> World(IStoreDatabase database) =>
        await StoreWorld.Create(await database.Start("one"), subject.Time);

    private static async Task<WebhookEndpoint> Add(
        StoreWorld world,
        string url = "https://receiver.example/",
        string tenant = "tenant",
        string[]? types = null,
        EndpointStatus status = EndpointStatus.Enabled
    )
    {
        var endpoint = new WebhookEndpoint
        {
            Id = new WebhookEndpointId(world.NewId()),
            Tenant = tenant,
            UserId = world.UserId,
            Url = url,
            EventTypes = types,
            Status = status,
            CreatedAt = world.Now,
        };
        await world.Node.Endpoints.Add(endpoint, [1, 2, 3], Token);
        return endpoint;
    }

    // The beginning of a run is an event, too.
    private static async Task CommitWith(StoreWorld world, params string[] types)
    {
        var run = await world.Begin(world.NewRun());
        var outcome = await world.Node.Store.Commit(CommitOf(world, run, world.Connection, types), Token);
        Assert.Equal(CommitResult.Committed, outcome.Result);
        await world.Reload();
    }

    private static SyncCommit CommitOf(StoreWorld world, Run run, Connection after, string[] types) =>
        new()
        {
            Connection = after,
            Run = run with { Status = RunStatus.Succeeded, EndedAt = world.Now },
            Plan = SyncPlan.Empty,
            Events = [.. types.Select(world.Event)],
            LeaseUntil = world.Now,
        };

    private static Task<IReadOnlyList<DueDelivery>> Claim(StoreWorld world, int limit = 100) =>
        world.Node.Outbox.Claim(world.Now, world.Now + Lease, limit, Token);

    private static Task<WebhookEndpoint?> Find(StoreWorld world, WebhookEndpoint endpoint) =>
        world.Node.Endpoints.Find("tenant", endpoint.Id, Token);

    private static IEnumerable<WebhookDeliveryId> Ids(IEnumerable<DueDelivery> due) =>
        due.Select(d => d.Delivery.Id).OrderBy(id => id.ToString(), StringComparer.Ordinal);
}
