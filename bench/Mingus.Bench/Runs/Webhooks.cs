using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;
using Mingus.Sandbox;

namespace Mingus.Bench.Runs;

/// <summary>
/// Webhooks of many connections at a fixed rate, measured from their sending to their answer while the runs that they
/// bring are at work beside; then single changes at the bank, until an open event stream tells of them.
/// </summary>
internal static class Webhooks
{
    private const int PerSecond = 500;
    private const string Header = "Plaid-Verification";
    private const string Api = "/api/data-sync";

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var connections = report.Settings.IsQuick ? 20 : 100;
        var seconds = report.Settings.IsQuick ? 4 : 20;
        var changes = report.Settings.IsQuick ? 30 : 200;
        report.Setting("connections", $"{connections} at the sandbox bank, each of another user, on SQLite");
        report.Setting("webhooks", $"{PerSecond} a second for {seconds} s, each signed; then {changes} changes");

        await using var bank = await StartBank();
        using var product = await Served.Start(
            ChildParts.ServeLive,
            scratch.NewPath("webhook.db"),
            bank.BaseUrl.AbsoluteUri
        );
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var items = new List<string>();
        for (var i = 0; i < connections; i++)
        {
            items.Add(await Link(http, bank, product.Address, $"user-{i}"));
        }

        await Rate(http, bank, product.Address, items, count: PerSecond);
        var answers = await Rate(http, bank, product.Address, items, PerSecond * seconds);
        var shown = await Changes(http, bank, product.Address, items[0], "user-0", changes);
        BenchReport.Table(
            ["milliseconds", "p50", "p95", "p99", "goal"],
            [Row("sent to answered", answers, "p99 <= 20"), Row("change to shown", shown, "p95 <= 500")]
        );
        report.Number("answeredP99", At(answers, 0.99));
        report.Number("shownP95", At(shown, 0.95));
        report.Figure(At(answers, 0.99), "0.0", "ms");
    }

    private static Task<SandboxServer> StartBank() =>
        SandboxServer.StartAsync(
            ["http://127.0.0.1:0"],
            new SandboxOptions { TimeFactor = 0, HistoryDelay = TimeSpan.Zero },
            TimeProvider.System,
            CancellationToken.None
        );

    private static async Task<string> Link(HttpClient http, SandboxServer bank, Uri product, string user)
    {
        var wanted = new
        {
            institution_id = "ins_109508",
            initial_products = new[] { "transactions" },
            options = new { override_username = "user_transactions_dynamic", webhook = Route(product) },
        };
        using var token = await Post(http, new Uri(bank.BaseUrl, "/sandbox/public_token/create"), wanted, user);
        var publicToken = token.RootElement.GetProperty("public_token").GetString();
        using var linked = await Post(http, new Uri(product, $"{Api}/connections"), new { publicToken }, user);
        var run = linked.RootElement.GetProperty("firstRunId").GetString();
        for (var status = ""; status is not ("succeeded" or "partial"); )
        {
            await Task.Delay(20);
            using var read = await Get(http, new Uri(product, $"{Api}/runs/{run}"), user);
            status = read.RootElement.GetProperty("status").GetString();
        }

        return bank.Bank.Items[^1].ItemId;
    }

    // At their times, however long the others take: a slow answer does not thin out what comes after it.
    private static async Task<List<double>> Rate(
        HttpClient http,
        SandboxServer bank,
        Uri product,
        List<string> items,
        int count
    )
    {
        byte[][] bodies = [.. items.Select(BodyOf)];
        string[] signatures = [.. bodies.Select(body => bank.SignWebhook(body))];
        var sending = new List<Task<double>>();
        var began = Stopwatch.GetTimestamp();
        while (sending.Count < count)
        {
            var due = Math.Min(count, (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * PerSecond) + 1);
            for (var i = sending.Count; i < due; i++)
            {
                sending.Add(Send(http, product, bodies[i % items.Count], signatures[i % items.Count]));
            }

            await Task.Delay(1);
        }

        return [.. (await Task.WhenAll(sending)).Order()];
    }

    private static async Task<double> Send(HttpClient http, Uri product, byte[] body, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Route(product));
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add(Header, signature);
        var began = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(request);
        var time = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        answer.EnsureSuccessStatusCode();
        return time;
    }

    private static async Task<List<double>> Changes(
        HttpClient http,
        SandboxServer bank,
        Uri product,
        string itemId,
        string user,
        int count
    )
    {
        // What the webhooks before brought is over.
        await Task.Delay(TimeSpan.FromSeconds(12));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(product, $"{Api}/events"));
        request.Headers.Add("Mingus-User", user);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await Next(stream, "stream.open");
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(50);
            var began = Stopwatch.GetTimestamp();
            bank.Bank.Mutate(itemId, seed: i, steps: 1);
            await Next(stream, "transactions.changed");
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await Next(stream, "sync.completed");
        }

        return [.. times.Order()];
    }

    private static async Task Next(StreamReader stream, string type)
    {
        while (await stream.ReadLineAsync() != $"event: {type}") { }
    }

    private static async Task<JsonDocument> Post(HttpClient http, Uri address, object body, string user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        request.Headers.Add("PLAID-CLIENT-ID", "bench");
        request.Headers.Add("PLAID-SECRET", "bench");
        return await Answer(http, request, user);
    }

    private static async Task<JsonDocument> Get(HttpClient http, Uri address, string user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await Answer(http, request, user);
    }

    private static async Task<JsonDocument> Answer(HttpClient http, HttpRequestMessage request, string user)
    {
        request.Headers.Add("Mingus-User", user);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text)
            : throw new InvalidOperationException($"{request.RequestUri}: {(int)answer.StatusCode} {text}");
    }

    private static byte[] BodyOf(string itemId) =>
        Encoding.UTF8.GetBytes(
            $$"""
            {
              "webhook_type": "TRANSACTIONS",
              "webhook_code": "SYNC_UPDATES_AVAILABLE",
              "item_id": "{{itemId}}",
              "initial_update_complete": true,
              "historical_update_complete": true,
              "environment": "sandbox"
            }
            """
        );

    private static string Route(Uri product) => new Uri(product, $"{Api}/webhooks/plaid").AbsoluteUri;

    private static double At(List<double> sorted, double share) => sorted[(int)((sorted.Count - 1) * share)];

    private static string[] Row(string name, List<double> times, string goal) =>
        [
            name,
            Stats.Number(At(times, 0.5), "0.0"),
            Stats.Number(At(times, 0.95), "0.0"),
            Stats.Number(At(times, 0.99), "0.0"),
            goal,
        ];
}
