using System.Net.Http.Json;
using System.Text.Json;
using Mingus.Bench.Runs;
using Mingus.Sandbox;

namespace Mingus.Bench.Rig;

/// <summary>The product in a child process on SQLite, and a sandbox bank in this one that it links.</summary>
internal sealed class LiveProduct : IAsyncDisposable
{
    public const string Api = "/api/data-sync";

    private readonly Served _product;

    /// <summary>That product at that bank, which outlives it.</summary>
    public LiveProduct(SandboxServer bank, Served product) => (Bank, _product) = (bank, product);

    private bool OwnsBank { get; init; }

    public SandboxServer Bank { get; }

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Where the bank sends its webhooks.</summary>
    public string WebhookRoute => Route("webhooks/plaid").AbsoluteUri;

    /// <summary>A bank of its own, and the product on that SQLite file.</summary>
    public static async Task<LiveProduct> Start(string file)
    {
        var bank = await StartBank();
        var folder = Path.GetDirectoryName(file)!;
        string[] part = [ChildParts.ServeLive, folder, $"Data Source={file}", bank.BaseUrl.AbsoluteUri];
        return new LiveProduct(bank, await Served.Start(part)) { OwnsBank = true };
    }

    /// <summary>A bank that answers at once and whose clock stands.</summary>
    public static Task<SandboxServer> StartBank() =>
        SandboxServer.StartAsync(
            ["http://127.0.0.1:0"],
            new SandboxOptions { TimeFactor = 0, HistoryDelay = TimeSpan.Zero },
            TimeProvider.System,
            CancellationToken.None
        );

    public Uri Route(string path) => new(_product.Address, $"{Api}/{path}");

    /// <summary>Links a bank for the user and waits for its first sync; answers the provider's name of it.</summary>
    public async Task<string> Link(string user)
    {
        var wanted = new
        {
            institution_id = "ins_109508",
            initial_products = new[] { "transactions" },
            options = new { override_username = "user_transactions_dynamic", webhook = WebhookRoute },
        };
        using var token = await Post(new Uri(Bank.BaseUrl, "/sandbox/public_token/create"), wanted, user);
        var publicToken = token.RootElement.GetProperty("public_token").GetString();
        using var linked = await Post(Route("connections"), new { publicToken }, user);
        var run = linked.RootElement.GetProperty("firstRunId").GetString();
        for (var status = ""; status is not ("succeeded" or "partial"); )
        {
            await Task.Delay(20);
            using var read = await Get(Route($"runs/{run}"), user);
            status = read.RootElement.GetProperty("status").GetString();
        }

        return Bank.Bank.Items[^1].ItemId;
    }

    /// <summary>An open event stream of the user, after its greeting.</summary>
    public async Task<StreamReader> Events(string user)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Route("events"));
        request.Headers.Add("Mingus-User", user);
        var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        var stream = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await Next(stream, "stream.open");
        return stream;
    }

    /// <summary>Reads until an event of that type.</summary>
    public static async Task Next(StreamReader stream, string type)
    {
        while (await stream.ReadLineAsync() != $"event: {type}") { }
    }

    public Task<JsonDocument> Get(Uri address, string user) => Answer(new(HttpMethod.Get, address), user);

    public Task<JsonDocument> Patch(Uri address, object body, string user) =>
        Answer(new(HttpMethod.Patch, address) { Content = JsonContent.Create(body) }, user);

    public Task<JsonDocument> Post(Uri address, object body, string user)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        request.Headers.Add("PLAID-CLIENT-ID", "bench");
        request.Headers.Add("PLAID-SECRET", "bench");
        return Answer(request, user);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _product.Dispose();
        if (OwnsBank)
        {
            await Bank.DisposeAsync();
        }
    }

    private async Task<JsonDocument> Answer(HttpRequestMessage request, string user)
    {
        using (request)
        {
            request.Headers.Add("Mingus-User", user);
            using var answer = await Http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode
                ? JsonDocument.Parse(text)
                : throw new InvalidOperationException($"{request.RequestUri}: {(int)answer.StatusCode} {text}");
        }
    }
}
