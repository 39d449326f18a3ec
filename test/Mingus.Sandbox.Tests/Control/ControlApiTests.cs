using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mingus.Sandbox.Tests.Support;

namespace Mingus.Sandbox.Tests.Control;

/// <summary>The control surface over HTTP.</summary>
public sealed class ControlApiTests
{
    [Fact]
    public async Task The_clock_is_told_and_moved()
    {
        await using var bed = await Testbed.StartAsync();
        Assert.Equal("2026-08-22", (await GetAsync(bed, "/control/clock")).GetProperty("today").GetString());
        var moved = await bed.GoodAsync("/control/clock", new { advance = "1.06:00:00", factor = 60 });
        Assert.Equal("2026-08-23T18:00:00+00:00", moved["now"].GetString());
        bed.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("2026-08-26", (await GetAsync(bed, "/control/clock")).GetProperty("today").GetString());
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await bed.PostAsync("/control/clock", new { advance = "-1.00:00:00" })).Status
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await bed.PostAsync("/control/clock", new { advanced = "1.00:00:00" })).Status
        );
    }

    [Fact]
    public async Task Truth_is_the_ledger_with_exact_amounts_and_the_names_of_real_transactions()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync("ins_900003", days: 60);
        await bed.SyncAsync(connection.AccessToken);
        var truth = await GetAsync(bed, $"/control/items/{connection.ItemId}/truth");
        Assert.True(truth.GetProperty("historyComplete").GetBoolean());
        var amount = truth.GetProperty("records")[0].GetProperty("amount").GetRawText();
        Assert.Equal(3, amount[(amount.IndexOf('.', StringComparison.Ordinal) + 1)..].Length);
        var pending = truth.GetProperty("records").EnumerateArray().First(r => r.GetProperty("pending").GetBoolean());
        var real = pending.GetProperty("real").GetString();
        bed.Server.Clock.Advance(TimeSpan.FromDays(4));
        var later = await GetAsync(bed, $"/control/items/{connection.ItemId}/truth");
        var same = later
            .GetProperty("records")
            .EnumerateArray()
            .Where(r => r.GetProperty("real").GetString() == real)
            .ToList();
        Assert.All(same, r => Assert.False(r.GetProperty("pending").GetBoolean()));
        Assert.NotEqual(pending.GetProperty("transactionId").GetString(), same.FirstOrDefault().TryId());
    }

    [Fact]
    public async Task Items_are_listed_mutated_frozen_broken_and_healed()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        await bed.SyncAsync(connection.AccessToken);
        var at = $"/control/items/{connection.ItemId}";
        var before = (await GetAsync(bed, "/control/items"))[0].GetProperty("position").GetInt32();
        var mutated = await bed.GoodAsync($"{at}/mutate", new { seed = 4, steps = 10 });
        Assert.True(mutated["position"].GetInt32() > before);

        await bed.GoodAsync($"{at}/error", new { code = "ITEM_LOGIN_REQUIRED" });
        Assert.Equal("ITEM_LOGIN_REQUIRED", (await bed.SyncAsync(connection.AccessToken)).ErrorCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await bed.PostAsync($"{at}/error", new { code = "NONSENSE" })).Status);
        await bed.GoodAsync($"{at}/error", new { code = (string?)null });
        Assert.Null((await bed.SyncAsync(connection.AccessToken)).ErrorCode);

        await bed.GoodAsync($"{at}/freeze", new { frozen = true });
        var truth = bed.Server.Bank.Truth(connection.ItemId);
        bed.Server.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(truth.Records, bed.Server.Bank.Truth(connection.ItemId).Records);
        var item = await bed.GoodAsync("/item/get", new { access_token = connection.AccessToken });
        var updated = item["status"].GetProperty("transactions").GetProperty("last_successful_update").GetString();
        Assert.StartsWith("2026-08-22", updated!, StringComparison.Ordinal);

        var fired = await bed.GoodAsync($"{at}/webhook", new { code = "PENDING_EXPIRATION" });
        Assert.False(fired["fired"].GetBoolean());
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await bed.PostAsync("/control/items/none/mutate", new { seed = 1 })).Status
        );
    }

    [Fact]
    public async Task Mischief_is_armed_listed_and_taken_away()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        var wish = new
        {
            itemId = connection.ItemId,
            path = "/transactions/sync",
            page = 1,
            fault = new { kind = "error", code = "INSTITUTION_DOWN" },
            times = 0,
        };
        await bed.GoodAsync("/control/mischief", wish);
        Assert.Equal("INSTITUTION_DOWN", (await bed.SyncAsync(connection.AccessToken)).ErrorCode);
        Assert.Equal("INSTITUTION_DOWN", (await bed.SyncAsync(connection.AccessToken)).ErrorCode);
        var waiting = await GetAsync(bed, "/control/mischief");
        Assert.Equal("error", waiting[0].GetProperty("kind").GetString());
        using var deleted = await bed.Http.DeleteAsync("/control/mischief", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.Null((await bed.SyncAsync(connection.AccessToken)).ErrorCode);

        var rewrite = new
        {
            fault = new
            {
                kind = "rewrite",
                target = "/added/0/name",
                value = (string?)null,
            },
        };
        Assert.Equal(HttpStatusCode.BadRequest, (await bed.PostAsync("/control/mischief", rewrite)).Status);
        var spoil = new
        {
            fault = new
            {
                kind = "rewrite",
                target = "/added/0/amount",
                value = new[] { 1 },
            },
        };
        await bed.GoodAsync("/control/mischief", spoil);
        var page = await bed.SyncAsync(connection.AccessToken);
        Assert.Equal("[1]", page["added"][0].GetProperty("amount").GetRawText());
        var unknown = new { fault = new { kind = "explode" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await bed.PostAsync("/control/mischief", unknown)).Status);
    }

    [Fact]
    public async Task Calls_and_webhooks_are_reported_and_keys_rotated()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(webhook: receiver.Url);
        await bed.SyncAsync(connection.AccessToken);
        var calls = await GetAsync(bed, "/control/calls");
        Assert.Contains(
            calls.EnumerateArray(),
            c =>
                c.GetProperty("itemId").GetString() == connection.ItemId
                && c.GetProperty("path").GetString() == "/transactions/sync"
        );
        await receiver.WaitAsync("HISTORICAL_UPDATE");
        while ((await GetAsync(bed, "/control/webhooks")).GetArrayLength() < 2)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        var (first, second) = (
            await bed.GoodAsync("/control/webhook-key/rotate", new { }),
            bed.Server.RotateWebhookKey()
        );
        var old = await bed.GoodAsync("/webhook_verification_key/get", new { key_id = first["kid"].GetString() });
        Assert.Equal(JsonValueKind.Number, old["key"].GetProperty("expired_at").ValueKind);
        var live = await bed.GoodAsync("/webhook_verification_key/get", new { key_id = second });
        Assert.Equal(JsonValueKind.Null, live["key"].GetProperty("expired_at").ValueKind);
    }

    [Fact]
    public async Task It_says_that_it_is_alive()
    {
        await using var bed = await Testbed.StartAsync();
        using var answer = await bed.Http.GetAsync("/health/live", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual(0, bed.Server.BaseUrl.Port);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(731, 1)]
    [InlineData(730, -1)]
    public async Task A_bad_option_is_refused_with_its_name(int days, double factor)
    {
        var options = new SandboxOptions { MaxHistoryDays = days, TimeFactor = factor };
        var e = await Assert.ThrowsAsync<ArgumentException>(() =>
            SandboxServer.StartAsync(["http://127.0.0.1:0"], options, TimeProvider.System, CancellationToken.None)
        );
        Assert.Contains(days is 730 ? "TimeFactor" : "MaxHistoryDays", e.Message, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> GetAsync(Testbed bed, string path) =>
        await bed.Http.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);
}

internal static class ElementReading
{
    public static string? TryId(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.GetProperty("transactionId").GetString() : null;
}
