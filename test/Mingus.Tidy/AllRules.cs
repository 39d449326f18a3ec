using Mingus.Tidy.Rules;

namespace Mingus.Tidy;

/// <summary>The rules, by the name under which their test appears. A rule is added by adding it to this list.</summary>
internal static class AllRules
{
    public static readonly IReadOnlyDictionary<string, Func<Tree, IEnumerable<Problem>>> ByName = new Dictionary<
        string,
        Func<Tree, IEnumerable<Problem>>
    >(StringComparer.Ordinal)
    {
        ["room projects"] = RoomRules.Projects,
        ["room names"] = RoomRules.Names,
        ["shared packages"] = RoomRules.SharedPackages,
        ["sql in storage"] = SqlRules.OnlyInStorage,
        ["pure ledger"] = PurityRules.Ledger,
        ["banned calls"] = CallRules.Banned,
        ["regions"] = CallRules.Regions,
        ["floating money"] = CallRules.FloatingMoney,
        ["line length"] = LengthRules.Lines,
        ["function length"] = LengthRules.Functions,
        ["file length"] = LengthRules.Files,
        ["namespaces"] = ShapeRules.Namespaces,
        ["catch all"] = ShapeRules.CatchAll,
        ["leftover reminders"] = HygieneRules.Reminders,
        ["machine paths"] = HygieneRules.MachinePaths,
        ["secrets"] = HygieneRules.Secrets,
        ["package sources"] = HygieneRules.PackageSources,
        ["binaries"] = HygieneRules.Binaries,
        ["summaries"] = SummaryRules.PublicTypes,
        ["markdown titles"] = MarkdownRules.Titles,
        ["markdown links"] = MarkdownRules.Links,
        ["changelog shape"] = MarkdownRules.Changelog,
        ["decision records"] = MarkdownRules.Decisions,
        ["request map"] = RequestMapRules.Targets,
        ["proofs"] = ProofRules.Exist,
        ["error codes"] = ErrorPageRules.Codes,
        ["snippets"] = SnippetRules.Same,
        ["sync type guide"] = SyncTypeGuideRules.Places,
        ["solution"] = SolutionRules.Complete,
        ["test projects"] = SolutionRules.TestProjects,
    };
}
