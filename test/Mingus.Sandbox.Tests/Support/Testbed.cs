using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Mingus.Sandbox.Bank;

namespace Mingus.Sandbox.Tests.Support;

/// <summary>What came back from a call.</summary>
internal sealed record Reply(HttpStatusCode Status, JsonElement Json, byte[] Bytes)
{
    public string? ErrorCode => Json.TryGetProperty("error_code", out var code) ? code.GetString() : null;

    public string? ErrorMessage => Json.TryGetProperty("error_message", out var text) ? text.GetString() : null;

    public JsonElement this[string name] => Json.GetProperty(name);
}

internal sealed record Connection(string AccessToken, string ItemId);

/// <summary>A row as a client of /transactions/sync knows it.</summary>
internal sealed record Known(
    string Id,
    string AccountId,
    decimal Amount,
    string Date,
    bool Pending,
    string? PendingId,
    string Name
)
{
    public static Known From(JsonElement row) =>
        new(
            row.GetProperty("transaction_id").GetString()!,
            row.GetProperty("account_id").GetString()!,
            row.GetProperty("amount").GetDecimal(),
            row.GetProperty("date").GetString()!,
            row.GetProperty("pending").GetBoolean(),
            row.GetProperty("pending_transaction_id").GetString(),
            row.GetProperty("name").GetString()!
        );

    public static Known From(TruthRecord row) =>
        new(
            row.TransactionId,
            row.AccountId,
            row.Amount,
            row.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            row.Pending,
            row.PendingTransactionId,
            row.Name
        );
}

/// <summary>A sandbox with a clock that stands at noon of 2026-08-22 until it is moved, and a client for it.</summary>
internal sealed class Testbed : IAsyncDisposable
{
    public const string FirstPlatypus = "ins_109508";

    private Testbed(SandboxServer server, FakeTimeProvider time)
    {
        (Server, Time) = (server, time);
        Http = new HttpClient { BaseAddress = server.BaseUrl };
        Http.DefaultRequestHeaders.Add("PLAID-CLIENT-ID", "test");
        Http.DefaultRequestHeaders.Add("PLAID-SECRET", "test");
    }

    public SandboxServer Server { get; }
    public FakeTimeProvider Time { get; }
    public HttpClient Http { get; }

    public static async Task<Testbed> StartAsync(Action<SandboxOptions>? configure = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 8, 22, 12, 0, 0, TimeSpan.Zero));
        var options = new SandboxOptions { HistoryDelay = TimeSpan.Zero };
        configure?.Invoke(options);
        var stop = TestContext.Current.CancellationToken;
        return new Testbed(await SandboxServer.StartAsync(["http://127.0.0.1:0"], options, time, stop), time);
    }

    public async Task<Reply> PostAsync(string path, object body)
    {
        var stop = TestContext.Current.CancellationToken;
        using var answer = await Http.PostAsJsonAsync(path, body, stop);
        var bytes = await answer.Content.ReadAsByteArrayAsync(stop);
        using var json = JsonDocument.Parse(bytes);
        return new Reply(answer.StatusCode, json.RootElement.Clone(), bytes);
    }

    public async Task<Reply> GoodAsync(string path, object body)
    {
        var reply = await PostAsync(path, body);
        Assert.True(reply.Status == HttpStatusCode.OK, $"{path}: {reply.Json}");
        return reply;
    }

    public async Task<Connection> LinkAsync(
        string institution = FirstPlatypus,
        string user = "user_good",
        string password = "pass_good",
        int? days = 730,
        string? webhook = null
    )
    {
        var options = new Dictionary<string, object> { ["override_username"] = user, ["override_password"] = password };
        if (days is { } wanted)
        {
            options["transactions"] = new { days_requested = wanted };
        }
        if (webhook is not null)
        {
            options["webhook"] = webhook;
        }
        var token = await GoodAsync(
            "/sandbox/public_token/create",
            new
            {
                institution_id = institution,
                initial_products = new[] { "transactions" },
                options,
            }
        );
        return await ExchangeAsync(token["public_token"].GetString()!);
    }

    public async Task<Connection> ExchangeAsync(string publicToken)
    {
        var reply = await GoodAsync("/item/public_token/exchange", new { public_token = publicToken });
        return new Connection(reply["access_token"].GetString()!, reply["item_id"].GetString()!);
    }

    public Task<Reply> SyncAsync(string accessToken, string? cursor = null, int count = 500) =>
        PostAsync(
            "/transactions/sync",
            new
            {
                access_token = accessToken,
                cursor = cursor ?? "",
                count,
            }
        );

    /// <summary>Follows an update to its end, into the rows a client already has.</summary>
    public async Task<(string Cursor, int Pages)> DrainAsync(
        string accessToken,
        Dictionary<string, Known> rows,
        string? cursor = null,
        int count = 500
    )
    {
        for (var pages = 1; ; pages++)
        {
            var page = await SyncAsync(accessToken, cursor, count);
            Assert.True(page.Status == HttpStatusCode.OK, page.Json.ToString());
            Apply(page, rows);
            cursor = page["next_cursor"].GetString()!;
            if (!page["has_more"].GetBoolean())
            {
                return (cursor, pages);
            }
        }
    }

    public static void Apply(Reply page, Dictionary<string, Known> rows)
    {
        foreach (var row in page["added"].EnumerateArray().Concat(page["modified"].EnumerateArray()))
        {
            rows[row.GetProperty("transaction_id").GetString()!] = Known.From(row);
        }
        foreach (var row in page["removed"].EnumerateArray())
        {
            rows.Remove(row.GetProperty("transaction_id").GetString()!);
        }
    }

    /// <summary>Asserts that a client's rows are the bank's.</summary>
    public void AssertTruth(string itemId, Dictionary<string, Known> rows)
    {
        var truth = Server.Bank.Truth(itemId).Records.Select(Known.From).OrderBy(r => r.Id, StringComparer.Ordinal);
        Assert.Equal(truth, rows.Values.OrderBy(r => r.Id, StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }
}
