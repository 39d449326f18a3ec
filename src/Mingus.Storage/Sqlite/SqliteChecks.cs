using Mingus.Storage.Upkeep;

namespace Mingus.Storage.Sqlite;

/// <summary>The file, who may read it, what room it has, who holds it.</summary>
internal static class SqliteChecks
{
    private const long RoomMin = 256L * 1024 * 1024;

    public static void Look(string connectionString, List<Checked> found)
    {
        var path = SqliteEngine.PathOf(connectionString);
        if (!File.Exists(path))
        {
            found.Add(
                new("database", Standing.Warning, $"{path} is not there", "The server makes it at its first start.")
            );
            return;
        }

        var bytes = new FileInfo(path).Length;
        found.Add(new("database", Standing.Good, $"SQLite {path}, {bytes / 1024} KiB"));
        LookAtMode(path, found);
        LookAtRoom(path, bytes, found);
        found.Add(new("serving", Standing.Good, IsHeld(path) ? "a process has the file" : "no process has the file"));
    }

    private static void LookAtMode(string path, List<Checked> found)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode others =
            UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        var mode = File.GetUnixFileMode(path);
        found.Add(
            (mode & others) == UnixFileMode.None
                ? new("file mode", Standing.Good, "its owner alone may read it")
                : new("file mode", Standing.Warning, $"others may read or write it ({mode})", $"chmod 600 {path}")
        );
    }

    private static void LookAtRoom(string path, long bytes, List<Checked> found)
    {
        var free = new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace;
        var text = $"{free / (1024 * 1024)} MiB free on its disk";
        found.Add(
            free >= Math.Max(RoomMin, bytes)
                ? new("disk", Standing.Good, text)
                : new("disk", Standing.Warning, text, "Make room: as much as the database has, for a backup.")
        );
    }

    // The lock file is the server's, so it is tried as the server would, and let go.
    private static bool IsHeld(string path)
    {
        try
        {
            SqliteEngine.TakeLock(path).Dispose();
            return false;
        }
        catch (StorageException)
        {
            return true;
        }
    }
}
