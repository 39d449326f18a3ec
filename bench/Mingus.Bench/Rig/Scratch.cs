namespace Mingus.Bench.Rig;

/// <summary>A folder for the files of one benchmark, on the disk that temporary files are on; gone
/// afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    private int _names;

    public string Folder { get; } = Directory.CreateTempSubdirectory("mingus-bench-").FullName;

    /// <summary>A new path in it.</summary>
    public string NewPath(string name) => Path.Combine(Folder, $"{++_names}-{name}");

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            Console.Error.WriteLine($"{Folder} could not be removed.");
        }
    }
}
