using Mingus.Ledger;
using Mingus.Sync.Decide;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Tests.Decide;

/// <summary>What a webhook moves, by what the connection is like.</summary>
public sealed class WebhookRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Problem Renew = new("consent_ends", "Renew it.", ProblemActions.Renew);
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
        NextDueAt = Now.AddHours(5),
        CreatedAt = Now.AddDays(-10),
    };

    private static readonly Connection Fresh = Synced with { Cursor = null, History = HistoryStatus.NotReady };

    // meaning | due after so many seconds, null for not | a run must follow
    [Theory]
    [InlineData(WebhookMeaning.Changes, 0, true)]
    [InlineData(WebhookMeaning.ChangesBeside, 10, false)]
    [InlineData(WebhookMeaning.History, null, false)]
    [InlineData(WebhookMeaning.Trouble, 0, true)]
    [InlineData(WebhookMeaning.Repaired, 0, true)]
    [InlineData(WebhookMeaning.ConsentEnds, 0, true)]
    [InlineData(WebhookMeaning.NewAccounts, null, false)]
    [InlineData(WebhookMeaning.Nothing, null, false)]
    public void A_synced_connection_is_due(WebhookMeaning meaning, int? seconds, bool wantsRun) =>
        AssertDue(Synced, meaning, seconds, wantsRun);

    [Theory]
    [InlineData(WebhookMeaning.Changes, 0, true)]
    [InlineData(WebhookMeaning.ChangesBeside, 0, true)]
    [InlineData(WebhookMeaning.History, 0, true)]
    public void One_that_was_never_synced_is_due_whatever_is_announced(
        WebhookMeaning meaning,
        int? seconds,
        bool wants
    ) => AssertDue(Fresh, meaning, seconds, wants);

    [Fact]
    public void One_whose_history_is_not_whole_is_due_when_it_arrives() =>
        AssertDue(Synced with { History = HistoryStatus.Initial }, WebhookMeaning.History, 0, wantsRun: true);

    [Theory]
    [InlineData("product_not_ready", 0)]
    [InlineData("rate_limit", 600)]
    public void History_ends_the_wait_for_it_and_no_limit_of_calls(string code, int seconds)
    {
        var waits = Synced with
        {
            History = HistoryStatus.Initial,
            Problem = new Problem(code, "The provider asked to wait.", ProblemActions.Wait, Now.AddMinutes(10)),
        };

        AssertDue(waits, WebhookMeaning.History, seconds, wantsRun: true);
    }

    [Fact]
    public void Nobody_is_called_before_the_time_the_provider_asked_for()
    {
        var throttled = Synced with
        {
            Problem = new Problem("rate_limit", "Wait.", ProblemActions.Wait, Now.AddMinutes(9)),
        };

        AssertDue(throttled, WebhookMeaning.Changes, 540, wantsRun: true);
        AssertDue(throttled, WebhookMeaning.ChangesBeside, 540, wantsRun: false);
    }

    [Fact]
    public void Straight_after_a_run_that_found_nothing_it_waits()
    {
        var quiet = ConnectionHealth.AfterWebhooks(Synced with { Webhooks = 1 }, hasFoundNothing: true, Now);

        AssertDue(quiet, WebhookMeaning.Changes, 10, wantsRun: true);
        AssertDue(quiet, WebhookMeaning.Repaired, 0, wantsRun: true);
        AssertDue(ConnectionHealth.AfterWebhooks(quiet, false, Now), WebhookMeaning.Changes, 0, wantsRun: true);
    }

    [Fact]
    public void A_run_that_no_webhook_brought_holds_none_back()
    {
        var clicked = ConnectionHealth.AfterWebhooks(Synced, hasFoundNothing: true, Now);
        var quiet = clicked with { QuietUntil = Now.AddSeconds(4) };

        AssertDue(clicked, WebhookMeaning.Changes, 0, wantsRun: true);
        AssertDue(ConnectionHealth.AfterWebhooks(quiet, true, Now), WebhookMeaning.Changes, 4, wantsRun: true);
    }

    [Fact]
    public void A_failed_run_has_followed_the_webhooks_it_began_after()
    {
        var fault = new ProviderFault(Recovery.Relink, "item_login_required", "Sign in.", ProblemActions.Relink);
        var failed = ConnectionHealth.AfterFault(Synced with { Webhooks = 3 }, fault, Now);

        Assert.Equal((3L, null), (failed.WebhooksServed, failed.NextDueAt));
        AssertDue(failed, WebhookMeaning.Changes, 10, wantsRun: true);
        AssertDue(failed, WebhookMeaning.Repaired, 0, wantsRun: true);
    }

    [Theory]
    [InlineData(WebhookMeaning.Changes)]
    [InlineData(WebhookMeaning.Trouble)]
    [InlineData(WebhookMeaning.Repaired)]
    [InlineData(WebhookMeaning.History)]
    [InlineData(WebhookMeaning.ConsentEnds)]
    public void A_due_time_says_why(WebhookMeaning meaning)
    {
        var reason = Effect(Fresh, new("item", "T", "C", meaning)).DueReason;

        Assert.StartsWith("The provider announced", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notice_is_told_once()
    {
        var webhook = new ProviderWebhook("item", "ITEM", "PENDING_EXPIRATION", WebhookMeaning.ConsentEnds)
        {
            Notice = Renew,
            EndsAt = Now.AddDays(7),
        };

        var first = Effect(Synced, webhook);
        var second = Effect(Synced with { Notice = first.Notice }, webhook);

        Assert.Equal((Renew, Now.AddDays(7)), (first.Notice, first.ConsentExpiresAt));
        Assert.Equal(["connection.attention", "notification"], first.Events.Select(e => e.Type));
        Assert.Equal("renew", first.Events[0].Members["action"]);
        Assert.Equal(NotificationTopics.Consent, Assert.Single(first.Notifications.Told).Topic);
        Assert.Empty(second.Events);
    }

    // what it wanted | what comes | whether it goes
    [Theory]
    [InlineData(true, WebhookMeaning.Repaired, true)]
    [InlineData(true, WebhookMeaning.Changes, false)]
    [InlineData(false, WebhookMeaning.History, true)]
    [InlineData(false, WebhookMeaning.Repaired, false)]
    public void A_notice_goes_by_webhook_when_it_is_done(bool isRenewal, WebhookMeaning meaning, bool goes)
    {
        var effect = Effect(
            Synced with
            {
                Notice = isRenewal ? Renew : Choose,
            },
            new ProviderWebhook("item", "T", "C", meaning)
        );

        Assert.Equal(goes, effect.Notice is null);
        Assert.Equal(goes ? 1 : 0, effect.Notifications.Resolved.Count);
    }

    [Fact]
    public void Access_that_was_renewed_is_not_warned_of_by_its_old_date()
    {
        var warned = Synced with { Notice = Renew, ConsentExpiresAt = Now.AddDays(3) };

        var effect = Effect(warned, new ProviderWebhook("item", "ITEM", "LOGIN_REPAIRED", WebhookMeaning.Repaired));

        Assert.Null(effect.ConsentExpiresAt);
    }

    // consent ends in so many days, null for unknown | the notice goes
    [Theory]
    [InlineData(7, false)]
    [InlineData(90, true)]
    [InlineData(-1, true)]
    [InlineData(null, true)]
    public void A_renewal_is_asked_for_until_it_is_done_or_past(int? days, bool goes)
    {
        DateTimeOffset? ends = days is { } count ? Now.AddDays(count) : null;

        var after = WebhookRule.AfterUpdate(Synced with { Notice = Renew, ConsentExpiresAt = ends }, Now);

        Assert.Equal(goes, after.Notice is null);
        Assert.Equal(days > 0 ? ends : null, after.ConsentExpiresAt);
    }

    [Fact]
    public void Accounts_are_chosen_once_they_are_there()
    {
        Assert.Null(WebhookRule.AfterNewFeeds(Synced with { Notice = Choose }).Notice);
        Assert.Equal(Renew, WebhookRule.AfterNewFeeds(Synced with { Notice = Renew }).Notice);
    }

    private static void AssertDue(Connection connection, WebhookMeaning meaning, int? seconds, bool wantsRun)
    {
        var effect = Effect(connection, new ProviderWebhook("item", "T", "C", meaning));

        Assert.Equal(seconds is { } s ? Now.AddSeconds(s) : null, effect.DueAt);
        Assert.Equal(wantsRun, effect.WantsRun);
    }

    private static WebhookEffect Effect(Connection connection, ProviderWebhook webhook) =>
        WebhookRule.EffectOf(new ReceivedWebhook("scripted", webhook, new byte[32], Now), connection);
}
