namespace Mingus.Storage.Keys;

/// <summary>The key of a developer's machine, made at the first start and readable by its owner alone.</summary>
public static class DevelopmentKey
{
    /// <summary>The key in the file, in the form of <c>Keys:Active</c>; a missing file is made.</summary>
    public static string LoadOrCreate(string path)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new StreamWriter(full, options);
            file.WriteLine(VaultKeys.Generate());
        }
        catch (IOException) when (File.Exists(full))
        {
            // It was made before.
        }

        return File.ReadAllText(full).Trim();
    }
}
