namespace Mingus.Crash;

/// <summary>A folder for the files of a test; kept when it fails, for they say why.</summary>
internal sealed class WorkFolder(string name) : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory($"mingus-crash-{name}-").FullName;

    public bool IsKept { get; set; } = true;

    public void Dispose()
    {
        if (!IsKept)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
