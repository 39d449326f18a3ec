using System.Text.RegularExpressions;
using Mingus.Plaid;
using Mingus.Server.Setup;

namespace Mingus.Server.Tests.Operate;

/// <summary>The reference names every setting there is, and no setting there is not.</summary>
public sealed partial class ConfigurationReferenceTests
{
    private static readonly string Reference = Checkout.Read("docs/operate/configuration.md");

    /// <summary>Settings that whole rooms bind by their options' classes, each in a table or under one name.</summary>
    private static IEnumerable<string> OfClasses =>
        Names("Plaid", typeof(PlaidOptions)).Concat(Names("Retention", typeof(RetentionConfig)));

    /// <summary>Settings that are read by name.</summary>
    private static IEnumerable<string> ReadByName =>
        Directory
            .EnumerateFiles(Path.Combine(Checkout.Root, "src", "Mingus.Server"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(static file => Read().Matches(File.ReadAllText(file)))
            .Select(static match => match.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);

    [Fact]
    public void Each_setting_is_in_it()
    {
        var all = OfClasses.Concat(ReadByName).ToList();

        Assert.True(all.Count > 25, $"only {all.Count} settings were found");
        Assert.DoesNotContain(all, name => !Reference.Contains($"`{name}", StringComparison.Ordinal));
    }

    [Fact]
    public void What_it_names_is_a_setting()
    {
        var known = OfClasses.Concat(ReadByName).ToHashSet(StringComparer.Ordinal);
        string[] elsewhere = ["Auth__", "Keys__Retired", "Sandbox__", "Plaid__", "Logging__", "Kestrel__"];

        var named = Named().Matches(Reference).Select(static match => match.Groups["name"].Value);

        Assert.DoesNotContain(
            named,
            name => !known.Contains(name) && !elsewhere.Any(e => name.StartsWith(e, StringComparison.Ordinal))
        );
    }

    // A nested class is one name: its own page or table says the rest.
    private static IEnumerable<string> Names(string section, Type options) =>
        options.GetProperties().Select(p => $"{section}__{p.Name}");

    [GeneratedRegex(
        @"(Text|Flag|Count|WebAddress)\(\s*""(?<name>[A-Z][A-Za-z]+:[A-Za-z:]+)""",
        RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Read();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+__[A-Za-z_]+)`", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Named();
}
