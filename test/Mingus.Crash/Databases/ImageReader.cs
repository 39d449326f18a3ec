using System.Data.Common;
using System.Text.Json;
using Mingus.Ledger;

namespace Mingus.Crash.Databases;

/// <summary>Reads an <see cref="Image"/> through a connection that sees one state: in one transaction.</summary>
internal static class ImageReader
{
    public static async Task<Image> ReadAsync(DbConnection connection)
    {
        var records = new Dictionary<(string, string), ImageRecord>();
        var doubles = new List<string>();
        foreach (var record in await RowsAsync(connection, RecordsText, ReadRecord))
        {
            if (!records.TryAdd((record.Feed, record.ProviderId), record))
            {
                doubles.Add($"{record.Feed} has two records {record.ProviderId}");
            }
        }
        var users = await RowsAsync(
            connection,
            "SELECT user_id, external_id, version, last_sequence FROM users",
            r => new ImageUser(r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3))
        );
        var connections = await RowsAsync(
            connection,
            "SELECT connection_id, user_id, item_id, status, cursor, version FROM connections",
            r => new ImageConnection(
                new ConnectionId(Id(r, 0)).ToString(),
                r.GetInt64(1),
                r.GetString(2),
                r.GetString(3),
                Text(r, 4),
                r.GetInt64(5)
            )
        );
        var events = await RowsAsync(
            connection,
            "SELECT user_id, sequence, type, account_id, data FROM events",
            r => new ImageEvent(
                r.GetInt64(0),
                r.GetInt64(1),
                r.GetString(2),
                r.IsDBNull(3) ? null : new AccountId(Id(r, 3)).ToString(),
                r.GetString(4)
            )
        );
        var runs = await RowsAsync(connection, RunsText, ReadRun);
        var notes = await RowsAsync(
            connection,
            "SELECT transaction_id, note FROM annotations",
            r => (Transaction: new TransactionId(Id(r, 0)).ToString(), Note: Text(r, 1))
        );
        return new Image(
            users.ToDictionary(u => u.Id),
            connections.ToDictionary(c => c.Id),
            records,
            runs.ToDictionary(r => r.Id),
            events.ToDictionary(e => (e.User, e.Sequence)),
            notes.ToDictionary(n => n.Transaction, n => n.Note),
            doubles
        )
        {
            Redirects = await RedirectsAsync(connection),
            Partings = await PartingsAsync(connection),
        };
    }

    private static async Task<Dictionary<string, string>> RedirectsAsync(DbConnection connection)
    {
        var redirects = await RowsAsync(
            connection,
            "SELECT old_id, new_id FROM redirects",
            r => (Old: new TransactionId(Id(r, 0)).ToString(), New: new TransactionId(Id(r, 1)).ToString())
        );
        return redirects.ToDictionary(r => r.Old, r => r.New);
    }

    private static async Task<Dictionary<string, string>> PartingsAsync(DbConnection connection)
    {
        var decisions = await RowsAsync(
            connection,
            "SELECT decision_id, state_before, state_after FROM decisions",
            r => (Id: new DecisionId(Id(r, 0)).ToString(), Before: r.GetString(1), After: r.GetString(2))
        );
        return decisions
            .Where(d => RecordsOf(d.Before).Except(RecordsOf(d.After)).Any())
            .ToDictionary(d => d.Id, d => d.Before);
    }

    // Of a rule's decision, which is about one transaction; a person's may name several and is not made here.
    private static List<string> RecordsOf(string state)
    {
        using var json = JsonDocument.Parse(state);
        return json.RootElement.TryGetProperty("records", out var records)
            ? [.. records.EnumerateArray().Select(key => key.GetString()!)]
            : [];
    }

    // Outer joins: a record without its feed must show, not vanish.
    private const string RecordsText = """
        SELECT
          r.user_id, r.feed_id, r.account_id, f.provider_account_id, c.item_id, r.transaction_id,
          r.provider_transaction_id, r.status, r.is_primary, r.amount_minor, r.currency, r.date,
          r.pending_transaction_id, r.description, r.fingerprint
        FROM records AS r
        LEFT JOIN feeds AS f ON f.user_id = r.user_id AND f.feed_id = r.feed_id
        LEFT JOIN connections AS c ON c.user_id = f.user_id AND c.connection_id = f.connection_id
        """;

    private const string RunsText = "SELECT run_id, user_id, connection_id, sync_type, status, resumes FROM runs";

    private static ImageRecord ReadRecord(DbDataReader r) =>
        new()
        {
            User = r.GetInt64(0),
            Feed = new FeedId(Id(r, 1)).ToString(),
            Account = new AccountId(Id(r, 2)).ToString(),
            ProviderAccount = Text(r, 3) ?? "none",
            ItemId = Text(r, 4) ?? "none",
            Transaction = new TransactionId(Id(r, 5)).ToString(),
            ProviderId = r.GetString(6),
            Status = Convert.ToInt64(r.GetValue(7)),
            IsPrimary = Convert.ToBoolean(r.GetValue(8)),
            AmountMinor = r.GetInt64(9),
            Currency = r.GetString(10),
            Day = Convert.ToInt64(r.GetValue(11)),
            PendingId = Text(r, 12),
            Description = r.GetString(13),
            Fingerprint = Convert.ToHexStringLower((byte[])r.GetValue(14)),
        };

    private static ImageRun ReadRun(DbDataReader r) =>
        new(
            new RunId(Id(r, 0)).ToString(),
            r.GetInt64(1),
            new ConnectionId(Id(r, 2)).ToString(),
            r.GetString(3),
            r.GetString(4),
            r.IsDBNull(5) ? null : new RunId(Id(r, 5)).ToString()
        );

    private static async Task<List<T>> RowsAsync<T>(DbConnection connection, string text, Func<DbDataReader, T> read)
    {
        var rows = new List<T>();
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }
        return rows;
    }

    private static string? Text(DbDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    // SQLite has ids as bytes in big-endian order, PostgreSQL as what they are.
    private static Guid Id(DbDataReader r, int column) =>
        r.GetValue(column) switch
        {
            Guid id => id,
            byte[] bytes => new Guid(bytes, bigEndian: true),
            var other => throw new InvalidOperationException($"{other.GetType()} is no id."),
        };
}
