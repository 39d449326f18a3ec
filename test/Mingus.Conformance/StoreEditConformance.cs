using Mingus.Ledger;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>What people write stands, tells itself, and is undone by no sync.</summary>
public abstract class StoreEditConformance(IStoreSubject subject)
{
    private static CancellationToken Token => StoreWorld.Token;

    [Fact]
    public async Task A_persons_name_survives_syncs_until_it_is_given_back()
    {
        var world = await World();
        var edits = world.Node.Edits;
        Assert.True(await edits.EditAccount(world.UserId, world.Account.Id, "Mine", true, world.Now, Token));
        await world.Reload();

        await world.CommitPlan(new SyncPlan { ChangedAccounts = [world.Account with { Name = "Bank's" }] });

        var mine = await Account(world);
        Assert.Equal(("Mine", true, true), (mine.Name, mine.IsNamedByPerson, mine.IsHidden));
        Assert.True(await edits.EditAccount(world.UserId, world.Account.Id, "", false, world.Now, Token));
        var given = await Account(world);
        Assert.Equal(("Checking", false, false), (given.Name, given.IsNamedByPerson, given.IsHidden));
        Assert.Equal("account.changed", (await world.Events())[^1].Type);
    }

    [Fact]
    public async Task An_annotation_follows_its_transaction()
    {
        var world = await World();
        await world.Add(world.Record("a"));
        var id = (await world.Transactions())[0].Id;
        var edits = world.Node.Edits;
        subject.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await edits.Annotate(world.UserId, id, "food", "with Ann", world.Now, Token));
        Assert.True(await edits.Annotate(world.UserId, id, null, "", world.Now, Token));

