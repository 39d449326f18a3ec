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

    private readonly FileStream? _lock;
    private readonly string _connectionString;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private long _roundTrips;

    private SqliteEngine(string path, FileStream? lockFile, string connectionString, TimeProvider time)
    {
        Description = path;
        _lock = lockFile;
        _connectionString = connectionString;
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
        var path = PathOf(connectionString);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var lockFile = TakeLock(path);
        var isOpen = false;
        try
        {
            Configure();
            CreatePrivate(path);
            var resolved = Resolved(connectionString);
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

    /// <summary>Opens the file of a process that may serve, for what rests on no lease: SQLite's own locks order
    /// commits.</summary>
    /// <exception cref="StorageException">It is not there, or cannot be used as it is.</exception>
    public static SqliteEngine OpenBeside(string connectionString, TimeProvider time)
    {
        var path = PathOf(connectionString);
        if (!File.Exists(path))
        {
            throw new StorageException($"There is no database {path}: check Storage:ConnectionString.");
        }

        Configure();
        return new SqliteEngine(path, lockFile: null, Resolved(connectionString), time);
    }

    /// <summary>The full path of the file.</summary>
    /// <exception cref="StorageException">None is named.</exception>
    public static string PathOf(string connectionString) => Path.GetFullPath(Read(connectionString).DataSource);

    /// <summary>With the full path, and without a pool.</summary>
    public static string Resolved(string connectionString)
    {
        var settings = Read(connectionString);
        settings.DataSource = Path.GetFullPath(settings.DataSource);
        settings.Pooling = false;
        return settings.ToString();
    }

    public Task Write(Script script, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _roundTrips);
        return _writer.Write(script, cancellationToken);
    }

    public Task Read(Script script, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _roundTrips);
        return _readers.Read(script, cancellationToken);
    }

    // On the writer's connection: each commit makes the pages stale that a reader has in memory, and it would read
    // hundreds again for the slice of one page of changes. Measured: 2.8 ms against 1.1 ms.
    public Task ReadToWrite(Script script, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _roundTrips);
        return _writer.Read(script, cancellationToken);
    }

    /// <summary>Deleted rows are overwritten at once (secure_delete); what the log still has of them goes with
    /// it.</summary>
    public Task Scrub(CancellationToken cancellationToken) => SqliteScrub.Run(_connectionString, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _readers.Dispose();
        _writer.Dispose();
        return _lock?.DisposeAsync() ?? ValueTask.CompletedTask;
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

    /// <summary>Keeps every other process from the file, until it is let go.</summary>
    /// <exception cref="StorageException">Another has it.</exception>
    public static FileStream TakeLock(string path)
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
    public static void CreatePrivate(string path)
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
