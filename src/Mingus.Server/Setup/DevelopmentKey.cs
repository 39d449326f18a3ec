using System.Security.Cryptography;
using System.Text;

namespace Mingus.Server.Setup;

/// <summary>The key Development makes for itself, readable by its owner only.</summary>
internal static class DevelopmentKey
{
    private const string Id = "dev";

    /// <summary>The key in that file, made with the file where there is none.</summary>
    /// <exception cref="ConfigException">The file holds something else.</exception>
    public static EncryptionKey ReadOrMake(string path)
    {
        if (!File.Exists(path))
        {
            Make(path);
        }

        return KeyTexts.Key(File.ReadAllText(path))
            ?? throw new ConfigException([$"{path} does not hold a key as 'id:base64'. Remove or restore it."]);
    }

    /// <summary>Written aside and moved in place, so that of two processes that start at once both read the same whole key.</summary>
    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes($"{Id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\n"));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
