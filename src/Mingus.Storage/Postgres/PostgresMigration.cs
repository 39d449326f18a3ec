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

    public static async Task Run(
        StorageOptions options,
        NpgsqlConnectionStringBuilder settings,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var owner = new NpgsqlConnectionStringBuilder(options.MigrationConnectionString ?? options.ConnectionString)
        {
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(owner.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var takeLock = new NpgsqlCommand(SqlFiles.Part("session-lock-schema"), connection);
        // Another node may be at it for long.
        takeLock.CommandTimeout = 0;
        takeLock.Parameters.Add(new NpgsqlParameter { Value = LockKey });
        await takeLock.ExecuteNonQueryAsync(cancellationToken);
        Migrations.Run(DeployChanges.To.PostgresqlDatabase(owner.ConnectionString), "Postgres", logger);
        if (owner.Username != settings.Username)
        {
            await Grant(connection, settings.Username ?? "", cancellationToken);
        }
    }

    private static async Task Grant(NpgsqlConnection connection, string role, CancellationToken cancellationToken)
    {
        await using var write = new NpgsqlCommand(SqlFiles.Part("session-grant-tables"), connection);
        write.Parameters.Add(new NpgsqlParameter { Value = role });
        var grant = (string)(await write.ExecuteScalarAsync(cancellationToken))!;
        await using var run = new NpgsqlCommand(grant, connection);
        await run.ExecuteNonQueryAsync(cancellationToken);
    }
}
