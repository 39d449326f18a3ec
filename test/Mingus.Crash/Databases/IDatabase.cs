namespace Mingus.Crash.Databases;

/// <summary>A product's database, looked at from outside and only while no product process has it.</summary>
internal interface IDatabase : IAsyncDisposable
{
    /// <summary>What the product is given.</summary>
    string ConnectionString { get; }

    /// <summary>The state the last process left, without repairing anything in it.</summary>
    Task<Image> ReadAsync();

    /// <summary>What is corrupt in the files.</summary>
    Task<IReadOnlyList<string>> FindCorruptionAsync();

    /// <summary>Begins to watch the log that every commit goes through.</summary>
    Task<ILogWatch> WatchAsync();

    /// <summary>A database with the same connections and secrets, no ledger and no cursors: as if never
    /// synced.</summary>
    Task<IDatabase> CopyWithoutLedgerAsync();
}

/// <summary>A look at a database's log while a process writes it.</summary>
internal interface ILogWatch : IAsyncDisposable
{
    /// <summary>Another value whenever something was written since.</summary>
    long Mark();
}

/// <summary>How the ledger is taken out of a copy: only what access to the banks needs stays.</summary>
internal static class Emptying
{
    private static readonly string[] s_tables =
    [
        "records",
        "annotations",
        "decisions",
        "balance_snapshots",
        "runs",
        "findings",
        "quarantine",
        "schedules",
        "events",
        "idempotency_keys",
        "feeds",
        "accounts",
    ];

    public static IEnumerable<string> Statements =>
        [
            .. s_tables.Select(table => $"DELETE FROM {table}"),
            "UPDATE users SET version = 0, last_sequence = 0",
            "UPDATE connections SET cursor = NULL, history = 'not_ready', version = 0, lease_run_id = NULL, "
                + "lease_node = NULL, lease_node_key = NULL, lease_until = NULL",
        ];
}
