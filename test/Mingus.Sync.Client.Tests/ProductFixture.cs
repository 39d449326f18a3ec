using System.Net.Http.Json;
using System.Text.Json;
using Mingus.Sandbox;

[assembly: AssemblyFixture(typeof(Mingus.Sync.Client.Tests.ProductFixture))]

namespace Mingus.Sync.Client.Tests;

/// <summary>The product over a bank that stands still, for all tests of this assembly; each has a user of its
/// own.</summary>
public sealed class ProductFixture : IAsyncLifetime
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(90) };
    private SandboxServer? _bank;
    private Running? _product;
    private int _users;

    public Uri Address => _product!.Address;

    public Uri Bank => _bank!.BaseUrl;

    public async ValueTask InitializeAsync()
    {
        _bank = await SandboxServer.StartAsync(
            ["http://127.0.0.1:0"],
            new SandboxOptions { TimeFactor = 0, HistoryDelay = TimeSpan.Zero },
            TimeProvider.System,
            CancellationToken.None
        );
        _product = await Running.Start("src/Mingus.Server", "Open ", ("Plaid__BaseUrl", _bank.BaseUrl.AbsoluteUri));
    }

    /// <summary>A user whom no other test has.</summary>
    public string NewUser() => $"user-{Interlocked.Increment(ref _users)}";

    /// <summary>The client, over a handler of the test's where it gives one.</summary>
    public MingusClient Client(HttpMessageHandler? handler = null)
    {
        var http = handler is null ? _http : new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(90) };
        return new MingusClient(
            http,
            new MingusOptions { Address = Address, RetryDelay = TimeSpan.FromMilliseconds(20) }
        );
    }

    /// <summary>What the linking page gives once the person has agreed.</summary>
    public async Task<string> Agree(string institution = "ins_109508")
    {
        var body = new
        {
            client_id = "any",
            secret = "any",
            institution_id = institution,
            initial_products = new[] { "transactions" },
        };
        using var answer = await _http.PostAsJsonAsync(new Uri(Bank, "/sandbox/public_token/create"), body);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return json.GetProperty("public_token").GetString()!;
    }

    /// <summary>A user with a bank whose first sync has ended.</summary>
    public async Task<(UserClient User, Connection Connection)> Linked(HttpMessageHandler? handler = null)
    {
        var user = Client(handler).ForUser(NewUser());
        var connection = await user.Connect(await Agree());
        var first = await user.WaitForEnd(connection.FirstRunId!);
        Assert.Equal("succeeded", first.Status);
        return (user, connection);
    }

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

        _http.Dispose();
    }
}
