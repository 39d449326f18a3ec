using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>Coverage rests beside the feeds, is loaded with them and committed with the plan that proves it.</summary>
public abstract class StoreCoverageConformance(IStoreSubject subject)
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Coverage_comes_back_as_it_was_written_with_the_run_and_with_the_account()
    {
        var world = await World();
        Assert.Null(await world.Coverage());
        var coverage = new FeedCoverage(world.Feed.Id, Day.AddDays(-730))
        {
            Proved = CoverageMap.Of(new DateInterval(Day.AddDays(-730), Day.AddDays(-9)), new(Day, Day.AddDays(30))),
            OldestDay = Day.AddDays(-400),
            QuietDays = 3,
            RecordDays = 200,
            LimitedSince = Day.AddDays(-400),
        };

        await world.CommitPlan(new SyncPlan { Coverage = [coverage] });

        Assert.Equal(coverage, await world.Coverage());
        var start = await world.TryBegin(world.NewRun(RunStatus.Running));
        Assert.Equal(coverage, Assert.IsType<RunStart.Started>(start).Context.Feeds.Single().Coverage);
        var view = (await world.Node.Queries.Account(world.UserId, world.Account.Id, Token)).Value!;
        Assert.Equal(coverage, Assert.Single(view.Feeds).Coverage);
    }

    [Fact]
    public async Task Coverage_written_again_replaces_what_was()
    {
        var world = await World();
        var bare = new FeedCoverage(world.Feed.Id, Day);
        var grown = bare with { AskedFrom = Day.AddDays(-1), Proved = CoverageMap.Of(new DateInterval(Day, Day)) };

        await world.CommitPlan(new SyncPlan { Coverage = [bare] });
        Assert.Equal(bare, await world.Coverage());
        await world.CommitPlan(new SyncPlan { Coverage = [grown] });

        Assert.Equal(grown, await world.Coverage());
    }

    [Fact]
    public async Task A_commit_that_is_refused_leaves_the_coverage()
    {
        var world = await World();
        var run = await world.Begin(world.NewRun());
        var plan = new SyncPlan { Coverage = [new FeedCoverage(world.Feed.Id, Day)] };

        var outcome = await world.Commit(run with { Status = RunStatus.Succeeded }, plan, world.UserVersion - 1);

        Assert.Equal(CommitResult.SliceStale, outcome.Result);
        Assert.Null(await world.Coverage());
    }

    [Fact]
    public async Task A_window_loads_the_live_records_of_its_days_besides_those_it_names()
    {
        var world = await World();
        await world.Add(
            world.Record("first", date: "2026-03-01"),
            world.Record("pending", date: "2026-03-15", pending: true),
            world.Record("last", date: "2026-03-30"),
            world.Record("removed", date: "2026-03-10") with
            {
                RemovedAt = world.Now,
                IsPrimary = false,
            },
            world.Record("before", date: "2026-02-28"),
            world.Record("named", date: "2026-01-01")
        );
        var window = new BackfillWindow(new DateInterval(Day, Day.AddDays(29)), [world.Feed.Id]);

        var slice = await world.Window(window, "named", "unknown");

        Assert.Equal(
            ["first", "last", "named", "pending"],
            slice.Records.Select(r => r.ProviderTransactionId).Order(StringComparer.Ordinal)
        );
        Assert.Equal(world.UserVersion, slice.UserVersion);
        Assert.Empty((await world.Window(window with { Feeds = [] })).Records);
    }

    [Fact]
    public async Task A_window_loads_nothing_of_another_user()
    {
        var (world, other) = (await World(), await World());
        await other.Add(other.Record("theirs", date: "2026-03-02"));
        var window = new BackfillWindow(new DateInterval(Day, Day.AddDays(29)), [other.Feed.Id]);

        Assert.Empty((await world.Window(window)).Records);
    }

    [Fact]
    public async Task Erasing_a_connection_erases_its_coverage()
    {
        var world = await World();
        await world.CommitPlan(new SyncPlan { Coverage = [new FeedCoverage(world.Feed.Id, Day)] });
        var (erased, feed, edits) = (world.Connection.Id, world.Feed, world.Node.Edits);
        Assert.True(await edits.Disconnect(world.UserId, erased, world.Now, Token));
        Assert.Equal(EraseResult.Erased, await world.Erase(erased));

        await world.Link("the same again");
        await world.CommitPlan(
            new SyncPlan { NewFeeds = [feed with { ConnectionId = world.Connection.Id, AccountId = world.Account.Id }] }
        );

        var context = await world.Node.Store.LoadConnection(world.UserId, world.Connection.Id, Token);
        Assert.Null(context!.Feeds.Single(f => f.Feed.Id == feed.Id).Coverage);
    }

    private Task<StoreWorld> World() => StoreWorld.Create(subject.Node, subject.Time);
}
