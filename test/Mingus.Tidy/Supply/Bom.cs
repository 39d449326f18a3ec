using System.Text.Json.Nodes;

namespace Mingus.Tidy.Supply;

/// <summary>The bill of materials in CycloneDX 1.6, of what the lock files name.</summary>
internal static class Bom
{
    public static JsonObject Of(IReadOnlyList<Package> packages) =>
        new()
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["component"] = new JsonObject { ["type"] = "application", ["name"] = "Mingus Sync" },
            },
            ["components"] = new JsonArray([.. packages.Select(Component)]),
        };

    private static JsonNode Component(Package package)
    {
        var component = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = UrlOf(package),
            ["name"] = package.Name,
            ["version"] = package.Version,
            ["purl"] = UrlOf(package),
            ["scope"] = package.IsShipped ? "required" : "excluded",
            ["licenses"] = new JsonArray(new JsonObject { ["expression"] = package.Licence }),
        };
        if (package.Hash is { } hash)
        {
            component["hashes"] = new JsonArray(
                new JsonObject
                {
                    ["alg"] = "SHA-512",
                    ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(hash)),
                }
            );
        }
        return component;
    }

    // github.com/package-url/purl-spec: the @ of an npm scope is encoded.
    private static string UrlOf(Package package) =>
        $"pkg:{package.Source}/{package.Name.Replace("@", "%40", StringComparison.Ordinal)}@{package.Version}";
}
