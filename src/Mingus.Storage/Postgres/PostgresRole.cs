using Mingus.Storage.Scripts;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>
/// The role the service works as, which row-level security narrows. With a connection string for migrations it is the
/// login of the other one; with one string alone it is <see cref="Name"/>, made at need and taken on by each session.
/// </summary>
internal static class PostgresRole
{
    private const string Name = "mingus_app";

    /// <summary>How the service connects, with what its role may do granted.</summary>
    /// <exception cref="StorageException">There is no role that policies would narrow; the message says how to make
    /// one.</exception>
    public static async Task<NpgsqlConnectionStringBuilder> Serve(
        StorageOptions options,
        NpgsqlConnectionStringBuilder settings,
        CancellationToken cancellationToken
    )
    {
        var owner = PostgresMigration.Owner(options);
        var isLogin = owner.Username != settings.Username;
        if (!isLogin && !options.RowSecurity)
        {
            return settings;
        }

        await using var connection = new NpgsqlConnection(owner.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await PostgresMigration.Lock(connection, cancellationToken);
        if (!isLogin)
        {
            await Make(connection, cancellationToken);
        }

        await Grant(connection, isLogin ? settings.Username! : Name, cancellationToken);
        if (!options.RowSecurity)
        {
            return settings;
        }

        var serving = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        if (!isLogin)
        {
            serving.Options = $"{serving.Options} -c role={Name}".Trim();
        }

        await Check(serving, cancellationToken);
        return serving;
    }

    /// <summary>Looks at the login that the settings name for the service, where they name one of its own.</summary>
    /// <exception cref="StorageException">Policies do not narrow it.</exception>
    public static async Task CheckGiven(StorageOptions options, CancellationToken cancellationToken)
    {
        var settings = PostgresSettings.Read(options);
        if (options.RowSecurity && PostgresMigration.Owner(options).Username != settings.Username)
        {
            await Check(settings, cancellationToken);
        }
    }

    private static async Task Make(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var make = new NpgsqlCommand(
                SqlFiles.WithoutComments(SqlFiles.Part("session-make-role")),
                connection
            );
            await make.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new StorageException(
                $"The database's role may not make the role {Name}, which row-level security needs. As a superuser: "
                    + $"CREATE ROLE {Name}; GRANT {Name} TO <this role>. Or give Storage:MigrationConnectionString the "
                    + "owner of the tables and Storage:ConnectionString another login. Or say "
                    + "Storage:RowSecurity=false, and do without that layer.",
                failure
            );
        }
    }

    private static async Task Grant(NpgsqlConnection connection, string role, CancellationToken cancellationToken)
    {
        await using var write = new NpgsqlCommand(
            SqlFiles.WithoutComments(SqlFiles.Part("session-grant-tables")),
            connection
        );
        write.Parameters.Add(new NpgsqlParameter { Value = role });
        var grant = (string)(await write.ExecuteScalarAsync(cancellationToken))!;
        await using var run = new NpgsqlCommand(grant, connection);
        await run.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task Check(NpgsqlConnectionStringBuilder serving, CancellationToken cancellationToken)
    {
        var own = new NpgsqlConnectionStringBuilder(serving.ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(own.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var ask = new NpgsqlCommand(
            SqlFiles.WithoutComments(SqlFiles.Part("session-describe-role")),
            connection
        );
        await using var reader = await ask.ExecuteReaderAsync(cancellationToken);
        if (await reader.ReadAsync(cancellationToken) && reader.GetBoolean(1))
        {
            throw new StorageException(
                $"Storage:ConnectionString connects as {reader.GetString(0)}, which row-level security does not "
                    + "narrow: it is a superuser, bypasses it, or owns the tables. Give it a login that is none of "
                    + "that, or leave Storage:MigrationConnectionString unset."
            );
        }
    }
}
