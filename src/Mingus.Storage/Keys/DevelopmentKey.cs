using System.Text;

namespace Mingus.Storage.Keys;

/// <summary>The key of a developer's machine, made at the first start and readable by its owner alone.</summary>
public static class DevelopmentKey
{
    /// <summary>The key in the file, in the form of <c>Keys:Active</c>; a missing file is made with mode
    /// 0600.</summary>
    public static string LoadOrCreate(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            Make(full);
        }

        return File.ReadAllText(full).Trim();
    }

    // Written aside and moved in place: of two processes that start at once both read the same key, and a crash
    // leaves none
    // half-written.
    private static void Make(string full)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var draft = $"{full}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes($"{VaultKeys.Generate()}\n"));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, full, overwrite: false);
        }
        catch (IOException) when (File.Exists(full))
        {
            File.Delete(draft);
        }
    }
}
