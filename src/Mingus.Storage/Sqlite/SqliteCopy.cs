using DbUp;
using Microsoft.Data.Sqlite;
using Mingus.Storage.Schema;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Sqlite;

/// <summary>Backup of a SQLite file by SQLite's own interface for it, and its way back.</summary>
internal static class SqliteCopy
{
    public static async Task Take(string connectionString, string path, CancellationToken cancellationToken)
    {
        var from = SqliteEngine.PathOf(connectionString);
        if (!File.Exists(from))
        {
            throw new StorageException($"There is no database {from}: check Storage:ConnectionString.");
        }

        var draft = $"{path}.partial";
        File.Delete(draft);
        try
        {
            SqliteEngine.CreatePrivate(draft);
            await using (var source = new SqliteConnection(SqliteEngine.Resolved(connectionString)))
            await using (var target = new SqliteConnection(Unpooled(draft)))
            {
                await source.OpenAsync(cancellationToken);
                await target.OpenAsync(cancellationToken);
                source.BackupDatabase(target);
                // The copy is one file: it needs no log beside it.
                await Ask(target, "PRAGMA journal_mode = DELETE", cancellationToken);
            }

            await Check(draft, cancellationToken);
            File.Move(draft, path, overwrite: false);
        }
        catch (SqliteException failure)
        {
            throw new StorageException($"The backup failed, and {path} was not written: {failure.Message}", failure);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    public static async Task<string?> Restore(string connectionString, string path, CancellationToken cancellationToken)
    {
        var target = SqliteEngine.PathOf(connectionString);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await using var held = SqliteEngine.TakeLock(target);
        var draft = $"{target}.restoring";
        File.Delete(draft);
        try
        {
            SqliteEngine.CreatePrivate(draft);
            await using (var from = File.OpenRead(path))
            await using (var into = new FileStream(draft, FileMode.Open, FileAccess.Write))
            {
                await from.CopyToAsync(into, cancellationToken);
                into.Flush(flushToDisk: true);
            }

            await Check(draft, cancellationToken);
            await using (var copy = new SqliteConnection(Unpooled(draft)))
            {
                await copy.OpenAsync(cancellationToken);
                await Ask(copy, SqlFiles.WithoutComments(SqlFiles.Part("session-leap-sequences")), cancellationToken);
            }

            return Replace(target, draft);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Keeps the old database, with what its log holds, under another name.</summary>
    private static string? Replace(string target, string draft)
    {
        string? kept = null;
        if (File.Exists(target))
        {
            var number = 1;
            while (File.Exists(kept = $"{target}.before-restore-{number}"))
            {
                number++;
            }

            foreach (var part in new[] { "-wal", "" })
            {
                if (File.Exists(target + part))
                {
                    File.Move(target + part, kept + part);
                }
            }
        }

        File.Delete($"{target}-wal");
        File.Delete($"{target}-shm");
        File.Move(draft, target);
        return kept;
    }

    /// <summary>Whole, and a ledger that this program can open.</summary>
    private static async Task Check(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using (var copy = new SqliteConnection(Unpooled(file)))
            {
                await copy.OpenAsync(cancellationToken);
                var found = await Ask(copy, "PRAGMA quick_check(1)", cancellationToken);
                if (found != "ok")
                {
                    throw new StorageException($"The copy is damaged: {found}");
                }
            }

            var state = Migrations.Look(DeployChanges.To.SqliteDatabase(Unpooled(file)), "Sqlite");
            if (state.Unknown.Count > 0)
            {
                throw Migrations.Newer("Sqlite", state.Unknown[^1]);
            }

            if (state.Missing.Count == Migrations.Names("Sqlite").Count)
            {
                throw new StorageException("The file is a SQLite database, but no backup of Mingus Sync.");
            }
        }
        catch (SqliteException failure)
        {
            throw new StorageException($"The file is no SQLite database, or damaged: {failure.Message}", failure);
        }
    }

    private static string Unpooled(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();

    private static async Task<string?> Ask(
        SqliteConnection connection,
        string question,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = question;
        return (await command.ExecuteScalarAsync(cancellationToken))?.ToString();
    }
}
