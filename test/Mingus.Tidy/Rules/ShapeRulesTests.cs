namespace Mingus.Tidy.Rules;

public sealed class ShapeRulesTests
{
    [Theory]
    [InlineData("src/Mingus.Sync/Fetch/A.cs", "namespace Mingus.Sync;\nclass A;", true)]
    [InlineData("src/Mingus.Sync/A.cs", "namespace Mingus.Sync { class A; }", true)]
    [InlineData("src/Mingus.Sync/A.cs", "class A;", true)]
    [InlineData("test/Mingus.Sync.Tests/Fetch/A.cs", "namespace Mingus.Sync.Tests;\nclass A;", true)]
    [InlineData("src/Mingus.Sync/Fetch/A.cs", "namespace Mingus.Sync.Fetch;\nclass A;", false)]
    [InlineData("src/Mingus.Server/Program.cs", "Run();\npublic partial class Program;", false)]
    [InlineData("src/Mingus.Server/Usings.cs", "global using System.Text;", false)]
    public void A_namespace_that_is_not_the_folder_is_caught(string path, string code, bool caught) =>
        Assert.Equal(caught, ShapeRules.Namespaces(Tree.Of((path, code))).Any());

    [Theory]
    [InlineData("catch (Exception) { }", true)]
    [InlineData("catch (System.Exception e) { Log(e); }", true)]
    [InlineData("catch { }", true)]
    [InlineData("catch (Exception e) when (e is not OperationCanceledException) { }", true)]
    [InlineData("catch (Exception e) when (e is IOException or TimeoutException) { }", false)]
    [InlineData("catch (ProviderException e) { }", false)]
    public void Catching_every_exception_is_caught(string clause, bool caught)
    {
        var code = $"namespace Mingus.Sync;\nclass A {{ void F() {{ try {{ }} {clause} }} }}";

        Assert.Equal(caught, ShapeRules.CatchAll(Tree.Of(("src/Mingus.Sync/A.cs", code))).Any());
    }

    [Fact]
    public void An_edge_listed_as_an_exception_is_excused()
    {
        var problem = new Problem("src/Mingus.Sync/A.cs", 2, "catches every exception");

        Assert.True(new Exempt("catch all", "src/Mingus.Sync/A.cs", "edge of a run").Covers("catch all", problem));
        Assert.False(new Exempt("catch all", "src/Mingus.Sync/B.cs", "edge of a run").Covers("catch all", problem));
        Assert.False(new Exempt("namespaces", "src/Mingus.Sync/", "edge of a run").Covers("catch all", problem));
    }
}
