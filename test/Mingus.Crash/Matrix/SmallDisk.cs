using System.Diagnostics;

namespace Mingus.Crash.Matrix;

/// <summary>A file system of a few megabytes, which can be filled to the last byte.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int BlockBytes = 4096;

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <summary>Mounts one in memory; null where this process may not mount.</summary>
    public static async Task<SmallDisk?> MountAsync(int mebibytes)
    {
        var folder = Directory.CreateTempSubdirectory("mingus-disk-").FullName;
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m,mode=0777", "mingus", folder) == 0)
        {
            return new SmallDisk(folder);
        }
        Directory.Delete(folder);
        return null;
    }

    /// <summary>Nothing more fits on it.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[BlockBytes];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // No space left on the device.
        }
    }

    /// <summary>There is room again.</summary>
    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", Path);
        Directory.Delete(Path);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false }
            )!;
            await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
