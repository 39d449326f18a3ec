using Mingus.Ledger;
using Mingus.Sync.Decide;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Tests.Decide;

public sealed class ConnectionHealthTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly Connection Healthy = new()
    {
        Id = new ConnectionId(PrefixedId.Derive(Now, "con")),
        UserId = new UserId(1),
        Provider = "scripted",
        ItemId = "item",
        InstitutionId = "ins",
        InstitutionName = "First Bank",
        History = HistoryStatus.Complete,
        Version = 1,
        CreatedAt = Now.AddDays(-10),
    };

    // recovery | healthy stays | due by itself
    [Theory]
    [InlineData(Recovery.Retry, ConnectionStatus.Healthy, true)]
    [InlineData(Recovery.Throttle, ConnectionStatus.Healthy, true)]
    [InlineData(Recovery.Wait, ConnectionStatus.Healthy, true)]
    [InlineData(Recovery.Restart, ConnectionStatus.Healthy, true)]
    [InlineData(Recovery.Reset, ConnectionStatus.Healthy, true)]
    [InlineData(Recovery.Unsupported, ConnectionStatus.Healthy, true)]
    [InlineData(Recovery.Relink, ConnectionStatus.NeedsAttention, false)]
    [InlineData(Recovery.Stop, ConnectionStatus.NeedsAttention, false)]
    [InlineData(Recovery.Config, ConnectionStatus.NeedsAttention, true)]
    public void Only_faults_that_somebody_must_mend_need_attention(
        Recovery recovery,
        ConnectionStatus status,
        bool isDue
    )
    {
        var after = ConnectionHealth.AfterFault(Healthy, Fault(recovery), Now);

        Assert.Equal(status, after.Status);
        Assert.Equal(isDue, after.NextDueAt is not null);
        Assert.Equal("code", after.Problem?.Code);
        Assert.Equal(1, after.FailuresInRow);
        Assert.False(string.IsNullOrEmpty(after.NextDueReason));
    }

    [Fact]
    public void Two_failures_and_a_success_leave_no_trace()
    {
        var failed = ConnectionHealth.AfterFault(Healthy, Fault(Recovery.Retry), Now);
        failed = ConnectionHealth.AfterFault(failed, Fault(Recovery.Retry), Now);
        var after = ConnectionHealth.AfterSuccess(failed, Now);

        Assert.Equal((ConnectionStatus.Healthy, null, 0), (after.Status, after.Problem, after.FailuresInRow));
    }

    [Fact]
    public void A_good_call_heals_a_connection_that_needed_attention()
    {
        var sick = ConnectionHealth.AfterFault(Healthy, Fault(Recovery.Relink), Now);

        Assert.Equal(ConnectionStatus.Healthy, ConnectionHealth.AfterSuccess(sick, Now).Status);
    }

    [Fact]
    public void Good_data_over_a_sick_item_still_needs_attention()
    {
        var item = new ProviderItem("item", "ins", "Bank", Fault(Recovery.Relink), null, Now.AddDays(-4), Now);
        var after = ConnectionHealth.AfterUpdate(Healthy, HistoryStatus.Complete, item, Now);

        Assert.Equal(ConnectionStatus.NeedsAttention, after.Status);
        Assert.Equal(Now.AddDays(-4), after.DataAsOf);
        Assert.Null(after.NextDueAt);
    }

    [Theory]
    [InlineData(HistoryStatus.NotReady, HistoryStatus.NotReady, HistoryStatus.NotReady)]
    [InlineData(HistoryStatus.NotReady, HistoryStatus.Initial, HistoryStatus.Initial)]
    [InlineData(HistoryStatus.NotReady, HistoryStatus.Unknown, HistoryStatus.Unknown)]
    [InlineData(HistoryStatus.Initial, HistoryStatus.Unknown, HistoryStatus.Initial)]
    [InlineData(HistoryStatus.Initial, HistoryStatus.Complete, HistoryStatus.Complete)]
    [InlineData(HistoryStatus.Complete, HistoryStatus.Initial, HistoryStatus.Complete)]
    [InlineData(HistoryStatus.Complete, HistoryStatus.Unknown, HistoryStatus.Complete)]
    public void History_once_complete_stays_complete(HistoryStatus before, HistoryStatus said, HistoryStatus after)
    {
        var connection = Healthy with { History = before };

        Assert.Equal(after, ConnectionHealth.AfterUpdate(connection, said, item: null, Now).History);
    }

    [Fact]
    public void A_limit_of_nearly_a_day_is_waited_for_and_shown()
    {
        var resetAt = Now.AddSeconds(85_092);
        var after = ConnectionHealth.AfterFault(Healthy, Fault(Recovery.Throttle) with { RetryAt = resetAt }, Now);

        Assert.Equal(resetAt, after.NextDueAt);
        Assert.Equal(resetAt, after.Problem?.RetryAt);
        Assert.Equal(ConnectionStatus.Healthy, after.Status);
    }

    [Fact]
    public void A_passing_fault_keeps_nobody_from_trying_at_once()
    {
        var fault = Fault(Recovery.Retry) with { Action = ProblemActions.Wait };
        var after = ConnectionHealth.AfterFault(Healthy, fault, Now);

        Assert.True(after.NextDueAt > Now);
        Assert.False(SkipRule.IsThrottled(after, Now));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 8)]
    [InlineData(7, 60)]
    [InlineData(1000, 60)]
    public void Pauses_double_up_to_an_hour(int failures, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), NextDue.Backoff(failures));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(5, 15)]
    [InlineData(30, 120)]
    [InlineData(600, 1800)]
    public void A_young_connection_without_its_history_is_looked_at_often(int ageMinutes, int seconds)
    {
        var young = Healthy with { History = HistoryStatus.Initial, CreatedAt = Now.AddMinutes(-ageMinutes) };

        Assert.Equal(Now.AddSeconds(seconds), NextDue.AfterSuccess(young, Now).At);
    }

    private static ProviderFault Fault(Recovery recovery) => new(recovery, "code", "Detail.", ProblemActions.Retry);
}
