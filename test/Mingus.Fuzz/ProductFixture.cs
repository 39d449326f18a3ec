using System.Net.Http.Json;
using System.Text.Json;
using Mingus.Sandbox;
using Mingus.Sync.Client.Tests;

[assembly: AssemblyFixture(typeof(Mingus.Fuzz.ProductFixture))]

namespace Mingus.Fuzz;

/// <summary>The product as a process, with one user who has a bank: ids that lead somewhere.</summary>
public sealed class ProductFixture : IAsyncLifetime
{
    private const string Api = "api/data-sync/";
    private SandboxServer? _bank;
    private Running? _product;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>By the parameter's place: an id of each kind of thing that the user has.</summary>
    public Dictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);

    public Uri Address => _product!.Address;

    public async ValueTask InitializeAsync()
    {
        _bank = await SandboxServer.StartAsync(
            ["http://127.0.0.1:0"],
            new SandboxOptions { TimeFactor = 0, HistoryDelay = TimeSpan.Zero },
            TimeProvider.System,
            CancellationToken.None
        );
        _product = await Running.Start(
            "src/Mingus.Server",
            "Open ",
            ("Plaid__BaseUrl", _bank.BaseUrl.AbsoluteUri),
            ("Logging__LogLevel__Default", "Warning")
        );
        await Link();
    }

    /// <summary>Memory that the product has now.</summary>
    public long WorkingSet => _product!.WorkingSet;

    /// <summary>A cursor that a list gave.</summary>
    public string Cursor { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        if (_product is not null)
        {
            await _product.DisposeAsync();
        }

        if (_bank is not null)
        {
            await _bank.DisposeAsync();
        }

        Http.Dispose();
    }

    private async Task Link()
    {
        var created = await Post(
            new Uri(_bank!.BaseUrl, "/sandbox/public_token/create"),
            """{"client_id":"a","secret":"b","institution_id":"ins_109508","initial_products":["transactions"]}"""
        );
        var token = created.GetProperty("public_token").GetString();
        var connection = await Post(new Uri(Address, Api + "connections"), $$"""{"publicToken":"{{token}}"}""");
        Ids["connections"] = connection.GetProperty("id").GetString()!;
        Ids["runs"] = connection.GetProperty("firstRunId").GetString()!;
        for (var i = 0; i < 300 && Cursor.Length == 0; i++)
        {
            await Task.Delay(100);
            var accounts = (await Get("accounts")).GetProperty("items");
            if (accounts.GetArrayLength() == 0)
            {
                continue;
            }

            Ids["accounts"] = accounts[0].GetProperty("id").GetString()!;
            var page = await Get($"accounts/{Ids["accounts"]}/transactions?limit=1");
            if (page.GetProperty("items").GetArrayLength() == 1 && page.GetProperty("next").GetString() is { } next)
            {
                Ids["transactions"] = page.GetProperty("items")[0].GetProperty("id").GetString()!;
                Cursor = next;
            }
        }

        Assert.NotEqual("", Cursor);
    }

    private async Task<JsonElement> Get(string path) =>
        await Http.GetFromJsonAsync<JsonElement>(new Uri(Address, Api + path));

    private async Task<JsonElement> Post(Uri address, string body)
    {
        using var content = new StringContent(body, null, "application/json");
        using var answer = await Http.PostAsync(address, content);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
