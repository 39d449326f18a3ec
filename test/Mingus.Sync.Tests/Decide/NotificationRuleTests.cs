using Mingus.Ledger;
using Mingus.Sync.Decide;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Tests.Decide;

/// <summary>People are told of changes, once, and of little.</summary>
public sealed class NotificationRuleTests
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
        Cursor = "c1",
        Version = 1,
        CreatedAt = Now.AddDays(-10),
    };

    private static ProviderFault Fault(Recovery recovery, string action, string code = "code") =>
        new(recovery, code, "What is wrong.", action);

    private static Connection Sick => ConnectionHealth.AfterFault(Healthy, Relink, Now);

    private static ProviderFault Relink => Fault(Recovery.Relink, ProblemActions.Relink, "item_login_required");

    // recovery | action | kind told; null for nothing
    [Theory]
    [InlineData(Recovery.Retry, "wait", null)]
    [InlineData(Recovery.Throttle, "wait", null)]
    [InlineData(Recovery.Wait, "wait", null)]
    [InlineData(Recovery.Restart, "retry", null)]
    [InlineData(Recovery.Reset, "wait", null)]
    [InlineData(Recovery.Unsupported, "none", null)]
    [InlineData(Recovery.Relink, "relink", NotificationKind.Actionable)]
    [InlineData(Recovery.Relink, "choose_accounts", NotificationKind.Actionable)]
    [InlineData(Recovery.Stop, "relink", NotificationKind.Actionable)]
    [InlineData(Recovery.Stop, "none", NotificationKind.Error)]
    [InlineData(Recovery.Config, "contact_operator", NotificationKind.Error)]
    public void A_fault_is_told_where_somebody_must_act(Recovery recovery, string action, NotificationKind? kind)
    {
        var after = ConnectionHealth.AfterFault(Healthy, Fault(recovery, action), Now);

        var told = Told(Healthy, after);

        Assert.Equal(kind, told.SingleOrDefault()?.Kind);
        if (kind is not null)
        {
            Assert.StartsWith("First Bank: What is wrong.", told[0].Text, StringComparison.Ordinal);
            Assert.Equal(NotificationTopics.Health, told[0].Topic);
        }
    }

    [Fact]
    public void The_same_trouble_again_is_told_once_and_another_is_told()
    {
        var again = ConnectionHealth.AfterFault(Sick, Relink, Now);
        var other = ConnectionHealth.AfterFault(Sick, Fault(Recovery.Relink, "relink", "item_locked"), Now);

        Assert.Empty(Told(Sick, again));
        Assert.Equal(IdOf(NotificationTopics.Health), Assert.Single(Told(Sick, other)).Id);
    }

    [Fact]
    public void What_heals_is_told_and_the_trouble_is_over()
    {
        var told = Assert.Single(Told(Sick, ConnectionHealth.AfterSuccess(Sick, Now)));

        Assert.Equal((NotificationKind.Success, IdOf(NotificationTopics.Health)), (told.Kind, told.Id));
    }

    [Fact]
    public void A_bank_that_fails_for_long_is_told_once_and_over_once_it_answers()
    {
        var (connection, told) = (Healthy, new List<Notification>());
        for (var failure = 0; failure < 100; failure++)
        {
            var after = ConnectionHealth.AfterFault(connection, Fault(Recovery.Retry, "wait"), Now);
            told.AddRange(Told(connection, after));
            connection = after;
        }

        Assert.Equal((NotificationTopics.Failing, NotificationKind.Error), (told.Single().Topic, told[0].Kind));
        var healed = Of(connection, ConnectionHealth.AfterSuccess(connection, Now));
        Assert.Equal([IdOf(NotificationTopics.Failing)], healed.Resolved);
        Assert.Empty(healed.Told);
    }

    [Fact]
    public void A_connection_whose_first_data_is_awaited_does_not_fail()
    {
        var young = Healthy with { History = HistoryStatus.NotReady, FailuresInRow = 15 };

        Assert.Empty(Told(young, ConnectionHealth.AfterFault(young, Fault(Recovery.Wait, "wait"), Now)));
    }

    // before | after | kind
    [Theory]
    [InlineData(HistoryStatus.NotReady, HistoryStatus.Initial, NotificationKind.Progress)]
    [InlineData(HistoryStatus.Initial, HistoryStatus.Complete, NotificationKind.Completion)]
    [InlineData(HistoryStatus.NotReady, HistoryStatus.Complete, NotificationKind.Completion)]
    [InlineData(HistoryStatus.Complete, HistoryStatus.Complete, null)]
    public void History_is_one_notification_that_comes_to_its_end(
        HistoryStatus before,
        HistoryStatus after,
        NotificationKind? kind
    )
    {
        var told = Told(Healthy with { History = before }, Healthy with { History = after });

        Assert.Equal(kind, told.SingleOrDefault()?.Kind);
        Assert.All(told, one => Assert.Equal(IdOf(NotificationTopics.History), one.Id));
    }

    [Fact]
    public void A_consent_is_warned_of_twice_on_one_notification_and_over_when_renewed()
    {
        var first = ConnectionHealth.AfterSuccess(Healthy with { ConsentExpiresAt = Now.AddDays(7) }, Now);
        var second = ConnectionHealth.AfterSuccess(first, Now.AddDays(6));
        var renewed = second with { Notice = null };

        Assert.Equal(NotificationKind.Actionable, Assert.Single(Told(Healthy, first)).Kind);
        Assert.Equal(IdOf(NotificationTopics.Consent), Assert.Single(Told(first, second)).Id);
        Assert.Empty(Told(first, ConnectionHealth.AfterSuccess(first, Now.AddDays(5))));
        Assert.Equal([IdOf(NotificationTopics.Consent)], Of(second, renewed).Resolved);
    }

    [Theory]
    [InlineData(SyncType.Full, RunTrigger.Person, RunStatus.Succeeded, NotificationKind.Completion)]
    [InlineData(SyncType.Historical, RunTrigger.Person, RunStatus.Failed, NotificationKind.Error)]
    [InlineData(SyncType.Full, RunTrigger.Schedule, RunStatus.Succeeded, null)]
    [InlineData(SyncType.Transactions, RunTrigger.Person, RunStatus.Succeeded, null)]
    [InlineData(SyncType.Balance, RunTrigger.Person, RunStatus.Failed, null)]
    [InlineData(SyncType.Full, RunTrigger.Person, RunStatus.Cancelled, null)]
    public void What_a_person_asked_for_and_takes_long_is_told_when_it_ends(
        SyncType type,
        RunTrigger trigger,
        RunStatus status,
        NotificationKind? kind
    )
    {
        var run = new Run
        {
            Id = new RunId(PrefixedId.Derive(Now, "run")),
            UserId = Healthy.UserId,
            ConnectionId = Healthy.Id,
            Type = type,
            Work = SyncWork.Full,
            Force = false,
            Trigger = trigger,
            Status = status,
            CreatedAt = Now,
            Problem = status == RunStatus.Failed ? new Problem("code", "Why.", ProblemActions.Retry) : null,
        };

        var told = NotificationRule.Of(new NotificationFacts(Healthy, Healthy, Now) { Ended = run }).Told;

        Assert.Equal(kind, told.SingleOrDefault()?.Kind);
    }

    [Fact]
    public void Findings_are_one_notification_until_the_last_is_gone()
    {
        var facts = new NotificationFacts(Healthy, Healthy, Now);

        Assert.Equal(
            NotificationTopics.Findings,
            Assert.Single(NotificationRule.Of(facts with { NewErrors = 3 }).Told).Topic
        );
        Assert.Equal(
            [IdOf(NotificationTopics.Findings)],
            NotificationRule.Of(facts with { ClearsFindings = true }).Resolved
        );
        Assert.Same(NotificationChanges.None, NotificationRule.Of(facts));
    }

    private static NotificationChanges Of(Connection before, Connection after) =>
        NotificationRule.Of(new NotificationFacts(before, after, Now));

    private static IReadOnlyList<Notification> Told(Connection before, Connection after) => Of(before, after).Told;

    private static NotificationId IdOf(string topic) => NotificationRule.IdOf(Healthy.Id, topic);
}
