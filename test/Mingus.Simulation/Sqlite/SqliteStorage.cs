using Microsoft.Extensions.Logging.Abstractions;
using Mingus.Ledger;
using Mingus.Simulation.Memory;
using Mingus.Simulation.Nodes;
using Mingus.Storage;
using Mingus.Sync.Events;

namespace Mingus.Simulation.Sqlite;

/// <summary>A real SQLite file, as the product uses it: one process at a time. Beside it the same is done in memory,
/// and whatever the two answer differently fails the seed. A call is waited for within its step, so that nothing but
/// the script decides the order.</summary>
internal sealed class SqliteStorage : IStorage
{
    private readonly string _folder = MakeFolder();
    private readonly List<(string Tenant, string ExternalId)> _users = [];
    private LedgerDatabase? _database;
    private string? _difference;

    public bool HasOneProcess => true;

    public void Ensure(string tenant, string externalId)
    {
        _users.Add((tenant, externalId));
        Blocking.Wait(() => _database!.Store.EnsureUser(tenant, externalId, CancellationToken.None));
    }

    public StoragePorts Start(string node, MemoryDatabase database, WorldClock clock)
    {
        _database = Blocking.Wait(() =>
            LedgerDatabase.Open(
                new StorageOptions { ConnectionString = $"Data Source={Path.Combine(_folder, "mingus.db")}" },
                new EventHub(),
                node,
                new NodeTime(clock),
                NullLogger.Instance,
                CancellationToken.None
            )
        );
        var memory = new MemoryStore(database, node, clock, new Lapses());
        return new StoragePorts(
            new TwinStore(_database.Store, memory, Differ),
            new TwinEdits(_database.Edits, new MemoryEdits(database), Differ),
            new BlockingQueries(_database.Queries),
            new BlockingDecisions(_database.Decisions),
            new BlockingValidations(_database.Validations),
            new TwinInbox(_database.Webhooks, new MemoryInbox(database, new Lapses()), Differ)
        );
    }

    public void Killed()
    {
        if (_database is { } database)
        {
            _database = null;
            Blocking.Wait(async () =>
            {
                await database.DisposeAsync();
                return 0;
            });
        }
    }

    public string? Said => _difference;

    public string? Difference(MemoryDatabase database)
    {
        if (_database is null)
        {
            return _difference;
        }

        foreach (var user in database.Users.Values)
        {
            foreach (var feed in user.Feeds.Keys)
            {
                var real = Blocking.Wait(() => _database.Store.LoadFeed(user.Id, feed, CancellationToken.None));
                var memory = user.RecordsOf(feed)
                    .Select(static r => r.TransactionId)
                    .Distinct()
                    .SelectMany(user.RecordsOf);
                _difference ??= TwinStore.Compare($"feed {feed}", real.Records, [.. memory]);
            }
        }

        return _difference;
    }

    public void Dispose()
    {
        Killed();
        Directory.Delete(_folder, recursive: true);
    }

    private void Differ(string what) => _difference ??= what;

    // What is flushed to memory survives a killed node as well as what is flushed to disk, and is quicker.
    private static string MakeFolder()
    {
        const string memory = "/dev/shm";
        var parent = Directory.Exists(memory) ? memory : Path.GetTempPath();
        return Directory.CreateDirectory(Path.Combine(parent, $"mingus-sim-{Guid.NewGuid():N}")).FullName;
    }
}

/// <summary>Waits for a call where it is made, away from the node's context.</summary>
internal static class Blocking
{
    public static T Wait<T>(Func<Task<T>> call)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return call().GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>The same, as a task that has ended.</summary>
    public static Task<T> Done<T>(Func<Task<T>> call)
    {
        try
        {
            return Task.FromResult(Wait(call));
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    /// <inheritdoc cref="Done{T}" />
    public static Task Done(Func<Task> call) =>
        Done(async () =>
        {
            await call();
            return 0;
        });
}
