namespace Mingus.Tidy.Rules;

/// <summary>Nothing is built or tested that the solution does not know.</summary>
internal static class SolutionRules
{
    public static IEnumerable<Problem> Complete(Tree tree)
    {
        var solution = tree.Find("Mingus.slnx")?.Text ?? "";
        return tree.Below(".csproj")
            .Where(project => !solution.Contains($"\"{project.Path}\"", StringComparison.Ordinal))
            .Select(project => project.At(1, "is not in Mingus.slnx: dotnet sln add it."));
    }

    /// <summary>Each room has a test project of its name, which test.sh then finds by itself.</summary>
    public static IEnumerable<Problem> TestProjects(Tree tree) =>
        tree.Below(".csproj", "src/")
            .Where(project => !tree.Has($"test/{project.Project}.Tests/{project.Project}.Tests.csproj"))
            .Select(project => project.At(1, $"has no tests: add test/{project.Project}.Tests."));
}
