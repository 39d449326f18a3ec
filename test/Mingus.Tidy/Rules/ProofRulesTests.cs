namespace Mingus.Tidy.Rules;

public sealed class ProofRulesTests
{
    [Theory]
    [InlineData("`EngineTests`")]
    [InlineData("`EngineTests.It_starts`")]
    [InlineData("`Mingus.Sync.Tests`: `EngineTests`, `web/browser/embed.spec.ts`")]
    public void A_test_that_is_there_passes(string test) => Assert.Empty(Check($"| it starts | {test} |"));

    [Theory]
    [InlineData("`MotorTests`", "`MotorTests`")]
    [InlineData("`EngineTests.It_stops`", "`EngineTests.It_stops`")]
    [InlineData("`EngineTests.It_starts`, `It_starts`", "`It_starts`")]
    [InlineData("`web/browser/gone.spec.ts`", "gone")]
    [InlineData("by hand", "names no test")]
    public void One_that_is_not_is_caught(string test, string what)
    {
        var problem = Assert.Single(Check($"| it starts | {test} |"));

        Assert.Equal(5, problem.Line);
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_without_a_test_says_whose_it_is()
    {
        Assert.Empty(Check("| **the operator's** to do | |"));
        Assert.Single(Check("| somebody does it | |"));
    }

    private static List<Problem> Check(string row) =>
        [
            .. ProofRules.Exist(
                Tree.Of(
                    ("docs/security.md", $"# Security\n\n| promise | test |\n| --- | --- |\n{row}\n"),
                    (
                        "test/Mingus.Sync.Tests/EngineTests.cs",
                        "public sealed class EngineTests { public void It_starts() { } }"
                    ),
                    ("web/browser/embed.spec.ts", "")
                )
            ),
        ];
}
