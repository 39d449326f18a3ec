namespace Mingus.Tidy.Rules;

public sealed class SyncTypeGuideRulesTests
{
    [Theory]
    [InlineData("[A](../../../src/Mingus.Sync/A.cs)", "SyncType.Backfill => 1", false)]
    [InlineData("nothing", "SyncType.Backfill => 1", true)]
    [InlineData("nothing", "SyncType type", false)]
    public void A_place_that_the_guide_does_not_name_is_caught(string guide, string code, bool caught)
    {
        var tree = Tree.Of(("docs/guides/extending/sync-type.md", $"# A\n{guide}\n"), ("src/Mingus.Sync/A.cs", code));

        Assert.Equal(caught, SyncTypeGuideRules.Places(tree).Any());
    }
}
