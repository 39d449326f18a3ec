using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Mingus.Scenarios.Support;
using YamlDotNet.Serialization;

namespace Mingus.Scenarios;

/// <summary>What an operator sees: analytics events, metrics, traces, and a dashboard and alerts that name what there
/// is.</summary>
[Trait("Category", "Slow")]
public sealed partial class OutcomesTests
{
    [Theory, ClassData(typeof(BothStores))]
    public async Task Analytics_events_come_once_an_account_to_every_sink(StoreKind kind)
    {
        await using var receiver = await EventReceiver.Start();
        using var spans = new Spans("Mingus.Analytics");
        string[] settings = ["--Analytics:Sinks=log,http,otel", $"--Analytics:HttpUrl={receiver.Url}"];
        await using var stack = await Stack.Start(kind, settings: settings);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        var account = (await person.Accounts())[0].Text("id");

        await person.Sync("full");

        await receiver.WaitFor(1, r => r.Body.Contains("data_validation", StringComparison.Ordinal));
        var events = receiver.Received.SelectMany(r => r.Json.EnumerateArray()).ToList();
        Assert.All(events, e => Assert.Equal(account, e.GetProperty("properties").Text("account_id")));
        var syncs = events.Where(e => e.Text("event") == "sync_completed").ToList();
        Assert.Equal(["transactions", "full"], syncs.Select(e => e.GetProperty("properties").Text("sync_type")));
        Assert.Equal(4, syncs[0].GetProperty("properties").Int("records_created"));
        Assert.Equal(
            ["account_id", "sync_type", "records_processed", "records_created", "duration_seconds"],
            syncs[0].GetProperty("properties").EnumerateObject().Select(p => p.Name)
        );
        Assert.Single(events, e => e.Text("event") == "data_validation");
        var told = await spans.Of("account_id", account, events.Count);
        Assert.Equal(events.Select(e => e.Text("event")), told.Select(s => s.OperationName));
        Assert.Contains("Analytics data_validation", stack.Log.Newest, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task A_run_is_one_trace_with_a_span_a_station(StoreKind kind)
    {
        using var spans = new Spans("Mingus.Sync");
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));

        var run = await person.Sync("full");

        var root = await spans.Root(run.Text("id"));
        var stations = spans.Ended.Where(s => s.TraceId == root.TraceId && s != root).ToList();
        Assert.Null(root.ParentId);
        Assert.Equal(("full", "succeeded"), (root.GetTagItem("sync.type"), root.GetTagItem("sync.status")));
        foreach (
            var station in (string[])
                [
                    "sync.gate",
                    "provider.fetch",
                    "provider.balances",
                    "ledger.decide",
                    "ledger.validate",
                    "ledger.commit",
                ]
        )
        {
            Assert.Contains(stations, s => s.OperationName == station && s.ParentSpanId == root.SpanId);
        }

        var first = await spans.Root(person.Banks[0].FirstRunId);
        Assert.NotEqual(root.TraceId, first.TraceId);
    }

