using System.Text.Json;
using System.Xml.Linq;

namespace Mingus.Tidy.Supply;

/// <summary>A package that something here is built or tested with.</summary>
/// <param name="Source">nuget or npm.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version that is locked.</param>
/// <param name="Licence">Its licence as an SPDX expression; null when it could not be read.</param>
/// <param name="Hash">SHA-512 of it in base64, as the lock file has it; null where it has none.</param>
/// <param name="IsShipped">Whether the product itself needs it, and not only its tests and tools.</param>
internal sealed record Package(
    string Source,
    string Name,
    string Version,
    string? Licence,
    string? Hash,
    bool IsShipped
);

/// <summary>The packages of all lock files, each once, by source and name.</summary>
internal static class Packages
{
    /// <summary>Packages that name no licence by an expression, with what their licence file says.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["System.ComponentModel.Annotations"] = "MIT",
        ["parse-cache-control"] = "BSD-3-Clause",
    };

    public static IReadOnlyList<Package> Of(Tree tree) =>
        [
            .. Nuget(tree)
                .Concat(Npm(tree))
                .GroupBy(package => (package.Source, package.Name, package.Version))
                .Select(same => same.First() with { IsShipped = same.Any(package => package.IsShipped) })
                .OrderBy(package => package.Source, StringComparer.Ordinal)
                .ThenBy(package => package.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(package => package.Version, StringComparer.Ordinal),
        ];

    private static IEnumerable<Package> Nuget(Tree tree)
    {
        foreach (var file in tree.Below("packages.lock.json"))
        {
            var isShipped = file.Path.StartsWith("src/", StringComparison.Ordinal);
            var frameworks = JsonSerializer.Deserialize<JsonElement>(file.Text).GetProperty("dependencies");
            foreach (var package in frameworks.EnumerateObject().SelectMany(one => one.Value.EnumerateObject()))
            {
                if (!package.Value.TryGetProperty("resolved", out var version))
                    continue;
                var hash = package.Value.TryGetProperty("contentHash", out var given) ? given.GetString() : null;
                yield return new Package(
                    "nuget",
                    package.Name,
                    version.GetString()!,
                    LicenceOf(package.Name, version.GetString()!),
                    hash,
                    isShipped && !IsAnalyser(package.Name)
                );
            }
        }
    }

    private static IEnumerable<Package> Npm(Tree tree)
    {
        const string Folder = "node_modules/";
        foreach (var file in tree.Below("package-lock.json"))
        {
            var packages = JsonSerializer.Deserialize<JsonElement>(file.Text).GetProperty("packages");
            foreach (var package in packages.EnumerateObject())
            {
                var at = package.Name.LastIndexOf(Folder, StringComparison.Ordinal);
                if (at < 0 || package.Value.TryGetProperty("link", out _))
                    continue;
                yield return new Package(
                    "npm",
                    package.Name[(at + Folder.Length)..],
                    package.Value.GetProperty("version").GetString()!,
                    package.Value.TryGetProperty("license", out var licence)
                        ? licence.GetString()
                        : Known.GetValueOrDefault(package.Name[(at + Folder.Length)..]),
                    package.Value.TryGetProperty("integrity", out var hash) ? HashOf(hash.GetString()!) : null,
                    file.Path.StartsWith("web/", StringComparison.Ordinal)
                        && !package.Value.TryGetProperty("dev", out _)
                );
            }
        }
    }

    private static bool IsAnalyser(string name) =>
        name.EndsWith("Analyzer", StringComparison.Ordinal) || name.EndsWith("Analyzers", StringComparison.Ordinal);

    private static string? HashOf(string integrity) =>
        integrity.StartsWith("sha512-", StringComparison.Ordinal) ? integrity["sha512-".Length..] : null;

    // What the package itself says, where restoring put it.
    private static string? LicenceOf(string name, string version)
    {
        if (Known.TryGetValue(name, out var known))
            return known;
        var folder =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var id = name.ToLowerInvariant();
        var nuspec = Path.Combine(folder, id, version.ToLowerInvariant(), $"{id}.nuspec");
        return File.Exists(nuspec)
            ? XDocument
                .Load(nuspec)
                .Descendants()
                .FirstOrDefault(node =>
                    node.Name.LocalName == "license" && node.Attribute("type")?.Value == "expression"
                )
                ?.Value
            : null;
    }
}
