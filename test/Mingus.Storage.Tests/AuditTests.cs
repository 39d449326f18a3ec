using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Mingus.Conformance;
using Mingus.Ledger;
using Mingus.Sync.Ports;
using Npgsql;

namespace Mingus.Storage.Tests;

/// <summary>The audit trail is added to, and neither changed nor shortened by the service.</summary>
public sealed class AuditTests(SharedPostgres postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mingus-audit").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Entries_are_listed_newest_first_by_tenant(string engine)
    {
        await using var database = await Open(await ConnectionString(engine));
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);
        for (var i = 0; i < 5; i++)
        {
            await database.Audit.Add(
                new AuditEntry(at.AddMinutes(i), "one", "key", $"act.{i}", new UserId(7)),
                default
            );
            await database.Audit.Add(new AuditEntry(at, "two", "key", "other"), default);
        }

        var first = await database.Audit.List("one", false, new PageRequest(3, null), default);
        var second = await database.Audit.List("one", false, new PageRequest(3, first.Next), default);

        Assert.Equal(["act.4", "act.3", "act.2"], first.Items.Select(static e => e.Action));
        Assert.Equal(["act.1", "act.0"], second.Items.Select(static e => e.Action));
        Assert.Null(second.Next);
        Assert.Equal((at, new UserId(7)), (second.Items[^1].At, second.Items[^1].Of!.Value));
        await Assert.ThrowsAsync<BadPageKeyException>(() =>
            database.Audit.List("one", false, new PageRequest(3, "x"), default)
        );
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_is_of_the_installation_is_listed_for_operators_only(string engine)
    {
        await using var database = await Open(await ConnectionString(engine));
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);
        foreach (var tenant in (string[])["one", AuditEntry.Installation, "two", "one"])
        {
            await database.Audit.Add(new AuditEntry(at, tenant, "operator", $"of.{tenant}"), default);
        }

        var own = await database.Audit.List("one", false, new PageRequest(9, null), default);
        var first = await database.Audit.List("one", true, new PageRequest(2, null), default);
        var second = await database.Audit.List("one", true, new PageRequest(2, first.Next), default);
        var alone = await database.Audit.List(AuditEntry.Installation, true, new PageRequest(9, null), default);

        Assert.Equal(["of.one", "of.one"], own.Items.Select(static e => e.Action));
        Assert.Equal(["of.one", "of.", "of.one"], first.Items.Concat(second.Items).Select(static e => e.Action));
        Assert.Equal(AuditEntry.Installation, Assert.Single(alone.Items).Tenant);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_is_young_stays_whoever_asks_and_what_is_old_goes(string engine)
    {
        await using var database = await Open(await ConnectionString(engine));
        var now = TimeProvider.System.GetUtcNow();
        await database.Audit.Add(new AuditEntry(now.AddDays(-800), "t", "key", "old"), default);
        await database.Audit.Add(new AuditEntry(now.AddDays(-80), "t", "key", "young"), default);

        Assert.Equal(1, await database.Audit.Prune(now.AddDays(1), default));

        var left = await database.Audit.List("t", false, new PageRequest(10, null), default);
        Assert.Equal("young", Assert.Single(left.Items).Action);
    }

    [Theory]
    [InlineData("update audit set actor = 'somebody else'")]
    [InlineData("delete from audit")]
    public async Task The_service_can_neither_change_nor_remove_an_entry(string statement)
    {
        var postgresString = await ConnectionString("postgres");
        await using (var database = await Open(postgresString))
        {
            await database.Audit.Add(new AuditEntry(TimeProvider.System.GetUtcNow(), "t", "key", "act"), default);
        }

        await using var source = NpgsqlDataSource.Create($"{postgresString};Options=-c role=mingus_app");
        await using var command = source.CreateCommand(statement);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);

        var sqliteString = await ConnectionString("sqlite");
        await using (var database = await Open(sqliteString))
        {
            await database.Audit.Add(new AuditEntry(TimeProvider.System.GetUtcNow(), "t", "key", "act"), default);
        }

        await using var connection = new SqliteConnection($"{sqliteString};Pooling=False");
        await connection.OpenAsync();
        await using var write = connection.CreateCommand();
        write.CommandText = statement;
        var kept = await Assert.ThrowsAsync<SqliteException>(() => write.ExecuteNonQueryAsync());
        Assert.Contains("audit trail", kept.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task The_number_of_somebody_erased_is_nobody_elses(string engine)
    {
        await using var database = await Open(await ConnectionString(engine));
        await database.Store.EnsureUser("t", "first", default);
        var last = await database.Store.EnsureUser("t", "last", default);
        var tombstone = new Tombstone([1, 2, 3], "key");
        var entry = new AuditEntry(TimeProvider.System.GetUtcNow(), "t", "key", AuditActions.UserErased, last);

        Assert.True(await database.Rights.Erase(last, "last", tombstone, entry, default));

        Assert.False(await database.Rights.Erase(last, "last", tombstone, entry, default));
        Assert.Null(await database.Store.FindUser("t", "last", default));
        Assert.NotEqual(last, await database.Store.EnsureUser("t", "next", default));
        Assert.NotEqual(last, await database.Store.EnsureUser("t", "last", default));
        Assert.NotNull(await database.Rights.ErasedAt(tombstone, default));
        Assert.Null(await database.Rights.ErasedAt(new Tombstone([4], "key"), default));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public void An_erasure_names_each_table_of_users(string engine)
    {
        var schema = typeof(LedgerDatabase)
            .Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith($"Mingus.Storage.Schema.{engine}.", StringComparison.Ordinal))
            .Select(n => Mingus.Storage.Scripts.SqlFiles.Read(n)!)
            .ToList();
        var tables = schema
            .SelectMany(static text => text.Split("CREATE TABLE ").Skip(1))
            .Where(static text => text.Split("\n)")[0].Contains("\n  user_id ", StringComparison.Ordinal))
            .Select(static text => text.Split(' ')[0])
            // An address is a tenant's; whoever made it may be gone.
            .Except(["users", "webhook_endpoints"]);
        var erasure = schema.Single(static text => text.Contains("erase_user", StringComparison.Ordinal));

        Assert.All(
            tables,
            table =>
                Assert.Contains($"DELETE FROM {table} WHERE user_id = OLD.user_id", erasure, StringComparison.Ordinal)
        );
    }

    private async Task<string> ConnectionString(string engine) =>
        engine == "sqlite"
            ? $"Data Source={Path.Combine(_folder, $"{Guid.CreateVersion7():N}.db")}"
            : postgres.Server.ConnectionString(await postgres.CreateDatabase());

    private static Task<LedgerDatabase> Open(string connectionString) =>
        LedgerDatabase.Open(
            new StorageOptions { ConnectionString = connectionString },
            new RecordingSignal(),
            "node",
            TimeProvider.System,
            NullLogger.Instance,
            CancellationToken.None
        );
}
