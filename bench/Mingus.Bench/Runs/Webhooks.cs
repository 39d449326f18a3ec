using System.Diagnostics;
using System.Text;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>
/// Webhooks of many connections at a fixed rate, measured from their sending to their answer while the runs that they
/// bring are at work beside; then single changes at the bank, until an open event stream tells of them.
/// </summary>
internal static class Webhooks
{
    private const int PerSecond = 500;
    private const string Header = "Plaid-Verification";

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var connections = report.Settings.IsQuick ? 20 : 100;
        var seconds = report.Settings.IsQuick ? 4 : 20;
        var changes = report.Settings.IsQuick ? 30 : 200;
        report.Setting("connections", $"{connections} at the sandbox bank, each of another user, on SQLite");
        report.Setting("webhooks", $"{PerSecond} a second for {seconds} s, each signed; then {changes} changes");

        await using var product = await LiveProduct.Start(scratch.NewPath("webhook.db"));
        var items = new List<string>();
        for (var i = 0; i < connections; i++)
        {
            items.Add(await product.Link($"user-{i}"));
        }

        await Rate(product, items, count: PerSecond);
        var answers = await Rate(product, items, PerSecond * seconds);
        var shown = await Changes(product, items[0], "user-0", changes);
        BenchReport.Table(
            ["milliseconds", "p50", "p95", "p99", "goal"],
            [Stats.Row("sent to answered", answers, "p99 <= 20"), Stats.Row("change to shown", shown, "p95 <= 500")]
        );
        report.Number("answeredP99", Stats.At(answers, 0.99));
        report.Number("shownP95", Stats.At(shown, 0.95));
        report.Figure(Stats.At(answers, 0.99), "0.0", "ms");
    }

    // At their times, however long the others take: a slow answer does not thin out what comes after it.
    private static async Task<List<double>> Rate(LiveProduct product, List<string> items, int count)
    {
        byte[][] bodies = [.. items.Select(BodyOf)];
        string[] signatures = [.. bodies.Select(body => product.Bank.SignWebhook(body))];
        var sending = new List<Task<double>>();
        var began = Stopwatch.GetTimestamp();
        while (sending.Count < count)
        {
            var due = Math.Min(count, (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * PerSecond) + 1);
            for (var i = sending.Count; i < due; i++)
            {
                sending.Add(Send(product, bodies[i % items.Count], signatures[i % items.Count]));
            }

            await Task.Delay(1);
        }

        return [.. (await Task.WhenAll(sending)).Order()];
    }

    private static async Task<double> Send(LiveProduct product, byte[] body, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, product.WebhookRoute);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add(Header, signature);
        var began = Stopwatch.GetTimestamp();
        using var answer = await product.Http.SendAsync(request);
        var time = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        answer.EnsureSuccessStatusCode();
        return time;
    }

    private static async Task<List<double>> Changes(LiveProduct product, string itemId, string user, int count)
    {
        // What the webhooks before brought is over.
        await Task.Delay(TimeSpan.FromSeconds(12));
        using var stream = await product.Events(user);
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(50);
            var began = Stopwatch.GetTimestamp();
            product.Bank.Bank.Mutate(itemId, seed: i, steps: 1);
            await LiveProduct.Next(stream, "transactions.changed");
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await LiveProduct.Next(stream, "sync.completed");
        }

        return [.. times.Order()];
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
}
