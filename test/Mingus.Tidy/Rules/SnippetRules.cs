using System.Text.RegularExpressions;

namespace Mingus.Tidy.Rules;

/// <summary>
/// Code that a guide shows is taken from a file that a test compiles or runs. In the guide a comment stands before the
/// fence, <c>&lt;!-- test/A/B.cs: name --&gt;</c>; in the file the lines stand between "snippet name" and
/// "end snippet", each in a comment of its own.
/// </summary>
internal static partial class SnippetRules
{
    private static readonly string[] MustBeTaken = ["csharp", "bash", "html"];

    public static IEnumerable<Problem> Same(Tree tree)
    {
        foreach (var page in tree.Below(".md"))
        {
            foreach (var fence in Fences(page))
            {
                if (Fault(tree, page, fence) is { } fault)
                    yield return page.At(fence.Line, fault);
            }
        }
    }

    private static string? Fault(Tree tree, TrackedFile page, Fence fence)
    {
        if (fence.Origin is not { Success: true } origin)
        {
            return
                page.Path.StartsWith("docs/guides/", StringComparison.Ordinal)
                && MustBeTaken.Contains(fence.Language, StringComparer.Ordinal)
                ? "say above the fence which file this is taken from: <!-- path: name -->."
                : null;
        }
        var (path, name) = (origin.Groups["path"].Value, origin.Groups["name"].Value);
        if (tree.Find(path) is not { } file)
            return $"{path} is not there: where is this taken from?";
        if (Lines(file, name) is not { } lines)
            return $"{path} has no lines between \"snippet {name}\" and \"end snippet\".";
        return lines.SequenceEqual(fence.Code, StringComparer.Ordinal)
            ? null
            : $"this is not what {path} says at \"snippet {name}\": copy it again.";
    }

    /// <summary>The lines of a snippet without the indentation of all of them; null when there is none.</summary>
    private static List<string>? Lines(TrackedFile file, string name)
    {
        var begin = Array.FindIndex(file.Lines, line => Marker().Match(line).Groups["name"].Value == name);
        var end = begin < 0 ? -1 : Array.FindIndex(file.Lines, begin, line => End().IsMatch(line));
        if (end < 0)
            return null;
        var lines = file.Lines[(begin + 1)..end];
        var indent = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return [.. lines.Select(line => line.Length < indent ? "" : line[indent..])];
    }

    private static IEnumerable<Fence> Fences(TrackedFile page)
    {
        Match? origin = null;
        for (var i = 0; i < page.Lines.Length; i++)
        {
            if (!page.Lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                if (page.Lines[i].Length > 0)
                    origin = Origin().Match(page.Lines[i]);
                continue;
            }
            var begin = i++;
            while (i < page.Lines.Length && !page.Lines[i].StartsWith("```", StringComparison.Ordinal))
                i++;
            yield return new Fence(begin + 1, page.Lines[begin][3..], page.Lines[(begin + 1)..i], origin);
            origin = null;
        }
    }

    private sealed record Fence(int Line, string Language, string[] Code, Match? Origin);

    [GeneratedRegex(@"^<!-- (?<path>[\w./-]+): (?<name>[\w-]+) -->$")]
    private static partial Regex Origin();

    [GeneratedRegex(@"^\s*(//|#|<!--) snippet (?<name>[\w-]+)( -->)?$")]
    private static partial Regex Marker();

    [GeneratedRegex(@"^\s*(//|#|<!--) end snippet( -->)?$")]
    private static partial Regex End();
}
