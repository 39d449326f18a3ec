using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>Lists: their order, their filters, and pages that stay true while others write.</summary>
public abstract class StoreQueryConformance(IStoreSubject subject)
{
    private static CancellationToken Token => StoreWorld.Token;

    [Fact]
    public async Task Pages_name_each_transaction_once_while_others_write()
    {
        var world = await World();
        await world.Add([
            .. Enumerable.Range(0, 50).Select(i => world.Record($"a{i}", date: $"2026-02-{1 + i % 20:00}")),
        ]);
        var expected = (await world.Transactions()).Select(t => t.Id).ToList();
        var seen = new List<TransactionId>();
        string? after = null;
        do
        {
            var page = await Page(world, new TransactionFilter(), new PageRequest(7, after));
            seen.AddRange(page.Items.Select(t => t.Id));
            after = page.Next;
            // Newer ones come before every page still to be read.
            await world.Add(world.Record($"later {seen.Count}", date: "2026-03-09"));
        } while (after is not null);

        Assert.Equal(expected, seen);
        var dates = (await world.Transactions()).Select(t => t.Primary!.Content.Date).ToList();
        Assert.Equal(dates.OrderDescending(), dates);
    }

    [Fact]
    public async Task A_full_last_page_has_no_next()
    {
        var world = await World();
        await world.Add(world.Record("a"), world.Record("b"));

        Assert.Null((await Page(world, new TransactionFilter(), new PageRequest(2, null))).Next);
        Assert.NotNull((await Page(world, new TransactionFilter(), new PageRequest(1, null))).Next);
    }

    [Fact]
    public async Task Filters_choose_by_day_status_and_text_and_hold_over_pages()
    {
        var world = await World();
        await world.Add(
            world.Record("d1", date: "2026-01-01"),
            world.Record("d2", date: "2026-01-02", pending: true),
            world.Record("d3", date: "2026-01-03"),
            world.Record("d4", date: "2026-01-04", pending: true)
        );

        var (second, third) = (new DateOnly(2026, 1, 2), new DateOnly(2026, 1, 3));
        Assert.Equal(["d3", "d2"], await Ids(world, new TransactionFilter(From: second, To: third)));
        Assert.Equal(["d4", "d2"], await Ids(world, new TransactionFilter(Status: RecordStatus.Pending)));
        Assert.Equal(["d3", "d1"], await Ids(world, new TransactionFilter(Status: RecordStatus.Posted)));
        Assert.Equal(["d3"], await Ids(world, new TransactionFilter(Text: "cOFFEE D3")));
        Assert.Equal(
            ["d2"],
            await Ids(world, new TransactionFilter(To: third, Text: "coffee", Status: RecordStatus.Pending))
        );
        var first = await Page(world, new TransactionFilter(To: third), new PageRequest(1, null));
        var next = await Page(world, new TransactionFilter(To: second), new PageRequest(5, first.Next));
        Assert.Equal(["d2", "d1"], next.Items.Select(t => t.Primary!.ProviderTransactionId));
    }

    [Fact]
    public async Task Text_is_found_in_any_case_of_any_language()
    {
        var world = await World();
        var record = world.Record("a");
        await world.Add(record with { Content = record.Content with { MerchantName = "CAFÉ ÜBER" } });

        Assert.Equal(["a"], await Ids(world, new TransactionFilter(Text: "café ü")));
    }

    [Fact]
    public async Task A_transaction_is_listed_by_its_primary_and_shows_all_its_records()
    {
        var world = await World();
        var pending = world.Record("pending", pending: true);
        await world.Add(pending);
        var before = (await world.Slice("pending")).Records[0];
        subject.Time.Advance(TimeSpan.FromDays(1));
        var posted = world.Record("posted", date: "2026-03-02") with { TransactionId = pending.TransactionId };
        var gone = before with { RemovedAt = world.Now, UpdatedAt = world.Now, IsPrimary = false };
        await world.CommitPlan(
            new SyncPlan
            {
                Records =
                [
                    new RecordChange(ChangeKind.Removed, gone, before),
                    new RecordChange(ChangeKind.Posted, posted, null),
                ],
            }
        );

        var listed = Assert.Single(await world.Transactions(new TransactionFilter(IncludeRecords: true)));

        Assert.Equal("posted", listed.Primary!.ProviderTransactionId);
        Assert.Equal(pending.FirstSeenAt, listed.FirstSeenAt);
        Assert.Equal(world.Now, listed.UpdatedAt);
        Assert.Equal(["pending", "posted"], listed.Records!.Select(r => r.ProviderTransactionId));
        var read = (await world.Node.Queries.Transaction(world.UserId, listed.Id, Token)).Value!;
        Assert.Equal(listed.Primary, read.Primary);
        Assert.Equal(listed.FirstSeenAt, read.FirstSeenAt);
    }

