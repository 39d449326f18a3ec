using System.Text.Json;

namespace Mingus.Tidy.Supply;

/// <summary>What others made and we use: its terms, and the list of it.</summary>
public sealed class SupplyTests
{
    private const string Page = "docs/licences.md";

    private static readonly IReadOnlyList<Package> Used = Packages.Of(Tree.Repository);

    [Fact]
    public void Every_package_is_under_a_licence_that_is_taken()
    {
        Assert.True(Used.Count > 50, "the lock files were found");
        var faults = Used.Select(LicencePage.Fault).OfType<string>().ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void The_page_of_licences_is_true()
    {
        var expected = LicencePage.Of(Used);
        if (Environment.GetEnvironmentVariable("MINGUS_ACCEPT") is not null)
            File.WriteAllText(Path.Combine(Tree.Root, Page), expected);
        else
            Assert.True(
                Tree.Repository.Find(Page)?.Text == expected,
                $"{Page} is not what the lock files say. Run this test with MINGUS_ACCEPT=1 and commit the page."
            );
    }

    /// <summary>Leaves it in artifacts/sbom.cdx.json, where a release takes it from.</summary>
    [Fact]
    public void A_bill_of_materials_names_every_package_with_its_hash()
    {
        var bom = Bom.Of(Used);
        var folder = Directory.CreateDirectory(Path.Combine(Tree.Root, "artifacts"));
        File.WriteAllText(Path.Combine(folder.FullName, "sbom.cdx.json"), bom.ToJsonString(Indented));

        var components = bom["components"]!.AsArray();
        Assert.Equal(Used.Count, components.Count);
        Assert.Equal(components.Count, components.Select(one => one!["purl"]!.ToString()).Distinct().Count());
        Assert.All(components, one => Assert.Equal(128, one!["hashes"]![0]!["content"]!.ToString().Length));
    }

    [Theory]
    [InlineData("MIT", true, null)]
    [InlineData("(MIT OR CC0-1.0)", true, null)]
    [InlineData("GPL-3.0-only OR MIT", true, null)]
    [InlineData("MPL-2.0", false, null)]
    [InlineData("MPL-2.0", true, "tools and tests only")]
    [InlineData("MIT AND GPL-3.0-only", false, "not among")]
    [InlineData("SSPL-1.0", false, "not among")]
    [InlineData(null, false, "could not be read")]
    public void Terms_that_are_not_taken_are_caught(string? licence, bool isShipped, string? what)
    {
        var fault = LicencePage.Fault(new Package("npm", "some", "1.0.0", licence, Hash: null, isShipped));

        Assert.Equal(what is null, fault is null);
        Assert.Contains(what ?? "", fault ?? "", StringComparison.Ordinal);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
