using System.Text.RegularExpressions;

namespace Mingus.Tidy.Rules;

/// <summary>The guide to a new sync type names every file of the product that tells the types apart.</summary>
internal static partial class SyncTypeGuideRules
{
    private const string Guide = "docs/guides/extending/sync-type.md";

    public static IEnumerable<Problem> Places(Tree tree) =>
        tree.Find(Guide) is { } guide
            ? tree.Below(".cs", "src/")
                .Where(file => TellsApart().IsMatch(file.Text))
                .Where(file => !guide.Text.Contains($"/{file.Path})", StringComparison.Ordinal))
                .Select(file => guide.At(1, $"{file.Path} tells sync types apart: say there what a new one needs."))
            : [];

    [GeneratedRegex(@"\bSyncType\.(Backfill|Historical)\b")]
    private static partial Regex TellsApart();
}
