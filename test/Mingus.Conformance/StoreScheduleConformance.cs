using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>What connections teach, the budget of calls, and settings, at rest.</summary>
public abstract class StoreScheduleConformance(IStoreSubject subject)
{
    private static readonly byte[] Rhythm = [1, 2, 0, 255];

    private static CancellationToken Token => StoreWorld.Token;

    [Fact]
    public async Task What_a_run_taught_is_there_with_its_commit()
    {
        var world = await World();

        await Commit(world, await world.Begin(), Rhythm);

        Assert.Equal(Rhythm, (await Context(world)).Rhythm);
        var stored = (await world.Node.Schedule.Rhythms(100_000, Token)).Where(r => r.Rhythm.SequenceEqual(Rhythm));
        Assert.Contains(stored, r => r.InstitutionId == world.Connection.InstitutionId);
    }

    [Fact]
    public async Task A_commit_that_teaches_nothing_leaves_it_as_it_was()
    {
        var world = await World();
        await Commit(world, await world.Begin(), Rhythm);
        await world.Reload();

        await Commit(world, await world.Begin(world.NewRun()), rhythm: null);

        Assert.Equal(Rhythm, (await Context(world)).Rhythm);
    }

    [Fact]
    public async Task A_stale_run_teaches_nothing()
    {
        var world = await World();
        var run = await world.Begin();
        var stale = world.Connection with { Version = world.Connection.Version + 7 };

        var outcome = await world.Node.Store.Commit(CommitOf(world, stale, run, Rhythm), Token);

        Assert.Equal(CommitResult.RunStale, outcome.Result);
        Assert.Null((await Context(world)).Rhythm);
    }

    [Fact]
    public async Task A_day_is_reckoned_once()
    {
        await using var database = await subject.CreateDatabase();
        var node = await database.Start("one");
        Assert.Null(await node.Schedule.Budget(Token));
        var day = new DateOnly(2026, 3, 1);

        await node.Schedule.SaveBudget(new StoredBudget(day, 1.5, -0.25, 1), Token);
        await node.Schedule.SaveBudget(new StoredBudget(day, 9, 9, 9), Token);
        Assert.Equal(new StoredBudget(day, 1.5, -0.25, 1), await node.Schedule.Budget(Token));

        var next = new StoredBudget(day.AddDays(1), 2.5, 0.5, 2);
        await node.Schedule.SaveBudget(next, Token);
        Assert.Equal(next, await node.Schedule.Budget(Token));
    }

    [Fact]
    public async Task Settings_come_back_as_they_were_set()
    {
        var world = await World();
        var own = SyncSettings.Default with
        {
            SyncsBalance = false,
            IntervalMin = TimeSpan.FromMinutes(40),
            QuietHours = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 30), "Europe/Berlin"),
            ValidationLevel = ValidationLevel.Strict,
            ValidationDays = 0,
            Notices = new NoticeSettings
            {
                Success = true,
                Errors = false,
                BalanceBelow = "100.00",
            },
        };

        Assert.True(await world.Node.Schedule.SaveSettings(world.UserId, null, own, Token));
        Assert.Equal(own, (await Context(world)).Settings);

        var ofAccount = own with { IntervalMax = TimeSpan.FromHours(3) };
        Assert.True(await world.Node.Schedule.SaveSettings(world.UserId, world.Account.Id, ofAccount, Token));
        Assert.Equal(ofAccount, (await Context(world)).Settings);
        var stored = (await world.Node.Schedule.Settings(world.UserId, Token)).Value;
        Assert.Equal((own, ofAccount), (stored.Own, stored.Accounts[world.Account.Id]));

        Assert.True(await world.Node.Schedule.SaveSettings(world.UserId, world.Account.Id, null, Token));
        Assert.Equal(own, (await Context(world)).Settings);
    }

    [Fact]
    public async Task Anothers_account_takes_no_settings()
    {
        var (world, other) = (await World(), await World());

        Assert.False(
            await world.Node.Schedule.SaveSettings(other.UserId, world.Account.Id, SyncSettings.Default, Token)
        );

        Assert.Empty((await world.Node.Schedule.Settings(world.UserId, Token)).Value.Accounts);
    }

    [Fact]
    public async Task A_due_time_moves_only_while_nothing_else_moves()
    {
        var world = await World();
        var seen = (await Context(world)).Connection;
        var (at, later) = (world.Now.AddHours(5), world.Now.AddHours(9));

        await world.Node.Schedule.Reschedule(seen, at, "settings", Token);
        Assert.Equal((at, "settings"), await Due());

        var run = await world.Begin();
        await world.Node.Schedule.Reschedule(seen, later, "too late", Token);
        Assert.Equal((at, "settings"), await Due());

        await Commit(world, run, rhythm: null);
        await world.Node.Schedule.Reschedule(seen, later, "stale", Token);
        Assert.NotEqual(later, (await Due()).At);

        async Task<(DateTimeOffset? At, string? Reason)> Due()
        {
            var connection = (await Context(world)).Connection;
            return (connection.NextDueAt, connection.NextDueReason);
        }
    }

    [Fact]
    public async Task Erasing_a_connection_erases_what_it_taught_and_settings_of_its_accounts()
    {
        await using var database = await subject.CreateDatabase();
        var world = await StoreWorld.Create(await database.Start("one"), subject.Time);
        await Commit(world, await world.Begin(), Rhythm);
        var schedule = world.Node.Schedule;
        await schedule.SaveSettings(world.UserId, null, SyncSettings.Default, Token);
        await schedule.SaveSettings(world.UserId, world.Account.Id, SyncSettings.Default, Token);
        await world.Node.Edits.Disconnect(world.UserId, world.Connection.Id, world.Now, Token);

        Assert.Equal(EraseResult.Erased, await world.Erase(world.Connection.Id));

        Assert.Empty(await schedule.Rhythms(10, Token));
        var left = (await schedule.Settings(world.UserId, Token)).Value;
        Assert.Empty(left.Accounts);
        Assert.NotNull(left.Own);
    }

    private static SyncCommit CommitOf(StoreWorld world, Connection connection, Run run, byte[]? rhythm) =>
        new()
        {
            Connection = connection,
            Run = run with { Status = RunStatus.Succeeded, EndedAt = world.Now },
            Plan = SyncPlan.Empty,
            Events = [],
            LeaseUntil = world.Now,
            Rhythm = rhythm,
        };

    private static async Task Commit(StoreWorld world, Run run, byte[]? rhythm)
    {
        var connection = (await Context(world)).Connection;
        var outcome = await world.Node.Store.Commit(CommitOf(world, connection, run, rhythm), Token);
        Assert.Equal(CommitResult.Committed, outcome.Result);
    }

    private static async Task<ConnectionContext> Context(StoreWorld world) =>
        (await world.Node.Store.LoadConnection(world.UserId, world.Connection.Id, Token))!;

    private Task<StoreWorld> World() => StoreWorld.Create(subject.Node, subject.Time);
}
