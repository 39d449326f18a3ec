using System.Text;
using System.Text.Json;
using Mingus.Sandbox.Mischief;
using Mingus.Sandbox.Tests.Support;
using Mingus.Sandbox.Webhooks;

namespace Mingus.Sandbox.Tests.Webhooks;

/// <summary>
/// Webhooks: when they come, that they verify, how they are repeated, and how they go wrong on request.
/// </summary>
public sealed class WebhookTests
{
    [Fact]
    public async Task A_new_item_tells_its_two_parts_and_then_its_changes_once_it_is_armed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var bed = await Testbed.StartAsync(o =>
        {
            o.InitialDelay = TimeSpan.FromSeconds(2);
            o.HistoryDelay = TimeSpan.FromSeconds(10);
        });
        var connection = await bed.LinkAsync(days: 200, webhook: receiver.Url);
        var early = await bed.SyncAsync(connection.AccessToken);
        Assert.Equal("NOT_READY", early["transactions_update_status"].GetString());
        Assert.Equal(("", false), (early["next_cursor"].GetString(), early["has_more"].GetBoolean()));
        Assert.Empty(receiver.Codes);

        bed.Time.Advance(TimeSpan.FromSeconds(3));
        var initial = await receiver.WaitAsync("INITIAL_UPDATE");
        var first = await receiver.WaitAsync("SYNC_UPDATES_AVAILABLE");
        Assert.True(first.Json.GetProperty("initial_update_complete").GetBoolean());
        Assert.False(first.Json.GetProperty("historical_update_complete").GetBoolean());
        var rows = new Dictionary<string, Known>();
        var (cursor, _) = await bed.DrainAsync(connection.AccessToken, rows);
        Assert.Equal(initial.Json.GetProperty("new_transactions").GetInt32(), rows.Count);
        Assert.All(rows.Values, r => Assert.True(string.CompareOrdinal(r.Date, "2026-07-20") > 0));

