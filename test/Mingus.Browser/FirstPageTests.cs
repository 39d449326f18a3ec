using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Mingus.Browser;

/// <summary>A person with a browser: links two banks, sees balances and two years of transactions, syncs,
/// searches.</summary>
[Trait("Category", "Slow")]
public sealed class FirstPageTests : IAsyncLifetime
{
    private const float Patience = 60_000;

    private readonly ConcurrentQueue<string> _complaints = new();
    private Product _product = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _product = await Product.Start();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("MINGUS_CHROMIUM") ?? "/usr/bin/chromium",
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _product.DisposeAsync();
    }

    [Fact]
    public async Task A_person_links_two_banks_and_sees_balances_and_two_years_of_transactions()
    {
        var page = await Open(1280, 900, ColorScheme.Light);
        await Assertions.Expect(page.GetByText("No bank linked yet")).ToBeVisibleAsync();

        await Link(page, "First Platypus Bank");
        await Link(page, "Banque Lavande");
        await Assertions.Expect(page.Locator(".live")).ToContainTextAsync("Live", new() { Timeout = Patience });
        await HistoryIsComplete(page);

        var accounts = page.Locator("mingus-accounts");
        await Assertions.Expect(accounts.GetByText("$").First).ToBeVisibleAsync();
        await Assertions.Expect(accounts.GetByText("€").First).ToBeVisibleAsync();
        await accounts.GetByRole(AriaRole.Button).First.ClickAsync();
        var rows = page.Locator("mingus-transactions").GetByRole(AriaRole.Row);
        await Assertions.Expect(rows.Nth(5)).ToBeVisibleAsync(new() { Timeout = Patience });
        await Assertions
            .Expect(page.Locator("mingus-coverage"))
            .ToContainTextAsync("months complete", new() { Timeout = Patience });

        await page.Locator("mingus-transactions input[type=search]").FillAsync("zzz no such shop");
        await Assertions.Expect(page.Locator("mingus-transactions")).ToContainTextAsync("Nothing matches");

        await page.Locator("main .heading mingus-sync-button button").First.ClickAsync();
        await Assertions
            .Expect(page.Locator("mingus-runs"))
            .ToContainTextAsync("asked for", new() { Timeout = Patience });
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task A_login_that_is_linked_already_is_asked_about_before_it_is_linked_twice()
    {
        const string Bank = "First Platypus Bank";
        var page = await Open(1280, 900, ColorScheme.Light);
        await Link(page, Bank);

        await GoThroughTheBank(page, Bank);
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave it as it is" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nothing was linked.")).ToBeAttachedAsync(new() { Timeout = Patience });
        Assert.Equal(1, await Connections(page));

        await GoThroughTheBank(page, Bank);
        await page.GetByRole(AriaRole.Button, new() { Name = "Link it again" }).ClickAsync();
        await Assertions.Expect(page.Locator(".first")).ToBeVisibleAsync(new() { Timeout = Patience });
        Assert.Equal(2, await Connections(page));
    }

    [Fact]
    public async Task Cancelling_at_the_bank_links_nothing_and_says_so()
    {
        var page = await Open(360, 740, ColorScheme.Dark);
        await page.Locator("#link-bank").ClickAsync();
        await page.GetByText("First Platypus Bank").ClickAsync();
        await page.GetByText("Cancel", new() { Exact = true }).ClickAsync();
        await page.WaitForURLAsync(_product.Address.AbsoluteUri, new() { Timeout = Patience });

        await Assertions.Expect(page.GetByText("No bank linked yet")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Nothing was linked.")).ToBeAttachedAsync();
        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.InRange(width, 1, 360);
        Assert.Empty(_complaints);
    }

    private async Task<IPage> Open(int width, int height, ColorScheme colours)
    {
        var context = await _browser.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = height },
                ColorScheme = colours,
                Locale = "en-US",
                TimezoneId = "UTC",
            }
        );
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        await page.GotoAsync(_product.Address.AbsoluteUri);
        return page;
    }

    private static Task<int> Connections(IPage page) =>
        page.EvaluateAsync<int>("fetch('/api/data-sync/connections').then(r => r.json()).then(l => l.items.length)");

    private async Task Link(IPage page, string bank)
    {
        await GoThroughTheBank(page, bank);
        await Assertions
            .Expect(page.Locator("mingus-accounts").GetByText(bank).First)
            .ToBeVisibleAsync(new() { Timeout = Patience });
    }

    private async Task GoThroughTheBank(IPage page, string bank)
    {
        await page.Locator("#link-bank").ClickAsync();
        // On the bank's side: our own page may name the bank too, until it is left.
        await page.Locator("form[action='/link'] button", new() { HasText = bank }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(
            url => url.StartsWith(_product.Address.AbsoluteUri, StringComparison.Ordinal),
            new() { Timeout = Patience }
        );
    }

    // Nobody presses anything: the history arrives by itself, seconds after the first month.
    private async Task HistoryIsComplete(IPage page)
    {
        var wanted = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-720);
        for (var tries = 0; tries < 60; tries++)
        {
            var oldest = await Task.WhenAll((await AccountIds(page)).Select(id => Oldest(page, id)));
            if (oldest.Length >= 4 && oldest.Count(day => day <= wanted) >= 2)
            {
                return;
            }

            await Task.Delay(1_000);
        }

        Assert.Fail("Two years of history did not arrive within a minute.");
    }

    private async Task<List<string>> AccountIds(IPage page)
    {
        var body = await Read(page, "accounts");
        return [.. body.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("id").GetString()!)];
    }

    private async Task<DateOnly> Oldest(IPage page, string accountId)
    {
        var until = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-720);
        var body = await Read(page, $"accounts/{accountId}/transactions?limit=1&to={until:yyyy-MM-dd}");
        return body.GetProperty("items").GetArrayLength() == 0
            ? DateOnly.MaxValue
            : DateOnly.Parse(
                body.GetProperty("items")[0].GetProperty("date").GetString()!,
                CultureInfo.InvariantCulture
            );
    }

    private async Task<JsonElement> Read(IPage page, string path)
    {
        var answer = await page.APIRequest.GetAsync($"{_product.Address}api/data-sync/{path}");
        Assert.Equal(200, answer.Status);
        return (await answer.JsonAsync())!.Value;
    }
}
