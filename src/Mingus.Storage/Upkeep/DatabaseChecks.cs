using Mingus.Storage.Postgres;
using Mingus.Storage.Sqlite;
using Npgsql;

namespace Mingus.Storage.Upkeep;

/// <summary>How a checked thing stands.</summary>
public enum Standing
{
    Good,

    /// <summary>It works; somebody should look.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Bad,
}

/// <summary>One thing looked at.</summary>
/// <param name="Name">What it is, in a word or two.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">What to do; null where nothing is to be done.</param>
public sealed record Checked(string Name, Standing Standing, string Text, string? Remedy = null);

/// <summary>What an operator should know of a database, looked at without changing it, while it is served or
/// not.</summary>
public static class DatabaseChecks
{
    /// <summary>Never throws for what it finds: a database that cannot be reached is a finding.</summary>
    public static async Task<IReadOnlyList<Checked>> Look(StorageOptions options, CancellationToken cancellationToken)
    {
        var found = new List<Checked>();
        try
        {
            if (options.IsPostgres)
            {
                await PostgresChecks.Look(options, found, cancellationToken);
            }
            else
            {
                SqliteChecks.Look(options.ConnectionString, found);
            }

            found.Add(Schema(LedgerSchema.Look(options), options.IsPostgres));
        }
        catch (StorageException failure)
        {
            found.Add(new Checked("database", Standing.Bad, failure.Message));
        }

        return found;
    }

    /// <summary>Why the role the service connects as is not one that row-level security narrows; null where it is,
    /// where the service makes one itself, and where it cannot be asked, which opening the database tells.</summary>
    public static async Task<string?> RoleFault(StorageOptions options, CancellationToken cancellationToken)
    {
        if (!options.IsPostgres)
        {
            return null;
        }

        try
        {
            await PostgresRole.CheckGiven(options, cancellationToken);
            return null;
        }
        catch (StorageException fault)
        {
            return fault.Message;
        }
        catch (Exception failure) when (failure is NpgsqlException or ArgumentException)
        {
            return null;
        }
    }

    private static Checked Schema(SchemaState state, bool isPostgres)
    {
        const string name = "schema";
        if (state.Unknown.Count > 0)
        {
            return new(
                name,
                Standing.Bad,
                $"made by a newer version (step {state.Unknown[^1]})",
                "Run the newer version, or restore a backup made before it."
            );
        }

        return state.Missing.Count == 0
            ? new(name, Standing.Good, "up to date")
            : new(
                name,
                Standing.Warning,
                $"{state.Missing.Count} steps are missing, from {state.Missing[0]} on",
                isPostgres ? "Run 'migrate', or start the server." : "Start the server."
            );
    }
}
