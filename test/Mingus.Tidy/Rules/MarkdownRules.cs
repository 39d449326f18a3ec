using System.Text.RegularExpressions;

namespace Mingus.Tidy.Rules;

/// <summary>Documents begin with their title, their links lead somewhere, and the ones with a form keep it.</summary>
internal static partial class MarkdownRules
{
    private const int DecisionLinesMax = 40;

    private static readonly string[] ChangelogParts =
    [
        "Added",
        "Changed",
        "Deprecated",
        "Removed",
        "Fixed",
        "Security",
    ];

    public static IEnumerable<Problem> Titles(Tree tree)
    {
        foreach (var file in tree.Below(".md"))
        {
            if (!file.Lines[0].StartsWith("# ", StringComparison.Ordinal))
                yield return file.At(1, "begin with the title: one line, one # and a space.");
            foreach (var (number, line) in Prose(file).Skip(1))
            {
                if (line.StartsWith("# ", StringComparison.Ordinal))
                    yield return file.At(number, "a second title: use ## for what is below the first.");
            }
        }
    }

    /// <summary>Links with a scheme and links inside the page are not followed.</summary>
    public static IEnumerable<Problem> Links(Tree tree)
    {
        foreach (var file in tree.Below(".md"))
        {
            foreach (var (number, line) in Prose(file))
            {
                foreach (Match link in Link().Matches(InlineCode().Replace(line, "")))
                {
                    var target = link.Groups["target"].Value;
                    if (!target.Contains(':') && !target.StartsWith('#') && !tree.Has(Resolved(file.Path, target)))
                        yield return file.At(number, $"{target} leads nowhere: mend the link or add the file.");
                }
            }
        }
    }

    /// <summary>keepachangelog.com: an Unreleased section, then dated versions, parts of known names.</summary>
    public static IEnumerable<Problem> Changelog(Tree tree)
    {
        if (tree.Find("CHANGELOG.md") is not { } file)
        {
            yield return new Problem("CHANGELOG.md", 1, "is missing: every user-visible change has a line there.");
            yield break;
        }
        var sections = Prose(file).Where(line => line.Text.StartsWith("## ", StringComparison.Ordinal)).ToList();
        if (file.Lines[0] != "# Changelog")
            yield return file.At(1, "the title is \"# Changelog\".");
        if (sections.Count == 0 || sections[0].Text != "## [Unreleased]")
            yield return file.At(sections.Count == 0 ? 1 : sections[0].Number, "begin with \"## [Unreleased]\".");
        foreach (var (number, text) in sections.Skip(1).Where(section => !Version().IsMatch(section.Text)))
            yield return file.At(number, $"\"{text}\" should read \"## [1.2.3] - 2026-01-31\".");
        foreach (
            var (number, text) in Prose(file).Where(line => line.Text.StartsWith("### ", StringComparison.Ordinal))
        )
        {
            if (!ChangelogParts.Contains(text[4..], StringComparer.Ordinal))
                yield return file.At(number, $"\"{text[4..]}\" is none of {string.Join(", ", ChangelogParts)}.");
        }
    }

    /// <summary>One choice a file, NNNN-title.md, numbered without a hole, short enough to be read.</summary>
    public static IEnumerable<Problem> Decisions(Tree tree)
    {
        var expected = 0;
        foreach (var file in tree.Below(".md", "docs/decisions/"))
        {
            expected++;
            var name = Path.GetFileName(file.Path);
            if (!DecisionName().IsMatch(name))
                yield return file.At(1, "call it NNNN-what-was-decided.md.");
            else if (name[..4] != $"{expected:0000}")
                yield return file.At(
                    1,
                    $"number {expected:0000} is expected here: decisions are numbered without gaps."
                );
            if (file.Lines.Length > DecisionLinesMax)
                yield return file.At(
                    DecisionLinesMax + 1,
                    $"longer than {DecisionLinesMax} lines: keep the choice and why."
                );
        }
    }

    /// <summary>The lines outside fenced code, counted from 1.</summary>
    private static IEnumerable<(int Number, string Text)> Prose(TrackedFile file)
    {
        var fenced = false;
        for (var i = 0; i < file.Lines.Length; i++)
        {
            if (file.Lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
                fenced = !fenced;
            else if (!fenced)
                yield return (i + 1, file.Lines[i]);
        }
    }

    private static string Resolved(string from, string target)
    {
        var path = new List<string>(from.Split('/')[..^1]);
        foreach (var step in target.Split('#', '?')[0].Split('/'))
        {
            if (step == ".." && path.Count == 0)
                return target;
            if (step == "..")
                path.RemoveAt(path.Count - 1);
            else if (step is not ("." or ""))
                path.Add(step);
        }
        return string.Join('/', path);
    }

    [GeneratedRegex(
        @"\]\((?<target>[^)\s]+)[^)]*\)|^\[[^\]]+\]:\s*(?<target>\S+)|<(img|a)\s[^>]*(src|href)=""(?<target>[^""]+)"""
    )]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$")]
    private static partial Regex Version();

    [GeneratedRegex(@"^\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md$")]
    private static partial Regex DecisionName();
}
