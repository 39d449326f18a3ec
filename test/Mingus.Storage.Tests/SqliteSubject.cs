using Microsoft.Extensions.Logging.Abstractions;
using Mingus.Conformance;

namespace Mingus.Storage.Tests;

/// <summary>SQLite in a file of a folder of its own.</summary>
public sealed class SqliteSubject : IStoreSubject, IAsyncLifetime
{
    private IStoreDatabase _database = null!;

    public StoreNode Node { get; private set; } = null!;

    public ManualTime Time { get; } = new();

    public bool AllowsSeveralNodes => false;

    public Task<IStoreDatabase> CreateDatabase() => Task.FromResult<IStoreDatabase>(new FileDatabase(Time));

    public async ValueTask InitializeAsync()
    {
        _database = await CreateDatabase();
        Node = await _database.Start("node");
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    internal static async Task<StoreNode> Start(string connectionString, string node, TimeProvider time)
    {
        var signal = new RecordingSignal();
        var database = await LedgerDatabase.Open(
            new StorageOptions { ConnectionString = connectionString },
            signal,
            node,
            time,
            NullLogger.Instance,
            CancellationToken.None
        );
        return new StoreNode(
            node,
            database.Store,
            database.Edits,
            database.Queries,
            database.Decisions,
            database.Idempotency,
            database.Webhooks,
            signal,
            database.DisposeAsync
        )
        {
            Notifications = database.Notifications,
            Endpoints = database.Endpoints,
            Outbox = database.Outbox,
            Credentials = database.Credentials,
            Schedule = database.Schedule,
        };
    }

    private sealed class FileDatabase(TimeProvider time) : IStoreDatabase
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("mingus-store").FullName;
        private StoreNode? _node;

        private string File => Path.Combine(_folder, "mingus.db");

        public async Task<StoreNode> Start(string node)
        {
            if (_node is not null)
            {
                await _node.Kill();
            }

            return _node = await SqliteSubject.Start($"Data Source={File}", node, time);
        }

        public Task<byte[]> ReadEverything()
        {
            using var all = new MemoryStream();
            foreach (var path in Directory.GetFiles(_folder))
            {
                if (!path.EndsWith(".lock", StringComparison.Ordinal))
                {
                    using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                    file.CopyTo(all);
                }
            }

            return Task.FromResult(all.ToArray());
        }

        public async ValueTask DisposeAsync()
        {
            if (_node is not null)
            {
                await _node.Kill();
            }

            Directory.Delete(_folder, recursive: true);
        }
    }
}
