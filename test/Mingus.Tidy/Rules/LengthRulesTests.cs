namespace Mingus.Tidy.Rules;

public sealed class LengthRulesTests
{
    [Fact]
    public void A_line_over_120_characters_is_caught()
    {
        var file = ("src/Mingus.Sync/A.cs", $"// {new string('x', 117)}\n// {new string('x', 118)}\n");

        Assert.Equal(2, Assert.Single(LengthRules.Lines(Tree.Of(file))).Line);
    }

    [Fact]
    public void Long_text_in_a_string_is_data_in_a_test_and_a_long_line_elsewhere()
    {
        var code = $"class A\n{{\n    string s = \"\"\"\n        {new string('x', 130)}\n        \"\"\";\n}}\n";

        Assert.Empty(LengthRules.Lines(Tree.Of(("test/Mingus.Sync.Tests/A.cs", code))));
        Assert.Single(LengthRules.Lines(Tree.Of(("src/Mingus.Sync/A.cs", code))));
    }

    [Theory]
    [InlineData("class A {{ void F() {{\n{0}}} }}")]
    [InlineData("class A {{ A() {{\n{0}}} }}")]
    [InlineData("class A {{ int X {{ get {{\n{0}return 1; }} }} }}")]
    [InlineData("{0}")]
    public void A_function_over_60_lines_is_caught(string code)
    {
        Assert.Single(LengthRules.Functions(Tree.Of(("src/Mingus.Sync/A.cs", Filled(code, lines: 61)))));
        Assert.Empty(LengthRules.Functions(Tree.Of(("src/Mingus.Sync/A.cs", Filled(code, lines: 58)))));
    }

    [Theory]
    [InlineData("src/Mingus.Sync/A.cs", 301, true)]
    [InlineData("src/Mingus.Sync/A.cs", 300, false)]
    [InlineData("test/Mingus.Sync.Tests/A.cs", 501, true)]
    [InlineData("test/Mingus.Sync.Tests/A.cs", 500, false)]
    [InlineData("src/Mingus.Sync/packages.lock.json", 900, false)]
    [InlineData("web/client/src/a.ts", 301, true)]
    [InlineData("web/client/src/a.ts", 300, false)]
    [InlineData("web/client/test/a.test.ts", 500, false)]
    public void A_long_file_is_caught(string path, int lines, bool caught) =>
        Assert.Equal(caught, LengthRules.Files(Tree.Of((path, Filled("{0}", lines)))).Any());

    [Fact]
    public void Types_that_a_program_wrote_are_as_long_as_they_are()
    {
        var types = $"/**\n * This file was auto-generated.\n */\n// {new string('x', 130)}\n{Filled("{0}", 600)}";

        Assert.Empty(LengthRules.Lines(Tree.Of(("web/client/src/api.d.ts", types))));
        Assert.Empty(LengthRules.Files(Tree.Of(("web/client/src/api.d.ts", types))));
        Assert.Single(LengthRules.Lines(Tree.Of(("web/client/src/api.ts", types))));
    }

    private static string Filled(string code, int lines) =>
        string.Format(code, string.Concat(Enumerable.Repeat("Step();\n", lines)));
}
