using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using Mingus.Sandbox.Tests.Support;

namespace Mingus.Sandbox.Tests.Link;

/// <summary>The consent page, as a browser without scripts sees it.</summary>
public sealed class LinkPageTests
{
    private const string Back = "http://localhost:5080/back?state=s";

    [Fact]
    public async Task A_person_chooses_a_bank_and_accounts_and_comes_back_with_a_public_token()
    {
        await using var bed = await Testbed.StartAsync();
        using var browser = Browser(bed);
        var token = await TokenAsync(bed, new { days_requested = 200 });
        var banks = await PageAsync(browser, $"/link?link_token={token}&redirect_uri={Uri.EscapeDataString(Back)}");
        Assert.Contains("Banque Lavande", banks, StringComparison.Ordinal);
        Assert.Contains("Acme &amp; Sons", banks, StringComparison.Ordinal);
        var chosen = await PageAsync(
            browser,
            $"/link?link_token={token}&redirect_uri={Uri.EscapeDataString(Back)}&institution=ins_109508"
        );
        Assert.Equal(3, Regex.Count(chosen, "type=\"checkbox\""));

        var way = await SubmitAsync(browser, token, ("institution", "ins_109508"), ("account", "0"), ("account", "2"));
        var query = HttpUtility.ParseQueryString(way!.Query);
        Assert.Equal("s", query["state"]);
        using var metadata = JsonDocument.Parse(query["metadata"]!);
        var connection = await bed.ExchangeAsync(query["public_token"]!);
        var accounts = await bed.GoodAsync("/accounts/get", new { access_token = connection.AccessToken });
        Assert.Equal(
            ["depository", "credit"],
            accounts["accounts"].EnumerateArray().Select(a => a.GetProperty("type").GetString())
        );
        Assert.Equal(
            accounts["accounts"].EnumerateArray().Select(a => a.GetProperty("account_id").GetString()),
            metadata.RootElement.GetProperty("accounts").EnumerateArray().Select(a => a.GetProperty("id").GetString())
        );
        var rows = new Dictionary<string, Known>();
        await bed.DrainAsync(connection.AccessToken, rows);
        bed.AssertTruth(connection.ItemId, rows);
        Assert.Equal("2026-02-03", rows.Values.Min(r => r.Date));
        // The token is used up.
        var again = await browser.GetAsync(
            $"/link?link_token={token}&redirect_uri={Uri.EscapeDataString(Back)}",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Fact]
    public async Task Cancelling_goes_back_and_says_so()
    {
        await using var bed = await Testbed.StartAsync();
        using var browser = Browser(bed);
        var way = await SubmitAsync(browser, await TokenAsync(bed), ("action", "cancel"));
        Assert.Equal("cancelled", HttpUtility.ParseQueryString(way!.Query)["error"]);
    }

    [Fact]
    public async Task A_refused_sign_in_is_told_on_the_page_and_can_be_repeated()
    {
        await using var bed = await Testbed.StartAsync();
        using var browser = Browser(bed);
        var token = await TokenAsync(bed);
        using var form = Form(
            token,
            ("institution", "ins_109508"),
            ("account", "0"),
            ("password", "error_ITEM_LOCKED")
        );
        using var refused = await browser.PostAsync("/link", form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var html = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("ITEM_LOCKED", html, StringComparison.Ordinal);
        Assert.NotNull(await SubmitAsync(browser, token, ("institution", "ins_109508"), ("account", "0")));
    }

    [Fact]
    public async Task Update_mode_repairs_the_item_without_a_new_token()
    {
        await using var bed = await Testbed.StartAsync();
        using var browser = Browser(bed);
        var connection = await bed.LinkAsync();
        await bed.SyncAsync(connection.AccessToken);
        await bed.GoodAsync("/sandbox/item/reset_login", new { access_token = connection.AccessToken });
        bed.Server.Clock.Advance(TimeSpan.FromDays(4));
        var token = await UpdateTokenAsync(bed, connection, selects: false);
        var page = await PageAsync(browser, $"/link?link_token={token}&redirect_uri={Uri.EscapeDataString(Back)}");
        Assert.Contains("Sign in again", page, StringComparison.Ordinal);
        var way = await SubmitAsync(browser, token);
        Assert.Equal("1", HttpUtility.ParseQueryString(way!.Query)["repaired"]);
        var rows = new Dictionary<string, Known>();
        await bed.DrainAsync(connection.AccessToken, rows);
        bed.AssertTruth(connection.ItemId, rows);
        Assert.Contains(rows.Values, r => string.CompareOrdinal(r.Date, "2026-08-24") > 0);
    }

    [Fact]
    public async Task Update_mode_may_add_an_account_whose_rows_then_arrive()
    {
        await using var bed = await Testbed.StartAsync();
        using var browser = Browser(bed);
        var token = await TokenAsync(bed, new { days_requested = 90 });
        var way = await SubmitAsync(browser, token, ("institution", "ins_109508"), ("account", "0"));
        var connection = await bed.ExchangeAsync(HttpUtility.ParseQueryString(way!.Query)["public_token"]!);
        var rows = new Dictionary<string, Known>();
        var (cursor, _) = await bed.DrainAsync(connection.AccessToken, rows);
        Assert.Single(rows.Values.Select(r => r.AccountId).Distinct());

        var update = await UpdateTokenAsync(bed, connection, selects: true);
        await SubmitAsync(browser, update, ("account", "0"), ("account", "1"), ("account", "2"));
        await bed.DrainAsync(connection.AccessToken, rows, cursor);
        Assert.Equal(3, rows.Values.Select(r => r.AccountId).Distinct().Count());
        bed.AssertTruth(connection.ItemId, rows);
    }

    [Theory]
    [InlineData("https://evil.example/back")]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//evil.example")]
    public async Task It_never_goes_back_to_a_stranger(string address)
    {
        await using var bed = await Testbed.StartAsync();
        using var browser = Browser(bed);
        var token = await TokenAsync(bed);
        using var form = Form(token, ("institution", "ins_109508"), ("account", "0"), ("redirect_uri", address));
        using var answer = await browser.PostAsync("/link", form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Its_policy_allows_no_script_and_only_the_way_back()
    {
        await using var bed = await Testbed.StartAsync();
        using var browser = Browser(bed);
        var address = $"/link?link_token={await TokenAsync(bed)}&redirect_uri={Uri.EscapeDataString(Back)}";
        using var answer = await browser.GetAsync(address, TestContext.Current.CancellationToken);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.EndsWith("form-action 'self' http://localhost:5080", policy, StringComparison.Ordinal);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=", html, StringComparison.OrdinalIgnoreCase);
        using var css = await browser.GetAsync("/link.css", TestContext.Current.CancellationToken);
        Assert.Equal("text/css", css.Content.Headers.ContentType!.MediaType);
    }

    private static HttpClient Browser(Testbed bed) =>
        new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = bed.Server.BaseUrl };

    private static async Task<string> TokenAsync(Testbed bed, object? transactions = null)
    {
        var reply = await bed.GoodAsync(
            "/link/token/create",
            new
            {
                client_name = "Acme & Sons",
                language = "en",
                country_codes = new[] { "US" },
                user = new { client_user_id = "u1" },
                products = new[] { "transactions" },
                transactions = transactions ?? new { days_requested = 90 },
            }
        );
        return reply["link_token"].GetString()!;
    }

    private static async Task<string> UpdateTokenAsync(Testbed bed, Connection connection, bool selects)
    {
        var reply = await bed.GoodAsync(
            "/link/token/create",
            new
            {
                client_name = "Acme",
                language = "en",
                country_codes = new[] { "US" },
                user = new { client_user_id = "u1" },
                access_token = connection.AccessToken,
                update = new { account_selection_enabled = selects },
            }
        );
        return reply["link_token"].GetString()!;
    }

    private static async Task<string> PageAsync(HttpClient browser, string address)
    {
        using var answer = await browser.GetAsync(address, TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, html);
        return html;
    }

    private static async Task<Uri?> SubmitAsync(HttpClient browser, string token, params (string, string)[] fields)
    {
        using var form = Form(token, fields);
        using var answer = await browser.PostAsync("/link", form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("localhost", answer.Headers.Location!.Host);
        return answer.Headers.Location;
    }

    private static FormUrlEncodedContent Form(string token, params (string Name, string Value)[] fields)
    {
        var all = fields.Select(f => KeyValuePair.Create(f.Name, f.Value)).ToList();
        void Default(string name, string value)
        {
            if (!all.Exists(f => f.Key == name))
            {
                all.Add(KeyValuePair.Create(name, value));
            }
        }
        Default("link_token", token);
        Default("redirect_uri", Back);
        Default("action", "connect");
        Default("user", "user_good");
        Default("password", "pass_good");
        return new FormUrlEncodedContent(all);
    }
}
