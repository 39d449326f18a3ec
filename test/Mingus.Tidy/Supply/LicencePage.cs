using System.Text;

namespace Mingus.Tidy.Supply;

/// <summary>docs/licences.md: what is used of others, under which terms.</summary>
internal static class LicencePage
{
    /// <summary>Terms that allow use in any product, with no more asked than to be named.</summary>
    private static readonly string[] Allowed =
    [
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BlueOak-1.0.0",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MPL-2.0",
        "MS-PL",
        "PostgreSQL",
        "Python-2.0",
        "Unlicense",
        "Zlib",
    ];

    /// <summary>Of terms that ask for changes to be given back, only tools and tests may be.</summary>
    private const string ToolsOnly = "MPL-2.0";

    /// <summary>What is wrong with a package's terms; null when nothing is.</summary>
    public static string? Fault(Package package)
    {
        var name = $"{package.Source} {package.Name} {package.Version}";
        if (package.Licence is not { } licence)
            return $"{name}: its licence could not be read. Restore it first (dotnet restore Mingus.slnx); if it has "
                + "none in its nuspec, read its licence file and name it in Supply/Packages.cs.";
        if (!IsAllowed(licence))
            return $"{name}: {licence} is not among the licences that are taken: {string.Join(", ", Allowed)}.";
        return package.IsShipped && licence.Contains(ToolsOnly, StringComparison.Ordinal)
            ? $"{name}: {licence} is for tools and tests only, and this is part of the product."
            : null;
    }

    public static string Of(IReadOnlyList<Package> packages)
    {
        var page = new StringBuilder(
            """
            # Licences

            What Mingus Sync is built with, by the lock files, and under which terms; `Mingus.Tidy` makes this page
            (`MINGUS_ACCEPT=1`) and fails when it is not so. Mingus Sync itself is under [MIT](../LICENSE).

            """.ReplaceLineEndings("\n")
        );
        Write(page, "Part of the product", packages.Where(package => package.IsShipped));
        Write(page, "For building and testing only", packages.Where(package => !package.IsShipped));
        return page.ToString();
    }

    // "A OR B" may be taken by either, "A AND B" by both.
    private static bool IsAllowed(string expression) =>
        expression
            .Trim('(', ')')
            .Split(" OR ")
            .Any(choice => choice.Split(" AND ").All(term => Allowed.Contains(term.Trim('(', ')', ' '))));

    private static void Write(StringBuilder page, string title, IEnumerable<Package> packages)
    {
        page.Append('\n')
            .Append("## ")
            .Append(title)
            .Append("\n\n| package | version | licence |\n| --- | --- | --- |\n");
        foreach (var package in packages)
            page.Append($"| {package.Source} `{package.Name}` | {package.Version} | {package.Licence} |\n");
    }
}
