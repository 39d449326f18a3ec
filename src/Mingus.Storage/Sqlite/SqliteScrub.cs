using Microsoft.Data.Sqlite;

namespace Mingus.Storage.Sqlite;

/// <summary>Empties the log beside the file, so that it holds no page of what was erased.</summary>
internal static class SqliteScrub
{
    private const int TriesMax = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Readers that stand on an older page keep it; they are waited for, within a bound.</summary>
    public static async Task Run(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        for (var tries = 0; tries < TriesMax && !await TryEmpty(connection, cancellationToken); tries++)
        {
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static async Task<bool> TryEmpty(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) && reader.GetInt64(0) == 0;
    }
}
