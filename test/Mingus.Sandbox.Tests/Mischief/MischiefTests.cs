using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mingus.Sandbox.Mischief;
using Mingus.Sandbox.Tests.Support;

namespace Mingus.Sandbox.Tests.Mischief;

/// <summary>Each way to misbehave can be seen by a client, hits what it was meant for, and passes.</summary>
public sealed class MischiefTests
{
    [Fact]
    public async Task A_rate_limit_may_name_when_to_come_back()
    {
        await using var bed = await Testbed.StartAsync();
        bed.Server.Mischief.Add(
            new Fault
            {
                Kind = FaultKind.Error,
                Code = "RATE_LIMIT",
                RetryAfterSeconds = 17,
            }
        );
        using var answer = await PostRawAsync(bed, "/item/get", "{\"access_token\":\"x\"}");
        Assert.Equal((HttpStatusCode)429, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(17), answer.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Faults_hit_only_their_item_path_and_page_and_only_so_often()
    {
        await using var bed = await Testbed.StartAsync();
        var (a, b) = (await bed.LinkAsync(), await bed.LinkAsync());
        bed.Server.Mischief.Add(
            new Fault
            {
                Kind = FaultKind.Error,
                Code = "INSTITUTION_DOWN",
                ItemId = a.ItemId,
                Path = "/transactions/sync",
                Page = 2,
                Times = 2,
                After = 1,
            }
        );
        Assert.Null((await bed.SyncAsync(b.AccessToken, count: 10)).ErrorCode);
        Assert.Null((await bed.PostAsync("/accounts/get", new { access_token = a.AccessToken })).ErrorCode);
        var first = await bed.SyncAsync(a.AccessToken, count: 10);
        var cursor = first["next_cursor"].GetString();
        var codes = new List<string?>();
        for (var i = 0; i < 5; i++)
        {
            codes.Add((await bed.SyncAsync(a.AccessToken, cursor, count: 10)).ErrorCode);
        }
        Assert.Equal([null, "INSTITUTION_DOWN", "INSTITUTION_DOWN", null, null], codes);
        Assert.Empty(bed.Server.Mischief.Waiting);
    }

    [Fact]
    public async Task Pages_of_a_window_are_counted_by_its_offset()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        bed.Server.Mischief.Add(
            new Fault
            {
                Kind = FaultKind.Error,
                Code = "RATE_LIMIT",
                Path = "/transactions/get",
                Page = 3,
            }
        );
        Task<Reply> Get(int offset) =>
            bed.PostAsync(
                "/transactions/get",
                new
                {
                    access_token = connection.AccessToken,
                    start_date = "2026-01-01",
                    end_date = "2026-08-22",
                    options = new { count = 50, offset },
                }
            );
        Assert.Null((await Get(50)).ErrorCode);
        Assert.Equal("RATE_LIMIT", (await Get(100)).ErrorCode);
    }

    [Fact]
    public async Task Delays_wait_for_the_clock()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        bed.Server.Mischief.Add(
            new Fault
            {
                Kind = FaultKind.Delay,
                Milliseconds = 60_000,
                Path = "/item/get",
            }
        );
        var answer = bed.PostAsync("/item/get", new { access_token = connection.AccessToken });
        await Task.Delay(150, TestContext.Current.CancellationToken);
        Assert.False(answer.IsCompleted);
        while (!answer.IsCompleted)
        {
            bed.Time.Advance(TimeSpan.FromSeconds(61));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        Assert.Equal(HttpStatusCode.OK, (await answer).Status);
    }

    [Theory]
    [InlineData(DropWhen.Before, false)]
    [InlineData(DropWhen.During, true)]
    [InlineData(DropWhen.After, true)]
    public async Task Connections_break_before_during_and_after_the_work(DropWhen when, bool worked)
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        bed.Server.Mischief.Add(
            new Fault
            {
                Kind = FaultKind.Drop,
                When = when,
                Path = "/item/remove",
            }
        );
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            bed.PostAsync("/item/remove", new { access_token = connection.AccessToken })
        );
        Assert.Equal(worked, bed.Server.Bank.Items[0].Removed);
    }

    [Fact]
    public async Task Truncated_json_and_garbage_come_in_complete_answers()
    {
        await using var bed = await Testbed.StartAsync();
        bed.Server.Mischief.Add(new Fault { Kind = FaultKind.Truncate });
        using var cut = await PostRawAsync(bed, "/item/get", "{\"access_token\":\"x\"}");
        var text = await cut.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("{", text, StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text));

        bed.Server.Mischief.Add(new Fault { Kind = FaultKind.Garbage, Status = 502 });
        using var html = await PostRawAsync(bed, "/item/get", "{}");
        Assert.Equal(
            (HttpStatusCode.BadGateway, "text/html"),
            (html.StatusCode, html.Content.Headers.ContentType!.MediaType)
        );
    }

    [Fact]
    public async Task Oversize_answers_are_as_large_as_asked_and_still_json()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        bed.Server.Mischief.Add(new Fault { Kind = FaultKind.Oversize, Mebibytes = 3 });
        var reply = await bed.GoodAsync("/item/get", new { access_token = connection.AccessToken });
        Assert.True(reply.Bytes.Length > 3 * 1024 * 1024);
        Assert.Equal(connection.ItemId, reply["item"].GetProperty("item_id").GetString());
    }

    [Fact]
    public async Task A_slow_body_arrives_in_drips()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        bed.Server.Mischief.Add(
            new Fault
            {
                Kind = FaultKind.SlowBody,
                Milliseconds = 20_000,
                Path = "/item/get",
            }
        );
        var answer = bed.PostAsync("/item/get", new { access_token = connection.AccessToken });
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(answer.IsCompleted);
        while (!answer.IsCompleted)
        {
            bed.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        Assert.Equal(connection.ItemId, (await answer)["item"].GetProperty("item_id").GetString());
    }

    [Fact]
    public async Task A_stuck_cursor_is_the_requests_own()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        var first = await bed.SyncAsync(connection.AccessToken, count: 10);
        var cursor = first["next_cursor"].GetString();
        bed.Server.Mischief.Add(new Fault { Kind = FaultKind.StuckCursor, Times = 0 });
        for (var i = 0; i < 3; i++)
        {
            var page = await bed.SyncAsync(connection.AccessToken, cursor, count: 10);
            Assert.Equal((cursor, true), (page["next_cursor"].GetString(), page["has_more"].GetBoolean()));
        }
    }

    [Fact]
    public async Task Pages_out_of_order_bring_the_last_changes_first_and_end_at_the_truth()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(days: 30);
        var straight = await bed.SyncAsync(connection.AccessToken, count: 5);
        bed.Server.Mischief.Add(new Fault { Kind = FaultKind.PagesOutOfOrder });
        var turned = await bed.SyncAsync(connection.AccessToken, count: 5);
        Assert.NotEqual(straight["added"].ToString(), turned["added"].ToString());
        var rows = new Dictionary<string, Known>();
        Testbed.Apply(turned, rows);
        await bed.DrainAsync(connection.AccessToken, rows, turned["next_cursor"].GetString(), count: 5);
        bed.AssertTruth(connection.ItemId, rows);
    }

    [Fact]
    public async Task Contents_can_be_spoilt_in_many_ways()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        async Task<JsonElement> Spoilt(Fault fault)
        {
            bed.Server.Mischief.Add(fault);
            return (await bed.SyncAsync(connection.AccessToken, count: 3)).Json;
        }
        var wrong = await Spoilt(new Fault { Kind = FaultKind.WrongType });
        Assert.Equal(JsonValueKind.String, wrong.GetProperty("added")[0].GetProperty("amount").ValueKind);
        var date = await Spoilt(new Fault { Kind = FaultKind.WrongType, Target = "date" });
        Assert.Equal(JsonValueKind.Number, date.GetProperty("added")[0].GetProperty("date").ValueKind);
        var nulls = await Spoilt(new Fault { Kind = FaultKind.NullArray });
        Assert.Equal(JsonValueKind.Null, nulls.GetProperty("removed").ValueKind);
        Assert.Equal(JsonValueKind.Null, nulls.GetProperty("accounts").ValueKind);
        var one = await Spoilt(new Fault { Kind = FaultKind.NullArray, Target = "modified" });
        Assert.Equal(JsonValueKind.Null, one.GetProperty("modified").ValueKind);
        Assert.Equal(JsonValueKind.Array, one.GetProperty("added").ValueKind);
        var unknown = await Spoilt(new Fault { Kind = FaultKind.UnknownFields });
        Assert.True(unknown.GetProperty("added")[2].TryGetProperty("mingus_unknown", out _));
        var enums = await Spoilt(new Fault { Kind = FaultKind.UnknownEnums });
        Assert.Equal("telepathy", enums.GetProperty("added")[0].GetProperty("payment_channel").GetString());
        var codes = await Spoilt(
            new Fault
            {
                Kind = FaultKind.Rewrite,
                Target = "/added/*/iso_currency_code",
                Value = "null",
            }
        );
        Assert.All(
            codes.GetProperty("added").EnumerateArray(),
            r => Assert.Equal(JsonValueKind.Null, r.GetProperty("iso_currency_code").ValueKind)
        );
        var tiny = await Spoilt(
            new Fault
            {
                Kind = FaultKind.Rewrite,
                Target = "/added/0/amount",
                Value = "1e-7",
            }
        );
        Assert.Equal("1e-7", tiny.GetProperty("added")[0].GetProperty("amount").GetRawText());
    }

    [Fact]
    public async Task Calls_are_counted_by_item_and_path()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        await bed.SyncAsync(connection.AccessToken);
        await bed.SyncAsync(connection.AccessToken, "rubbish");
        Assert.Equal(2, bed.Server.Calls.Count("/transactions/sync", connection.ItemId));
        Assert.Equal(1, bed.Server.Calls.Count("/item/public_token/exchange"));
        Assert.Equal(0, bed.Server.Calls.Count("/transactions/sync", "another"));
        bed.Server.Calls.Clear();
        Assert.Empty(bed.Server.Calls.Counts);
    }

    [Fact]
    public void Unknown_codes_and_empty_rewrites_are_refused()
    {
        var box = new MischiefBox();
        Assert.Throws<ArgumentException>(() => box.Add(new Fault { Kind = FaultKind.Error, Code = "NO_SUCH" }));
        Assert.Throws<ArgumentException>(() => box.Add(new Fault { Kind = FaultKind.Error }));
        Assert.Throws<ArgumentException>(() => box.Add(new Fault { Kind = FaultKind.Rewrite, Target = "/a" }));
    }

    private static async Task<HttpResponseMessage> PostRawAsync(Testbed bed, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await bed.Http.PostAsync(path, content, TestContext.Current.CancellationToken);
    }
}
