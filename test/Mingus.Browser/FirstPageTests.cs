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
        await Assertions.Expect(page.Locator("#live")).ToContainTextAsync("Live", new() { Timeout = Patience });
        await HistoryIsComplete(page);

        await Assertions.Expect(page.Locator(".bank-head")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".account .balance").First).ToContainTextAsync("$");
        await Assertions.Expect(page.Locator(".account", new() { HasText = "€" }).First).ToBeVisibleAsync();
        await page.Locator(".account-open").First.ClickAsync();
        var rows = page.Locator("#days li");
        await Assertions.Expect(rows.First).ToBeVisibleAsync(new() { Timeout = Patience });
        await Assertions
            .Expect(page.Locator("#ledger-history"))
            .ToContainTextAsync("History complete since", new() { Timeout = Patience });
        await Picture(page, "first-page.png");
        var shown = await rows.CountAsync();
        await page.Locator("#more").ClickAsync();
        await Assertions.Expect(rows).Not.ToHaveCountAsync(shown);

        await page.Locator("#search").FillAsync("zzz no such shop");
        await Assertions.Expect(rows).ToHaveCountAsync(0);
        await page.Locator("#search").FillAsync("");
        await Assertions.Expect(rows.First).ToBeVisibleAsync();

        await page.Locator("#sync-all").ClickAsync();
        await Assertions.Expect(page.Locator(".result").First).ToBeVisibleAsync(new() { Timeout = Patience });
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task A_login_that_is_linked_already_is_asked_about_before_it_is_linked_twice()
    {
        const string Bank = "First Platypus Bank";
        var page = await Open(1280, 900, ColorScheme.Light);
        var asked = new List<string>();
        page.Dialog += (_, dialog) =>
        {
            asked.Add(dialog.Message);
            _ = asked.Count == 1 ? dialog.DismissAsync() : dialog.AcceptAsync();
        };
        await Link(page, Bank);

        await Link(page, Bank);
        await Assertions.Expect(page.GetByText("Nothing was linked.")).ToBeAttachedAsync(new() { Timeout = Patience });
        Assert.Equal(1, await Connections(page));

        await Link(page, Bank);
        await Assertions.Expect(page.GetByText("Your bank is linked.")).ToBeAttachedAsync(new() { Timeout = Patience });
        Assert.Equal(2, await Connections(page));
        Assert.Equal(2, asked.Count);
        Assert.All(asked, text => Assert.Contains("linked already", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancelling_at_the_bank_links_nothing_and_says_so()
    {
        var page = await Open(360, 740, ColorScheme.Dark);
        await page.Locator("#link-first").ClickAsync();
        await page.GetByText("First Platypus Bank").ClickAsync();
        await page.GetByText("Cancel", new() { Exact = true }).ClickAsync();
        await page.WaitForURLAsync(_product.Address.AbsoluteUri, new() { Timeout = Patience });

        await Assertions.Expect(page.GetByText("No bank linked yet")).ToBeVisibleAsync();
        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.InRange(width, 1, 360);
        await Picture(page, "first-page-narrow.png");
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
        await page.Locator("#link").ClickAsync();
        // On the bank's side: our own page may name the bank too, until it is left.
        await page.Locator("form[action='/link'] button", new() { HasText = bank }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(
            url => url.StartsWith(_product.Address.AbsoluteUri, StringComparison.Ordinal),
            new() { Timeout = Patience }
        );
        var head = page.Locator(".bank-head", new() { HasText = bank }).First;
        await Assertions.Expect(head).ToBeVisibleAsync(new() { Timeout = Patience });
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

    // What the README shows is made here: UPDATE_SNAPSHOTS=1 writes it into docs/images.
    private static async Task Picture(IPage page, string name)
    {
        var folder =
            Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1"
                ? Path.Combine(Product.Root, "docs", "images")
                : Path.Combine(Product.Root, "artifacts", "pictures");
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name) });
    }
}
