using System.Globalization;
using Microsoft.Data.Sqlite;
using Mingus.Storage.Scripts;
using Mingus.Storage.Sqlite;

namespace Mingus.Storage.Tests;

/// <summary>The one writer of a file: what it lets pass, and how long its log grows.</summary>
public sealed class SqliteWriterTests : IDisposable
{
    private const int CheckpointPages = 50;
    private const int PageSize = 4_096;

    private readonly string _folder = Directory.CreateTempSubdirectory("mingus-writer").FullName;
    private readonly string _file;

    public SqliteWriterTests()
    {
        _file = Path.Combine(_folder, "t.db");
        using var connection = new SqliteConnection($"Data Source={_file};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            PRAGMA journal_mode = WAL;
            CREATE TABLE users (
              user_id INTEGER PRIMARY KEY,
              tenant_id TEXT NOT NULL,
              external_id TEXT NOT NULL,
              version INTEGER NOT NULL DEFAULT 0,
              last_sequence INTEGER NOT NULL DEFAULT 0,
              UNIQUE (tenant_id, external_id)
            );
            CREATE TABLE user_numbers (one INTEGER PRIMARY KEY, last INTEGER NOT NULL);
            INSERT INTO user_numbers (one, last) VALUES (1, 0);
            """;
        command.ExecuteNonQuery();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_log_stays_short_however_much_is_written()
    {
        const int writes = 4_000;
        using (var writer = Open())
        {
            for (var i = 0; i < writes; i++)
            {
                await writer.Write(AddUser(i), CancellationToken.None);
            }

            // Each write puts three pages or more into the log; it was to be brought home every fifty.
            var log = new FileInfo($"{_file}-wal").Length / PageSize;
            Assert.InRange(log, 1, writes);
        }

        Assert.Equal(writes, Count());
    }

    [Fact]
    public async Task Reads_and_writes_at_once_are_all_settled_and_reads_see_what_was_acknowledged()
    {
        using var writer = Open();
        var lanes = Enumerable
            .Range(0, 16)
            .Select(async lane =>
            {
                for (var i = 0; i < 100; i++)
                {
                    var id = (lane * 1_000) + i;
                    await writer.Write(AddUser(id), CancellationToken.None);
                    Assert.True(await Has(writer, id));
                }
            });

        await Task.WhenAll(lanes);

        Assert.Equal(1_600, Count());
    }

    [Fact]
    public async Task A_read_that_fails_takes_no_other_with_it()
    {
        using var writer = Open();
        await writer.Write(AddUser(1), CancellationToken.None);
        var failing = Enumerable
            .Range(0, 50)
            .Select(_ =>
                writer.Read(Find(1, static _ => throw new InvalidDataException("broken")), CancellationToken.None)
            )
            .ToList();
        var good = Enumerable.Range(0, 50).Select(_ => Has(writer, 1)).ToList();
        var write = writer.Write(AddUser(2), CancellationToken.None);

        foreach (var task in failing)
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => task);
        }

        Assert.All(await Task.WhenAll(good), Assert.True);
        await write;
        Assert.True(await Has(writer, 2));
    }

    [Fact]
    public async Task A_read_given_up_is_cancelled_and_the_next_is_not()
    {
        using var writer = Open();
        await writer.Write(AddUser(1), CancellationToken.None);
        using var given = new CancellationTokenSource();
        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            writer.Read(Find(1, static _ => { }), given.Token)
        );

        Assert.True(await Has(writer, 1));
    }

    private SqliteWriter Open() => new(Session(), Session(), CheckpointPages, TimeProvider.System);

    private SqliteSession Session() =>
        new(
            $"Data Source={_file};Pooling=false",
            SqlFiles.Load("Sqlite"),
            "PRAGMA busy_timeout = 10000",
            "PRAGMA wal_autocheckpoint = 0"
        );

    private long Count()
    {
        using var connection = new SqliteConnection($"Data Source={_file};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM users";
        return (long)command.ExecuteScalar()!;
    }

    private static Script AddUser(int id) =>
        new Script().Run(
            Sql.AddUser,
            args =>
            {
                args.Text("tenant_id", "tenant");
                args.Text("external_id", id.ToString(CultureInfo.InvariantCulture));
            }
        );

    private static Script Find(int id, Action<IRow> row) =>
        new Script().Read(
            Sql.FindUser,
            args =>
            {
                args.Text("tenant_id", "tenant");
                args.Text("external_id", id.ToString(CultureInfo.InvariantCulture));
            },
            row
        );

    private static async Task<bool> Has(SqliteWriter writer, int id)
    {
        var isThere = false;
        await writer.Read(Find(id, _ => isThere = true), CancellationToken.None);
        return isThere;
    }
}
