using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>A plan and its cursor commit whole or not at all, in an order that readers can trust.</summary>
public abstract class StoreCommitConformance(IStoreSubject subject)
{
    private static CancellationToken Token => StoreWorld.Token;

    [Fact]
    public async Task Commit_writes_records_cursor_run_and_events_together()
    {
        var world = await World();
        var run = await world.Begin();
        var plan = StoreWorld.Adding(world.Record("a")) with { NextCursor = "next" };

        var ended = run with { Status = RunStatus.Succeeded, EndedAt = world.Now };
        var outcome = await world.Commit(ended, plan, world.UserVersion, world.Event("sync.completed"));

        Assert.Equal(CommitResult.Committed, outcome.Result);
        var context = await world.Node.Store.LoadConnection(world.UserId, world.Connection.Id, Token);
        Assert.Equal("next", context!.Connection.Cursor);
        Assert.Equal(world.Connection.Version, context.Connection.Version);
        Assert.Equal(outcome.UserVersion, context.UserVersion);
        Assert.Equal("a", Assert.Single((await world.Slice("a")).Records).ProviderTransactionId);
        var stored = await world.Node.Queries.Run(world.UserId, run.Id, Token);
        Assert.Equal(RunStatus.Succeeded, stored.Value!.Status);
        Assert.Equal(outcome.LastSequence, stored.Sequence);
        Assert.Equal(outcome.LastSequence, (await world.Events())[^1].Sequence);
        Assert.Equal(outcome.LastSequence, world.Node.Signal.LastOf(world.UserId));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(StoreWorld.Many)]
    public async Task A_failure_in_the_middle_leaves_nothing(int more)
    {
        var world = await World();
        await world.Add(world.Record("a"));
        var run = await world.Begin(world.NewRun());
        var before = await world.Events();
        var plan = StoreWorld.Adding([world.Record("b"), .. world.Records("more", more), Unwritable(world)]) with
        {
            NextCursor = "never",
        };

        await Assert.ThrowsAnyAsync<Exception>(() => world.Commit(run, plan, null, world.Event("sync.completed")));

        await world.Reload();
        Assert.Null(world.Connection.Cursor);
        Assert.Empty((await world.Slice("b")).Records);
        Assert.Equal(before.Count, (await world.Events()).Count);
        Assert.Single(await world.Transactions());
        var again = await world.Commit(run, StoreWorld.Adding(world.Record("b")));
        Assert.Equal(CommitResult.Committed, again.Result);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(StoreWorld.Many)]
    public async Task A_record_that_is_there_already_refuses_the_whole_commit_as_made_from_a_stale_slice(int more)
    {
        var world = await World();
        await world.Add(world.Record("a"));
        var run = await world.Begin(world.NewRun());
        var twice = StoreWorld.Adding([world.Record("b"), .. world.Records("more", more), world.Record("a")]) with
        {
            NextCursor = "never",
        };

        var outcome = await world.Commit(run, twice, null, world.Event("sync.completed"));

        Assert.Equal(CommitResult.SliceStale, outcome.Result);
        await world.Reload();
        Assert.Null(world.Connection.Cursor);
        Assert.Single(await world.Transactions());
        var again = await world.Commit(run, StoreWorld.Adding(world.Record("b")));
        Assert.Equal(CommitResult.Committed, again.Result);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(StoreWorld.Many)]
    public async Task A_slice_that_moved_is_refused_whole(int more)
    {
        var world = await World();
        var run = await world.Begin();
        var slice = await world.Slice("a");
        await world.Node.Edits.EditAccount(world.UserId, world.Account.Id, "Mine", isHidden: null, world.Now, Token);

        var plan = StoreWorld.Adding([world.Record("a"), .. world.Records("more", more)]) with { NextCursor = "never" };
        var outcome = await world.Commit(run, plan, slice.UserVersion, world.Event("sync.completed"));

        Assert.Equal(CommitResult.SliceStale, outcome.Result);
        Assert.Empty((await world.Slice("a")).Records);
        var fresh = await world.Slice("a");
        Assert.Equal(outcome.UserVersion, fresh.UserVersion);
        var again = await world.Commit(run, plan, fresh.UserVersion);
        Assert.Equal(CommitResult.Committed, again.Result);
    }

    [Fact]
    public async Task A_run_without_the_lease_is_refused_whole()
    {
        var world = await World();
        var run = await world.Begin();
        var ended = run with { Status = RunStatus.Succeeded, EndedAt = world.Now };
        await world.Commit(ended, SyncPlan.Empty);

        var late = await world.Commit(ended, StoreWorld.Adding(world.Record("a")));

        Assert.Equal(CommitResult.RunStale, late.Result);
        Assert.Empty((await world.Slice("a")).Records);
    }

    [Fact]
    public async Task A_commit_at_an_old_version_of_its_connection_is_refused()
    {
        var world = await World();
        var run = await world.Begin();
        var old = world.Connection;
        await world.Commit(run, SyncPlan.Empty);

        var outcome = await world.Node.Store.Commit(
            new SyncCommit
            {
                Connection = old,
                Run = run,
                Plan = SyncPlan.Empty,
                Events = [],
                LeaseUntil = world.Now,
            },
            Token
        );

        Assert.Equal(CommitResult.RunStale, outcome.Result);
    }

