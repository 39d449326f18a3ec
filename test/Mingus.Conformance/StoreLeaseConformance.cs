using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>Who works a connection: one run at a time, taken over from the dead at once, and the stale
/// fenced.</summary>
public abstract class StoreLeaseConformance(IStoreSubject subject)
{
    private static CancellationToken Token => StoreWorld.Token;

    [Fact]
    public async Task Begin_makes_a_queued_run_running_and_loads_what_it_needs()
    {
        var world = await World();

        var begun = world.FirstRun with { Status = RunStatus.Running, StartedAt = world.Now };
        var started = Assert.IsType<RunStart.Started>(await world.TryBegin(begun));

        Assert.Equal(world.Connection, started.Context.Connection);
        Assert.Equal([1, 2, 3], started.Context.SealedToken);
        Assert.Equal(world.Feed, Assert.Single(started.Context.Feeds).Feed);
        Assert.Equal(world.UserVersion, started.Context.UserVersion);
        var stored = await world.Node.Queries.Run(world.UserId, begun.Id, Token);
        Assert.Equal(RunStatus.Running, stored.Value!.Status);
        Assert.Equal(world.Now, stored.Value.StartedAt);
        Assert.Equal("sync.started", (await world.Events())[^1].Type);
    }

    [Fact]
    public async Task A_cancelled_run_does_not_begin()
    {
        var world = await World();

        Assert.True(await world.Node.Store.CancelQueued(world.UserId, world.FirstRun.Id, world.Now, Token));
        Assert.False(await world.Node.Store.CancelQueued(world.UserId, world.FirstRun.Id, world.Now, Token));

        var late = world.FirstRun with { Status = RunStatus.Running, StartedAt = world.Now };
        Assert.IsType<RunStart.Gone>(await world.TryBegin(late));
        var stored = await world.Node.Queries.Run(world.UserId, world.FirstRun.Id, Token);
        Assert.Equal(RunStatus.Cancelled, stored.Value!.Status);
        Assert.Equal("sync.completed", (await world.Events())[^1].Type);
        // The refused beginning left no lease behind.
        await world.Begin(world.NewRun());
    }

    [Fact]
    public async Task A_living_nodes_lease_holds_until_it_expires()
    {
        if (!subject.AllowsSeveralNodes)
        {
            return;
        }

        await using var database = await subject.CreateDatabase();
        var (one, two) = (await database.Start("one"), await database.Start("two"));
        var world = await StoreWorld.Create(one, subject.Time);
        var held = await world.Begin();

        var busy = Assert.IsType<RunStart.Busy>(await world.TryBegin(Running(world), two));
        Assert.Equal(held.Id, busy.Holder);
        Assert.Equal(RunStatus.Running, await Status(world, held));

        await one.Store.SaveProgress(world.UserId, held.Id, Progress, world.Now.AddMinutes(10), Token);
        subject.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.IsType<RunStart.Busy>(await world.TryBegin(Running(world), two));
        subject.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.IsType<RunStart.Started>(await world.TryBegin(Running(world), two));
        Assert.Equal(RunStatus.Abandoned, await Status(world, held));
    }

    [Fact]
    public async Task A_killed_nodes_lease_is_free_at_once()
    {
        await using var database = await subject.CreateDatabase();
        var first = await database.Start("first");
        var world = await StoreWorld.Create(first, subject.Time);
        var cut = await world.Begin();
        await first.Kill();

        var second = await database.Start("second");
        var start = await world.TryBegin(Running(world), second);

        var context = Assert.IsType<RunStart.Started>(start).Context;
        Assert.Equal(world.Connection.Version + 1, context.Connection.Version);
        var stored = await second.Queries.Run(world.UserId, cut.Id, Token);
        Assert.Equal(RunStatus.Abandoned, stored.Value!.Status);
        var left = await second.Store.Recover("second", world.Now, withOwn: false, Token);
        Assert.Equal(cut.Id, Assert.Single(left).Resumes);
    }

