using Mingus.Ledger;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>Decisions, duplicates and persons' words in the store.</summary>
public abstract class StoreDecisionConformance(IStoreSubject subject)
{
    private static CancellationToken Token => StoreWorld.Token;

    private IDecisionStore Decisions => subject.Node.Decisions;

    [Fact]
    public async Task Decisions_come_newest_first_page_by_page_and_by_account()
    {
        var world = await World();
        var made = new List<Decision>();
        for (var i = 0; i < 5; i++)
        {
            made.Add(Made(world, "match", transaction: null) with { AccountId = i < 4 ? world.Account.Id : null });
            await world.CommitPlan(new SyncPlan { Decisions = [made[^1]] });
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var first = (await Decisions.Decisions(world.UserId, null, new PageRequest(3, null), Token)).Value;
        var rest = (await Decisions.Decisions(world.UserId, null, new PageRequest(3, first.Next), Token)).Value;
        var ofAccount = (
            await Decisions.Decisions(world.UserId, world.Account.Id, new PageRequest(9, null), Token)
        ).Value;

        Assert.Equal(Enumerable.Reverse(made).Select(d => d.Id), first.Items.Concat(rest.Items).Select(d => d.Id));
        Assert.Null(rest.Next);
        Assert.Equal(4, ofAccount.Items.Count);
        Assert.Equivalent(made[0], (await Decisions.Decision(world.UserId, made[0].Id, Token)).Value, strict: true);
        Assert.Null((await Decisions.Decision(new UserId(world.UserId.Value + 999), made[0].Id, Token)).Value);
    }

    [Fact]
    public async Task A_decision_undone_names_the_one_that_undid_it()
    {
        var world = await World();
        var first = Made(world, "match", transaction: null);
        await world.CommitPlan(new SyncPlan { Decisions = [first] });
        var second = Made(world, "split", transaction: null);
        await world.CommitPlan(new SyncPlan { Decisions = [second], Undone = [first.Id] });

        Assert.Equal(second.Id, (await Decisions.Decision(world.UserId, first.Id, Token)).Value!.UndoneBy);
    }

    [Fact]
    public async Task A_question_is_listed_with_its_records_until_it_is_answered()
    {
        var world = await World();
        var (one, other) = (world.Record("one"), world.Record("other"));
        await world.Add(one, other);
        var id = new DuplicateId(world.NewId());
        var question = Asked(world, id, one.TransactionId, other.TransactionId);
        await world.CommitPlan(new SyncPlan { Suggestions = [question] });

        var open = Assert.Single(await List(world, LinkState.Suggested));
        Assert.Equal((id, -1.5, null), (open.Id, open.Score, open.ByPerson));
        Assert.Equal(["one", "other"], open.Records.Select(r => r.ProviderTransactionId).Order());

        var made = Made(world, "dismiss", one.TransactionId) with { ByPerson = true };
        await world.CommitPlan(
            new SyncPlan
            {
                Decisions = [made],
                DuplicateAnswers = [new DuplicateAnswer(id, LinkState.Dismissed, made.Id)],
            }
        );
        await world.CommitPlan(new SyncPlan { Suggestions = [question] });

        Assert.Empty(await List(world, LinkState.Suggested));
        var answered = Assert.Single(await List(world, LinkState.Dismissed));
        Assert.Equal((made.Id, true), (answered.DecisionId, answered.ByPerson));
    }

    [Fact]
    public async Task A_transaction_that_was_joined_is_listed_once_by_its_newest_match_that_stands()
    {
        var world = await World();
        var one = world.Record("one");
        var other = world.Record("other") with { TransactionId = one.TransactionId, IsPrimary = false };
        await world.Add(one, other, world.Record("alone"));
        var early = Made(world, "match", one.TransactionId);
        await world.CommitPlan(new SyncPlan { Decisions = [early] });
        world.Time.Advance(TimeSpan.FromSeconds(1));
        var late = Made(world, "match", one.TransactionId);
        var link = Made(world, "match", one.TransactionId) with { Id = new(world.NewId()), Rule = "pending_link" };
        await world.CommitPlan(new SyncPlan { Decisions = [late, link] });

        var group = Assert.Single(await List(world, LinkState.Linked));
        Assert.Equal((late.Id, false, 2), (group.DecisionId, group.ByPerson, group.Records.Count));
        Assert.Equal([late.Id, early.Id], (await Matches(world, one)).Select(d => d.Id));
        Assert.Equal(group.Id, (await Decisions.Duplicate(world.UserId, group.Id, Token)).Value?.Id);

        var split = Made(world, "split", one.TransactionId) with { ByPerson = true };
        await world.CommitPlan(new SyncPlan { Decisions = [split], Undone = [late.Id] });
        Assert.Equal([early.Id], (await Matches(world, one)).Select(d => d.Id));
    }

    [Fact]
    public async Task Erasing_a_connection_erases_what_was_asked_and_decided_of_it_alone()
    {
        var world = await World();
        var (kept, merged, gone) = (world.Record("kept"), world.Record("merged"), world.Record("gone"));
        var (keptId, mergedId) = (new DuplicateId(world.NewId()), new DuplicateId(world.NewId()));
        await world.Add(kept);
        var stays = Made(world, "match", merged.TransactionId) with { Id = new(world.NewId()) };
        await world.CommitPlan(
            new SyncPlan
            {
                Decisions = [stays],
                Redirects = [new Redirect(merged.TransactionId, kept.TransactionId, stays.Id)],
                Suggestions = [Asked(world, mergedId, kept.TransactionId, merged.TransactionId)],
            }
        );
        await world.Link("the second");
        gone = gone with { FeedId = world.Feed.Id, AccountId = world.Account.Id };
        await world.Add(gone);
        var goes = Made(world, "match", gone.TransactionId) with { Id = new(world.NewId()) };
        await world.CommitPlan(
            new SyncPlan
            {
                Decisions = [goes],
                Redirects = [new Redirect(new TransactionId(world.NewId()), gone.TransactionId, goes.Id)],
                Suggestions = [Asked(world, keptId, kept.TransactionId, gone.TransactionId)],
                MatchStates = new Dictionary<AccountId, AccountMatchState>
                {
                    [world.Account.Id] = AccountMatchState.Empty,
                },
            }
        );
        Assert.True(await world.Node.Edits.Disconnect(world.UserId, world.Connection.Id, world.Now, Token));

        Assert.Equal(EraseResult.Erased, await world.Erase(world.Connection.Id));

        Assert.NotNull((await Decisions.Decision(world.UserId, stays.Id, Token)).Value);
        Assert.Null((await Decisions.Decision(world.UserId, goes.Id, Token)).Value);
        Assert.Null((await Decisions.Duplicate(world.UserId, keptId, Token)).Value);
        Assert.NotNull((await world.Node.Queries.Transaction(world.UserId, merged.TransactionId, Token)).Value);
        Assert.Empty((await Decisions.LoadRecords(world.UserId, [], [], Token)).MatchStates);
    }

    [Fact]
    public async Task What_rules_decided_and_people_made_of_it_is_counted_by_rule()
    {
        var world = await World();
        var (one, other) = (world.Record("one"), world.Record("other"));
        await world.Add(one, other);
        var kept = Made(world, "match", transaction: null) with { Rule = "cross_feed" };
        var undone = Made(world, "match", transaction: null) with { Rule = "cross_feed" };
        var redone = Made(world, "match", transaction: null) with { Rule = "succession" };
        var split = Made(world, "match", one.TransactionId) with { Rule = "retold" };
        var linked = Made(world, "match", one.TransactionId) with { Rule = "pending_link" };
        await world.CommitPlan(new SyncPlan { Decisions = [kept, undone, redone, split, linked] });
        var undo = await Takes("split", "undo", undone.Id, null);
        var undoToo = await Takes("split", "undo", redone.Id, null);
        await Takes("match", "redo", undoToo, null);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        var apart = await Takes("split", "split", null, one.TransactionId);
        await Ask("succession", LinkState.Linked, apart);
        await Ask("succession", LinkState.Dismissed, apart);
        await Ask("succession", null, apart);

        var counts = (await Decisions.CountsByRule(world.UserId, Token)).Value;

        Assert.Equal(
            [
                new("cross_feed", Automatic: 2, Suggested: 0, Confirmed: 0, Dismissed: 0, Undone: 1),
                new("pending_link", 1, 0, 0, 0, 0),
                new("retold", 1, 0, 0, 0, Undone: 1),
                new RuleCounts("succession", Automatic: 1, Suggested: 3, Confirmed: 1, Dismissed: 1, Undone: 0),
            ],
            counts
        );
        Assert.Equal(0.5, counts[0].OverturnedRate);
        Assert.Empty((await Decisions.CountsByRule(new UserId(world.UserId.Value + 999), Token)).Value);

        // An undo that is undone itself leaves the match as it was; so does a split.
        await Takes("match", "redo", undo, null);
        await Takes("match", "undo", apart, null);
        Assert.All((await Decisions.CountsByRule(world.UserId, Token)).Value, rule => Assert.Equal(0, rule.Undone));

        async Task<DecisionId> Takes(string kind, string rule, DecisionId? undoes, TransactionId? transaction)
        {
            var made = Made(world, kind, transaction) with { Rule = rule, ByPerson = true };
            await world.CommitPlan(new SyncPlan { Decisions = [made], Undone = undoes is { } id ? [id] : [] });
            return made.Id;
        }

        async Task Ask(string rule, LinkState? answer, DecisionId by)
        {
            var id = new DuplicateId(world.NewId());
            var (left, right) = (one.TransactionId, other.TransactionId);
            var question = new Suggestion(id, world.Account.Id, left, right, -1, ["why"], world.Now, rule);
            await world.CommitPlan(new SyncPlan { Suggestions = [question] });
            if (answer is { } state)
            {
                await world.CommitPlan(new SyncPlan { DuplicateAnswers = [new DuplicateAnswer(id, state, by)] });
            }
        }
    }

    [Fact]
    public async Task What_a_person_said_of_records_comes_with_every_slice_until_it_is_taken_back()
    {
        var world = await World();
        await world.Add(world.Record("one"), world.Record("other"));
        var (one, other) = (new RecordKey(world.Feed.Id, "one"), new RecordKey(world.Feed.Id, "other"));
        var pair = PersonPair.Of(other, one, PairWord.Different);
        await world.CommitPlan(new SyncPlan { PersonPairs = [pair] });

        Assert.Equal([pair], (await world.Slice("one")).PersonPairs);
        Assert.Equal([pair], (await world.Node.Store.LoadFeed(world.UserId, world.Feed.Id, Token)).PersonPairs);
        var loaded = await Decisions.LoadRecords(world.UserId, [one], [], Token);
        Assert.Equal([pair], loaded.PersonPairs);
        Assert.Equal(["one"], loaded.Records.Select(r => r.ProviderTransactionId));

        await world.CommitPlan(new SyncPlan { PersonPairs = [pair with { Word = PairWord.Same }] });
        Assert.Equal(PairWord.Same, Assert.Single((await world.Slice("one")).PersonPairs).Word);
        await world.CommitPlan(new SyncPlan { PersonPairs = [pair with { Word = null }] });
        Assert.Empty((await world.Slice("one")).PersonPairs);
    }

    private Task<StoreWorld> World() => StoreWorld.Create(subject.Node, subject.Time);

    private async Task<IReadOnlyList<DuplicateGroup>> List(StoreWorld world, LinkState state) =>
        (
            await Decisions.Duplicates(
                world.UserId,
                new DuplicateFilter(state, world.Account.Id),
                new PageRequest(9, null),
                Token
            )
        )
            .Value
            .Items;

    private Task<IReadOnlyList<Decision>> Matches(StoreWorld world, LedgerRecord of) =>
        Decisions.MatchesOf(world.UserId, of.TransactionId, Token);

    private static Suggestion Asked(StoreWorld world, DuplicateId id, TransactionId one, TransactionId other) =>
        new(id, world.Account.Id, one, other, -1.5, ["why"], world.Now, "cross_feed");

    private static Decision Made(StoreWorld world, string kind, TransactionId? transaction) =>
        new(new DecisionId(world.NewId()), kind, false, "rule", world.Now, transaction, ["why"], "{}", "{\"a\":1}")
        {
            AccountId = world.Account.Id,
            Score = 2.5,
        };
}
