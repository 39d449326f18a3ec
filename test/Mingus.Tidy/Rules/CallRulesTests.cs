namespace Mingus.Tidy.Rules;

public sealed class CallRulesTests
{
    [Theory]
    [InlineData("object F() => DateTime.UtcNow;")]
    [InlineData("object F() => System.DateTimeOffset.Now;")]
    [InlineData("object F() => Guid.NewGuid();")]
    [InlineData("object F() => Random.Shared;")]
    [InlineData("object F() => new System.Random(4);")]
    [InlineData("object F() => Task.Run(Work);")]
    [InlineData("object F() => Work().Result;")]
    [InlineData("object F() { var a = workTask.Result; return a; }")]
    [InlineData("void F() { work.Wait(); }")]
    [InlineData("object F() => work.GetAwaiter().GetResult();")]
    [InlineData("async void F() { }")]
    [InlineData("async Task F() => await Work().ConfigureAwait(false);")]
    public void A_banned_call_is_caught(string member) => Assert.Single(CallRules.Banned(Code(member)));

    [Theory]
    [InlineData("object F(TimeProvider time) => time.GetUtcNow();")]
    [InlineData("object F() => run.Result;")]
    [InlineData("object F() => Recovery.Wait(until);")]
    [InlineData("async Task F() => await Task.WhenAll(Work());")]
    public void What_takes_its_place_passes(string member) => Assert.Empty(CallRules.Banned(Code(member)));

    [Fact]
    public void A_region_is_caught()
    {
        var problem = Assert.Single(CallRules.Regions(Code("\n#region Helpers\n#endregion\n")));

        Assert.Equal("src/Mingus.Sync/A.cs:2", $"{problem.Path}:{problem.Line}");
    }

    [Theory]
    [InlineData("double amount;", true)]
    [InlineData("float? CurrentBalance { get; }", true)]
    [InlineData("void F(double unitPrice) { }", true)]
    [InlineData("double SumOfMoney() => 0;", true)]
    [InlineData("List<double> amounts = [];", true)]
    [InlineData("decimal amount;", false)]
    [InlineData("double score;", false)]
    public void Money_in_floating_point_is_caught(string member, bool caught) =>
        Assert.Equal(caught, CallRules.FloatingMoney(Code(member)).Any());

    private static Tree Code(string member) => Tree.Of(("src/Mingus.Sync/A.cs", $"class A {{ {member} }}"));
}
