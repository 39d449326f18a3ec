using System.Data.Common;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>How the pool connects, and what to call the database in words.</summary>
internal static class PostgresSettings
{
    /// <summary>Whoever waits for a session of the pool, or for a server that is away, is told before a request's time
    /// is over.</summary>
    private const int SessionWithinSeconds = 7;

    public static string Describe(NpgsqlConnectionStringBuilder settings) =>
        $"PostgreSQL {settings.Database} at {settings.Host}:{settings.Port}";

    public static StorageException Unusable(string description, NpgsqlException failure) =>
        new(
            $"{description} cannot be used: {failure.Message} Check Storage:ConnectionString, and that the server "
                + "runs.",
            failure
        );

    public static NpgsqlConnectionStringBuilder Read(StorageOptions options)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString)
            {
                MaxPoolSize = options.ConnectionsMax,
                // Every statement is a constant text: the server parses and plans each once a connection.
                MaxAutoPrepare = 200,
                AutoPrepareMinUsages = 2,
                // No script leaves anything behind in its session.
                NoResetOnClose = true,
            };
            var given = new DbConnectionStringBuilder { ConnectionString = options.ConnectionString };
            if (!given.ContainsKey("Timeout"))
            {
                settings.Timeout = SessionWithinSeconds;
            }

            return settings;
        }
        catch (ArgumentException failure)
        {
            throw new StorageException(
                $"Storage:ConnectionString is no PostgreSQL connection string: {failure.Message}",
                failure
            );
        }
    }
}
