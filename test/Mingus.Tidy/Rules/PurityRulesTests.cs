namespace Mingus.Tidy.Rules;

public sealed class PurityRulesTests
{
    [Theory]
    [InlineData("static async void F() { }")]
    [InlineData("System.Threading.Tasks.Task F() => null!;")]
    [InlineData("ValueTask<int> F() => default;")]
    [InlineData("object F() => DateTime.Now;")]
    [InlineData("object F() => System.DateTimeOffset.UtcNow;")]
    [InlineData("object F(TimeProvider time) => 1;")]
    [InlineData("object F(ILogger<string> log) => 1;")]
    [InlineData("object F() => File.ReadAllText(\"a\");")]
    [InlineData("object F() => new HttpClient();")]
    [InlineData("object F() => Guid.NewGuid();")]
    [InlineData("object F() => Random.Shared;")]
    public void Impure_code_in_the_ledger_is_caught(string member) =>
        Assert.Single(PurityRules.Ledger(Tree.Of(("src/Mingus.Ledger/A.cs", $"class A {{ {member} }}"))));

    [Theory]
    [InlineData("src/Mingus.Ledger/A.cs", "object F(DateTimeOffset now) => Source.File;")]
    [InlineData("src/Mingus.Ledger/A.cs", "/* DateTime.Now is not read here */ int x;")]
    [InlineData("src/Mingus.Sync/A.cs", "Task F(TimeProvider time) => null!;")]
    public void Pure_code_and_other_rooms_pass(string path, string member) =>
        Assert.Empty(PurityRules.Ledger(Tree.Of((path, $"class A {{ {member} }}"))));
}
