using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>Runs that broke off in the process that worked them, while it lives: each is fenced, and resumed once, by a
/// successor of its own.</summary>
public abstract class StoreResumeConformance(IStoreSubject subject)
{
    private static CancellationToken Token => StoreWorld.Token;

    [Fact]
    public async Task A_broken_run_is_resumed_by_a_successor_of_its_own()
    {
        await using var database = await subject.CreateDatabase();
        var world = await StoreWorld.Create(await database.Start("node"), subject.Time);
        var broken = await world.Begin();
        var version = world.Connection.Version;

        await world.Node.Store.Resume(broken, world.Now, Token);

        Assert.Equal(RunStatus.Abandoned, await Status(world, broken));
        var successor = Assert.Single(await Left(world, withOwn: false));
        Assert.Equal((broken.Id, broken.Work), (successor.Resumes, successor.Work));
        var told = (await world.Events())[^1];
        Assert.Equal("sync.queued", told.Type);
        Assert.Contains($"{successor.Id}", told.Data, StringComparison.Ordinal);
        await world.Node.Store.Resume(broken, world.Now, Token);
        Assert.Empty(await Left(world, withOwn: false));
        await world.Begin(successor with { Status = RunStatus.Running, StartedAt = world.Now });
        Assert.Equal(version + 1, world.Connection.Version);
    }

    [Fact]
    public async Task A_run_that_never_began_or_has_ended_is_not_resumed()
    {
        await using var database = await subject.CreateDatabase();
        var world = await StoreWorld.Create(await database.Start("node"), subject.Time);
        await world.Node.Store.Resume(world.FirstRun, world.Now, Token);
        Assert.Equal(world.FirstRun.Id, Assert.Single(await Left(world, withOwn: true)).Id);

        var run = await world.Begin();
        var ended = run with { Status = RunStatus.Succeeded, EndedAt = world.Now };
        Assert.Equal(CommitResult.Committed, (await world.Commit(ended, SyncPlan.Empty)).Result);
        await world.Node.Store.Resume(run, world.Now, Token);
        await world.Node.Store.Resume(world.NewRun(), world.Now, Token);

        Assert.Equal(RunStatus.Succeeded, await Status(world, run));
        Assert.Empty(await Left(world, withOwn: true));
    }

    [Fact]
    public async Task Who_begins_next_has_a_broken_run_resumed_and_fenced()
    {
        await using var database = await subject.CreateDatabase();
        var world = await StoreWorld.Create(await database.Start("node"), subject.Time);
        var stale = await world.Begin();
        var seen = world.Connection;

        var next = await world.Begin(world.NewRun());

        Assert.Equal(seen.Version + 1, world.Connection.Version);
        Assert.Equal(RunStatus.Abandoned, await Status(world, stale));
        var late = new SyncCommit
        {
            Connection = seen,
            Run = stale with { Status = RunStatus.Succeeded },
            Plan = StoreWorld.Adding(world.Record("late")),
            Events = [],
            LeaseUntil = world.Now,
        };
        Assert.Equal(CommitResult.RunStale, (await world.Node.Store.Commit(late, Token)).Result);
        Assert.Equal(CommitResult.Committed, (await world.Commit(next, SyncPlan.Empty)).Result);
        Assert.Equal(stale.Id, Assert.Single(await Left(world, withOwn: false)).Resumes);
    }

    [Fact]
    public async Task A_scheduled_run_takes_nothing_over()
    {
        await using var database = await subject.CreateDatabase();
        var node = await database.Start("node");
        var world = await StoreWorld.Create(node, subject.Time);
        var first = await world.Begin();
        var due = world.Connection with { NextDueAt = world.Now.AddMinutes(-1), NextDueReason = "because" };
        var commit = new SyncCommit
        {
            Connection = due,
            Run = first with { Status = RunStatus.Succeeded, EndedAt = world.Now },
            Plan = SyncPlan.Empty,
            Events = [],
            LeaseUntil = world.Now,
        };
        Assert.Equal(CommitResult.Committed, (await node.Store.Commit(commit, Token)).Result);
        Assert.Single(await node.Store.DueConnections(world.Now, 10, Token));
        var broken = await world.Begin(world.NewRun());

        var run = world.NewRun(RunStatus.Running);
        var scheduled = new BeginRun(run, node.Name, world.Now.AddMinutes(2), []) { OnlyIfDue = true };

        Assert.IsType<RunStart.Gone>(await node.Store.Begin(scheduled, Token));
        Assert.Equal(RunStatus.Running, await Status(world, broken));
        Assert.Empty(await node.Store.DueConnections(world.Now, 10, Token));
    }

    private static async Task<RunStatus> Status(StoreWorld world, Run run) =>
        (await world.Node.Queries.Run(world.UserId, run.Id, Token)).Value!.Status;

    private static Task<IReadOnlyList<Run>> Left(StoreWorld world, bool withOwn) =>
        world.Node.Store.Recover(world.Node.Name, world.Now, withOwn, Token);
}
