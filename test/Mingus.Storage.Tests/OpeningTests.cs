using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Mingus.Conformance;
using Mingus.Ledger;
using Npgsql;

namespace Mingus.Storage.Tests;

/// <summary>Starts: first ones, second ones, two at once, and those that must not happen.</summary>
public sealed class OpeningTests(SharedPostgres postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mingus-open").FullName;

    private string SqliteFile => $"Data Source={Path.Combine(_folder, "new", "folder", "mingus.db")}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_missing_folder_is_made_and_the_file_is_its_owners_alone()
    {
        await using var database = await Open(SqliteFile, "node");

        Assert.Equal(Path.Combine(_folder, "new", "folder", "mingus.db"), database.Description);
        if (!OperatingSystem.IsWindows())
        {
            var mode = File.GetUnixFileMode(database.Description);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        }
    }

    [Fact]
    public async Task A_second_process_on_a_file_is_told_what_to_do()
    {
        await using var database = await Open(SqliteFile, "one");

        var failure = await Assert.ThrowsAsync<StorageException>(() => Open(SqliteFile, "two"));

        Assert.Contains("Another process uses", failure.Message, StringComparison.Ordinal);
        Assert.Contains("mingus.db.lock", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Nonsense=1")]
    [InlineData("Host=127.0.0.1;Port=1;Database=x;Username=y;Password=secret-password;Timeout=2")]
    [InlineData("Host=x;Nonsense=1")]
    public async Task A_database_that_cannot_be_is_refused_in_words(string connectionString)
    {
        var failure = await Assert.ThrowsAsync<StorageException>(() => Open(connectionString, "node"));

        Assert.Contains("Storage:ConnectionString", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-password", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_database_opened_again_keeps_what_it_has(string engine)
    {
        var connectionString = await ConnectionString(engine);
        UserId made;
        await using (var first = await Open(connectionString, "one"))
        {
            made = await first.Store.EnsureUser("t", "u", CancellationToken.None);
        }

        await using var second = await Open(connectionString, "one");

        Assert.Equal(made, await second.Store.FindUser("t", "u", CancellationToken.None));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_database_two_steps_newer_is_refused(string engine)
    {
        var connectionString = await ConnectionString(engine);
        await (await Open(connectionString, "one")).DisposeAsync();
        await Execute(engine, connectionString, StepDone("9998_sooner"));
        await Execute(engine, connectionString, StepDone("9999_later"));

        var failure = await Assert.ThrowsAsync<StorageException>(() => Open(connectionString, "one"));

        Assert.Contains("newer version", failure.Message, StringComparison.Ordinal);
        Assert.Contains("9999_later", failure.Message, StringComparison.Ordinal);
        Assert.Matches(@"knows up to \d{4}_[a-z_]+ and works with one step more\)", failure.Message);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_step_of_another_line_is_refused(string engine)
    {
        var connectionString = await ConnectionString(engine);
        await (await Open(connectionString, "one")).DisposeAsync();
        await Execute(engine, connectionString, StepDone("0001_other"));

        await Assert.ThrowsAsync<StorageException>(() => Open(connectionString, "one"));
    }

    // A node that is replaced goes on while the next version is here, and may start again.
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_database_one_step_newer_is_worked_with(string engine)
    {
        var connectionString = await ConnectionString(engine);
        await (await Open(connectionString, "one")).DisposeAsync();
        await Execute(engine, connectionString, "alter table users add column later text");
        await Execute(engine, connectionString, StepDone("9999_later"));

        await using var again = await Open(connectionString, "one");
        var made = await again.Store.EnsureUser("t", "u", CancellationToken.None);

        Assert.Equal(made, await again.Store.FindUser("t", "u", CancellationToken.None));
    }

    private static string StepDone(string name) =>
        $"insert into SchemaVersions (ScriptName, Applied) values ('{name}', '2030-01-01')";

    private static async Task Execute(string engine, string connectionString, string statement)
    {
        if (engine == "sqlite")
        {
            await using var connection = new SqliteConnection($"{connectionString};Pooling=False");
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
        else
        {
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task Nodes_that_start_at_once_migrate_once()
    {
        var connectionString = await ConnectionString("postgres");

        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Open(connectionString, $"node {i}")));

        foreach (var node in nodes)
        {
            await node.Queries.Ping(CancellationToken.None);
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_living_nodes_of_one_name_are_refused()
    {
        var connectionString = await ConnectionString("postgres");
        await using var first = await Open(connectionString, "same");

        var failure = await Assert.ThrowsAsync<StorageException>(() => Open(connectionString, "same"));

        Assert.Contains("same", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_needs_no_right_to_change_the_schema()
    {
        var owner = await ConnectionString("postgres");
        var role = $"app_{Guid.CreateVersion7():N}";
        await using (var source = NpgsqlDataSource.Create(owner))
        await using (var command = source.CreateCommand($"create role {role} login"))
        {
            await command.ExecuteNonQueryAsync();
        }

        var options = new StorageOptions
        {
            ConnectionString = new NpgsqlConnectionStringBuilder(owner) { Username = role }.ConnectionString,
            MigrationConnectionString = owner,
        };
        await using var database = await Open(options, "app");

        var world = await StoreWorld.Create(
            new StoreNode(
                "app",
                database.Store,
                database.Edits,
                database.Queries,
                database.Decisions,
                database.Idempotency,
                database.Webhooks,
                new RecordingSignal(),
                database.DisposeAsync
            ),
            new ManualTime()
        );
        await world.Add(world.Record("a"));
        Assert.Single(await world.Transactions());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_sync_without_changes_is_two_round_trips(string engine)
    {
        await using var database = await Open(await ConnectionString(engine), "node");
        var node = new StoreNode(
            "node",
            database.Store,
            database.Edits,
            database.Queries,
            database.Decisions,
            database.Idempotency,
            database.Webhooks,
            new RecordingSignal(),
            database.DisposeAsync
        );
        var world = await StoreWorld.Create(node, new ManualTime());
        var before = database.RoundTrips;

        await world.CommitPlan(Mingus.Ledger.Plan.SyncPlan.Empty);

        Assert.Equal(2, database.RoundTrips - before);
    }

    private async Task<string> ConnectionString(string engine) =>
        engine == "sqlite" ? SqliteFile : postgres.Server.ConnectionString(await postgres.CreateDatabase());

    private static Task<LedgerDatabase> Open(string connectionString, string node) =>
        Open(new StorageOptions { ConnectionString = connectionString }, node);

    private static Task<LedgerDatabase> Open(StorageOptions options, string node) =>
        LedgerDatabase.Open(
            options,
            new RecordingSignal(),
            node,
            TimeProvider.System,
            NullLogger.Instance,
            CancellationToken.None
        );
}
