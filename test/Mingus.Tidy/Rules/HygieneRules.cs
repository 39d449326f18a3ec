using System.Text.RegularExpressions;

namespace Mingus.Tidy.Rules;

/// <summary>What must not be left lying about in any file that is tracked.</summary>
internal static partial class HygieneRules
{
    private static readonly string[] AllowedBinaries = [".png", ".gz"];

    /// <summary>Half-done work is finished or becomes an issue; a silenced test or warning is mended.</summary>
    public static IEnumerable<Problem> Reminders(Tree tree) =>
        Matches(
            tree,
            Reminder(),
            match => $"\"{match}\" is a leftover: finish it now, or open an issue and take the line out."
        );

    public static IEnumerable<Problem> MachinePaths(Tree tree) =>
        Matches(
            tree,
            MachinePath(),
            match => $"{match} exists on one machine only: use a path relative to the repository."
        );

    /// <summary>Keys, tokens and passwords by the shape that their makers give them. Made-up ones have another
    /// shape.</summary>
    public static IEnumerable<Problem> Secrets(Tree tree) =>
        Matches(
            tree,
            Secret(),
            match => $"\"{match[..Math.Min(match.Length, 12)]}…\" looks like a secret: take it out and make it void."
        );

    /// <summary>Where packages come from is the machine's setting: no host is named, no feed configured.</summary>
    public static IEnumerable<Problem> PackageSources(Tree tree)
    {
        foreach (var problem in Matches(tree, Registry(), match => $"{match} names a package registry: {Advice}"))
            yield return problem;
        foreach (var file in tree.Below("package-lock.json"))
        {
            for (var i = 0; i < file.Lines.Length; i++)
            {
                if (file.Lines[i].Contains("\"resolved\": \"http", StringComparison.Ordinal))
                    yield return file.At(
                        i + 1,
                        "names a host: npm install --omit-lockfile-registry-resolved does not."
                    );
            }
        }
    }

    public static IEnumerable<Problem> Binaries(Tree tree) =>
        tree
            .Files.Where(file =>
                file.IsBinary && !AllowedBinaries.Contains(Path.GetExtension(file.Path), StringComparer.Ordinal)
            )
            .Select(file => file.At(1, "is binary: keep only .png and .gz, and make the rest when it is needed."));

    private const string Advice = "leave the source to the settings of the machine.";

    private static IEnumerable<Problem> Matches(Tree tree, Regex pattern, Func<string, string> what)
    {
        foreach (var file in tree.Files)
        {
            // Most files have no match: one pass over the whole text is enough for them.
            if (!pattern.IsMatch(file.Text))
                continue;
            for (var i = 0; i < file.Lines.Length; i++)
            {
                if (pattern.Match(file.Lines[i]) is { Success: true } match)
                    yield return file.At(i + 1, what(match.Value));
            }
        }
    }

    [GeneratedRegex(
        @"(?<![\w/+])(TODO|FIXME|HACK)(?![\w/+])|\bNotImplementedException\b"
            + @"|\bSkip\s*=\s*""|#pragma\s+warning\s+disable"
    )]
    private static partial Regex Reminder();

    [GeneratedRegex(@"(?<![\w.~}\-/])/(work|root|home|Users)/|\b[A-Z]:\\(Users|work)\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(
        @"\b((api|www|globalcdn)\.nuget\.org|nuget\.pkg\.github\.com|registry\.(npmjs\.org|yarnpkg\.com)"
            + @"|npm\.pkg\.github\.com"
            + @"|pypi\.org|files\.pythonhosted\.org|deb\.debian\.org)\b|<packageSources>|^\s*registry\s*=",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Registry();

    [GeneratedRegex(
        @"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}"
            + @"|\bxox[abprs]-\w{10,}|\bAIza[\w-]{35}|\bsk_live_\w{16,}|\bnpm_[A-Za-z0-9]{36}\b"
            + @"|\baccess-(sandbox|development|production)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f-]{17}"
            + @"|\bmgs_(live|test)_\w{12}_[\w-]{43}|\bmgt_[\w-]{40,}|\bwhsec_[A-Za-z0-9+/]{32,}"
            + @"|\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{40,}"
            + @"|(?i:\b(api_?key|secret|passw(or)?d|token)[""']?\s*[:=]\s*[""'][A-Za-z0-9+/=_-]{32,}[""'])",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Secret();
}