    [Fact]
    public async Task A_transaction_without_a_live_record_is_read_but_not_listed()
    {
        var world = await World();
        await world.Add(world.Record("a"));
        var before = (await world.Slice("a")).Records[0];
        var gone = before with { RemovedAt = world.Now, IsPrimary = false };
        await world.CommitPlan(new SyncPlan { Records = [new RecordChange(ChangeKind.Removed, gone, before)] });

        Assert.Empty(await world.Transactions());
        var read = (await world.Node.Queries.Transaction(world.UserId, before.TransactionId, Token)).Value!;
        Assert.Null(read.Primary);
        Assert.Single(read.Records!);
        Assert.Empty((await world.Node.Store.LoadLive(world.UserId, [world.Feed.Id], Token)).Records);
    }

    [Fact]
    public async Task Balances_come_newest_first_or_the_last_of_each_day()
    {
        var world = await World();
        var noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        BalanceSnapshot[] all =
        [
            world.Balance(1, noon),
            world.Balance(2, noon.AddHours(1)),
            world.Balance(3, noon.AddDays(1)),
            world.Balance(4, noon.AddDays(2)),
            world.Balance(5, noon.AddDays(2)),
        ];
        await world.CommitPlan(new SyncPlan { Balances = all });

        Assert.Equal([5, 4, 3, 2, 1], await Balances(world, onePerDay: false));
        Assert.Equal([5, 3, 2], await Balances(world, onePerDay: true));
        var day = new DateOnly(2026, 3, 2);
        Assert.Equal([3], await Balances(world, onePerDay: false, from: day, to: day));
        Assert.Equal(5, (await View(world)).Balance!.Current.Minor);
    }

    [Fact]
    public async Task Accounts_and_connections_come_in_the_order_they_were_first_seen()
    {
        var world = await World();
        List<(ConnectionId, AccountId)> made = [(world.Connection.Id, world.Account.Id)];
        for (var i = 0; i < 4; i++)
        {
            await world.Link($"{world.Connection.ItemId} {i}");
            made.Add((world.Connection.Id, world.Account.Id));
        }

        var (accounts, connections) = (new List<AccountId>(), new List<ConnectionId>());
        string? after = null;
        do
        {
            var page = await world.Node.Queries.Accounts(world.UserId, new PageRequest(2, after), Token);
            accounts.AddRange(page.Value.Items.Select(a => a.Account.Id));
            after = page.Value.Next;
        } while (after is not null);
        do
        {
            var page = await world.Node.Queries.Connections(world.UserId, new PageRequest(2, after), Token);
            connections.AddRange(page.Value.Items.Select(c => c.Connection.Id));
            after = page.Value.Next;
        } while (after is not null);

        Assert.Equal(made, connections.Zip(accounts));
    }

    [Fact]
    public async Task Runs_findings_and_quarantine_come_newest_first_by_pages()
    {
        var world = await World();
        var findings = new List<Finding>();
        for (var i = 0; i < 5; i++)
        {
            subject.Time.Advance(TimeSpan.FromSeconds(1));
            findings.Add(world.Finding($"f{i}"));
            await world.CommitPlan(
                new SyncPlan { Findings = [findings[^1]], Quarantine = [world.Quarantined($"q{i}")] }
            );
        }

        var queries = world.Node.Queries;
        var found = await All(p => queries.Findings(world.UserId, FindingFilter.None, p, Token));
        Assert.Equal(findings.Select(f => f.Id).Reverse(), found.Select(f => f.Id));
        var items = await All(p => queries.Quarantine(world.UserId, p, Token));
        Assert.Equal(["q4", "q3", "q2", "q1", "q0"], items.Select(q => q.ProviderTransactionId));
        var runs = await All(p => queries.Runs(world.UserId, null, null, p, Token));
        Assert.Equal(6, runs.Count);
        Assert.Equal(runs.OrderByDescending(r => r.Id.ToString(), StringComparer.Ordinal), runs);
        Assert.Equal(6, (await All(p => queries.Runs(world.UserId, world.Account.Id, null, p, Token))).Count);
        Assert.Equal(6, (await All(p => queries.Runs(world.UserId, null, world.Connection.Id, p, Token))).Count);
        Assert.Equal(5, await Count(new(world.FirstRun.Id, FindingState.Open)));
        Assert.Equal(0, await Count(new(State: FindingState.Resolved)));
        Assert.Equal(5, await Count(new(AccountId: world.Account.Id)));
        Assert.Equal(0, await Count(new(AccountId: new AccountId(world.Feed.Id.Value))));

        async Task<int> Count(FindingFilter filter) =>
            (await queries.Findings(world.UserId, filter, new(10, null), Token)).Value.Items.Count;
    }

