using Microsoft.Extensions.Logging.Abstractions;
using Mingus.Conformance;
using Mingus.Ledger;
using Mingus.Storage.Upkeep;

namespace Mingus.Storage.Tests.Upkeep;

/// <summary>A copy is taken while the database is written, and is whole when it is put back.</summary>
public sealed class BackupTests(SharedPostgres postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mingus-backup").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_was_there_at_the_copy_is_there_again(string engine)
    {
        var options = await Options(engine);
        var file = Path.Combine(_folder, "copies", "one.backup");
        UserId before;
        await using (var database = await Open(options))
        {
            before = await database.Store.EnsureUser("t", "before", default);
            using var stop = new CancellationTokenSource();
            var writing = KeepWriting(database, stop.Token);
            await DatabaseBackup.Take(options, file, default);
            await stop.CancelAsync();
            Assert.True(await writing > 0);
            await database.Store.EnsureUser("t", "after", default);
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        var kept = await DatabaseBackup.Restore(options, file, default);

        await using (var restored = await Open(options))
        {
            Assert.Equal(before, await restored.Store.FindUser("t", "before", default));
            Assert.Null(await restored.Store.FindUser("t", "after", default));
            // Row-level security and the rights of the service are there again, too.
            Assert.NotEqual(before, await restored.Store.EnsureUser("t", "new", default));
        }

        Assert.Equal(engine == "sqlite", kept is not null && File.Exists(kept));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_served_database_is_not_replaced(string engine)
    {
        var options = await Options(engine);
        var file = Path.Combine(_folder, "one.backup");
        await using var database = await Open(options);
        await DatabaseBackup.Take(options, file, default);

        var failure = await Assert.ThrowsAsync<StorageException>(() => DatabaseBackup.Restore(options, file, default));

        Assert.Contains("process", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_backup_changes_nothing()
    {
        var options = await Options("sqlite");
        await using (var database = await Open(options))
        {
            await database.Store.EnsureUser("t", "u", default);
        }

        var file = Path.Combine(_folder, "junk");
        await File.WriteAllTextAsync(file, "This is no database, but it is long enough to be mistaken for one.");
        await Assert.ThrowsAsync<StorageException>(() => DatabaseBackup.Restore(options, file, default));
        await Assert.ThrowsAsync<StorageException>(() => DatabaseBackup.Restore(options, file + "x", default));
        await Assert.ThrowsAsync<StorageException>(() => DatabaseBackup.Take(options, file, default));

        await using var still = await Open(options);
        Assert.NotNull(await still.Store.FindUser("t", "u", default));
    }

    private static async Task<int> KeepWriting(LedgerDatabase database, CancellationToken stop)
    {
        var count = 0;
        do
        {
            await database.Store.EnsureUser("t", $"meanwhile {count++}", CancellationToken.None);
        } while (!stop.IsCancellationRequested);

        return count;
    }

    private async Task<StorageOptions> Options(string engine) =>
        new()
        {
            ConnectionString =
                engine == "sqlite"
                    ? $"Data Source={Path.Combine(_folder, "mingus.db")}"
                    : postgres.Server.ConnectionString(await postgres.CreateDatabase()),
        };

    private static Task<LedgerDatabase> Open(StorageOptions options) =>
        LedgerDatabase.Open(
            options,
            new RecordingSignal(),
            $"node-{Guid.CreateVersion7():N}",
            TimeProvider.System,
            NullLogger.Instance,
            CancellationToken.None
        );
}
