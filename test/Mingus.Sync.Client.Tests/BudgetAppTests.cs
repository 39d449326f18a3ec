using System.Net;
using System.Text.RegularExpressions;

namespace Mingus.Sync.Client.Tests;

/// <summary>The sample, and with it the quick start whose code is the sample's.</summary>
public sealed partial class BudgetAppTests(ProductFixture product)
{
    [Fact]
    public async Task A_person_links_a_bank_and_sees_what_came_in_and_went_out()
    {
        await using var budget = await Running.Start(
            "samples/BudgetApp",
            "Budget is at",
            ("Mingus__Address", product.Address.AbsoluteUri)
        );
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        browser.DefaultRequestHeaders.Add("Cookie", $"budget-user={product.NewUser()}");
        Assert.DoesNotContain("refresh", await browser.GetStringAsync(budget.Address), StringComparison.Ordinal);

        using var link = await browser.PostAsync(new Uri(budget.Address, "/link"), content: null);
        Assert.StartsWith(product.Bank.AbsoluteUri, link.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains("link_token=", link.Headers.Location.Query, StringComparison.Ordinal);

        using var linked = await browser.GetAsync(
            new Uri(budget.Address, $"/linked?public_token={Uri.EscapeDataString(await product.Agree())}")
        );
        Assert.Equal(HttpStatusCode.Redirect, linked.StatusCode);
        var page = await Shown(browser, budget.Address);
        Assert.Matches(AmountInUsd(), page);
        Assert.DoesNotContain("<td>unknown", page, StringComparison.Ordinal);

        using var refreshed = await browser.PostAsync(new Uri(budget.Address, "/refresh"), content: null);
        Assert.Equal(HttpStatusCode.Redirect, refreshed.StatusCode);
    }

    // The first sync begins by itself and takes its time.
    private static async Task<string> Shown(HttpClient browser, Uri address)
    {
        for (var i = 0; ; i++)
        {
            var page = await browser.GetStringAsync(address);
            if (AmountInUsd().IsMatch(page) || i == 100)
            {
                return page;
            }

            await Task.Delay(200);
        }
    }

    [GeneratedRegex(@"<tr><td>\d{4}-\d\d-\d\d<td>[^<]+<td>-\d+\.\d\d USD")]
    private static partial Regex AmountInUsd();
}
