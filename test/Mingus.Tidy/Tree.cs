using System.Diagnostics;

namespace Mingus.Tidy;

/// <summary>
/// The files that belong to a repository, read once and shared by all rules; or a few invented ones, with which a
/// rule's own test shows that the rule catches something. Paths are relative to the root, with forward slashes.
/// </summary>
internal sealed class Tree
{
    private static readonly string[] SkippedFolders = ["bin", "obj", "node_modules", ".git", "artifacts", "data"];
    private static readonly Lazy<Tree> Real = new(() => Load(FindRoot()));

    private readonly SortedDictionary<string, TrackedFile> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal) { "" };

    private Tree(IEnumerable<TrackedFile> files)
    {
        foreach (var file in files)
        {
            _files[file.Path] = file;
            for (var slash = file.Path.LastIndexOf('/'); slash > 0; slash = file.Path.LastIndexOf('/', slash - 1))
                _folders.Add(file.Path[..slash]);
        }
    }

    public static Tree Repository => Real.Value;

    /// <summary>The folder of the repository.</summary>
    public static string Root => FindRoot();

    public IEnumerable<TrackedFile> Files => _files.Values;

    public static Tree Of(params (string Path, string Text)[] files) =>
        new(files.Select(file => new TrackedFile(file.Path, () => file.Text)));

    public static Tree Of(params TrackedFile[] files) => new(files);

    public bool Has(string path) => _files.ContainsKey(path) || _folders.Contains(path);

    public TrackedFile? Find(string path) => _files.GetValueOrDefault(path);

    /// <summary>Files below one of the folders (each given with its closing slash) that have this extension.</summary>
    public IEnumerable<TrackedFile> Below(string extension, params string[] folders) =>
        Files.Where(file =>
            file.Path.EndsWith(extension, StringComparison.Ordinal)
            && (folders.Length == 0 || folders.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)))
        );

    private static Tree Load(string root)
    {
        var paths = ListedByGit(root) ?? FoundOnDisk(root);
        return new Tree(
            paths
                .Distinct(StringComparer.Ordinal)
                .Where(path => File.Exists(Path.Combine(root, path)))
                .Select(path => new TrackedFile(path, () => ReadText(Path.Combine(root, path))))
        );
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Mingus.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException("Mingus.slnx is in no folder above the tests; run them from a checkout.");
    }

    /// <summary>Tracked files and those not yet added but not ignored; null where this is no git checkout.</summary>
    private static string[]? ListedByGit(string root)
    {
        var start = new ProcessStartInfo("git", ["ls-files", "-co", "--exclude-standard", "-z"])
        {
            WorkingDirectory = root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var names = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            return git.ExitCode == 0 && names.Length > 0 ? names : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // git is not installed
        }
    }

    private static IEnumerable<string> FoundOnDisk(string folder, string prefix = "")
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            yield return prefix + Path.GetFileName(file);
        foreach (var child in Directory.EnumerateDirectories(folder))
        {
            var name = Path.GetFileName(child);
            if (SkippedFolders.Contains(name, StringComparer.Ordinal))
                continue;
            foreach (var path in FoundOnDisk(child, prefix + name + "/"))
                yield return path;
        }
    }

    /// <summary>The text of a file; null when it is binary, that is, has a zero byte near its beginning.</summary>
    private static string? ReadText(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return bytes.AsSpan(0, Math.Min(bytes.Length, 8_192)).Contains((byte)0)
            ? null
            : System.Text.Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
    }
}
