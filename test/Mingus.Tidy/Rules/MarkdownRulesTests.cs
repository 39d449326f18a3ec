namespace Mingus.Tidy.Rules;

public sealed class MarkdownRulesTests
{
    [Theory]
    [InlineData("Title\n=====\n", 1)]
    [InlineData("## Title\n", 1)]
    [InlineData("# Title\n\n# Another\n", 3)]
    [InlineData("# Title\n\n```\n# a comment\n```\n\n## Part\n", 0)]
    public void A_document_without_one_title_is_caught(string text, int line) =>
        Assert.Equal(line, MarkdownRules.Titles(Tree.Of(("docs/a.md", text))).FirstOrDefault()?.Line ?? 0);

    [Theory]
    [InlineData("[b](b.md)", false)]
    [InlineData("[b](./b.md#part)", false)]
    [InlineData("[up](../README.md)", false)]
    [InlineData("[folder](../docs)", false)]
    [InlineData("[web](https://example.com/x), [here](#part), `[code](gone.md)`", false)]
    [InlineData("[gone](gone.md)", true)]
    [InlineData("[too far](../../b.md)", true)]
    [InlineData("![picture](images/gone.png)", true)]
    [InlineData("[name]: gone.md", true)]
    [InlineData("<img src=\"images/gone.png\" width=\"600\">", true)]
    public void A_link_that_leads_nowhere_is_caught(string line, bool caught)
    {
        var tree = Tree.Of(("docs/a.md", $"# A\n{line}\n"), ("docs/b.md", "# B\n"), ("README.md", "# R\n"));

        Assert.Equal(caught, MarkdownRules.Links(tree).Any());
    }

    [Theory]
    [InlineData("# Changelog\n\n## [Unreleased]\n\n### Added\n- a\n\n## [0.1.0] - 2026-01-31\n", 0)]
    [InlineData("# Changes\n\n## [Unreleased]\n", 1)]
    [InlineData("# Changelog\n\n## [0.1.0] - 2026-01-31\n", 3)]
    [InlineData("# Changelog\n\n## [Unreleased]\n\n## 0.1.0\n", 5)]
    [InlineData("# Changelog\n\n## [Unreleased]\n\n### New\n", 5)]
    public void A_changelog_out_of_shape_is_caught(string text, int line) =>
        Assert.Equal(line, MarkdownRules.Changelog(Tree.Of(("CHANGELOG.md", text))).FirstOrDefault()?.Line ?? 0);

    [Fact]
    public void A_missing_changelog_is_caught() => Assert.Single(MarkdownRules.Changelog(Tree.Of(("README.md", ""))));

    [Theory]
    [InlineData("0001-a.md", "0002-b-c.md", true)]
    [InlineData("0001-a.md", "0003-b.md", false)]
    [InlineData("0001-a.md", "0001-b.md", false)]
    [InlineData("0001-a.md", "notes.md", false)]
    public void Decisions_with_a_hole_in_their_numbers_are_caught(string first, string second, bool passes)
    {
        var tree = Tree.Of(($"docs/decisions/{first}", "# A\n"), ($"docs/decisions/{second}", "# B\n"));

        Assert.Equal(passes, !MarkdownRules.Decisions(tree).Any());
    }

    [Fact]
    public void A_decision_over_40_lines_is_caught()
    {
        var text = string.Concat(Enumerable.Repeat("line\n", 41));

        Assert.Equal(41, Assert.Single(MarkdownRules.Decisions(Tree.Of(("docs/decisions/0001-a.md", text)))).Line);
    }
}
