namespace Mingus.Storage;

/// <summary>Where the ledger rests (<c>Storage:*</c>).</summary>
public sealed class StorageOptions
{
    /// <summary>
    /// <c>Data Source=…</c> is a SQLite file, relative to the working directory and made when missing; what begins with
    /// <c>Host=</c> is PostgreSQL.
    /// </summary>
    public string ConnectionString { get; set; } = "Data Source=data/mingus.db";

    /// <summary>PostgreSQL only: the connection that may change the schema; null to use the other one.</summary>
    public string? MigrationConnectionString { get; set; }

    /// <summary>PostgreSQL only: connections this process opens at most.</summary>
    public int ConnectionsMax { get; set; } = 20;

    /// <summary>PostgreSQL only: whether the service works as a role that sees one user's rows at a time.</summary>
    public bool RowSecurity { get; set; } = true;

    internal bool IsPostgres => ConnectionString.TrimStart().StartsWith("Host=", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The database cannot be opened as it is; the message says what to do.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
