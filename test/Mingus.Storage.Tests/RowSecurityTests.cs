using Microsoft.Extensions.Logging.Abstractions;
using Mingus.Conformance;
using Mingus.Sync.Ports;
using Npgsql;

namespace Mingus.Storage.Tests;

/// <summary>The database itself keeps users apart, whatever a statement forgets.</summary>
public sealed class RowSecurityTests(SharedPostgres postgres)
{
    // They belong to a tenant, are worked on across users, and hold nothing of people.
    private static readonly string[] OfTenants = ["webhook_deliveries", "webhook_endpoints"];

    private static readonly string[] AcrossUsers =
    [
        "all_connections",
        "all_events",
        "all_idempotency_keys",
        "all_rhythms",
        "all_runs",
        "all_users",
    ];

    [Fact]
    public async Task Each_table_of_users_has_a_policy()
    {
        var name = await Served();

        var unguarded = await Column<string>(
            postgres.Server.ConnectionString(name),
            """
            select c.relname::text from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attname = 'user_id'
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
              and not (c.relrowsecurity and exists (
                select 1 from pg_policy p
                where p.polrelid = c.oid and p.polqual is not null and p.polwithcheck is not null))
            order by 1
            """
        );

        Assert.Equal(OfTenants, unguarded);
    }

    [Fact]
    public async Task What_shows_every_user_is_named_and_shows_no_money_and_no_token()
    {
        var name = await Served();

        var columns = await Column<string>(
            postgres.Server.ConnectionString(name),
            """
            select table_name || '.' || column_name from information_schema.columns
            where table_schema = 'public'
              and table_name in (select viewname::text from pg_views where schemaname = 'public')
            """
        );

        Assert.Equal(AcrossUsers, columns.Select(static c => c.Split('.')[0]).Distinct().Order(StringComparer.Ordinal));
        string[] secrets =
        [
            "sealed",
            "amount",
            "description",
            "merchant",
            "minor",
            "payload",
            "body",
            "note",
            "category",
        ];
        Assert.DoesNotContain(
            columns,
            c =>
                secrets.Any(s =>
                    c.Split('.')[1].Contains(s, StringComparison.Ordinal)
                    && !c.EndsWith(".notice", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public async Task Without_a_user_there_is_no_row_and_with_one_only_theirs()
    {
        var name = await Served();
        var (one, two) = await TwoUsers(name);
        var app = AsService(name);
        string[] tables = ["users", "connections", "accounts", "feeds", "runs", "events", "records"];

        await using var source = NpgsqlDataSource.Create(app);
        await using var connection = await source.OpenConnectionAsync();
        foreach (var table in tables)
        {
            Assert.Equal(0L, await Scalar<long>(connection, $"select count(*) from {table}"));
            await using var transaction = await connection.BeginTransactionAsync();
            await Scalar<string>(connection, $"select set_config('mingus.user_id', '{one.UserId.Value}', true)");
            Assert.Equal(
                0L,
                await Scalar<long>(connection, $"select count(*) from {table} where user_id <> {one.UserId.Value}")
            );
            Assert.NotEqual(0L, await Scalar<long>(connection, $"select count(*) from {table}"));
        }

        Assert.Equal(0L, await Scalar<long>(connection, "select count(*) from records"));
        Assert.NotEqual(one.UserId, two.UserId);
    }

    [Fact]
    public async Task Nobody_writes_for_another_user()
    {
        var name = await Served();
        var (one, two) = await TwoUsers(name);
        await using var source = NpgsqlDataSource.Create(AsService(name));
        await using var connection = await source.OpenConnectionAsync();

        var asOne = $"select set_config('mingus.user_id', '{one.UserId.Value}', false)";
        await Scalar<string>(connection, asOne);
        var insert =
            $"insert into events (user_id, sequence, type, at, data) values ({two.UserId.Value}, 999, 'x', 0, '{{}}')";
        var failure = await Assert.ThrowsAsync<PostgresException>(() => Run(connection, insert));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, failure.SqlState);
        Assert.Equal(0, await Run(connection, $"update accounts set name = 'x' where user_id = {two.UserId.Value}"));
        Assert.Equal(0, await Run(connection, $"delete from records where user_id = {two.UserId.Value}"));
        var moved = await Assert.ThrowsAsync<PostgresException>(() =>
            Run(connection, $"update accounts set user_id = {two.UserId.Value}")
        );
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, moved.SqlState);
    }

    [Theory]
    [InlineData("update all_connections set cursor = 'x'")]
    [InlineData("delete from all_connections")]
    [InlineData("delete from all_runs")]
    [InlineData("update all_runs set status = 'queued'")]
    [InlineData("update all_users set external_id = 'x'")]
    [InlineData("update all_events set data = 'x'")]
    [InlineData("delete from schemaversions")]
    [InlineData("alter table records disable row level security")]
    [InlineData("truncate records")]
    [InlineData("drop policy of_user on records")]
    public async Task The_service_may_not(string statement)
    {
        var name = await Served();
        await using var source = NpgsqlDataSource.Create(AsService(name));
        await using var connection = await source.OpenConnectionAsync();

        var failure = await Assert.ThrowsAsync<PostgresException>(() => Run(connection, statement));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, failure.SqlState);
    }

    [Fact, Trait("Category", "Slow")]
    public async Task Ten_thousand_requests_of_fifty_users_on_four_connections_see_no_foreign_row()
    {
        const int requests = 10_000;
        const int users = 50;
        var name = await postgres.CreateDatabase();
        var options = new StorageOptions
        {
            ConnectionString = postgres.Server.ConnectionString(name),
            ConnectionsMax = 4,
        };
        await using var database = await Open(options);
        var node = Node(database);
        var worlds = new List<StoreWorld>();
        for (var i = 0; i < users; i++)
        {
            worlds.Add(await StoreWorld.Create(node, new ManualTime()));
        }

        var foreign = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, requests),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, cancellationToken) =>
            {
                var world = worlds[i * 7 % users];
                var page = new PageRequest(100, null);
                var seen = (await database.Queries.Connections(world.UserId, page, cancellationToken)).Value.Items;
                var runs = (await database.Queries.Runs(world.UserId, null, null, page, cancellationToken)).Value.Items;
                if (i % 5 == 0)
                {
                    await database.Store.EnsureUser("tenant", $"new {i}", cancellationToken);
                }

                var isOwn =
                    seen is [{ Connection: var connection }]
                    && connection.Id == world.Connection.Id
                    && runs is [{ UserId: var owner }]
                    && owner == world.UserId;
                Interlocked.Add(ref foreign, isOwn ? 0 : 1);
            }
        );

        Assert.Equal(0, foreign);
    }

    [Fact]
    public async Task A_login_that_owns_the_tables_is_refused_beside_another_for_migrations()
    {
        var name = await postgres.CreateDatabase();
        var owner = postgres.Server.ConnectionString(name);
        await using (var source = NpgsqlDataSource.Create(owner))
        await using (var connection = await source.OpenConnectionAsync())
        {
            await Run(connection, $"create role super_{name} login superuser");
        }

        var options = new StorageOptions
        {
            ConnectionString = new NpgsqlConnectionStringBuilder(owner) { Username = $"super_{name}" }.ConnectionString,
            MigrationConnectionString = owner,
        };
        var failure = await Assert.ThrowsAsync<StorageException>(() => Open(options));

        Assert.Contains("does not narrow", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_done_without()
    {
        var name = await postgres.CreateDatabase();
        var options = new StorageOptions
        {
            ConnectionString = postgres.Server.ConnectionString(name),
            RowSecurity = false,
        };
        await using var database = await Open(options);

        var world = await StoreWorld.Create(Node(database), new ManualTime());

        Assert.Single(
            (await database.Queries.Connections(world.UserId, new PageRequest(10, null), default)).Value.Items
        );
    }

    private async Task<string> Served()
    {
        var name = await postgres.CreateDatabase();
        await (
            await Open(new StorageOptions { ConnectionString = postgres.Server.ConnectionString(name) })
        ).DisposeAsync();
        return name;
    }

    private async Task<(StoreWorld One, StoreWorld Two)> TwoUsers(string name)
    {
        await using var database = await Open(
            new StorageOptions { ConnectionString = postgres.Server.ConnectionString(name) }
        );
        var time = new ManualTime();
        var one = await StoreWorld.Create(Node(database), time);
        await one.Add(one.Record("a"));
        var two = await StoreWorld.Create(Node(database), time);
        await two.Add(two.Record("b"));
        return (one, two);
    }

    private string AsService(string name) => $"{postgres.Server.ConnectionString(name)};Options=-c role=mingus_app";

    private static Task<LedgerDatabase> Open(StorageOptions options) =>
        LedgerDatabase.Open(
            options,
            new RecordingSignal(),
            "node",
            TimeProvider.System,
            NullLogger.Instance,
            CancellationToken.None
        );

    private static StoreNode Node(LedgerDatabase database) =>
        new(
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

    private static async Task<List<T>> Column<T>(string connectionString, string text)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(text);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync())
        {
            values.Add(await reader.GetFieldValueAsync<T>(0));
        }

        return values;
    }

    private static async Task<T> Scalar<T>(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<int> Run(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return await command.ExecuteNonQueryAsync();
    }
}
