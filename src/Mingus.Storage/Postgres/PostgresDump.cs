using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Mingus.Storage.Scripts;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>Backup by PostgreSQL's own programs, where they are installed. They connect as the owner of the tables,
/// whom row-level security does not narrow.</summary>
internal static class PostgresDump
{
    public static async Task Take(StorageOptions options, string path, CancellationToken cancellationToken)
    {
        var draft = $"{path}.partial";
        File.Delete(draft);
        try
        {
            Sqlite.SqliteEngine.CreatePrivate(draft);
            string[] dump = ["--format=custom", "--no-owner", "--no-privileges", $"--file={draft}"];
            await Run("pg_dump", PostgresMigration.Owner(options), dump, cancellationToken);
            File.Move(draft, path, overwrite: false);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    public static async Task<string?> Restore(StorageOptions options, string path, CancellationToken cancellationToken)
    {
        var owner = PostgresMigration.Owner(options);
        if (await CountNodes(owner, cancellationToken) is > 0 and var nodes)
        {
            throw new StorageException($"{nodes} process(es) of Mingus Sync use the database: stop them first.");
        }

        string[] restore =
        [
            "--clean",
            "--if-exists",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
            $"--dbname={owner.Database}",
            path,
        ];
        await Run("pg_restore", owner, restore, cancellationToken);
        await using var connection = new NpgsqlConnection(owner.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var leap = SqlFiles.WithoutComments(SqlFiles.Part("session-leap-sequences"));
        await using var command = new NpgsqlCommand(leap, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return null;
    }

    private static async Task<long> CountNodes(NpgsqlConnectionStringBuilder owner, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(owner.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var ask = new NpgsqlCommand(SqlFiles.Part("session-count-nodes"), connection);
            return (long)(await ask.ExecuteScalarAsync(cancellationToken))!;
        }
        catch (NpgsqlException failure)
        {
            throw new StorageException($"The database cannot be reached: {failure.Message}", failure);
        }
    }

    private static async Task Run(
        string program,
        NpgsqlConnectionStringBuilder owner,
        string[] arguments,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(Find(program)) { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // The environment, for arguments are there for everybody of the machine to read.
        start.Environment["PGHOST"] = owner.Host;
        start.Environment["PGPORT"] = owner.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGDATABASE"] = owner.Database;
        start.Environment["PGUSER"] = owner.Username;
        start.Environment["PGCONNECT_TIMEOUT"] = "15";
        if (owner.Password is { Length: > 0 } password)
        {
            start.Environment["PGPASSWORD"] = password;
        }

        try
        {
            using var process = Process.Start(start)!;
            var said = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new StorageException($"{program} ended with code {process.ExitCode}: {said.Trim()}");
            }
        }
        catch (Win32Exception failure)
        {
            throw new StorageException(
                $"{program} is not installed here: install PostgreSQL's client programs of the server's version or "
                    + "later (Debian: apt-get install postgresql-client), or back up by the means of whoever runs the "
                    + "database.",
                failure
            );
        }
    }

    /// <summary>From the PATH, and where distributions put the newest version.</summary>
    private static string Find(string program)
    {
        string[] roots = ["/usr/lib/postgresql", "/usr/pgsql"];
        return roots
                .Where(Directory.Exists)
                .SelectMany(Directory.GetDirectories)
                .OrderByDescending(static folder => folder, StringComparer.Ordinal)
                .Select(folder => Path.Combine(folder, "bin", program))
                .FirstOrDefault(File.Exists)
            ?? program;
    }
}
