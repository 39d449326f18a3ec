using DbUp;
using DbUp.Builder;
using Microsoft.Extensions.Logging;
using Mingus.Storage.Postgres;
using Mingus.Storage.Schema;
using Mingus.Storage.Sqlite;
using Npgsql;

namespace Mingus.Storage.Upkeep;

/// <summary>The schema of a database against this program's.</summary>
/// <param name="Missing">Steps that a migration would apply, in order.</param>
/// <param name="Unknown">Steps of a newer version.</param>
public sealed record SchemaState(IReadOnlyList<string> Missing, IReadOnlyList<string> Unknown)
{
    /// <summary>Whether this program can work on it as it is.</summary>
    public bool IsCurrent => Missing.Count == 0 && Unknown.Count == 0;
}

/// <summary>Looks at a database's schema and brings it up to date, without serving.</summary>
public static class LedgerSchema
{
    /// <summary>What a migration would do. Changes nothing; a SQLite file that is not there lacks every step.</summary>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    public static SchemaState Look(StorageOptions options)
    {
        if (!options.IsPostgres && !File.Exists(SqliteEngine.PathOf(options.ConnectionString)))
        {
            return new SchemaState(Migrations.Names("Sqlite"), []);
        }

        try
        {
            return Migrations.Look(Target(options), options.IsPostgres ? "Postgres" : "Sqlite");
        }
        catch (Exception failure) when (failure is NpgsqlException or Microsoft.Data.Sqlite.SqliteException)
        {
            throw new StorageException(
                $"The database cannot be used: {failure.Message} Check Storage:ConnectionString, and that the server "
                    + "runs.",
                failure
            );
        }
    }

    /// <summary>Applies what is missing; answers the steps. SQLite: no other process may have the file.</summary>
    /// <exception cref="StorageException">It cannot be used as it is.</exception>
    public static async Task<IReadOnlyList<string>> Migrate(
        StorageOptions options,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var before = Look(options);
        if (options.IsPostgres)
        {
            await PostgresEngine.Migrate(options, logger, cancellationToken);
        }
        else
        {
            await SqliteEngine.Open(options.ConnectionString, TimeProvider.System, logger).DisposeAsync();
        }

        return before.Missing;
    }

    /// <summary>Refuses a database that a migration has to bring up to date first.</summary>
    /// <exception cref="StorageException">The schema is not this program's.</exception>
    internal static void RequireCurrent(StorageOptions options)
    {
        var state = Look(options);
        if (state.Unknown.Count > 0)
        {
            throw Migrations.Newer(options.IsPostgres ? "Postgres" : "Sqlite", state.Unknown[^1]);
        }

        if (state.Missing.Count > 0)
        {
            throw new StorageException(
                $"The database lacks schema step {state.Missing[0]}: run 'migrate', or start the server once."
            );
        }
    }

    private static UpgradeEngineBuilder Target(StorageOptions options) =>
        options.IsPostgres
            ? DeployChanges.To.PostgresqlDatabase(options.MigrationConnectionString ?? options.ConnectionString)
            : DeployChanges.To.SqliteDatabase(SqliteEngine.Resolved(options.ConnectionString));
}
