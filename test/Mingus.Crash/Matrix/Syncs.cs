using System.Text.Json;
using Mingus.Crash.Bank;
using Mingus.Crash.Product;

namespace Mingus.Crash.Matrix;

/// <summary>What every line of the matrix does with a product: links, syncs, waits, reads all there is.</summary>
internal static class Syncs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Links a bank and syncs it; the bank's name of it.</summary>
    public static async Task<string> LinkAsync(ApiClient client, BankSide bank)
    {
        var token = await bank.SignInAsync();
        await client.CallAsync(HttpMethod.Post, "/connections", new { publicToken = token });
        await ToTheEndAsync(client);
        return bank.Items[^1];
    }

    /// <summary>Syncs everything and waits for it; whatever failed is asked for again, as often as a person
    /// would.</summary>
    public static async Task ToTheEndAsync(ApiClient client)
    {
        var left = new List<string> { "nothing was asked" };
        for (var tries = 0; tries < 6 && left.Count > 0; tries++)
        {
            await SettleAsync(client);
            var answer = await client.TryCallAsync(
                HttpMethod.Post,
                "/accounts/bulk/sync",
                new { syncType = "full", force = true },
                ("Prefer", "wait=30")
            );
            left = answer is { IsSuccess: true }
                ?
                [
                    .. answer
                        .Body.GetProperty("runs")
                        .EnumerateArray()
                        .Where(r => r.GetProperty("status").GetString() != "succeeded")
                        .Select(r => $"{r}"),
                ]
                : [$"{answer?.Status} {answer?.Body}"];
        }
        Assert.Empty(left);
    }

    /// <summary>Waits until no run is queued or running.</summary>
    public static Task SettleAsync(ApiClient client) =>
        UntilAsync(async () =>
            await client.TryCallAsync(HttpMethod.Get, "/runs?limit=100") is { IsSuccess: true } answer
            && answer
                .Body.GetProperty("items")
                .EnumerateArray()
                .All(r => r.GetProperty("status").GetString() is not ("queued" or "running"))
        );

    /// <summary>The accounts, and the ids, amounts and descriptions of all transactions: what a sync may
    /// change.</summary>
    public static async Task<List<string>> LedgerAsync(ApiClient client)
    {
        var lines = new List<string>();
        foreach (var account in await client.ListAsync("/accounts"))
        {
            var id = account.GetProperty("id").GetString();
            lines.Add($"{id} {account.GetProperty("balance")}");
            var transactions = await client.ListAsync($"/accounts/{id}/transactions");
            lines.AddRange(transactions.Select(LineOf).Order(StringComparer.Ordinal));
        }
        return lines;
    }

    /// <summary>The id of any transaction.</summary>
    public static async Task<string> AnyTransactionAsync(ApiClient client)
    {
        foreach (var account in await client.ListAsync("/accounts"))
        {
            var page = await client.GetAsync($"/accounts/{account.GetProperty("id").GetString()}/transactions?limit=1");
            foreach (var transaction in page.GetProperty("items").EnumerateArray())
            {
                return transaction.GetProperty("id").GetString()!;
            }
        }
        throw new ProductException("No account has a transaction.");
    }

    public static async Task UntilAsync(Func<Task<bool>> holds, string what = "it")
    {
        var limit = Patience.Of(s_patience);
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !await holds(); await Task.Delay(50))
        {
            Assert.True(clock.Elapsed < limit, $"{what} did not come within {limit.TotalSeconds:0} s");
        }
    }

    private static string LineOf(JsonElement transaction) =>
        string.Join(
            ' ',
            ((string[])["id", "amount", "currency", "date", "status", "description"]).Select(name =>
                $"{transaction.GetProperty(name)}"
            )
        );
}