    [Fact]
    public async Task Traces_analytics_and_metrics_are_pushed_where_the_operator_says()
    {
        await using var receiver = await EventReceiver.Start();
        string[] settings =
        [
            "--Analytics:Sinks=otel",
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={receiver.Url.Replace("/hooks", "", StringComparison.Ordinal)}",
            "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
        ];
        await using var stack = await Stack.Start(StoreKind.Sqlite, settings: settings);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        var runId = person.Banks[0].FirstRunId;

        // What waits is pushed at the end.
        await stack.StopProduct();

        var pushed = string.Concat(receiver.Received.Select(r => r.Body));
        foreach (
            var name in (string[])["mingus-sync", "sync.run", "ledger.commit", "sync_completed", "sync.runs", runId]
        )
        {
            Assert.Contains(name, pushed, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(person.Name, pushed, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Metrics_count_what_happened_and_dashboard_and_alerts_name_only_what_there_is(StoreKind kind)
    {
        await using var receiver = await EventReceiver.Start();
        await using var stack = await Stack.Start(
            kind,
            settings: ["--WebhooksOut:AllowPrivateAddresses=true", "--Plaid:Circuit:Failures=0"]
        );
        var person = stack.NewPerson();
        var endpoint = (await person.Post("/webhook-endpoints", new { url = receiver.Url })).Expect(201);
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        stack.Sandbox.Bank.SetError(person.Banks[0].ItemId, "ITEM_LOGIN_REQUIRED");
        await person.Sync();
        await person.Post($"/webhook-endpoints/{endpoint.Text("id")}/test");
        await receiver.WaitFor(1, r => r.Type == "webhook.test");
        Assert.Equal(401, (await person.Post("/webhooks/plaid", new { forged = true })).Code);

        using var answer = await stack.Http.GetAsync(new Uri(stack.Address, "/metrics"));
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Matches(
            """mingus_sync_runs_total\{type="transactions",status="failed",trigger="person"\} [1-9]""",
            text
        );
        Assert.Matches("""mingus_sync_faults_total\{code="item_login_required",action="relink"\} [1-9]""", text);
        Assert.Matches(
            """mingus_sync_run_duration_seconds_bucket\{type="[a-z]+",status="[a-z]+",le="\+Inf"\} [1-9]""",
            text
        );
        Assert.Matches("""mingus_webhook_delivery_attempts_total\{outcome="delivered"\} [1-9]""", text);
        Assert.Matches("dotnet_process_memory_working_set_bytes [1-9]", text);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches(Exposition(), line));
        Assert.DoesNotContain(person.Name, text, StringComparison.Ordinal);
        Assert.DoesNotContain("con_", text, StringComparison.Ordinal);
        var known = Names().Matches(text).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        Assert.All(NamedInDashboard().Concat(NamedInAlerts()), name => Assert.Contains(name, known));
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task The_summary_tells_how_runs_went_and_what_they_cost(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind, settings: "--Plaid:Circuit:Failures=0");
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(4)));
        await person.Sync();
        stack.Sandbox.Bank.SetError(person.Banks[0].ItemId, "ITEM_LOGIN_REQUIRED");
        await person.Sync();

        var summary = (await person.Get("/metrics/summary")).Expect(200);

        var runs = summary.GetProperty("runs");
        var type = Assert.Single(runs.List("types"));
        Assert.Equal(("transactions", 3, 2), (type.Text("syncType"), type.Int("runs"), type.Int("succeeded")));
        Assert.Equal(0.6667, type.GetProperty("successRate").GetDouble());
        Assert.Equal(4, type.Int("recordsCreated"));
        Assert.True(type.Int("providerCalls") > 2 && type.Int("bytes") > 100);
        Assert.Equal("item_login_required", Assert.Single(runs.List("errors")).Text("code"));
        var lately = (await person.Get("/metrics/summary?days=1")).Expect(200).GetProperty("runs");
        Assert.Equal(3, lately.Int("counted"));
        stack.Advance(TimeSpan.FromDays(3));
        lately = (await person.Get("/metrics/summary?days=2")).Expect(200).GetProperty("runs");
        Assert.Equal(0, lately.Int("counted"));
        (await person.Get("/metrics/summary?days=0")).ExpectProblem(400, "invalid_request");
        Assert.True(summary.GetProperty("process").Int("workingSetBytes") > 1_000_000);
        var stranger = (await stack.NewPerson().Get("/metrics/summary")).Expect(200);
        Assert.Equal(0, stranger.GetProperty("runs").Int("counted"));
    }

    private static IEnumerable<string> NamedInDashboard()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Repository("docs/operate/grafana/mingus-sync.json")));
        var panels = json.RootElement.List("panels");
        Assert.NotEmpty(panels);
        Assert.Equal(panels.Count, panels.Select(p => p.Int("id")).Distinct().Count());
        return
        [
            .. panels
                .SelectMany(p => p.List("targets"))
                .Select(t => t.Text("expr"))
                .SelectMany(expr => Metrics().Matches(expr).Select(m => Bare(m.Value))),
        ];
    }

    private static IEnumerable<string> NamedInAlerts()
    {
        var yaml = new DeserializerBuilder()
            .Build()
            .Deserialize<Dictionary<string, List<Dictionary<string, object>>>>(
                File.ReadAllText(Repository("docs/operate/prometheus/alerts.yml"))
            );
        var rules = (List<object>)yaml["groups"].Single()["rules"];
        var all = rules.Cast<Dictionary<object, object>>().ToList();
        Assert.All(
            all,
            rule => Assert.All(new[] { "alert", "expr", "labels", "annotations" }, k => Assert.Contains(k, rule.Keys))
        );
        return [.. all.SelectMany(rule => Metrics().Matches((string)rule["expr"]).Select(m => Bare(m.Value)))];
    }

    // A histogram's lines carry its name and a word more.
    private static string Bare(string name) =>
        Regex.Replace(name, "_(bucket|sum|count)$", "", RegexOptions.ExplicitCapture, Patience);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static string Repository(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Mingus.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("outside the repository");
        }

        return Path.Combine(folder.FullName, path);
    }

    [GeneratedRegex(@"\b(mingus|http_server|dotnet)_[a-z0-9_]+")]
    private static partial Regex Metrics();

    [GeneratedRegex(@"(?<=^# TYPE )[a-z0-9_]+", RegexOptions.Multiline)]
    private static partial Regex Names();

    [GeneratedRegex(@"^(# (HELP|TYPE) .*|[a-z_][a-z0-9_]*(\{([a-z_]+=""([^""\\]|\\.)*"",?)+\})? -?[0-9.eE+-]+)$")]
    private static partial Regex Exposition();

    /// <summary>Spans that have ended, of one source.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly ActivityListener _listener;

        public Spans(string source)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = s => s.Name == source,
                Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyList<Activity> Ended => [.. _ended];

        public async Task<Activity> Root(string runId) => (await Of("run.id", runId, count: 1))[0];

        /// <summary>Waits until so many with that tag have ended.</summary>
        public async Task<List<Activity>> Of(string tag, string value, int count)
        {
            for (var tries = 0; ; tries++)
            {
                var found = _ended.Where(s => value.Equals(s.GetTagItem(tag))).ToList();
                if (found.Count >= count)
                {
                    return found;
                }

                Assert.True(tries < 500, $"{found.Count} of {count} spans came");
                await Task.Delay(10);
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
