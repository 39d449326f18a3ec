namespace Mingus.Tidy.Rules;

public sealed class SnippetRulesTests
{
    private const string Source = """
        class A
        {
            // snippet start
            void Start()
            {
                Go();
            }
            // end snippet
        }
        """;

    [Theory]
    [InlineData("test/A.cs: start", "void Start()\n{\n    Go();\n}", null)]
    [InlineData("test/A.cs: start", "void Start()\n{\n    Stop();\n}", "copy it again")]
    [InlineData("test/A.cs: stop", "void Start()", "no lines between")]
    [InlineData("test/B.cs: start", "void Start()", "not there")]
    public void Code_that_differs_from_where_it_is_taken_is_caught(string origin, string code, string? what)
    {
        var problems = Check($"<!-- {origin} -->\n\n```csharp\n{code}\n```\n");

        Assert.Equal(what is null ? 0 : 1, problems.Count);
        Assert.All(problems, problem => Assert.Contains(what!, problem.What, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("```csharp\nGo();\n```\n", true)]
    [InlineData("```json\n{}\n```\n", false)]
    [InlineData("`csharp`\n", false)]
    public void Code_of_a_guide_that_nobody_compiles_is_caught(string text, bool caught) =>
        Assert.Equal(caught, Check(text).Count == 1);

    private static List<Problem> Check(string text) =>
        [.. SnippetRules.Same(Tree.Of(("docs/guides/a.md", $"# A\n\n{text}"), ("test/A.cs", Source)))];
}