    [Fact]
    public async Task Recover_takes_up_what_a_killed_node_left_and_only_once()
    {
        await using var database = await subject.CreateDatabase();
        var first = await database.Start("first");
        var running = await StoreWorld.Create(first, subject.Time);
        var cut = await running.Begin();
        var queued = await StoreWorld.Create(first, subject.Time);
        var both = await StoreWorld.Create(first, subject.Time);
        var cutToo = await both.Begin();
        var waiting = both.NewRun() with { Work = SyncWork.Balance, Type = SyncType.Balance };
        await first.Store.Enqueue(waiting, [], Token);
        await first.Kill();

        var second = await database.Start("second");
        var taken = await second.Store.Recover("second", subject.Time.GetUtcNow(), withOwn: false, Token);

        Assert.Equal(4, taken.Count);
        var successor = taken.Single(r => r.ConnectionId == running.Connection.Id);
        Assert.Equal(cut.Id, successor.Resumes);
        Assert.Equal(RunTrigger.Recovery, successor.Trigger);
        Assert.Equal(RunStatus.Queued, successor.Status);
        Assert.Equal(cut.Work, successor.Work);
        Assert.Equal(queued.FirstRun.Id, taken.Single(r => r.ConnectionId == queued.Connection.Id).Id);
        var ofBoth = taken.Where(r => r.ConnectionId == both.Connection.Id).ToList();
        Assert.Equal(waiting.Work, ofBoth.Single(r => r.Id == waiting.Id).Work);
        Assert.Equal(cutToo.Id, ofBoth.Single(r => r.Id != waiting.Id).Resumes);
        var abandoned = await second.Queries.Run(running.UserId, cut.Id, Token);
        Assert.Equal(RunStatus.Abandoned, abandoned.Value!.Status);
        Assert.Equal("sync.queued", (await running.Events(second)).Last(e => e.Data.Contains($"{successor.Id}")).Type);
        Assert.Empty(await second.Store.Recover("second", subject.Time.GetUtcNow(), withOwn: false, Token));
        var begun = successor with { Status = RunStatus.Running, StartedAt = running.Now };
        Assert.IsType<RunStart.Started>(await running.TryBegin(begun, second));
    }

    [Fact]
    public async Task Recover_leaves_alone_what_its_node_has_even_when_the_lease_expired()
    {
        await using var database = await subject.CreateDatabase();
        var node = await database.Start("alive");
        var world = await StoreWorld.Create(node, subject.Time);
        var run = await world.Begin();
        var queued = world.NewRun();
        await node.Store.Enqueue(queued, [], Token);
        subject.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Empty(await node.Store.Recover("alive", world.Now, withOwn: false, Token));
        var own = await node.Store.Recover("alive", world.Now, withOwn: true, Token);

        Assert.Equal(queued.Id, Assert.Single(own).Id);
        Assert.Equal(CommitResult.Committed, (await world.Commit(run, SyncPlan.Empty)).Result);
    }