    [Fact]
    public async Task Sequence_order_is_commit_order_under_parallel_commits_of_one_user()
    {
        var world = await World();
        var worlds = new List<(Run Run, Connection Connection)>();
        for (var i = 0; i < 20; i++)
        {
            await world.Link($"{world.Connection.ItemId} {i}");
            worlds.Add((await world.Begin(), world.Connection));
        }

        var before = (await world.Events()).Count;
        using var reading = new CancellationTokenSource();
        var reader = ReadAll(world, before, before + 40, reading.Token);
        var outcomes = await Task.WhenAll(
            worlds.Select(w =>
                AtOnce(() =>
                    world.Node.Store.Commit(
                        new SyncCommit
                        {
                            Connection = w.Connection,
                            Run = w.Run with { Status = RunStatus.Succeeded, EndedAt = world.Now },
                            Plan = SyncPlan.Empty,
                            Events = [world.Event("balance.changed"), world.Event("sync.completed")],
                            LeaseUntil = world.Now,
                        },
                        Token
                    )
                )
            )
        );

        Assert.All(outcomes, o => Assert.Equal(CommitResult.Committed, o.Result));
        Assert.Equal(20, outcomes.Select(o => o.LastSequence).Distinct().Count());
        var read = await reader.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(Enumerable.Range(before + 1, 40).Select(i => (long)i), read);
    }

    [Fact]
    public async Task A_thousand_commits_at_once_all_arrive()
    {
        var worlds = new List<StoreWorld>();
        for (var i = 0; i < 20; i++)
        {
            worlds.Add(await World());
        }

        var each = worlds.Select(world =>
            AtOnce(async () =>
            {
                var run = await world.Begin();
                for (var i = 0; i < 50; i++)
                {
                    var outcome = await world.Commit(run, StoreWorld.Adding(world.Record($"r{i}")), world.UserVersion);
                    Assert.Equal(CommitResult.Committed, outcome.Result);
                }

                return run;
            })
        );
        await Task.WhenAll(each);

        foreach (var world in worlds)
        {
            Assert.Equal(50, (await world.Transactions()).Count);
        }
    }

    [Fact]
    public async Task A_failing_write_does_not_hurt_its_neighbours()
    {
        var good = await World();
        var bad = await World();
        await bad.Add(bad.Record("a"));
        var other = await World();
        var goodRun = await good.Begin();
        var otherRun = await other.Begin();
        var badRun = await bad.Begin(bad.NewRun());

        for (var i = 0; i < 25; i++)
        {
            var name = $"g{i}";
            // The third writer keeps the store busy, so that the other two meet in one group.
            var busy = AtOnce(() => other.Commit(otherRun, StoreWorld.Adding(other.Records($"o{i}", StoreWorld.Many))));
            var failing = AtOnce(() =>
                Assert.ThrowsAnyAsync<Exception>(() =>
                    bad.Commit(badRun, StoreWorld.Adding(bad.Record($"new {i}"), Unwritable(bad)))
                )
            );
            var fine = AtOnce(() => good.Commit(goodRun, StoreWorld.Adding(good.Record(name))));
            await Task.WhenAll(busy, failing, fine);
            Assert.Equal(CommitResult.Committed, (await fine).Result);
            Assert.Equal(CommitResult.Committed, (await busy).Result);
        }

        Assert.Equal(25, (await good.Transactions()).Count);
        Assert.Single(await bad.Transactions());
    }

    [Fact]
    public async Task A_read_sees_one_snapshot()
    {
        var world = await World();
        var run = await world.Begin();
        using var stop = new CancellationTokenSource();
        var writing = Task.Factory.StartNew(() => WriteUntil(world, run, stop.Token), TaskCreationOptions.LongRunning);

        for (var i = 0; i < 50; i++)
        {
            var page = await world.Node.Queries.Transactions(
                world.UserId,
                world.Account.Id,
                new TransactionFilter(IncludeRecords: true),
                new PageRequest(500, After: null),
                Token
            );
            // Each commit writes one transaction and one event, so the sequence says how many there are.
            Assert.Equal(page.Sequence - FirstSequence, page.Value!.Items.Count);
            Assert.All(page.Value.Items, t => Assert.Single(t.Records!));
        }

        await stop.CancelAsync();
        await await writing;
    }

    private const int FirstSequence = 2;

    // A write that finds the store idle may end before it returns: writes that are to meet begin on threads of their
    // own.
    private static Task<T> AtOnce<T>(Func<Task<T>> write) => Task.Run(write, Token);

    private static async Task WriteUntil(StoreWorld world, Run run, CancellationToken stop)
    {
        for (var i = 0; i < 400 && !stop.IsCancellationRequested; i++)
        {
            var plan = StoreWorld.Adding(world.Record($"r{i}"));
            await world.Commit(run, plan, null, world.Event("transactions.changed"));
        }
    }

    private static async Task<List<long>> ReadAll(StoreWorld world, long after, long until, CancellationToken stop)
    {
        var read = new List<long>();
        while (after < until && !stop.IsCancellationRequested)
        {
            foreach (var item in await world.Events(after))
            {
                read.Add(item.Sequence);
                after = item.Sequence;
            }

            await Task.Yield();
        }

        return read;
    }

    private Task<StoreWorld> World() => StoreWorld.Create(subject.Node, subject.Time);

    private static LedgerRecord Unwritable(StoreWorld world) =>
        world.Record("unwritable") with
        {
            Fingerprint = new Fingerprint(1, "no hash"),
        };
}
