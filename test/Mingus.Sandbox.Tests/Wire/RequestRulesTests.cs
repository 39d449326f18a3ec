using System.Net;
using System.Text;
using System.Text.Json;
using Mingus.Sandbox.Tests.Support;
using Mingus.Sandbox.Wire;

namespace Mingus.Sandbox.Tests.Wire;

/// <summary>Requests are read strictly, as Plaid does.</summary>
public sealed class RequestRulesTests
{
    [Fact]
    public async Task An_unknown_field_is_refused_by_every_endpoint_by_name()
    {
        await using var bed = await Testbed.StartAsync();
        foreach (var path in Endpoints.ByPath.Keys)
        {
            var reply = await bed.PostAsync(path, new { mingus_field = 1 });
            Assert.Equal((HttpStatusCode.BadRequest, "UNKNOWN_FIELDS"), (reply.Status, reply.ErrorCode));
            Assert.Contains("mingus_field", reply.ErrorMessage!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_missing_field_is_named_by_every_endpoint()
    {
        await using var bed = await Testbed.StartAsync();
        foreach (var (path, shape) in Shapes.ByPath)
        {
            var reply = await bed.PostAsync(path, new { });
            Assert.Equal("MISSING_FIELDS", reply.ErrorCode);
            Assert.All(
                shape.Fields.Where(f => f.Required),
                f => Assert.Contains(f.Name, reply.ErrorMessage!, StringComparison.Ordinal)
            );
        }
    }

    [Theory]
    [InlineData("/transactions/sync", """{"access_token":"T","count":0}""", "INVALID_FIELD")]
    [InlineData("/transactions/sync", """{"access_token":"T","count":501}""", "INVALID_FIELD")]
    [InlineData("/transactions/sync", """{"access_token":"T","count":"5"}""", "INVALID_FIELD")]
    [InlineData("/transactions/sync", """{"access_token":"T","count":1.5}""", "INVALID_FIELD")]
    [InlineData("/transactions/sync", """{"access_token":"T","count":null}""", "INVALID_FIELD")]
    [InlineData("/transactions/sync", """{"access_token":"T","options":null}""", "INVALID_FIELD")]
    [InlineData("/transactions/sync", """{"access_token":"T","options":[]}""", "INVALID_FIELD")]
    [InlineData("/transactions/sync", """{"access_token":"T","options":{"days_requested":731}}""", "INVALID_FIELD")]
    [InlineData("/transactions/sync", """{"access_token":"T","options":{"account_ids":[]}}""", "UNKNOWN_FIELDS")]
    [InlineData("/transactions/sync", """{"access_token":"T","options":{"account_id":"x"}}""", "INVALID_ACCOUNT_ID")]
    [InlineData("/transactions/sync", """{"access_token":"T","cursor":null}""", null)]
    [InlineData(
        "/transactions/sync",
        """{"access_token":"T","options":{"personal_finance_category_version":"v2"}}""",
        null
    )]
    [InlineData("/transactions/sync", """{"access_token":"access-sandbox-unknown"}""", "INVALID_ACCESS_TOKEN")]
    [InlineData("/transactions/sync", """{"access_token":""}""", "INVALID_FIELD")]
    [InlineData("/transactions/sync", """{"access_token":5}""", "INVALID_FIELD")]
    [InlineData("/transactions/sync", """{"access_token":"\ud800"}""", "INVALID_BODY")]
    [InlineData("/transactions/sync", "[]", "INVALID_BODY")]
    [InlineData("/transactions/sync", "{", "INVALID_BODY")]
    [InlineData("/transactions/sync", "", "INVALID_BODY")]
    [InlineData(
        "/transactions/get",
        """{"access_token":"T","start_date":"2026-8-1","end_date":"2026-08-02"}""",
        "INVALID_FIELD"
    )]
    [InlineData(
        "/transactions/get",
        """{"access_token":"T","start_date":"2026-08-03","end_date":"2026-08-02"}""",
        "INVALID_FIELD"
    )]
    [InlineData("/accounts/get", """{"access_token":"T","options":{"account_ids":["x"]}}""", "INVALID_ACCOUNT_ID")]
    [InlineData("/accounts/get", """{"access_token":"T","options":{"account_ids":[1]}}""", "INVALID_FIELD")]
    [InlineData("/item/webhook/update", """{"access_token":"T","webhook":"nonsense"}""", "INVALID_FIELD")]
    [InlineData("/item/remove", """{"access_token":"T","reason_code":"BORED"}""", "INVALID_FIELD")]
    [InlineData("/item/public_token/exchange", """{"public_token":"public-sandbox-x"}""", "INVALID_PUBLIC_TOKEN")]
    [InlineData(
        "/institutions/get_by_id",
        """{"institution_id":"ins_0","country_codes":["US"]}""",
        "INVALID_INSTITUTION"
    )]
    [InlineData(
        "/institutions/get_by_id",
        """{"institution_id":"ins_109508","country_codes":["JP"]}""",
        "INVALID_FIELD"
    )]
    [InlineData("/institutions/get_by_id", """{"institution_id":"ins_109508","country_codes":[]}""", "INVALID_FIELD")]
    [InlineData("/webhook_verification_key/get", """{"key_id":"x"}""", "INVALID_WEBHOOK_VERIFICATION_KEY_ID")]
    [InlineData(
        "/sandbox/item/fire_webhook",
        """{"access_token":"T","webhook_code":"DEFAULT_UPDATE"}""",
        "SANDBOX_WEBHOOK_INVALID"
    )]
    [InlineData("/sandbox/item/fire_webhook", """{"access_token":"T","webhook_code":"NONSENSE"}""", "INVALID_FIELD")]
    [InlineData("/sandbox/transactions/create", """{"access_token":"T","transactions":[]}""", "INVALID_FIELD")]
    [InlineData(
        "/sandbox/transactions/create",
        """{"access_token":"T","transactions":[{"amount":1}]}""",
        "MISSING_FIELDS"
    )]
    [InlineData(
        "/sandbox/transactions/create",
        """{"access_token":"T","transactions":[{"amuont":1}]}""",
        "UNKNOWN_FIELDS"
    )]
    [InlineData("/nowhere", "{}", "NOT_FOUND")]
    public async Task A_wrong_value_has_its_code(string path, string body, string? code)
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        var text = body.Replace("\"T\"", $"\"{connection.AccessToken}\"", StringComparison.Ordinal);
        var (status, json) = await PostAsync(bed, path, text);
        Assert.Equal(code, json.TryGetProperty("error_code", out var given) ? given.GetString() : null);
        Assert.Equal(code is null ? 200 : PlaidErrors.Find(code).Status, (int)status);
    }

    [Theory]
    [InlineData("2026-08-23")]
    [InlineData("2026-08-07")]
    public async Task Created_transactions_are_at_most_a_fortnight_old(string day)
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync();
        var row = new
        {
            date_transacted = day,
            date_posted = day,
            amount = 1,
            description = "x",
        };
        var body = new { access_token = connection.AccessToken, transactions = new[] { row } };
        Assert.Equal("INVALID_FIELD", (await bed.PostAsync("/sandbox/transactions/create", body)).ErrorCode);
    }

    [Fact]
    public async Task Created_transactions_move_the_balance_of_the_account_in_their_currency()
    {
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync("ins_900001");
        var rows = new Dictionary<string, Known>();
        var (cursor, _) = await bed.DrainAsync(connection.AccessToken, rows);
        var before = bed.Server.Bank.Truth(connection.ItemId).Accounts.ToDictionary(a => a.AccountId, a => a.Current);
        var day = "2026-08-21";
        object Row(decimal amount, string currency) =>
            new
            {
                date_transacted = day,
                date_posted = day,
                amount,
                description = "Made",
                iso_currency_code = currency,
            };
        var transactions = new[] { Row(12.34m, "GBP"), Row(-50m, "EUR") };
        await bed.GoodAsync(
            "/sandbox/transactions/create",
            new { access_token = connection.AccessToken, transactions }
        );
        await bed.DrainAsync(connection.AccessToken, rows, cursor);
        bed.AssertTruth(connection.ItemId, rows);
        var after = bed.Server.Bank.Truth(connection.ItemId).Accounts;
        Assert.Equal([50m, 0m, 0m, -12.34m], after.Select(a => a.Current - before[a.AccountId]));
    }

    [Fact]
    public async Task Credentials_come_in_the_body_or_in_headers_and_count()
    {
        await using var bed = await Testbed.StartAsync(o => (o.ClientId, o.Secret) = ("me", "mine"));
        Assert.Equal("INVALID_API_KEYS", (await bed.PostAsync("/item/get", new { access_token = "x" })).ErrorCode);
        bed.Http.DefaultRequestHeaders.Clear();
        Assert.Equal("MISSING_FIELDS", (await bed.PostAsync("/item/get", new { access_token = "x" })).ErrorCode);
        var body = new
        {
            client_id = "me",
            secret = "mine",
            access_token = "x",
        };
        Assert.Equal("INVALID_ACCESS_TOKEN", (await bed.PostAsync("/item/get", body)).ErrorCode);
        bed.Http.DefaultRequestHeaders.Add("Plaid-Version", "2099-01-01");
        Assert.Equal("INCOMPATIBLE_API_VERSION", (await bed.PostAsync("/item/get", body)).ErrorCode);
    }

    [Fact]
    public async Task A_body_of_another_type_and_a_GET_are_refused_in_Plaids_shape()
    {
        await using var bed = await Testbed.StartAsync();
        using var content = new StringContent("{}", Encoding.UTF8, "text/plain");
        using var answer = await bed.Http.PostAsync("/item/get", content, TestContext.Current.CancellationToken);
        Assert.Contains(
            "INVALID_BODY",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        using var get = await bed.Http.GetAsync("/item/get", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, get.StatusCode);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> PostAsync(
        Testbed bed,
        string path,
        string body
    )
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await bed.Http.PostAsync(path, content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(text);
        return (answer.StatusCode, json.RootElement.Clone());
    }
}