    // A server notices in its own time that a session has gone: a living node looks again and again.
    private static async Task<IReadOnlyList<Run>> RecoverSoon(StoreNode node, DateTimeOffset now)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); ; )
        {
            var taken = await node.Store.Recover(node.Name, now, withOwn: false, Token);
            if (taken.Count > 0 || TimeProvider.System.GetElapsedTime(begun) > TimeSpan.FromSeconds(20))
            {
                return taken;
            }

            await Task.Delay(20, Token);
        }
    }

    [Fact]
    public async Task A_living_node_takes_up_only_what_the_dead_left()
    {
        if (!subject.AllowsSeveralNodes)
        {
            return;
        }

        await using var database = await subject.CreateDatabase();
        var (one, two) = (await database.Start("one"), await database.Start("two"));
        var world = await StoreWorld.Create(one, subject.Time);
        var cut = await world.Begin();
        var waiting = world.NewRun();
        await one.Store.Enqueue(waiting, [], Token);
        var other = await StoreWorld.Create(two, subject.Time);
        var alive = await other.Begin();

        Assert.Empty(await two.Store.Recover("two", world.Now, withOwn: false, Token));
        await one.Kill();
        var taken = await RecoverSoon(two, world.Now);

        Assert.Equal(2, taken.Count);
        Assert.Contains(taken, r => r.Id == waiting.Id);
        Assert.Contains(taken, r => r.Resumes == cut.Id);
        Assert.Equal(CommitResult.Committed, (await other.Commit(alive, SyncPlan.Empty)).Result);
    }

    [Fact]
    public async Task A_node_that_stands_still_loses_its_run_when_the_lease_expires()
    {
        if (!subject.AllowsSeveralNodes)
        {
            return;
        }

        await using var database = await subject.CreateDatabase();
        var (one, two) = (await database.Start("one"), await database.Start("two"));
        var world = await StoreWorld.Create(one, subject.Time);
        var asleep = await world.Begin();
        subject.Time.Advance(TimeSpan.FromMinutes(5));

        var successor = Assert.Single(await two.Store.Recover("two", world.Now, withOwn: false, Token));

        Assert.Equal(asleep.Id, successor.Resumes);
        Assert.Equal(RunStatus.Abandoned, await Status(world, asleep));
        Assert.Equal(CommitResult.RunStale, (await world.Commit(asleep, SyncPlan.Empty)).Result);
        var begun = successor with { Status = RunStatus.Running, StartedAt = world.Now };
        Assert.IsType<RunStart.Started>(await world.TryBegin(begun, two));
    }

    [Fact]
    public async Task A_queued_run_is_widened_in_place_and_a_begun_one_left_alone()
    {
        var world = await World();
        var wider = world.FirstRun with { Work = SyncWork.Full, Type = SyncType.Full, Force = true };

        await world.Node.Store.Enqueue(wider, [], Token);
        var stored = (await world.Node.Queries.Run(world.UserId, wider.Id, Token)).Value!;
        Assert.Equal((SyncWork.Full, SyncType.Full, true), (stored.Work, stored.Type, stored.Force));

        await world.Begin(wider);
        await world.Node.Store.Enqueue(world.FirstRun, [], Token);
        stored = (await world.Node.Queries.Run(world.UserId, wider.Id, Token)).Value!;
        Assert.Equal((SyncWork.Full, RunStatus.Running), (stored.Work, stored.Status));
    }

    [Fact]
    public async Task Progress_is_kept_while_it_runs()
    {
        var world = await World();
        var run = await world.Begin();

        await world.Node.Store.SaveProgress(world.UserId, run.Id, Progress, world.Now.AddMinutes(1), Token);

        var stored = await world.Node.Queries.Run(world.UserId, run.Id, Token);
        Assert.Equal(Progress, stored.Value!.Progress);
        var view = await world.Node.Queries.Account(world.UserId, world.Account.Id, Token);
        Assert.Equal(run.Id, view.Value!.ActiveRun!.Id);
    }

    [Fact]
    public async Task A_scheduled_run_begins_only_while_its_connection_is_due()
    {
        await using var database = await subject.CreateDatabase();
        var node = await database.Start("node");
        var due = await Due(node, TimeSpan.FromMinutes(-1), ConnectionStatus.Healthy);
        var done = await Due(node, TimeSpan.FromHours(1), ConnectionStatus.Healthy);

        Assert.IsType<RunStart.Started>(await Begin(due));
        var needless = Running(done);
        Assert.IsType<RunStart.Gone>(await Begin(done, needless));
        Assert.Null((await node.Queries.Run(done.UserId, needless.Id, Token)).Value);

        Task<RunStart> Begin(StoreWorld world, Run? run = null) =>
            node.Store.Begin(
                new BeginRun(run ?? Running(world), node.Name, world.Now.AddMinutes(2), []) { OnlyIfDue = true },
                Token
            );
    }

    [Fact]
    public async Task Due_connections_come_longest_overdue_first()
    {
        await using var database = await subject.CreateDatabase();
        var node = await database.Start("node");
        var late = await Due(node, TimeSpan.FromHours(-1), ConnectionStatus.Healthy);
        var later = await Due(node, TimeSpan.FromHours(-2), ConnectionStatus.NeedsAttention);
        await Due(node, TimeSpan.FromHours(1), ConnectionStatus.Healthy);
        var over = await Due(node, TimeSpan.FromHours(-3), ConnectionStatus.Healthy);
        await node.Edits.Disconnect(over.UserId, over.Connection.Id, over.Now, Token);

        var due = await node.Store.DueConnections(subject.Time.GetUtcNow(), 10, Token);

        Assert.Equal([later.Connection.Id, late.Connection.Id], due.Select(d => d.ConnectionId));
        Assert.Equal("because", due[0].Reason);
        Assert.Equal(later.UserId, due[0].UserId);
        Assert.Single(await node.Store.DueConnections(subject.Time.GetUtcNow(), 1, Token));
    }

    private static readonly RunProgress Progress = new("fetch", "pages", 3, null, "Page 3");

    private static Run Running(StoreWorld world) => world.NewRun(RunStatus.Running);

    private async Task<StoreWorld> Due(StoreNode node, TimeSpan after, ConnectionStatus status)
    {
        var world = await StoreWorld.Create(node, subject.Time);
        var run = await world.Begin();
        await node.Store.Commit(
            new SyncCommit
            {
                Connection = world.Connection with
                {
                    Status = status,
                    NextDueAt = world.Now + after,
                    NextDueReason = "because",
                },
                Run = run with { Status = RunStatus.Succeeded, EndedAt = world.Now },
                Plan = SyncPlan.Empty,
                Events = [],
                LeaseUntil = world.Now,
            },
            Token
        );
        return world;
    }

    private static async Task<RunStatus> Status(StoreWorld world, Run run) =>
        (await world.Node.Queries.Run(world.UserId, run.Id, Token)).Value!.Status;

    private Task<StoreWorld> World() => StoreWorld.Create(subject.Node, subject.Time);
}
