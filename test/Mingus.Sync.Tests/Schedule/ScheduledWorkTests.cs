using Mingus.Ledger;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Sync.Ports;
using Mingus.Sync.Schedule;

namespace Mingus.Sync.Tests.Schedule;

public sealed class ScheduledWorkTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(RunTrigger.Schedule, 30, 3, SyncWork.Transactions | SyncWork.Balance)]
    [InlineData(RunTrigger.Schedule, 3, 3, SyncWork.Transactions)]
    [InlineData(RunTrigger.Schedule, 3, 200, SyncWork.Transactions | SyncWork.Validate)]
    [InlineData(RunTrigger.Webhook, 30, 200, SyncWork.Transactions)]
    [InlineData(RunTrigger.Person, 30, 200, SyncWork.Transactions)]
    public void A_check_brings_what_is_due_beside_it(
        RunTrigger trigger,
        int hoursSinceBalance,
        int hoursSinceValidation,
        SyncWork expected
    )
    {
        var context = Context(
            SyncSettings.Default,
            Done(SyncWork.Balance, hoursSinceBalance),
            Done(SyncWork.Validate, hoursSinceValidation)
        );

        Assert.Equal(expected, ScheduledWork.Of(context, RunOf(trigger), SyncWork.Transactions, Now));
    }

    [Fact]
    public void Where_only_balances_are_wanted_only_they_are_asked_for()
    {
        var context = Context(
            SyncSettings.Default with
            {
                SyncsTransactions = false,
                ValidationDays = 0,
            },
            Done(SyncWork.Balance, 30)
        );

        Assert.Equal(
            SyncWork.Balance,
            ScheduledWork.Of(context, RunOf(RunTrigger.Schedule), SyncWork.Transactions, Now)
        );
    }

    [Theory]
    [InlineData(RunTrigger.Schedule, true)]
    [InlineData(RunTrigger.Webhook, true)]
    [InlineData(RunTrigger.Person, false)]
    [InlineData(RunTrigger.Recovery, false)]
    public void Switches_and_quiet_hours_bind_what_nobody_asked_for(RunTrigger trigger, bool waits)
    {
        var off = Context(SyncSettings.Default with { SyncsTransactions = false, SyncsBalance = false });
        var quiet = Context(
            SyncSettings.Default with
            {
                QuietHours = new QuietHours(new TimeOnly(11, 0), new TimeOnly(14, 0), "UTC"),
            }
        );

        var (isOff, isQuiet) = (Wait(off, trigger), Wait(quiet, trigger));

        Assert.Equal(waits, isOff is { Reason: ScheduledWork.SwitchedOff, Due.At: null });
        Assert.Equal(waits, isQuiet is { Reason: ScheduledWork.QuietHours } && isQuiet?.Due.At == Now.AddHours(2));
    }

    [Fact]
    public void A_history_that_is_still_arriving_is_read_whatever_the_hour()
    {
        var quiet = new QuietHours(new TimeOnly(11, 0), new TimeOnly(14, 0), "UTC");
        var context = Context(SyncSettings.Default with { QuietHours = quiet });
        context = context with { Connection = context.Connection with { History = HistoryStatus.Initial } };

        Assert.Null(Wait(context, RunTrigger.Schedule));
    }

    [Fact]
    public void What_was_postponed_is_not_due_again_at_once()
    {
        var connection = Context(SyncSettings.Default).Connection with { Webhooks = 3, WebhooksServed = 1 };

        var after = ScheduledWork.Postponed(connection, new(Now.AddHours(2), "later"));

        Assert.Equal((Now.AddHours(2), 3L), (after.NextDueAt, after.WebhooksServed));
    }

    private static (string Reason, Mingus.Sync.Decide.Due Due)? Wait(ConnectionContext context, RunTrigger trigger) =>
        ScheduledWork.ReasonToWait(context, RunOf(trigger), Now);

    private static SyncState Done(SyncWork work, int hoursAgo) =>
        new(work, Now.AddHours(-hoursAgo), Now.AddHours(-hoursAgo), RunStatus.Succeeded, null, null);

    private static Run RunOf(RunTrigger trigger) =>
        new()
        {
            Id = new RunId(new Guid("0190b0d0-0000-7000-8000-000000000002")),
            UserId = new UserId(1),
            ConnectionId = new ConnectionId(new Guid("0190b0d0-0000-7000-8000-000000000001")),
            AccountId = null,
            Type = SyncType.Transactions,
            Work = SyncWork.Transactions,
            Force = false,
            Level = ValidationLevel.Normal,
            Trigger = trigger,
            Status = RunStatus.Running,
            CreatedAt = Now,
        };

    private static ConnectionContext Context(SyncSettings settings, params SyncState[] states) =>
        new(
            new Connection
            {
                Id = new ConnectionId(new Guid("0190b0d0-0000-7000-8000-000000000001")),
                UserId = new UserId(1),
                Provider = "plaid",
                ItemId = "item",
                InstitutionId = "ins",
                InstitutionName = "Bank",
                History = HistoryStatus.Complete,
                Version = 1,
                CreatedAt = Now.AddDays(-2),
            },
            [],
            [],
            states,
            new HashSet<FindingId>(),
            1
        )
        {
            Settings = settings,
        };
}
