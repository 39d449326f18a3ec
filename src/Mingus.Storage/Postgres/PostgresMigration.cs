using DbUp;
using Microsoft.Extensions.Logging;
using Mingus.Storage.Schema;
using Mingus.Storage.Scripts;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>Schema steps under a lock of the database, so that of two nodes that start at once one waits.</summary>
internal static class PostgresMigration
{
    // "mingus" in ASCII; any number that every node uses.
    private const long LockKey = 0x6D696E677573;

    public static async Task Run(StorageOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var owner = Owner(options);
        await using var connection = new NpgsqlConnection(owner.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await Lock(connection, cancellationToken);
        Migrations.Run(DeployChanges.To.PostgresqlDatabase(owner.ConnectionString), "Postgres", logger);
    }

    /// <summary>Who owns the tables.</summary>
    public static NpgsqlConnectionStringBuilder Owner(StorageOptions options) =>
        new(options.MigrationConnectionString ?? options.ConnectionString) { Pooling = false };

    /// <summary>Lines up all who change what the database is, until the session ends.</summary>
    public static async Task Lock(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var takeLock = new NpgsqlCommand(SqlFiles.Part("session-lock-schema"), connection);
        // Another node may be at it for long.
        takeLock.CommandTimeout = 0;
        takeLock.Parameters.Add(new NpgsqlParameter { Value = LockKey });
        await takeLock.ExecuteNonQueryAsync(cancellationToken);
    }
}
