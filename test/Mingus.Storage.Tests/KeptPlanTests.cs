using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Mingus.Storage.Postgres;
using Mingus.Storage.Scripts;
using Npgsql;

namespace Mingus.Storage.Tests;

/// <summary>
/// A session keeps the plan of a statement until the server analyses the table, a minute and more after the first
/// banks were linked. A plan that was made while nothing was there must serve until then (decision 48).
/// </summary>
public sealed class KeptPlanTests(KeptPlanTests.EmptyLedger empty) : IClassFixture<KeptPlanTests.EmptyLedger>
{
    /// <summary>What a bank gives a person many of, and what is decided about it. Annotations come by hand.</summary>
    private static readonly string[] Growing =
    [
        "balances",
        "decisions",
        "events",
        "records",
        "redirects",
        "runs",
        "suggestions",
    ];

    /// <summary>The types that the text alone does not say; the driver sends them with the values.</summary>
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["due_at"] = "BIGINT",
        ["due_if_webhooks"] = "BIGINT",
        ["hides"] = "BIGINT",
        ["lease_until"] = "BIGINT",
        ["name"] = "TEXT",
        ["next_due_at"] = "BIGINT",
        ["rewrapped_previous"] = "BYTEA",
    };

    public static TheoryData<string> Kept() =>
        [
            .. Sql
                .All.Zip(PostgresStatement.All())
                .Where(pair => !pair.Second.IsPlannedEachTime && pair.Second.Rows is null)
                .Select(pair => pair.First.Name),
        ];

    [Theory, MemberData(nameof(Kept))]
    public async Task No_plan_that_is_kept_reads_all_of_a_person_for_each_row(string name)
    {
        var statement = PostgresStatement.All()[Sql.All.Single(s => s.Name == name).Index];
        using var plan = JsonDocument.Parse(await PlanOf(statement));
        var loops = new List<string>();

        Look(plan.RootElement[0].GetProperty("Plan"), isRepeated: false, loops);

        Assert.True(loops.Count == 0, $"{name}: {string.Join("; ", loops)}. It needs '-- plan: each time'.");
    }

    private async Task<string> PlanOf(PostgresStatement statement)
    {
        await using var connection = new NpgsqlConnection(empty.ConnectionString);
        await connection.OpenAsync();
        await Run(connection, "SET plan_cache_mode = force_generic_plan");
        var types = Enumerable.Repeat("unknown", statement.Parameters).ToArray();
        foreach (var (parameter, type) in Types.Where(pair => statement.Has(pair.Key)))
        {
            types[statement.IndexOf(parameter)] = type;
        }

        var declared = types.Length == 0 ? "" : $"({string.Join(", ", types)})";
        await Run(connection, $"PREPARE kept{declared} AS {statement.Text}");
        var arguments = types.Length == 0 ? "" : $"({string.Join(", ", types.Select(static _ => "NULL"))})";
        await using var explain = new NpgsqlCommand($"EXPLAIN (FORMAT JSON) EXECUTE kept{arguments}", connection);
        return (string)(await explain.ExecuteScalarAsync())!;
    }

    private static async Task Run(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync();
    }

    // What stands on the inner side of a loop, or in a part that is worked out for each row, is read again and again.
    private static void Look(JsonElement node, bool isRepeated, List<string> loops)
    {
        var table = Text(node, "Relation Name");
        if (Growing.Contains(table, StringComparer.Ordinal))
        {
            var condition = Text(node, "Index Cond") + Text(node, "Recheck Cond");
            var isOfTheUserOnly = condition
                .Split(" AND ")
                .All(part => part.Contains("user_id", StringComparison.Ordinal));
            if ((isRepeated && isOfTheUserOnly) || Text(node, "Filter").Contains("= ANY ($", StringComparison.Ordinal))
            {
                loops.Add($"{table} by [{condition}] where [{Text(node, "Filter")}]");
            }
        }

        if (!node.TryGetProperty("Plans", out var plans))
        {
            return;
        }

        foreach (var child in plans.EnumerateArray())
        {
            var isInner = Text(node, "Node Type") == "Nested Loop" && Text(child, "Parent Relationship") == "Inner";
            Look(child, isRepeated || isInner || IsForEachRow(node, child), loops);
        }
    }

    // A part that is hashed, or made once beforehand, is read once.
    private static bool IsForEachRow(JsonElement node, JsonElement child)
    {
        var hashed = $"hashed {Text(child, "Subplan Name")}";
        return Text(child, "Parent Relationship") == "SubPlan"
            && !Text(node, "Filter").Contains(hashed, StringComparison.Ordinal);
    }

    private static string Text(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) ? value.ToString() : "";

    /// <summary>A database with the schema and without a row.</summary>
    public sealed class EmptyLedger(SharedPostgres shared) : IAsyncLifetime
    {
        public string ConnectionString { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            ConnectionString = shared.Server.ConnectionString(await shared.CreateDatabase());
            var options = new StorageOptions { ConnectionString = ConnectionString };
            await PostgresEngine.Migrate(options, NullLogger.Instance, CancellationToken.None);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
