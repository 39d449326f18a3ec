namespace Mingus.Tidy;

/// <summary>
/// One place where a rule does not hold, and why. Path is a file, or a folder with its closing slash.
/// </summary>
internal sealed record Exempt(string Rule, string Path, string Reason)
{
    public bool Covers(string rule, Problem problem) =>
        rule == Rule
        && (Path.EndsWith('/') ? problem.Path.StartsWith(Path, StringComparison.Ordinal) : problem.Path == Path);
}

/// <summary>
/// Every exception from a rule of <see cref="AllRules"/>. An entry names the rule as the failing test prints it and
/// says why the code is better with the exception than without. An entry that no longer excuses anything fails.
/// </summary>
internal static class Exceptions
{
    public static readonly IReadOnlyList<Exempt> All =
    [
        new("banned calls", "src/Mingus.Sandbox/Program.cs", "ConfigureAwait only to end a task without its exception"),
        new(
            "banned calls",
            "src/Mingus.Sandbox/SandboxServer.cs",
            "ConfigureAwait only to end a task without its exception"
        ),
        new(
            "banned calls",
            "src/Mingus.Sandbox/Webhooks/WebhookOutbox.cs",
            "ConfigureAwait only to end a task without its exception"
        ),
        new("leftover reminders", "test/Mingus.Tidy/", "spells out the words that it looks for"),
        new(
            "leftover reminders",
            "src/Mingus.Storage/Postgres/RowsToServer.cs",
            "the driver calls its way to add a type an experiment, and this is the one place that uses it"
        ),
        new("machine paths", "test/Mingus.Tidy/", "spells out the paths that it looks for"),
        new("package sources", "test/Mingus.Tidy/", "spells out the hosts that it looks for"),
        new("secrets", "test/Mingus.Tidy/", "spells out what secrets look like"),
        new("secrets", "test/Mingus.Fuzz/Corpus/webhooks/", "a token whose signature is all zeros"),
        new(
            "secrets",
            "test/Mingus.Server.Tests/Outgoing/WebhookMessageTests.cs",
            "the published example of the Standard Webhooks specification"
        ),
        new(
            "floating money",
            "src/Mingus.Ledger/Match/Evidence/PairEvidence.cs",
            "weighs evidence about amounts: odds, not money"
        ),
        new(
            "catch all",
            "src/Mingus.Sync/SyncRun.cs",
            "the outermost edge of a run: a fault of ours ends it as failed"
        ),
        new("catch all", "src/Mingus.Sync/RunDispatcher.cs", "the outermost edge of the loops that work runs"),
        new("catch all", "src/Mingus.Sync/Connect/Linking.cs", "gives paid access back, then lets the failure pass"),
        new("catch all", "src/Mingus.Server/Api/HealthApi.cs", "whatever fails means not ready"),
        new("catch all", "src/Mingus.Server/Hosting/EngineWorker.cs", "the edge of a hosted loop"),
        new("catch all", "src/Mingus.Server/Hosting/Pruning.cs", "the edge of a hosted loop"),
        new("catch all", "src/Mingus.Server/Outgoing/WebhookCourier.cs", "the edge of a hosted loop and of its tasks"),
        new("catch all", "src/Mingus.Server/Http/ProblemMiddleware.cs", "the edge of a request: it becomes a problem"),
        new(
            "catch all",
            "src/Mingus.Storage/Sqlite/SqliteWriter.cs",
            "the edge of a script: its failure is its waiter's"
        ),
    ];
}
