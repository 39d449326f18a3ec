using System.Text.Json;

namespace Mingus.Fuzz;

/// <summary>An operation of the API's document: what a request to it is made of.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path, with names in braces.</param>
/// <param name="Query">Names of its query parameters.</param>
/// <param name="Fields">Names of its body's fields; empty where it takes none.</param>
internal sealed record Operation(string Method, string Path, IReadOnlyList<string> Query, IReadOnlyList<string> Fields)
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    /// <summary>All there are, but for the one that would end what the others are asked about.</summary>
    public static IReadOnlyList<Operation> All(string root)
    {
        var text = File.ReadAllText(System.IO.Path.Combine(root, "docs/api/openapi.json"));
        var document = JsonSerializer.Deserialize<JsonElement>(text);
        var schemas = document.GetProperty("components").GetProperty("schemas");
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            where Methods.Contains(method.Name, StringComparer.Ordinal)
            where method.Name != "delete"
            select new Operation(
                method.Name.ToUpperInvariant(),
                path.Name,
                [.. QueryOf(path.Value), .. QueryOf(method.Value)],
                FieldsOf(method.Value, schemas)
            ),
        ];
    }

    private static IEnumerable<string> QueryOf(JsonElement described) =>
        described.TryGetProperty("parameters", out var parameters)
            ? parameters
                .EnumerateArray()
                .Where(parameter => parameter.GetProperty("in").GetString() == "query")
                .Select(parameter => parameter.GetProperty("name").GetString()!)
            : [];

    private static IReadOnlyList<string> FieldsOf(JsonElement method, JsonElement schemas)
    {
        if (!method.TryGetProperty("requestBody", out var body))
        {
            return [];
        }

        var name = Reference(body.GetProperty("content").EnumerateObject().First().Value.GetProperty("schema"));
        return name is not null && schemas.GetProperty(name).TryGetProperty("properties", out var properties)
            ? [.. properties.EnumerateObject().Select(property => property.Name)]
            : [];
    }

    private static string? Reference(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return reference.GetString()!.Split('/')[^1];
        }

        return schema.TryGetProperty("oneOf", out var either)
            ? either.EnumerateArray().Select(Reference).FirstOrDefault(name => name is not null)
            : null;
    }
}
