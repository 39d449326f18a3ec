namespace Mingus.Tidy.Rules;

public sealed class SolutionRulesTests
{
    [Fact]
    public void A_project_outside_the_solution_is_caught()
    {
        var tree = Tree.Of(
            ("Mingus.slnx", """<Solution><Project Path="src/Mingus.Sync/Mingus.Sync.csproj" /></Solution>"""),
            ("src/Mingus.Sync/Mingus.Sync.csproj", ""),
            ("test/Mingus.Sync.Tests/Mingus.Sync.Tests.csproj", "")
        );

        Assert.Equal(
            "test/Mingus.Sync.Tests/Mingus.Sync.Tests.csproj",
            Assert.Single(SolutionRules.Complete(tree)).Path
        );
    }

    [Fact]
    public void A_room_without_a_test_project_is_caught()
    {
        var tree = Tree.Of(
            ("src/Mingus.Sync/Mingus.Sync.csproj", ""),
            ("src/Mingus.Ledger/Mingus.Ledger.csproj", ""),
            ("test/Mingus.Sync.Tests/Mingus.Sync.Tests.csproj", "")
        );

        Assert.Equal("src/Mingus.Ledger/Mingus.Ledger.csproj", Assert.Single(SolutionRules.TestProjects(tree)).Path);
    }
}