    [Fact]
    public async Task A_position_of_another_list_is_refused()
    {
        var world = await World();
        await world.Add(world.Record("a"), world.Record("b"));
        var next = (await Page(world, new TransactionFilter(), new PageRequest(1, null))).Next!;

        foreach (var bad in new[] { "", "x", "!!!", new string('A', 500), next[1..], $"{next}A" })
        {
            await Assert.ThrowsAsync<BadPageKeyException>(() =>
                Page(world, new TransactionFilter(), new PageRequest(1, bad))
            );
        }

        await Assert.ThrowsAsync<BadPageKeyException>(() =>
            world.Node.Queries.Findings(world.UserId, FindingFilter.None, new PageRequest(1, next), Token)
        );
    }

    [Fact]
    public async Task Events_go_on_after_a_sequence_and_say_when_some_are_kept_no_more()
    {
        await using var database = await subject.CreateDatabase();
        var world = await StoreWorld.Create(await database.Start("node"), subject.Time);
        subject.Time.Advance(TimeSpan.FromDays(2));
        var run = await world.Begin();
        await world.Commit(run, SyncPlan.Empty, null, world.Event("a"), world.Event("b"));
        var queries = world.Node.Queries;

        var two = await queries.Events(world.UserId, 1, 2, Token);
        Assert.Equal([2L, 3], two.Items.Select(e => e.Sequence));
        Assert.Equal((4L, false), (two.LastSequence, two.IsGap));

        Assert.Equal(1, await queries.PruneEvents(world.Now.AddDays(-1), Token));
        Assert.True((await queries.Events(world.UserId, 0, 10, Token)).IsGap);
        Assert.False((await queries.Events(world.UserId, 1, 10, Token)).IsGap);
        Assert.Equal(3, await queries.PruneEvents(world.Now.AddDays(1), Token));
        Assert.True((await queries.Events(world.UserId, 3, 10, Token)).IsGap);
        Assert.False((await queries.Events(world.UserId, 4, 10, Token)).IsGap);
        await queries.Ping(Token);
    }

    [Fact]
    public async Task A_user_never_written_has_empty_lists()
    {
        var nobody = new UserId(long.MaxValue);
        var (queries, page) = (subject.Node.Queries, new PageRequest(10, null));

        Assert.Equal(0, (await queries.Accounts(nobody, page, Token)).Sequence);
        Assert.Empty((await queries.Accounts(nobody, page, Token)).Value.Items);
        Assert.Empty((await queries.Connections(nobody, page, Token)).Value.Items);
        Assert.Empty((await queries.Events(nobody, 0, 10, Token)).Items);
    }

    private static async Task<List<T>> All<T>(Func<PageRequest, Task<Snapshot<Page<T>>>> read)
    {
        var items = new List<T>();
        string? after = null;
        do
        {
            var page = (await read(new PageRequest(2, after))).Value;
            items.AddRange(page.Items);
            after = page.Next;
        } while (after is not null);

        return items;
    }

    private static async Task<Page<TransactionView>> Page(
        StoreWorld world,
        TransactionFilter filter,
        PageRequest page
    ) => (await world.Node.Queries.Transactions(world.UserId, world.Account.Id, filter, page, Token)).Value!;

    private static async Task<IEnumerable<string>> Ids(StoreWorld world, TransactionFilter filter) =>
        (await world.Transactions(filter)).Select(t => t.Primary!.ProviderTransactionId);

    private static async Task<AccountView> View(StoreWorld world) =>
        (await world.Node.Queries.Account(world.UserId, world.Account.Id, Token)).Value!;

    private static async Task<IEnumerable<int>> Balances(
        StoreWorld world,
        bool onePerDay,
        DateOnly? from = null,
        DateOnly? to = null
    )
    {
        var items = new List<BalanceSnapshot>();
        string? after = null;
        do
        {
            var page = new PageRequest(2, after);
            var answer = await world.Node.Queries.Balances(
                world.UserId,
                world.Account.Id,
                from,
                to,
                onePerDay,
                page,
                Token
            );
            items.AddRange(answer.Value!.Items);
            after = answer.Value.Next;
        } while (after is not null);

        return items.Select(b => (int)b.Current.Minor);
    }

    private Task<StoreWorld> World() => StoreWorld.Create(subject.Node, subject.Time);
}
