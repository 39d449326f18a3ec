using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>What is written is read again, field by field, and by its own user only.</summary>
public abstract class StoreConformance(IStoreSubject subject)
{
    private static CancellationToken Token => StoreWorld.Token;

    [Fact]
    public async Task A_user_is_made_once_and_found_in_its_tenant_only()
    {
        var store = subject.Node.Store;

        Assert.Null(await store.FindUser("one", "nobody", Token));
        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.EnsureUser("one", "somebody", Token)));

        Assert.Single(made.Distinct());
        Assert.Equal(made[0], await store.FindUser("one", "somebody", Token));
        Assert.Null(await store.FindUser("two", "somebody", Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(StoreWorld.Many)]
    public async Task A_record_comes_back_as_it_was_written(int more)
    {
        var world = await World();
        var full = FullRecord(world);
        var bare = world.Record("bare", minor: 0, pending: true);
        var others = world.Records("more", more);
        await world.Add([full, .. others, bare]);

        var slice = await world.Slice("full", "bare", "never seen");

        Assert.Equal(2, slice.Records.Count);
        var rest = await world.Slice([.. others.Select(r => r.ProviderTransactionId)]);
        Assert.All(
            others,
            other => Assert.Equal(other, Find(rest, other.ProviderTransactionId) with { RowNumber = 0 })
        );
        Assert.Equal(full, Find(slice, "full") with { RowNumber = 0 });
        Assert.Equal(bare, Find(slice, "bare") with { RowNumber = 0 });
        Assert.All(slice.Records, r => Assert.True(r.RowNumber > 0));
    }

    [Fact]
    public async Task An_amended_and_removed_record_comes_back_as_it_was_written()
    {
        var world = await World();
        await world.Add(world.Record("a"), FullRecord(world));
        var before = (await world.Slice("a", "full")).Records;
        var amended = Find(before, "a") with
        {
            Content = Find(before, "full").Content,
            Fingerprint = new Fingerprint(3, new string('f', 64)),
            TransactionId = Find(before, "full").TransactionId,
            IsPrimary = false,
            UpdatedAt = world.Now.AddSeconds(5),
        };
        var removed = Find(before, "full") with { RemovedAt = world.Now, UpdatedAt = world.Now };

        var outcome = await world.CommitPlan(
            new SyncPlan
            {
                Records =
                [
                    new RecordChange(ChangeKind.Amended, amended, Find(before, "a")),
                    new RecordChange(ChangeKind.Removed, removed, Find(before, "full")),
                ],
            }
        );

        Assert.Equal(CommitResult.Committed, outcome.Result);
        // Naming one loads the other: they share a transaction now.
        var slice = await world.Slice("a");
        Assert.Equal(amended, Find(slice, "a"));
        Assert.Equal(removed, Find(slice, "full"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(StoreWorld.Many)]
    public async Task Hostile_text_comes_back_verbatim(int more)
    {
        var world = await World();
        var hostile =
            $"nul \0 dle \u0010 lone \ud800 rtl \u202e 'quote' \"two\" % _ \\ {char.ConvertFromUtf32(0x1F4B8)}\r\n";
        var record = world.Record("id ' \0 \u0010") with { };
        record = record with
        {
            Content = record.Content with
            {
                Description = hostile,
                MerchantName = hostile,
                Details = new RecordDetails { Code = hostile },
            },
        };
        await world.Add([record, .. world.Records("more", more)]);

        var slice = await world.Slice(record.ProviderTransactionId);

        Assert.Equal(record, Assert.Single(slice.Records) with { RowNumber = 0 });
        Assert.Single(await world.Transactions(new TransactionFilter(Text: "'QUOTE' \"two\" % _ \\")));
        Assert.Empty(await world.Transactions(new TransactionFilter(Text: "x%")));
    }

    [Fact]
    public async Task A_connection_comes_back_as_it_was_written()
    {
        var world = await World();
        var run = await world.Begin();
        var full = world.Connection with
        {
            InstitutionId = "ins_2",
            InstitutionName = "Second Bank",
            Status = ConnectionStatus.NeedsAttention,
            Problem = new Problem("login_required", "Sign in again.", ProblemActions.Relink, world.Now.AddHours(1)),
            Cursor = "cursor",
            History = HistoryStatus.Complete,
            ConsentExpiresAt = world.Now.AddDays(90),
            DataAsOf = world.Now.AddHours(-3),
            DataAsOfCheckedAt = world.Now,
            NextDueAt = world.Now.AddHours(4),
            NextDueReason = "every four hours",
            FailuresInRow = 3,
        };
        SyncState[] states =
        [
            new(SyncWork.Balance, world.Now, null, RunStatus.Failed, world.Now.AddHours(1), "again"),
            new(SyncWork.Historical, world.Now, world.Now, RunStatus.Succeeded, null, null),
        ];

        await world.Node.Store.Commit(
            new SyncCommit
            {
                Connection = full,
                Run = run with { Status = RunStatus.Failed, EndedAt = world.Now },
                Plan = SyncPlan.Empty,
                States = states,
                Events = [],
                LeaseUntil = world.Now,
            },
            Token
        );

        var context = await world.Node.Store.LoadConnection(world.UserId, full.Id, Token);
        Assert.Equal(full with { Version = full.Version + 1 }, context!.Connection);
        Assert.Equal([1, 2, 3], context.SealedToken);
        Assert.Equal(states, context.States.OrderBy(s => s.Work));
        var view = await world.Node.Queries.Connection(world.UserId, full.Id, Token);
        Assert.Equal(context.Connection, view.Value!.Connection);
        Assert.Equal(states, view.Value.States.OrderBy(s => s.Work));
        Assert.Equal([world.Account.Id], view.Value.Accounts);
    }

    [Fact]
    public async Task Accounts_feeds_and_balances_come_back_as_they_were_written()
    {
        var world = await World();
        var coin = Currency.Unofficial("BTC");
        var account = world.Account with
        {
            Name = "New name",
            OfficialName = null,
            Mask = null,
            Kind = AccountKind.Investment,
            Subtype = null,
            Currency = coin,
        };
        var feed = world.Feed with
        {
            Name = "New",
            Mask = null,
            PersistentAccountId = null,
            GoneSince = world.Now,
            LinkedByPerson = true,
        };
        var live = new BalanceSnapshot(
            account.Id,
            feed.Id,
            new Money(-500, coin),
            new Money(1, coin),
            new Money(100, coin),
            world.Now,
            world.Now.AddSeconds(1),
            BalanceSource.Live,
            CameWithUpdate: false
        );
        var witness = world.Balance(7, world.Now.AddDays(-1));
        var plan = new SyncPlan
        {
            ChangedAccounts = [account],
            ChangedFeeds = [feed],
            MovedFeeds = [feed],
            Balances = [live, witness],
        };

        await world.CommitPlan(plan);

        var context = await world.Node.Store.LoadConnection(world.UserId, world.Connection.Id, Token);
        var state = Assert.Single(context!.Feeds);
        Assert.Equal(account, state.Account);
        Assert.Equal(feed, state.Feed);
        Assert.Equal(live, state.LastBalance);
        Assert.Equal(witness, state.LastWithUpdate);
        var view = await world.Node.Queries.Account(world.UserId, account.Id, Token);
        Assert.Equal(account, view.Value!.Account);
        Assert.Equal(live, view.Value.Balance);
        Assert.Equal(feed, Assert.Single(view.Value.Feeds).Feed);
    }

    [Fact]
    public async Task What_a_connection_found_in_an_account_goes_with_its_feed_and_comes_back_with_it()
    {
        var world = await World();
        var (finding, item) = (world.Finding("x"), world.Quarantined("q"));
        var other = world.Account with { Id = new AccountId(world.NewId()) };
        await world.CommitPlan(
            new SyncPlan
            {
                NewAccounts = [other],
                Findings = [finding],
                Quarantine = [item],
            }
        );

        foreach (var to in new[] { other.Id, world.Account.Id })
        {
            await world.CommitPlan(new SyncPlan { MovedFeeds = [world.Feed with { AccountId = to }] });

            var found = (await world.Node.Queries.Finding(world.UserId, finding.Id, Token)).Value;
            var aside = (await world.Node.Queries.QuarantineItem(world.UserId, item.Id, Token)).Value;
            Assert.Equal((to, to), (found!.AccountId, aside!.AccountId));
        }
    }

    [Fact]
    public async Task A_run_comes_back_as_it_was_written()
    {
        var world = await World();
        var run = await world.Begin();
        var counts = new AccountCounts(world.Account.Id, 5, 4, 3, 2, 1) { Duplicates = 6 };
        var full = run with
        {
            AccountId = world.Account.Id,
            Force = true,
            Work = SyncWork.Full,
            Type = SyncType.Full,
            Status = RunStatus.Partial,
            Progress = new RunProgress("commit", "records", 5, 5, "Writing"),
            Accounts = [new AccountOutcome(world.Account.Id, RunStatus.Partial, counts, AProblem(world))],
            IssuesFound = 2,
            Result = new RunResult([world.Balance(1, world.Now)], [new TransactionId(world.NewId())], true)
            {
                Coverage =
                [
                    new CoverageOutcome(
                        world.Account.Id,
                        BackfillState.LimitedByBank,
                        [new DateInterval(new DateOnly(2026, 1, 2), new DateOnly(2026, 2, 1))],
                        [new DateInterval(new DateOnly(2025, 1, 2), new DateOnly(2026, 1, 1))],
                        new DateOnly(2026, 1, 2)
                    ),
                ],
            },
            EndedAt = world.Now.AddSeconds(2),
            Resources = new RunResources(1, 2, 3, 4),
            Reason = "partial_feature",
            Resumes = new RunId(world.NewId()),
            Problem = AProblem(world),
        };

        await world.Commit(full, SyncPlan.Empty);

        var stored = (await world.Node.Queries.Run(world.UserId, full.Id, Token)).Value!;
        Assert.Equivalent(full, stored, strict: true);
        Assert.Equal(
            full.Result,
            stored.Result! with
            {
                Balances = full.Result.Balances,
                ChangedTransactions = full.Result.ChangedTransactions,
                Coverage = full.Result.Coverage,
            }
        );
        Assert.Equal(full.Accounts, stored.Accounts);
        Assert.Equal(full.Result.Balances, stored.Result!.Balances);
    }

    [Fact]
    public async Task Findings_quarantine_and_decisions_come_back_as_they_were_written()
    {
        var world = await World();
        var finding = world.Finding("pending_link_refuted", ("a", "1"), ("b", "text"));
        var bare = finding with { Id = new FindingId(world.NewId()), AccountId = null, ConnectionId = null };
        var item = world.Quarantined("q1", "{\"x\": \"\\u0000\"}");
        var nameless = world.Quarantined(null) with { AccountId = null, ProviderAccountId = null };
        var decision = new Decision(
            new DecisionId(world.NewId()),
            "match",
            ByPerson: false,
            "pending_link",
            world.Now,
            new TransactionId(world.NewId()),
            ["one", "two"],
            "{}",
            "{\"a\":1}"
        );

        await world.CommitPlan(
            new SyncPlan
            {
                Findings = [finding, bare],
                Quarantine = [item, nameless],
                Decisions = [decision],
            }
        );

        var queries = world.Node.Queries;
        Assert.Equivalent(finding, (await queries.Finding(world.UserId, finding.Id, Token)).Value, strict: true);
        Assert.Equivalent(bare, (await queries.Finding(world.UserId, bare.Id, Token)).Value, strict: true);
        Assert.Equal(item, (await queries.QuarantineItem(world.UserId, item.Id, Token)).Value);
        Assert.Equal(nameless, (await queries.QuarantineItem(world.UserId, nameless.Id, Token)).Value);
        var context = await world.Node.Store.LoadConnection(world.UserId, world.Connection.Id, Token);
        Assert.Equal([finding.Id], context!.OpenFindings);
        Assert.Equal([new("q1", item.ProviderAccountId!)], (await world.Slice("q1")).Quarantined);
    }

    [Fact]
    public async Task An_event_is_one_thin_object_in_camel_case()
    {
        var world = await World();
        var run = await world.Begin();
        var told = new LedgerEvent(
            "transactions.changed",
            new DateTimeOffset(2026, 3, 1, 2, 3, 4, 50, TimeSpan.FromHours(1))
        )
        {
            AccountId = world.Account.Id,
            ConnectionId = world.Connection.Id,
            RunId = run.Id,
            Members = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["Count"] = 3,
                ["big"] = 5_000_000_000,
                ["more"] = true,
                ["ids"] = new List<string> { "a", "b" },
            },
        };

        await world.Commit(run, SyncPlan.Empty, null, told);

        var stored = (await world.Events())[^1];
        Assert.Equal("transactions.changed", stored.Type);
        Assert.Equal(world.Account.Id, stored.AccountId);
        Assert.Equal(
            $$"""
            {"type":"transactions.changed","at":"2026-03-01T01:03:04.050Z","accountId":"{{world.Account.Id}}",
            "connectionId":"{{world.Connection.Id}}","runId":"{{run.Id}}","count":3,"big":5000000000,"more":true,
            "ids":["a","b"]}
            """.Replace("\n", "", StringComparison.Ordinal),
            stored.Data
        );
    }

    [Fact]
    public async Task Another_users_things_are_as_if_they_never_were()
    {
        var owner = await World();
        await owner.Add(owner.Record("a"));
        var finding = owner.Finding("unreadable_record");
        var item = owner.Quarantined("q");
        await owner.CommitPlan(new SyncPlan { Findings = [finding], Quarantine = [item] });
        var transaction = (await owner.Transactions())[0].Id;
        var thief = (await World()).UserId;
        var (store, edits, queries) = (owner.Node.Store, owner.Node.Edits, owner.Node.Queries);
        var (now, page) = (owner.Now, new PageRequest(100, After: null));

        Assert.Null(await store.LoadConnection(thief, owner.Connection.Id, Token));
        Assert.Empty((await store.LoadLive(thief, [owner.Feed.Id], Token)).Records);
        Assert.False(await store.CancelQueued(thief, owner.FirstRun.Id, now, Token));
        var stolen = owner.NewRun(RunStatus.Running) with { UserId = thief };
        Assert.IsType<RunStart.Gone>(await owner.TryBegin(stolen));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Enqueue(stolen, [], Token));
        Assert.False(await edits.EditAccount(thief, owner.Account.Id, "Mine", true, now, Token));
        Assert.False(await edits.Annotate(thief, transaction, "food", "x", now, Token));
        Assert.False(await edits.DismissFinding(thief, finding.Id, now, Token));
        Assert.False(await edits.DiscardQuarantine(thief, item.Id, now, Token));
        Assert.False(await edits.Disconnect(thief, owner.Connection.Id, now, Token));
        var nothing = new Remembered(new Dictionary<AccountId, AccountMatchState>(), 0);
        Assert.NotEqual(EraseResult.Erased, await edits.Erase(thief, owner.Connection.Id, nothing, now, Token));
        Assert.Null((await queries.Connection(thief, owner.Connection.Id, Token)).Value);
        Assert.Null((await queries.Account(thief, owner.Account.Id, Token)).Value);
        Assert.Null((await queries.Transactions(thief, owner.Account.Id, new(), page, Token)).Value);
        Assert.Null((await queries.Transaction(thief, transaction, Token)).Value);
        Assert.Null((await queries.Balances(thief, owner.Account.Id, null, null, false, page, Token)).Value);
        Assert.Null((await queries.Run(thief, owner.FirstRun.Id, Token)).Value);
        Assert.Empty((await queries.Runs(thief, null, owner.Connection.Id, page, Token)).Value.Items);
        Assert.Empty((await queries.Runs(thief, owner.Account.Id, null, page, Token)).Value.Items);
        Assert.Null((await queries.Finding(thief, finding.Id, Token)).Value);
        Assert.Null((await queries.QuarantineItem(thief, item.Id, Token)).Value);
        Assert.DoesNotContain(await owner.Events(), e => e.Type == "account.changed");
        Assert.Single(await owner.Transactions());
    }

    [Fact]
    public async Task A_connection_is_described_until_its_first_run_begins()
    {
        var world = await World();
        var described = world.Connection with { InstitutionName = "Second Bank", DataAsOf = world.Now };
        LedgerEvent[] events = [world.Event("connection.changed")];

        await world.Node.Store.DescribeConnection(described, SyncPlan.Empty, events, Token);
        await world.Reload();
        Assert.Equal(described, world.Connection);
        Assert.Equal(2, (await world.Events()).Count(e => e.Type == "connection.changed"));

        await world.Begin();
        var late = described with { InstitutionName = "Too late" };
        await world.Node.Store.DescribeConnection(late, StoreWorld.Adding(world.Record("late")), events, Token);
        await world.Reload();
        Assert.Equal("Second Bank", world.Connection.InstitutionName);
        Assert.Empty(await world.Transactions());
    }

    [Fact]
    public async Task Linking_the_same_item_again_writes_nothing()
    {
        var world = await World();
        var (first, account) = (world.Connection, world.Account);
        var events = await world.Events();

        var again = await world.Link(first.ItemId);

        Assert.Equal(new AddedConnection(first.Id, IsNew: false), again);
        Assert.Equal(events.Count, (await world.Events()).Count);
        var accounts = await world.Node.Queries.Accounts(world.UserId, new PageRequest(100, null), Token);
        Assert.Equal([account.Id], accounts.Value.Items.Select(a => a.Account.Id));
        Assert.True(await world.Node.Edits.Disconnect(world.UserId, first.Id, world.Now, Token));
        Assert.True((await world.Link(first.ItemId)).IsNew);
    }

    private static Problem AProblem(StoreWorld world) => new("c", "d", ProblemActions.Wait, world.Now);

    private static LedgerRecord Find(LedgerSlice slice, string id) => Find(slice.Records, id);

    private static LedgerRecord Find(IReadOnlyList<LedgerRecord> records, string id) =>
        records.Single(r => r.ProviderTransactionId == id);

    private static LedgerRecord FullRecord(StoreWorld world) =>
        world.Record("full") with
        {
            IsPrimary = false,
            RemovedAt = world.Now.AddMinutes(1),
            Fingerprint = new Fingerprint(2, "0123456789abcdef" + new string('0', 48)),
            Content = new RecordContent
            {
                Amount = new Money(-123_456_789_012, Currency.Unofficial("MILES")),
                Date = new DateOnly(2024, 2, 29),
                AuthorizedDate = new DateOnly(2024, 2, 28),
                IsPending = false,
                PendingTransactionId = "pending",
                Description = "Description",
                OriginalDescription = "ORIGINAL",
                MerchantName = "Merchant",
                Details = FullDetails(world),
            },
        };

    private static RecordDetails FullDetails(StoreWorld world) =>
        new()
        {
            Category = new ProviderCategory("FOOD", "COFFEE", "HIGH", new ValueList<string>(["Food", "Coffee"])),
            Location = new Place("1 Main", "Town", "CA", "90210", "US", 34.10005m, -118.41m, "7"),
            References = new PaymentReferences("r", "p", "payee", "by", "payer", "m", "proc", "why"),
            Counterparties = new ValueList<Counterparty>([
                new Counterparty("Cafe", "merchant", "e1", "cafe.example", "logo", "HIGH"),
                new("B", null, null, null, null, null),
            ]),
            MerchantEntityId = "e1",
            Channel = "in store",
            TransactionType = "place",
            Code = "code",
            CheckNumber = "12",
            AccountOwner = "owner",
            LogoUrl = "logo",
            Website = "site",
            At = world.Now,
            AuthorizedAt = world.Now.AddTicks(1),
            ExactAmount = "-1.23456",
            CutFields = new ValueList<string>(["name"]),
        };

    private Task<StoreWorld> World() => StoreWorld.Create(subject.Node, subject.Time);
}
