using Microsoft.Data.Sqlite;

namespace Mingus.Crash.Databases;

/// <summary>
/// A SQLite file. It is looked at in copies of the file and its log: opening the original would recover it, and the
/// product must find what the crash left.
/// </summary>
internal sealed class SqliteDatabase(string folder, string name = "mingus.db") : IDatabase
{
    private readonly string _file = Path.Combine(folder, name);

    public string ConnectionString => $"Data Source={_file}";

    public async Task<Image> ReadAsync()
    {
        var copy = Copy("look");
        await using var connection = await OpenAsync(copy);
        return await ImageReader.ReadAsync(connection);
    }

    public async Task<IReadOnlyList<string>> FindCorruptionAsync()
    {
        var copy = Copy("check");
        await using var connection = await OpenAsync(copy);
        var found = new List<string>();
        foreach (var check in (string[])["PRAGMA integrity_check", "PRAGMA foreign_key_check"])
        {
            await using var command = connection.CreateCommand();
            command.CommandText = check;
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                found.Add($"{check}: {reader.GetValue(0)}");
            }
        }
        found.Remove("PRAGMA integrity_check: ok");
        return found;
    }

    public async Task<IDatabase> CopyWithoutLedgerAsync()
    {
        var copy = Copy("replay");
        await using var connection = await OpenAsync(copy);
        foreach (var statement in Emptying.Statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
        return new SqliteDatabase(Path.GetDirectoryName(copy)!, Path.GetFileName(copy));
    }

    public Task<ILogWatch> WatchAsync() => Task.FromResult<ILogWatch>(new FileWatch(new FileInfo($"{_file}-wal")));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<SqliteConnection> OpenAsync(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private string Copy(string purpose)
    {
        var copy = Path.Combine(folder, $"{purpose}.db");
        foreach (var end in (string[])["", "-wal", "-shm", "-journal"])
        {
            File.Delete(copy + end);
            // The shared memory is not copied: it is rebuilt from the log, as after a crash of the machine.
            if (end is not "-shm" && File.Exists(_file + end))
            {
                File.Copy(_file + end, copy + end);
            }
        }
        return copy;
    }

    private sealed class FileWatch(FileInfo log) : ILogWatch
    {
        public long Mark()
        {
            log.Refresh();
            return log.Exists ? unchecked(log.Length + log.LastWriteTimeUtc.Ticks) : 0;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
