namespace Mingus.Tidy.Rules;

public sealed class SummaryRulesTests
{
    [Theory]
    [InlineData("src/Mingus.Ledger/A.cs", "public record A;", 1)]
    [InlineData("src/Mingus.Ledger/A.cs", "/// <summary> </summary>\npublic record A;", 1)]
    [InlineData("src/Mingus.Ledger/A.cs", "// A noun.\npublic enum A { One }", 1)]
    [InlineData(
        "src/Mingus.Ledger/A.cs",
        "/// <summary>Closed.</summary>\npublic record A { public record B : A; }",
        1
    )]
    [InlineData("src/Mingus.Ledger/A.cs", "internal record A { public record B; }", 0)]
    [InlineData("src/Mingus.Ledger/A.cs", "/// <summary>A noun.</summary>\n[Odd]\npublic record A;", 0)]
    [InlineData("src/Mingus.Sync/Ports/A.cs", "internal interface A;", 1)]
    [InlineData("src/Mingus.Sync/Ports/A.cs", "/// <summary>A port.</summary>\npublic interface A;", 0)]
    [InlineData("src/Mingus.Sync/A.cs", "public record A;", 0)]
    public void A_type_without_a_summary_is_caught(string path, string code, int caught) =>
        Assert.Equal(caught, SummaryRules.PublicTypes(Tree.Of((path, code))).Count());
}
