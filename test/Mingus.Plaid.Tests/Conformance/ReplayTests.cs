using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Mingus.Conformance;
using Mingus.Ledger;
using Mingus.Plaid.Tests.Support;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Conformance;

/// <summary>A labelled stream of two years, served by an independent program, read without a loss. It lies beside the
/// repository; without it the test is skipped.</summary>
public sealed class ReplayTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_labelled_stream_is_read_without_a_loss()
    {
        if (
            Beside.Find("shared/tools/replay.py") is not { } tool
            || Beside.Find("shared/data/labelled/train") is not { } set
        )
        {
            Assert.Skip("The labelled stream lies beside the repository, not in it: ../shared/data/labelled.");
            return;
        }

        using var process = Start(tool, set);
        try
        {
            var address = new Uri((await process.StandardOutput.ReadLineAsync(Cancel))!);
            using var http = new HttpClient { BaseAddress = address };
            using var delivered = await Advance(http);
            using var plaid = TestPlaid.At(address);
            var (changes, removals) = await ReadAll(plaid.Client, delivered.RootElement.GetProperty("items"));
            Assert.Equal(Count(delivered, "added") + Count(delivered, "modified"), changes);
            Assert.Equal(Count(delivered, "removed"), removals);
            Assert.True(changes > 20_000);
        }
        finally
        {
            process.Kill();
        }
    }

    private static async Task<(int Changes, int Removals)> ReadAll(PlaidClient client, JsonElement items)
    {
        var (changes, removals) = (0, 0);
        foreach (var item in items.EnumerateArray().Select(i => i.GetProperty("item_id").GetString()!))
        {
            var link = await client.Exchange("public-" + item, Cancel);
            var access = new ProviderAccess(link.Token, link.ItemId, "");
            var pages = await new StreamCopy().Fetch(client, access, 500, Cancel);
            Assert.All(pages, page => Assert.Empty(page.Unreadable));
            Assert.All(pages.SelectMany(p => p.Accounts), account => Assert.Null(account.Balance!.Unreadable));
            changes += pages.Sum(p => p.Changes.Count(c => c is ProviderChange.Upsert));
            removals += pages.Sum(p => p.Changes.Count(c => c is ProviderChange.Removal));
            var answer = await client.GetItem(access, Cancel);
            Assert.Equal(item, answer.ItemId);
            Assert.NotNull(answer.LastSuccessAt);
            Assert.Equal(pages[^1].Accounts.Count, (await client.GetAccounts(access, Cancel)).Accounts.Count);
        }

        return (changes, removals);
    }

    private static async Task<JsonDocument> Advance(HttpClient http)
    {
        using var answer = await http.PostAsJsonAsync("/replay/advance", new { pages = 1_000_000 }, Cancel);
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
    }

    private static int Count(JsonDocument delivered, string kind) => delivered.RootElement.GetProperty(kind).GetInt32();

    private static Process Start(string tool, string set)
    {
        try
        {
            return Process.Start(
                new ProcessStartInfo("python3", [tool, set]) { RedirectStandardOutput = true, UseShellExecute = false }
            )!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no python3 to serve the labelled stream.");
            throw;
        }
    }
}
