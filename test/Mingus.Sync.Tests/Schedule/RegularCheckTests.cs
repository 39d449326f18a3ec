using Mingus.Ledger;
using Mingus.Sync.Decide;
using Mingus.Sync.Ports;
using Mingus.Sync.Schedule;

namespace Mingus.Sync.Tests.Schedule;

public sealed class RegularCheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(2, 4)]
    [InlineData(5, 12)]
    public void After_linking_checks_come_after_1_4_and_12_hours(double hoursSince, double hours)
    {
        var connection = Linked(Now.AddHours(-hoursSince));

        Assert.Equal(connection.CreatedAt.AddHours(hours), Plan(connection, SyncSettings.Default).At);
    }

    [Fact]
    public void A_quiet_account_is_checked_within_the_longest_interval()
    {
        var due = Plan(Old, SyncSettings.Default with { IntervalMax = TimeSpan.FromHours(5) }, perDay: 0.01);

        Assert.Equal(Now.AddHours(5), due.At);
        Assert.Contains("longest", due.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_busy_account_is_not_checked_before_the_shortest_interval()
    {
        var due = Plan(Old, SyncSettings.Default with { IntervalMin = TimeSpan.FromHours(6) }, perDay: 60);

        Assert.Equal(Now.AddHours(6), due.At);
        Assert.Contains("soonest", due.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_plan_tells_the_counts_behind_it()
    {
        var due = Plan(Old, SyncSettings.Default, perDay: 3, outcomes: 0b1011);

        Assert.Contains("3 of the last 4 checks found something", due.Reason, StringComparison.Ordinal);
        Assert.Contains("changes are expected by then", due.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_plan_twice_is_the_same() =>
        Assert.Equal(Plan(Old, SyncSettings.Default), Plan(Old, SyncSettings.Default));

    [Theory]
    [InlineData("22:00", "07:00", "Europe/Berlin", "2026-03-02T23:30Z", "2026-03-03T06:00Z")]
    [InlineData("22:00", "07:00", "Europe/Berlin", "2026-03-02T12:00Z", "2026-03-02T12:00Z")]
    [InlineData("01:00", "05:00", "America/New_York", "2026-03-02T07:00Z", "2026-03-02T10:00Z")]
    [InlineData("22:00", "07:00", "Europe/Berlin", "2026-03-28T23:00Z", "2026-03-29T05:00Z")]
    public void Quiet_hours_end_by_the_wall_clock(string from, string to, string zone, string moment, string end)
    {
        var quiet = new QuietHours(TimeOnly.Parse(from, null), TimeOnly.Parse(to, null), zone);

        Assert.Equal(DateTimeOffset.Parse(end, null), quiet.After(DateTimeOffset.Parse(moment, null)));
    }

    [Fact]
    public void Quiet_hours_move_a_check_to_their_end()
    {
        var quiet = new QuietHours(new TimeOnly(12, 30), new TimeOnly(12, 0), "UTC");

        var due = Plan(Old, SyncSettings.Default with { QuietHours = quiet });

        Assert.InRange(due.At!.Value, Now.AddDays(1), Now.AddDays(1).AddMinutes(15));
        Assert.Contains("quiet hours", due.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Switched_off_is_never_due()
    {
        var due = Plan(Old, SyncSettings.Default with { SyncsTransactions = false, SyncsBalance = false });

        Assert.Null(due.At);
    }

    [Theory]
    [InlineData(0.9, 100, 2.0, true)]
    [InlineData(0.04, 100, 20.0, false)]
    [InlineData(0.1, 100, 0.5, false)]
    [InlineData(0.1, 3, 0.5, true)]
    public void A_webhook_is_worth_what_its_institution_has_proved(
        double precision,
        double seen,
        double hoursLeft,
        bool expected
    )
    {
        var institution = new InstitutionKnowledge
        {
            Shape = InstitutionKnowledge.Unknown.Shape,
            ChangesPerDay = 1,
            Precision = precision,
            Webhooks = seen,
        };

        Assert.Equal(expected, WebhookWorth.IsWorthACheck(Now.AddHours(hoursLeft), institution, callHours: 1.5, Now));
    }

    [Fact]
    public void The_budget_holds_whatever_the_demand()
    {
        var budget = new CallBudget(CallHours: 1, Debt: 0, Days: 0);
        var calls = 0.0;
        for (var day = 0; day < 120; day++)
        {
            // Calls go with one over the square root of what one must save; the demand doubles after two months.
            var spent = (day < 60 ? 3 : 6) / Math.Sqrt(budget.CallHours);
            calls += day >= 60 ? spent : 0;
            budget = budget.AfterDay(spent, allowed: 2);
        }

        Assert.InRange(calls / 60, 1.9, 2.1);
    }

    private static Connection Old => Linked(Now.AddDays(-60));

    private static Connection Linked(DateTimeOffset at) =>
        new()
        {
            Id = new ConnectionId(new Guid("0190b0d0-0000-7000-8000-000000000001")),
            UserId = new UserId(1),
            Provider = "plaid",
            ItemId = "item",
            InstitutionId = "ins",
            InstitutionName = "Bank",
            Version = 1,
            CreatedAt = at,
        };

    private static Due Plan(Connection connection, SyncSettings settings, double perDay = 2, ushort outcomes = 0b1)
    {
        var rhythm = new ConnectionRhythm
        {
            Accounts = { [Guid.Empty] = new AccountRhythm() },
            LastCheck = WeekHour.Of(Now),
            Outcomes = outcomes,
            OutcomeCount = outcomes == 0b1 ? 1 : 4,
        };
        var institution = new InstitutionKnowledge
        {
            Shape = InstitutionKnowledge.Unknown.Shape,
            ChangesPerDay = perDay,
        };
        return RegularCheck.Plan(connection, rhythm, institution, callHours: 2, settings, Now);
    }
}