        var listed = (await world.Transactions())[0];
        Assert.Equal(new Annotation("food", null, world.Now), listed.Annotation);
        Assert.Equal(world.Now, listed.UpdatedAt);
        var read = await world.Node.Queries.Transaction(world.UserId, id, Token);
        Assert.Equal(listed.Annotation, read.Value!.Annotation);
        Assert.Single(read.Value.Records!);
        Assert.Equal("transactions.changed", (await world.Events())[^1].Type);
        Assert.False(await edits.Annotate(world.UserId, new TransactionId(world.NewId()), "x", null, world.Now, Token));
    }

    [Fact]
    public async Task A_hidden_transaction_is_listed_only_where_it_is_asked_for_and_keeps_what_was_written()
    {
        var world = await World();
        var record = world.Record("a");
        await world.Add(record with { Content = record.Content with { IsPending = true } });
        var id = (await world.Transactions())[0].Id;
        Assert.True(await world.Node.Edits.Annotate(world.UserId, id, "food", "with Ann", world.Now, Token));
        await world.Reload();

        await world.CommitPlan(new SyncPlan { Hidden = [new HiddenTransaction(id, true, world.Now)] });

        TransactionFilter[] filters =
        [
            new(),
            new(Status: RecordStatus.Pending),
            new(Text: record.Content.Description[..3]),
            new(Text: record.Content.Description[..3], Status: RecordStatus.Pending),
        ];
        foreach (var filter in filters)
        {
            Assert.Empty(await world.Transactions(filter));
            var one = Assert.Single(await world.Transactions(filter with { IncludeHidden = true }));
            Assert.Equal(new Annotation("food", "with Ann", world.Now, world.Now), one.Annotation);
        }

        var read = await world.Node.Queries.Transaction(world.UserId, id, Token);
        Assert.Equal(world.Now, read.Value!.Annotation!.HiddenAt);
        Assert.True(await world.Node.Edits.Annotate(world.UserId, id, null, "", world.Now, Token));
        Assert.Empty(await world.Transactions(new TransactionFilter()));
        await world.Reload();

        await world.CommitPlan(new SyncPlan { Hidden = [new HiddenTransaction(id, false, world.Now)] });
        Assert.Equal(new Annotation("food", null, world.Now), (await world.Transactions())[0].Annotation);
    }

    [Fact]
    public async Task A_transaction_that_is_shown_again_takes_the_note_of_the_one_that_joins_it()
    {
        var world = await World();
        await world.Add(world.Record("a"));
        var one = (await world.Transactions())[0].Id;
        await world.Add(world.Record("b"));
        var other = (await world.Transactions()).Single(t => t.Id != one).Id;
        Assert.True(await world.Node.Edits.Annotate(world.UserId, other, "food", "with Ann", world.Now, Token));
        await world.Reload();
        foreach (var isHidden in (bool[])[true, false])
        {
            await world.CommitPlan(new SyncPlan { Hidden = [new HiddenTransaction(one, isHidden, world.Now)] });
        }

        var redirect = new Redirect(other, one, new DecisionId(world.NewId()));
        await world.CommitPlan(new SyncPlan { Redirects = [redirect] });

        var joined = (await world.Node.Queries.Transaction(world.UserId, one, Token)).Value!;
        Assert.Equal(("food", "with Ann"), (joined.Annotation!.Category, joined.Annotation.Note));
    }

    [Fact]
    public async Task What_posts_is_listed_although_it_was_hidden()
    {
        var world = await World();
        var record = world.Record("a");
        var pending = record with { Content = record.Content with { IsPending = true } };
        await world.Add(pending);
        var listed = (await world.Transactions())[0];
        await world.CommitPlan(new SyncPlan { Hidden = [new HiddenTransaction(listed.Id, true, world.Now)] });
        Assert.Empty(await world.Transactions());

        await world.CommitPlan(
            new SyncPlan
            {
                Records =
                [
                    new RecordChange(
                        ChangeKind.Amended,
                        listed.Primary! with
                        {
                            Content = record.Content,
                        },
                        listed.Primary
                    ),
                ],
            }
        );

        Assert.Equal(listed.Id, Assert.Single(await world.Transactions()).Id);
    }

    [Fact]
    public async Task An_open_finding_is_opened_once()
    {
        var world = await World();
        var finding = world.Finding("amount_rounded");
        await world.CommitPlan(new SyncPlan { Findings = [finding] });
        await world.CommitPlan(new SyncPlan { Findings = [finding with { Text = "Again." }] });

        Assert.Equal("Something is off.", (await Finding(world, finding)).Text);
        Assert.Equal(1, (await View(world)).OpenFindings);
    }

    [Fact]
    public async Task A_dismissed_finding_stays_dismissed_and_a_resolved_one_opens_again()
    {
        var world = await World();
        var (dismissed, resolved) = (world.Finding("one"), world.Finding("two"));
        await world.CommitPlan(new SyncPlan { Findings = [dismissed, resolved] });
        Assert.True(await world.Node.Edits.DismissFinding(world.UserId, dismissed.Id, world.Now, Token));
        Assert.Equal("finding.resolved", (await world.Events())[^1].Type);
        await world.Reload();
        await world.CommitPlan(new SyncPlan { Resolved = [resolved.Id, dismissed.Id] });
        Assert.Equal(FindingState.Resolved, (await Finding(world, resolved)).State);
        Assert.Equal(FindingState.Dismissed, (await Finding(world, dismissed)).State);
        Assert.Equal(0, (await View(world)).OpenFindings);

        await world.CommitPlan(new SyncPlan { Findings = [dismissed, resolved] });

        Assert.Equal(FindingState.Dismissed, (await Finding(world, dismissed)).State);
        Assert.Equal(FindingState.Open, (await Finding(world, resolved)).State);
    }

    [Fact]
    public async Task What_can_be_read_leaves_quarantine_and_resolves_its_finding()
    {
        var world = await World();
        var (gone, stays) = (world.Quarantined("q1"), world.Quarantined("q2"));
        var about = world.Finding(
            "unreadable_record",
            ("quarantineId", gone.Id.ToString()),
            ("providerTransactionId", "q1")
        );
        var other = world.Finding(
            "unreadable_record",
            ("quarantineId", stays.Id.ToString()),
            ("providerTransactionId", "q2")
        );
        await world.CommitPlan(new SyncPlan { Quarantine = [gone, stays], Findings = [about, other] });

        await world.CommitPlan(new SyncPlan { Readable = [(world.Connection.Id, "q1")] });

        var left = await world.Node.Queries.Quarantine(world.UserId, new PageRequest(10, null), Token);
        Assert.Equal([stays], left.Value.Items);
        Assert.Equal(FindingState.Resolved, (await Finding(world, about)).State);
        Assert.Equal(FindingState.Open, (await Finding(world, other)).State);
        Assert.Contains(
            await world.Events(),
            e => e.Type == "finding.resolved" && e.Data.Contains(about.Id.ToString(), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Discarding_throws_the_payload_away_and_resolves_its_finding()
    {
        var world = await World();
        var item = world.Quarantined(null);
        var about = world.Finding("unreadable_record", ("quarantineId", item.Id.ToString()));
        await world.CommitPlan(new SyncPlan { Quarantine = [item], Findings = [about] });

        Assert.True(await world.Node.Edits.DiscardQuarantine(world.UserId, item.Id, world.Now, Token));
        Assert.False(await world.Node.Edits.DiscardQuarantine(world.UserId, item.Id, world.Now, Token));

        Assert.Null((await world.Node.Queries.QuarantineItem(world.UserId, item.Id, Token)).Value);
        Assert.Equal(FindingState.Resolved, (await Finding(world, about)).State);
    }

    [Fact]
    public async Task The_same_poison_twice_is_one_item()
    {
        var world = await World();
        var item = world.Quarantined("q1");
        await world.CommitPlan(new SyncPlan { Quarantine = [item] });
        await world.CommitPlan(
            new SyncPlan { Quarantine = [item with { Reason = "still", At = world.Now.AddDays(1) }] }
        );

        var left = await world.Node.Queries.Quarantine(world.UserId, new PageRequest(10, null), Token);

        Assert.Equal(item with { Reason = "still" }, Assert.Single(left.Value.Items));
    }

    [Fact]
    public async Task Disconnecting_forgets_the_secret_cancels_and_fences_but_keeps_history()
    {
        var world = await World();
        await world.Add(world.Record("a"));
        var running = await world.Begin(world.NewRun());
        var queued = world.NewRun();
        await world.Node.Store.Enqueue(queued, [], Token);

        Assert.True(await world.Node.Edits.Disconnect(world.UserId, world.Connection.Id, world.Now, Token));

        var context = await world.Node.Store.LoadConnection(world.UserId, world.Connection.Id, Token);
        Assert.Equal(ConnectionStatus.Disconnected, context!.Connection.Status);
        Assert.Empty(context.SealedToken);
        Assert.Null(context.Connection.NextDueAt);
        Assert.Equal(CommitResult.RunStale, (await world.Commit(running, SyncPlan.Empty)).Result);
        Assert.Equal(RunStatus.Cancelled, (await Run(world, queued)).Status);
        Assert.Equal(RunStatus.Cancelled, (await Run(world, running)).Status);
        Assert.IsType<RunStart.Gone>(await world.TryBegin(world.NewRun(RunStatus.Running)));
        Assert.Single(await world.Transactions());
        Assert.Equal("connection.changed", (await world.Events())[^1].Type);
    }

    [Fact]
    public async Task Erasing_leaves_nothing_of_the_connection_and_all_of_the_others()
    {
        var world = await World();
        await world.Add(world.Record("kept"));
        var (kept, keptAccount) = (world.Connection, world.Account);
        await world.Link($"{kept.ItemId} second");
        await world.Add(world.Record("erased"));
        var finding = world.Finding("x");
        await world.CommitPlan(
            new SyncPlan
            {
                Findings = [finding],
                Quarantine = [world.Quarantined("q")],
                Balances = [world.Balance(5, world.Now)],
            }
        );
        var id = (await world.Transactions())[0].Id;
        await world.Node.Edits.Annotate(world.UserId, id, "x", null, world.Now, Token);
        var (edits, queries, page) = (world.Node.Edits, world.Node.Queries, new PageRequest(10, null));

        Assert.Equal(EraseResult.NotEnded, await world.Erase(world.Connection.Id));
        Assert.True(await edits.Disconnect(world.UserId, world.Connection.Id, world.Now, Token));
        Assert.Equal(EraseResult.Erased, await world.Erase(world.Connection.Id));

        Assert.Equal(
            [kept.Id],
            (await queries.Connections(world.UserId, page, Token)).Value.Items.Select(c => c.Connection.Id)
        );
        Assert.Equal(
            [keptAccount.Id],
            (await queries.Accounts(world.UserId, page, Token)).Value.Items.Select(a => a.Account.Id)
        );
        Assert.Null((await queries.Transaction(world.UserId, id, Token)).Value);
        Assert.Null((await queries.Finding(world.UserId, finding.Id, Token)).Value);
        Assert.Empty((await queries.Quarantine(world.UserId, page, Token)).Value.Items);
        Assert.Empty((await queries.Runs(world.UserId, null, world.Connection.Id, page, Token)).Value.Items);
        Assert.Empty((await world.Slice("erased")).Records);
        Assert.NotEmpty((await queries.Runs(world.UserId, null, kept.Id, page, Token)).Value.Items);
    }

    [Fact]
    public async Task An_idempotency_key_answers_what_it_answered_first()
    {
        var (keys, user, now) = (subject.Node.Idempotency, (await World()).UserId, subject.Time.GetUtcNow());
        var answer = new StoredAnswer(202, "application/json", "/runs/1", "{\"a\":1}");

        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => keys.Claim(user, "k", "hash", now, Token)));
        Assert.Single(claims, c => c is IdempotencyClaim.New);
        Assert.Equal(9, claims.Count(c => c is IdempotencyClaim.InProgress));
        await keys.Complete(user, "k", answer, Token);

        var again = Assert.IsType<IdempotencyClaim.Answered>(await keys.Claim(user, "k", "hash", now, Token));
        Assert.Equal(answer, again.Answer);
        Assert.IsType<IdempotencyClaim.Conflict>(await keys.Claim(user, "k", "other", now, Token));
        Assert.IsType<IdempotencyClaim.New>(await keys.Claim((await World()).UserId, "k", "other", now, Token));
        await keys.Release(user, "k", Token);
        Assert.IsType<IdempotencyClaim.Answered>(await keys.Claim(user, "k", "hash", now, Token));
        await keys.Prune(now.AddSeconds(1), Token);
        Assert.IsType<IdempotencyClaim.New>(await keys.Claim(user, "k", "hash", now, Token));
        await keys.Release(user, "k", Token);
        Assert.IsType<IdempotencyClaim.New>(await keys.Claim(user, "k", "other", now, Token));
    }

    [Fact]
    public async Task A_dead_nodes_claim_can_be_claimed_again()
    {
        await using var database = await subject.CreateDatabase();
        var first = await database.Start("first");
        var user = await first.Store.EnsureUser("t", "u", Token);
        await first.Idempotency.Claim(user, "k", "hash", subject.Time.GetUtcNow(), Token);
        await first.Kill();

        var second = await database.Start("second");
        var (keys, now) = (second.Idempotency, subject.Time.GetUtcNow());

        Assert.IsType<IdempotencyClaim.Conflict>(await keys.Claim(user, "k", "other", now, Token));
        Assert.IsType<IdempotencyClaim.New>(await keys.Claim(user, "k", "hash", now, Token));
        Assert.IsType<IdempotencyClaim.InProgress>(await keys.Claim(user, "k", "hash", now, Token));
    }

    private static async Task<Account> Account(StoreWorld world) => (await View(world)).Account;

    private static async Task<AccountView> View(StoreWorld world) =>
        (await world.Node.Queries.Account(world.UserId, world.Account.Id, Token)).Value!;

    private static async Task<Finding> Finding(StoreWorld world, Finding finding) =>
        (await world.Node.Queries.Finding(world.UserId, finding.Id, Token)).Value!;

    private static async Task<Run> Run(StoreWorld world, Run run) =>
        (await world.Node.Queries.Run(world.UserId, run.Id, Token)).Value!;

    private Task<StoreWorld> World() => StoreWorld.Create(subject.Node, subject.Time);
}
