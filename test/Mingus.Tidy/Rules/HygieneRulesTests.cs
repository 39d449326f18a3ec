namespace Mingus.Tidy.Rules;

public sealed class HygieneRulesTests
{
    [Theory]
    [InlineData("// TODO: later", true)]
    [InlineData("# FIXME", true)]
    [InlineData("HACK(me): this", true)]
    [InlineData("throw new NotImplementedException();", true)]
    [InlineData("[Fact(Skip = \"flaky\")]", true)]
    [InlineData("#pragma warning disable CA1000", true)]
    [InlineData("what a person has to do", false)]
    [InlineData("\"contentHash\": \"ab+TODO/HACK==\"", false)]
    [InlineData("Assert.SkipUnless(exists, \"no file\");", false)]
    public void A_leftover_is_caught(string line, bool caught) =>
        Assert.Equal(caught, HygieneRules.Reminders(Tree.Of(("docs/a.md", line))).Any());

    [Theory]
    [InlineData("see /" + "work/checkout/a.cs", true)]
    [InlineData("HOME=/" + "root/x", true)]
    [InlineData("\"/home/someone/a\"", true)]
    [InlineData(@"C:\Users\someone", true)]
    [InlineData("../work/a and ./home/b", false)]
    [InlineData("https://example.com/home/a", false)]
    public void A_path_of_one_machine_is_caught(string line, bool caught) =>
        Assert.Equal(caught, HygieneRules.MachinePaths(Tree.Of(("test.sh", line))).Any());

    [Theory]
    [InlineData("nuget.config", "<packageSources>", true)]
    [InlineData("README.md", "from https://api." + "nuget.org/v3/index.json", true)]
    [InlineData(".npmrc", "registry = http://mirror.local", true)]
    [InlineData("test/a/package-lock.json", "\"resolved\": \"https://mirror.local/plaid.tgz\",", true)]
    [InlineData("src/a/packages.lock.json", "\"resolved\": \"2.23.0\",", false)]
    public void A_package_source_is_caught(string path, string line, bool caught) =>
        Assert.Equal(caught, HygieneRules.PackageSources(Tree.Of((path, line))).Any());

    [Fact]
    public void A_binary_is_caught_unless_it_is_a_picture_or_compressed_data()
    {
        var binary = new TrackedFile("tool.exe", () => null);

        Assert.True(binary.IsBinary);
        Assert.Equal("tool.exe", Assert.Single(HygieneRules.Binaries(Tree.Of(binary))).Path);
        Assert.Empty(HygieneRules.Binaries(Tree.Of(new TrackedFile("docs/images/page.png", () => null))));
    }

    [Theory]
    [InlineData("-----BEGIN EC PRIVATE KEY-----", true)]
    [InlineData("aws = AKIAIOSFODNN7EXAMPLE", true)]
    [InlineData("ghp_0123456789abcdefghijABCDEFGHIJ012345", true)]
    [InlineData("access-production-3f2a1b0c-11aa-22bb-33cc-0123456789ab", true)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    [InlineData("\"secret\": \"0123456789abcdef0123456789abcdef\"", true)]
    [InlineData("mgs_live_AbCdEfGhIjKl_0123456789012345678901234567890123456789abc_0a1b2c", true)]
    [InlineData("-----BEGIN PUBLIC KEY-----", false)]
    [InlineData("access-sandbox-made-up", false)]
    [InlineData("whsec_…", false)]
    [InlineData("token = NextToken(path)", false)]
    public void A_secret_is_caught(string line, bool caught) =>
        Assert.Equal(caught, HygieneRules.Secrets(Tree.Of(("docs/a.md", line))).Any());
}
