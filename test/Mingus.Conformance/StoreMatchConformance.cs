using Mingus.Ledger;
using Mingus.Ledger.Match;
using Mingus.Ledger.Match.Evidence;
using Mingus.Ledger.Plan;

namespace Mingus.Conformance;

/// <summary>What matching leaves in the store and looks up in it.</summary>
public abstract class StoreMatchConformance(IStoreSubject subject)
{
    private static CancellationToken Token => StoreWorld.Token;

    [Fact]
    public async Task What_matching_remembers_comes_back_as_it_was_written()
    {
        var world = await World();
        var rates = new PairRates { Texts = [1, 2, 3, 4, 5], Numbers = [6, 7, 8] };
        var other = new FeedId(world.NewId());
        var day = DateOnly.Parse("2026-03-01");
        var state = new AccountMatchState
        {
            Feeds = new Dictionary<FeedId, FeedMatchState>
            {
                [world.Feed.Id] = new()
                {
                    First = day,
                    Last = day.AddDays(3),
                    AsOf = day.AddDays(4),
                    PostedSum = -1240,
                    Opening = 500,
                    OpeningOn = day,
                    Off = 7,
                    OffSince = day,
                    Agreements = 2,
                },
            },
            Rates = new Dictionary<(FeedId, FeedId), PairRates> { [(world.Feed.Id, other)] = rates },
            Unsettled = [new UnsettledTransaction(new TransactionId(world.NewId()), world.Feed.Id, day)],
        };
        await world.CommitPlan(Remembering(world, AccountMatchState.Empty));
        await world.CommitPlan(Remembering(world, state));

        var read = Assert.Single((await world.Slice("none")).MatchStates);

        Assert.Equal(world.Account.Id, read.Key);
        Assert.Equal(state.Feeds, read.Value.Feeds);
        Assert.Equal(state.Unsettled, read.Value.Unsettled);
        var (pair, learnt) = Assert.Single(read.Value.Rates);
        Assert.Equal((world.Feed.Id, other), pair);
        Assert.Equal(rates.Texts, learnt.Texts);
        Assert.Equal(rates.Numbers, learnt.Numbers);
        Assert.Equal(rates.Statements, learnt.Statements);
    }

    [Fact]
    public async Task Neighbours_are_found_by_transaction_and_by_amount_with_all_their_records()
    {
        var world = await World();
        var shared = new TransactionId(world.NewId());
        var pending = world.Record("pending", minor: -1000, date: "2026-03-01", pending: true) with
        {
            TransactionId = shared,
            IsPrimary = false,
        };
        var posted = world.Record("posted", minor: -1200, date: "2026-03-03") with { TransactionId = shared };
        var early = world.Record("early", minor: -1000, date: "2026-02-01");
        var named = world.Record("named", minor: 5);
        await world.Add(pending, posted, early, named, world.Record("other", minor: 77));
        var needs = new MatchNeeds(
            [named.TransactionId],
            [new AmountProbe(-1000, DateOnly.Parse("2026-03-01"), DateOnly.Parse("2026-03-01"))]
        );

        var found = await world.Node.Store.LoadNeighbours(
            world.UserId,
            [new AccountNeeds(world.Account.Id, needs), new AccountNeeds(new AccountId(world.NewId()), needs)],
            Token
        );

        Assert.Equal(world.UserVersion, found.UserVersion);
        Assert.Equal(["named", "pending", "posted"], found.Records.Select(r => r.ProviderTransactionId).Order());
    }

    private Task<StoreWorld> World() => StoreWorld.Create(subject.Node, subject.Time);

    private static SyncPlan Remembering(StoreWorld world, AccountMatchState state) =>
        new() { MatchStates = new Dictionary<AccountId, AccountMatchState> { [world.Account.Id] = state } };
}
