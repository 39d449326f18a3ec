namespace Mingus.Tidy.Rules;

public sealed class RequestMapRulesTests
{
    private const string Api = """
        {
          "paths": { "/api/data-sync/runs": { "get": {} }, "/health/live": { "get": {} } },
          "components": { "schemas": { "Run": { "properties": { "status": {} } } } }
        }
        """;

    private const string Code = """
        namespace Mingus.Sync;
        public sealed record Engine(int Speed) { public void Start() => Tell("sync.started", "sync.runs"); }
        public enum Mood { Good }
        """;

    private const string Analytics = """class A { const string B = "sync_completed"; string C = "account_id"; }""";
    private const string Test = "public sealed class EngineTests { public void It_starts() { } }";
    private const string Elements = "@customElement('mingus-progress') class P {} const css = 'var(--mingus-ok, red)'";
    private const string Client = "class M {\n  syncBalance(id: string) {}\n  async bulkSync<T>() {}\n}";

    [Theory]
    [InlineData("GET /runs")]
    [InlineData("GET /health/live")]
    [InlineData("Run")]
    [InlineData("Run.status")]
    [InlineData("Engine.Start")]
    [InlineData("Engine.Speed")]
    [InlineData("Mood.Good")]
    [InlineData("sync.started")]
    [InlineData("sync_completed.account_id")]
    [InlineData("mingus_sync_runs_total")]
    [InlineData("<mingus-progress>")]
    [InlineData("--mingus-ok")]
    [InlineData("client.syncBalance()")]
    [InlineData("client.bulkSync()")]
    [InlineData("README.md")]
    [InlineData("EngineTests.It_starts")]
    public void A_name_that_leads_somewhere_passes(string name) =>
        Assert.Empty(Check($"| a | `{name}` | `EngineTests` |"));

    [Theory]
    [InlineData("POST /runs")]
    [InlineData("GET /walks")]
    [InlineData("Run.colour")]
    [InlineData("Engine.Stop")]
    [InlineData("Motor")]
    [InlineData("sync.stopped")]
    [InlineData("sync_completed.name")]
    [InlineData("mingus_sync_walks_total")]
    [InlineData("<mingus-pro>")]
    [InlineData("--mingus-o")]
    [InlineData("client.sync()")]
    [InlineData("docs/GONE.md")]
    [InlineData("EngineTests.It_stops")]
    [InlineData("anything else")]
    public void A_name_that_leads_nowhere_is_caught(string name)
    {
        var problem = Assert.Single(Check($"| a | `{name}` | `EngineTests` |"));

        Assert.Equal(5, problem.Line);
        Assert.Contains($"`{name}`", problem.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("| a | `Engine` |", "three cells")]
    [InlineData("| a | the engine | `EngineTests` |", "no place")]
    [InlineData("| a | `Engine` | by hand |", "no test")]
    [InlineData("| a | `Engine` | `README.md` |", "no test")]
    public void A_row_without_place_or_test_is_caught(string row, string what) =>
        Assert.Contains(what, Assert.Single(Check(row)).What, StringComparison.Ordinal);

    private static List<Problem> Check(string row) =>
        [
            .. RequestMapRules.Targets(
                Tree.Of(
                    ("README.md", "# R\n"),
                    ("docs/api/openapi.json", Api),
                    ("docs/request-map.md", $"# Map\n\n| asked for | here | test |\n| --- | --- | --- |\n{row}\n"),
                    ("src/Mingus.Sync/Engine.cs", Code),
                    ("src/Mingus.Sync/Ports/IAnalyticsSink.cs", Analytics),
                    ("test/Mingus.Sync.Tests/EngineTests.cs", Test),
                    ("web/client/src/manager.ts", Client),
                    ("web/elements/src/progress.ts", Elements)
                )
            ),
        ];
}
