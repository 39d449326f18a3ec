using Mingus.Ledger;
using Mingus.Sync.Decide;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Tests.Decide;

/// <summary>A consent that ends is warned of twice, in time, and never again.</summary>
public sealed class ConsentRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Problem Choose = new("new_accounts", "Choose.", ProblemActions.ChooseAccounts);

    private static readonly Connection Synced = new()
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
        CreatedAt = Now.AddDays(-100),
    };

    // hours until the consent ends | the notice after a run that went well
    [Theory]
    [InlineData(24 * 30, null)]
    [InlineData(24 * 7 + 1, null)]
    [InlineData(24 * 7, "consent_ends")]
    [InlineData(25, "consent_ends")]
    [InlineData(24, "consent_ends_tomorrow")]
    [InlineData(1, "consent_ends_tomorrow")]
    [InlineData(0, null)]
    [InlineData(-1, null)]
    public void It_is_warned_of_seven_days_and_one_day_ahead(int hours, string? code)
    {
        var after = ConnectionHealth.AfterSuccess(Synced with { ConsentExpiresAt = Now.AddHours(hours) }, Now);

        Assert.Equal(code, after.Notice?.Code);
        Assert.Equal(code is null ? null : ProblemActions.Renew, after.Notice?.Action);
        Assert.Equal(ConnectionStatus.Healthy, after.Status);
    }

    [Theory]
    [InlineData(24 * 7 + 1, 1)]
    [InlineData(26, 2)]
    public void It_is_looked_at_in_time_to_say_so(int hours, int dueInHours)
    {
        var after = ConnectionHealth.AfterSuccess(Synced with { ConsentExpiresAt = Now.AddHours(hours) }, Now);

        Assert.Equal(Now.AddHours(dueInHours), after.NextDueAt);
        Assert.Contains("consent", after.NextDueReason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_fails_warns_as_well()
    {
        var fault = new ProviderFault(Recovery.Retry, "institution_down", "Down.", ProblemActions.Wait);

        var after = ConnectionHealth.AfterFault(Synced with { ConsentExpiresAt = Now.AddDays(3) }, fault, Now);

        Assert.Equal("consent_ends", after.Notice?.Code);
        Assert.True(after.NextDueAt <= Now.AddHours(2), "the retry is not put off");
    }

    [Fact]
    public void It_is_more_urgent_than_a_choice_of_accounts()
    {
        var noticed = Synced with { Notice = Choose, ConsentExpiresAt = Now.AddDays(2) };

        Assert.Equal("consent_ends", ConnectionHealth.AfterSuccess(noticed, Now).Notice?.Code);
        Assert.Same(Choose, ConnectionHealth.AfterSuccess(noticed with { ConsentExpiresAt = null }, Now).Notice);
    }

    [Fact]
    public void A_consent_that_was_renewed_is_warned_of_no_more()
    {
        var warned = ConnectionHealth.AfterSuccess(Synced with { ConsentExpiresAt = Now.AddDays(1) }, Now);
        var item = new ProviderItem("item", "ins", "First Bank", null, Now.AddDays(180), Now, null);

        var after = ConnectionHealth.AfterUpdate(warned, HistoryStatus.Complete, item, Now);

        Assert.Null(after.Notice);
    }
}