        bed.Time.Advance(TimeSpan.FromSeconds(10));
        var history = await receiver.WaitAsync("HISTORICAL_UPDATE");
        var second = await receiver.WaitAsync("SYNC_UPDATES_AVAILABLE", times: 2);
        Assert.True(second.Json.GetProperty("historical_update_complete").GetBoolean());
        await bed.DrainAsync(connection.AccessToken, rows, cursor);
        Assert.Equal(history.Json.GetProperty("new_transactions").GetInt32(), rows.Count);
        bed.AssertTruth(connection.ItemId, rows);
    }

    [Fact]
    public async Task An_item_that_was_never_synced_is_not_armed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var bed = await Testbed.StartAsync();
        await bed.LinkAsync(webhook: receiver.Url);
        bed.Server.Clock.Advance(TimeSpan.FromDays(3));
        await receiver.WaitAsync("DEFAULT_UPDATE");
        Assert.DoesNotContain("SYNC_UPDATES_AVAILABLE", receiver.Codes);
    }

    [Fact]
    public async Task Webhooks_are_signed_over_their_exact_indented_bytes()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var bed = await Testbed.StartAsync();
        await bed.LinkAsync(webhook: receiver.Url);
        var webhook = await receiver.WaitAsync("INITIAL_UPDATE");
        Assert.StartsWith(
            "{\n  \"webhook_type\": \"TRANSACTIONS\",\n",
            Encoding.UTF8.GetString(webhook.Body),
            StringComparison.Ordinal
        );
        Assert.Null(await WebhookReceiver.VerifyAsync(webhook, bed));
        var altered = new Received([.. webhook.Body, (byte)'\n'], webhook.Token);
        Assert.Equal("body", await WebhookReceiver.VerifyAsync(altered, bed));
    }

    [Theory]
    [InlineData(Forgery.AlgorithmNone, "algorithm")]
    [InlineData(Forgery.AlgorithmHs256, "algorithm")]
    [InlineData(Forgery.UnknownKey, "unknown key")]
    [InlineData(Forgery.ExpiredKey, "expired key")]
    [InlineData(Forgery.DerSignature, "signature")]
    [InlineData(Forgery.Stale, "age")]
    [InlineData(Forgery.AlteredBody, "body")]
    [InlineData(Forgery.WrongHash, "body")]
    [InlineData(Forgery.Unsigned, "no token")]
    public async Task A_forged_webhook_fails_in_just_its_own_way(Forgery forgery, string flaw)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(webhook: receiver.Url);
        bed.Server.Mischief.Add(
            new Fault
            {
                Kind = FaultKind.WebhookForged,
                Forgery = forgery,
                Path = "LOGIN_REPAIRED",
            }
        );
        bed.Server.Bank.FireWebhook(connection.ItemId, "LOGIN_REPAIRED");
        Assert.Equal(flaw, await WebhookReceiver.VerifyAsync(await receiver.WaitAsync("LOGIN_REPAIRED"), bed));
        bed.Server.Bank.FireWebhook(connection.ItemId, "LOGIN_REPAIRED");
        Assert.Null(await WebhookReceiver.VerifyAsync(await receiver.WaitAsync("LOGIN_REPAIRED", times: 2), bed));
    }

    [Fact]
    public async Task Webhooks_come_double_not_at_all_late_and_in_the_wrong_order_on_request()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(webhook: receiver.Url);
        await receiver.WaitAsync("HISTORICAL_UPDATE");
        void Fire(string code, FaultKind? fault)
        {
            if (fault is { } kind)
            {
                bed.Server.Mischief.Add(
                    new Fault
                    {
                        Kind = kind,
                        Path = code,
                        Milliseconds = 5000,
                    }
                );
            }
            bed.Server.Bank.FireWebhook(connection.ItemId, code);
        }
        Fire("DEFAULT_UPDATE", FaultKind.WebhookDouble);
        await receiver.WaitAsync("DEFAULT_UPDATE", times: 2);

        Fire("PENDING_DISCONNECT", FaultKind.WebhookMissing);
        Fire("USER_ACCOUNT_REVOKED", FaultKind.WebhookOutOfOrder);
        Fire("NEW_ACCOUNTS_AVAILABLE", fault: null);
        await receiver.WaitAsync("USER_ACCOUNT_REVOKED");
        Assert.DoesNotContain("PENDING_DISCONNECT", receiver.Codes);
        Assert.Equal(["NEW_ACCOUNTS_AVAILABLE", "USER_ACCOUNT_REVOKED"], receiver.Codes.TakeLast(2));

        Fire("PENDING_EXPIRATION", FaultKind.WebhookLate);
        Fire("LOGIN_REPAIRED", fault: null);
        await receiver.WaitAsync("LOGIN_REPAIRED");
        Assert.DoesNotContain("PENDING_EXPIRATION", receiver.Codes);
        bed.Time.Advance(TimeSpan.FromSeconds(6));
        await receiver.WaitAsync("PENDING_EXPIRATION");
    }

    [Fact]
    public async Task A_refused_webhook_is_repeated_with_waits_that_grow_fourfold()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(user: "user_transactions_dynamic");
        receiver.Answer(500, 503);
        await bed.GoodAsync(
            "/item/webhook/update",
            new { access_token = connection.AccessToken, webhook = receiver.Url }
        );
        await receiver.WaitAsync("WEBHOOK_UPDATE_ACKNOWLEDGED");
        await DeliveriesAsync(bed, 1);
        bed.Time.Advance(TimeSpan.FromSeconds(31));
        await receiver.WaitAsync("WEBHOOK_UPDATE_ACKNOWLEDGED", times: 2);
        await DeliveriesAsync(bed, 2);
        bed.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(2, receiver.All.Count);
        bed.Time.Advance(TimeSpan.FromSeconds(61));
        var third = await receiver.WaitAsync("WEBHOOK_UPDATE_ACKNOWLEDGED", times: 3);
        // Each repetition is signed afresh.
        Assert.Null(await WebhookReceiver.VerifyAsync(third, bed));
        await DeliveriesAsync(bed, 3);
        Assert.Equal([500, 503, 200], bed.Server.Webhooks.Select(d => d.Status ?? 0));
    }

    [Fact]
    public async Task Webhooks_leave_this_machine_only_when_allowed()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(webhook: "http://192.0.2.1/hook");
        Assert.NotNull(bed.Server.Bank.Items[0].Webhook);
        Assert.Equal(JsonValueKind.Null, await LastWebhookAsync(bed, connection));
        await using var open = await Testbed.StartAsync(o => o.AllowRemoteWebhooks = true);
        Assert.Equal(
            JsonValueKind.Object,
            await LastWebhookAsync(open, await open.LinkAsync(webhook: "http://192.0.2.1/hook"))
        );
    }

    [Fact]
    public async Task The_dynamic_user_grows_with_each_refresh_as_documented()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(user: "user_transactions_dynamic", webhook: receiver.Url);
        var rows = new Dictionary<string, Known>();
        var (cursor, _) = await bed.DrainAsync(connection.AccessToken, rows);
        bed.Server.Clock.Advance(TimeSpan.FromDays(10));
        await bed.DrainAsync(connection.AccessToken, rows, cursor);
        var pendings = rows.Values.Where(r => r.Pending).ToList();
        Assert.NotEmpty(pendings);

        await bed.GoodAsync("/transactions/refresh", new { access_token = connection.AccessToken });
        var page = await bed.SyncAsync(connection.AccessToken, cursor);
        var added = page["added"].EnumerateArray().Select(Known.From).ToList();
        Assert.Equal(pendings.Select(p => p.Id).Order(), added.Select(r => r.PendingId).OfType<string>().Order());
        Assert.InRange(added.Count(r => r.Pending), 2, 4);
        var grown = Known.From(Assert.Single(page["modified"].EnumerateArray()));
        Assert.Equal(rows[grown.Id].Amount + 1.00m, grown.Amount);
        await receiver.WaitAsync("SYNC_UPDATES_AVAILABLE");
        await receiver.WaitAsync("DEFAULT_UPDATE");
        await receiver.WaitAsync("TRANSACTIONS_REMOVED");
    }

    private static async Task<JsonValueKind> LastWebhookAsync(Testbed bed, Connection connection)
    {
        bed.Server.Bank.FireWebhook(connection.ItemId, "DEFAULT_UPDATE");
        var item = await bed.GoodAsync("/item/get", new { access_token = connection.AccessToken });
        return item["status"].GetProperty("last_webhook").ValueKind;
    }

    private static async Task DeliveriesAsync(Testbed bed, int count)
    {
        while (bed.Server.Webhooks.Count < count)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
