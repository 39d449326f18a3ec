using DbUp;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Mingus.Storage.Schema;
using Mingus.Storage.Scripts;
using SQLitePCL;

namespace Mingus.Storage.Sqlite;

/// <summary>
/// The ledger in one file of one process: a writer thread and a few readers. The lock file beside it keeps a second
/// process
/// out, so that every other node named in a lease is known to be dead.
/// </summary>
internal sealed class SqliteEngine : IEngine
{
    // 64 MB hold the one index in random order of some two million records.
    private const string WriterCache = "PRAGMA cache_size = -65536";
    private const string ReaderCache = "PRAGMA cache_size = -8192";

    // Measured: +50 % on commits of 500 rows against the default of 1,000 pages.
    private const int CheckpointPages = 20_000;

    // The writer's own, where the other did not come through: it lets a commit wait.
    private const string LateCheckpoint = "PRAGMA wal_autocheckpoint = 40000";

    // After a checkpoint the log is cut back to this, instead of staying as long as it ever was.
    private const string LogKept = "PRAGMA journal_size_limit = 134217728";

    private readonly FileStream _lock;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private long _roundTrips;

    private SqliteEngine(string path, FileStream lockFile, string connectionString, TimeProvider time)
    {
        Description = path;
        _lock = lockFile;
        var texts = SqlFiles.Load("Sqlite");
        _writer = new SqliteWriter(
            new SqliteSession(
                connectionString,
                texts,
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA secure_delete = ON",
                "PRAGMA temp_store = MEMORY",
                "PRAGMA busy_timeout = 10000",
                LogKept,
                LateCheckpoint,
                WriterCache
            ),
            new SqliteSession(
                connectionString,
                texts,
                "PRAGMA synchronous = FULL",
                "PRAGMA busy_timeout = 10000",
                ReaderCache
            ),
            CheckpointPages,
            time
        );
        _readers = new SqliteReaders(() =>
            new SqliteSession(
                connectionString,
                texts,
                "PRAGMA query_only = 1",
                "PRAGMA busy_timeout = 10000",
                ReaderCache
            )
        );
    }

    public string Description { get; }

    public long RoundTrips => Interlocked.Read(ref _roundTrips);

    /// <summary>Takes the file, brings its schema up to date, opens it.</summary>
    /// <exception cref="StorageException">Another process has the file, or it cannot be used as it is.</exception>
    public static SqliteEngine Open(string connectionString, TimeProvider time, ILogger logger)
    {
        var settings = Read(connectionString);
        var path = Path.GetFullPath(settings.DataSource);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var lockFile = TakeLock(path);
        var isOpen = false;
        try
        {
            Configure();
            CreatePrivate(path);
            settings.DataSource = path;
            settings.Pooling = false;
            var resolved = settings.ToString();
            Migrations.Run(DeployChanges.To.SqliteDatabase(resolved), "Sqlite", logger);
            var engine = new SqliteEngine(path, lockFile, resolved, time);
            isOpen = true;
            return engine;
        }
        finally
        {
            if (!isOpen)
            {
                lockFile.Dispose();
            }
        }
    }

    public Task Write(Script script, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _roundTrips);
        return _writer.Write(script, cancellationToken);
    }

    public Task<Task> WriteSoon(Script script, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _roundTrips);
        return _writer.WriteSoon(script, cancellationToken);
    }

    // Whoever was answered sees what he wrote: it may wait yet for the write that follows.
    public async Task Read(Script script, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _roundTrips);
        await _writer.Settle(cancellationToken);
        await _readers.Read(script, cancellationToken);
    }

    // On the writer's connection: each commit makes the pages stale that a reader has in memory, and it would read
    // hundreds again for the slice of one page of changes. Measured: 2.8 ms against 1.1 ms.
    public Task ReadToWrite(Script script, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _roundTrips);
        return _writer.Read(script, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _readers.Dispose();
        _writer.Dispose();
        return _lock.DisposeAsync();
    }

    private static SqliteConnectionStringBuilder Read(string connectionString)
    {
        var help =
            "Storage:ConnectionString is either a SQLite file (\"Data Source=data/mingus.db\") or a PostgreSQL "
            + "database (\"Host=localhost;Database=mingus;Username=mingus\").";
        try
        {
            var settings = new SqliteConnectionStringBuilder(connectionString);
            return settings.DataSource.Length > 0 && settings.DataSource != ":memory:"
                ? settings
                : throw new StorageException($"{help} This one names no file.");
        }
        catch (ArgumentException failure)
        {
            throw new StorageException($"{help} This one is neither.", failure);
        }
    }

    private static FileStream TakeLock(string path)
    {
        var name = $"{path}.lock";
        try
        {
            return new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure)
        {
            throw new StorageException(
                $"Another process uses {path} (it holds {name}). One process at a time: stop that one, give this one "
                    + "another file by Storage:ConnectionString, or use PostgreSQL for several.",
                failure
            );
        }
    }

    // A session has one thread at a time, and nobody asks what SQLite has allocated: a lock for each call and each
    // allocation took a tenth of SQLite's time. Refused without harm where the process has used SQLite before.
    private static void Configure()
    {
        Batteries_V2.Init();
        raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    // Readable by its owner alone; SQLite gives the log beside it the same mode.
    private static void CreatePrivate(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
    }
}
