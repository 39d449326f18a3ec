using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mingus.Security.Support;

/// <summary>One operation of the committed OpenAPI document.</summary>
public sealed partial record Route(string Name, string Method, string Path, string? Scope, string[] Query)
{
    private const string Base = "/api/data-sync";

    /// <summary>Below the API's base.</summary>
    public string Below => Path[Base.Length..];

    /// <summary>About the tenant, not one of its users.</summary>
    public bool IsOfTenant =>
        ((string[])["/webhook-endpoints", "/api-keys", "/user-tokens"]).Any(root =>
            Below.StartsWith(root, StringComparison.Ordinal)
        );

    /// <summary>All that ask for a credential.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        .. Read()
            .Where(route =>
                route.Path.StartsWith(Base, StringComparison.Ordinal) && route.Name != "ReceivePlaidWebhook"
            ),
    ];

    public static TheoryData<string> Names => [.. All.Select(route => route.Name)];

    public static Route Of(string name) => All.Single(route => route.Name == name);

    public override string ToString() => $"{Method} {Path}";

    /// <summary>The path with its ids, each by the collection that it stands in.</summary>
    public string With(Func<string, string> idOf) =>
        Parameter()
            .Replace(
                Below,
                match => idOf(match.Groups["name"].Value == "deliveryId" ? "deliveries" : Below[1..].Split('/')[0])
            );

    private static IEnumerable<Route> Read()
    {
        var document = JsonNode.Parse(
            File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "openapi.json"))
        )!;
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                var parameters = (operation!["parameters"]?.AsArray() ?? []).Select(p =>
                    ((string)p!["in"]!, (string)p["name"]!)
                );
                yield return new(
                    (string)operation["operationId"]!,
                    method.ToUpperInvariant(),
                    path,
                    (string?)operation["x-scope"],
                    [.. parameters.Where(p => p.Item1 == "query").Select(p => p.Item2)]
                );
            }
        }
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex Parameter();
}
