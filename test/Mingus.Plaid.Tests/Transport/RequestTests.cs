using System.Text.Json;
using System.Text.Json.Nodes;
using Mingus.Ledger;
using Mingus.Plaid.Tests.Support;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Transport;

public sealed class RequestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_request_carries_keys_and_version_in_headers_only()
    {
        var sent = await Record((client, cancel) => client.GetItem(TestPlaid.Access, cancel));
        Assert.Equal("client-canary", sent.Headers["PLAID-CLIENT-ID"]);
        Assert.Equal("secret-canary", sent.Headers["PLAID-SECRET"]);
        Assert.Equal("2020-09-14", sent.Headers["Plaid-Version"]);
        Assert.DoesNotContain("canary", sent.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_prefix_of_the_base_address_is_kept()
    {
        var network = new CannedNetwork(CannedNetwork.Json(PlaidJson.Page().ToJsonString()));
        using var plaid = TestPlaid.Over(network, options => options.BaseUrl = "http://127.0.0.1:1/plaid/v1");
        await plaid.Client.GetPage(TestPlaid.Access, null, 500, Cancel);
        Assert.Equal("/plaid/v1/transactions/sync", Assert.Single(network.Sent).Path);
    }

    [Fact]
    public async Task Only_a_first_sync_names_the_depth_and_none_has_a_null()
    {
        var first = await Record((client, cancel) => client.GetPage(TestPlaid.Access, null, 500, cancel));
        var next = await Record((client, cancel) => client.GetPage(TestPlaid.Access, "c1", 100, cancel));
        MustBe(
            """
            {
              "access_token": "access-test-1", "count": 500,
              "options": { "include_original_description": true, "days_requested": 730 }
            }
            """,
            first.Body
        );
        MustBe(
            """
            {
              "access_token": "access-test-1", "cursor": "c1", "count": 100,
              "options": { "include_original_description": true }
            }
            """,
            next.Body
        );
    }

    [Fact]
    public async Task A_link_names_products_and_a_repair_does_not()
    {
        var request = new LinkRequest("user-1", Repair: null, "https://app.example/back", ChooseAccounts: true);
        var fresh = await Record((client, cancel) => client.CreateLinkToken(request, cancel));
        var repair = await Record(
            (client, cancel) => client.CreateLinkToken(request with { Repair = TestPlaid.Access }, cancel)
        );
        MustBe(
            """
            {
              "client_name": "Mingus Sync", "language": "en", "country_codes": ["US"],
              "user": { "client_user_id": "user-1" }, "redirect_uri": "https://app.example/back",
              "products": ["transactions"], "webhook": "https://hook.example/plaid",
              "transactions": { "days_requested": 730 }
            }
            """,
            fresh.Body
        );
        MustBe(
            """
            {
              "client_name": "Mingus Sync", "language": "en", "country_codes": ["US"],
              "user": { "client_user_id": "user-1" }, "redirect_uri": "https://app.example/back",
              "access_token": "access-test-1", "update": { "account_selection_enabled": true }
            }
            """,
            repair.Body
        );
    }

    [Fact]
    public async Task Only_Capital_One_is_told_how_old_a_balance_may_be()
    {
        var capitalOne = TestPlaid.Access with { InstitutionId = "ins_128026" };
        var special = await Record((client, cancel) => client.GetLiveBalances(capitalOne, cancel));
        var normal = await Record((client, cancel) => client.GetLiveBalances(TestPlaid.Access, cancel));
        Assert.Contains("min_last_updated_datetime", special.Body, StringComparison.Ordinal);
        Assert.Equal("""{"access_token":"access-test-1"}""", normal.Body);
    }

    [Fact]
    public async Task Every_field_of_every_request_is_in_the_schema()
    {
        if (WireSchema.TryLoad() is not { } schema)
        {
            Assert.Skip("The wire schema lies beside the repository, not in it: ../shared/data/plaid.");
            return;
        }

        foreach (var sent in await RecordAll())
        {
            using var body = JsonDocument.Parse(sent.Body);
            Assert.Empty(schema.Complaints(sent.Path, body.RootElement));
        }
    }

    [Fact]
    public async Task The_linking_page_is_the_sandboxs_own_on_this_machine_and_Plaids_elsewhere()
    {
        const string Answer = """
            {"link_token":"link 1","expiration":"2026-08-03T10:00:00Z","hosted_link_url":"https://h.example/1"}
            """;
        var request = new LinkRequest("user-1", Repair: null, RedirectUri: null, ChooseAccounts: false);
        using var here = TestPlaid.Over(new CannedNetwork(CannedNetwork.Json(Answer)));
        using var there = TestPlaid.Over(
            new CannedNetwork(CannedNetwork.Json(Answer)),
            options => options.BaseUrl = "https://sandbox.plaid.com"
        );
        Assert.Equal(
            "http://127.0.0.1:1/link?link_token=link%201",
            (await here.Client.CreateLinkToken(request, Cancel)).Url
        );
        var token = await there.Client.CreateLinkToken(request, Cancel);
        Assert.Equal("https://h.example/1", token.Url);
        Assert.Equal(new DateTimeOffset(2026, 8, 3, 10, 0, 0, TimeSpan.Zero), token.ExpiresAt);
    }

    private static void MustBe(string expected, string body) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(body)), body);

    private static async Task<SentRequest> Record(Func<PlaidClient, CancellationToken, Task> call) =>
        Assert.Single(await RecordAll(call));

    private static Task<IReadOnlyList<SentRequest>> RecordAll()
    {
        var access = TestPlaid.Access;
        var day = new DateOnly(2026, 8, 3);
        var link = new LinkRequest("user-1", Repair: null, "https://app.example/back", ChooseAccounts: true);
        var row = new PlaidSandboxTransaction(day, day, -1.5m, "Test", "EUR");
        return RecordAll(
            (c, x) => c.CreateLinkToken(link, x),
            (c, x) => c.CreateLinkToken(link with { Repair = access }, x),
            (c, x) => c.Exchange("public-1", x),
            (c, x) => c.GetItem(access, x),
            (c, x) => c.GetInstitution("ins_1", x),
            (c, x) => c.GetAccounts(access, x),
            (c, x) => c.GetLiveBalances(access with { InstitutionId = "ins_128026" }, x),
            (c, x) => c.GetPage(access, null, 500, x),
            (c, x) => c.GetPage(access, "c1", 1, x),
            (c, x) => c.GetWindow(access, new WindowQuery(new DateInterval(day, day), []), 0, 500, x),
            (c, x) => c.GetWindow(access, new WindowQuery(new DateInterval(day, day), ["acc"]), 3, 1, x),
            (c, x) => c.Refresh(access, x),
            (c, x) => c.GetRecurring(access, x),
            (c, x) => c.Remove(access, x),
            (c, x) => c.UpdateWebhook(access, "https://hook.example/plaid", x),
            (c, x) => c.UpdateWebhook(access, url: null, x),
            (c, x) => c.GetWebhookKey("key-1", x),
            (c, x) => c.CreateSandboxPublicToken("ins_1", "user_good", "pass_good", x),
            (c, x) => c.FireSandboxWebhook(access, "TRANSACTIONS", "SYNC_UPDATES_AVAILABLE", x),
            (c, x) => c.ResetSandboxLogin(access, x),
            (c, x) => c.CreateSandboxTransactions(access, [row, row with { IsoCurrencyCode = null }], x)
        );
    }

    // The answers do not matter here: an empty object is refused where a field must be, after the request has left.
    private static async Task<IReadOnlyList<SentRequest>> RecordAll(
        params Func<PlaidClient, CancellationToken, Task>[] calls
    )
    {
        var network = new CannedNetwork(CannedNetwork.Json("{}"));
        using var plaid = TestPlaid.Over(network, options => options.WebhookUrl = "https://hook.example/plaid");
        foreach (var call in calls)
        {
            try
            {
                await call(plaid.Client, Cancel);
            }
            catch (ProviderException refused)
            {
                Assert.Equal("unreadable_answer", refused.Fault.Code);
            }
        }

        Assert.Equal(calls.Length, network.Sent.Count);
        return network.Sent;
    }
}
