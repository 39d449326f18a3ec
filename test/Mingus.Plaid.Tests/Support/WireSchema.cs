using System.Text.Json;
using YamlDotNet.Serialization;

namespace Mingus.Plaid.Tests.Support;

/// <summary>
/// Plaid's schema of requests, where it lies beside the repository. Plaid refuses fields that are not in it and nulls
/// where
/// it does not say nullable.
/// </summary>
internal sealed class WireSchema
{
    private const string File = "shared/data/plaid/plaid-wire.openapi.yml";

    private readonly Dictionary<object, object> root;

    private WireSchema(Dictionary<object, object> root) => this.root = root;

    public static WireSchema? TryLoad()
    {
        if (Beside.Find(File) is not { } path)
        {
            return null;
        }

        using var reader = new StreamReader(path);
        return new WireSchema(new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(reader));
    }

    /// <summary>What Plaid would refuse in a body; empty when nothing.</summary>
    public IReadOnlyList<string> Complaints(string path, JsonElement body)
    {
        var complaints = new List<string>();
        var operation = Map(Map(Map(root, "paths"), path), "post");
        var content = Map(Map(Map(operation, "requestBody"), "content"), "application/json");
        Check(path, Map(content, "schema"), body, complaints);
        return complaints;
    }

    private void Check(string at, Dictionary<object, object> schema, JsonElement value, List<string> complaints)
    {
        schema = Resolved(schema);
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (!schema.TryGetValue("nullable", out var nullable) || (string)nullable != "true")
            {
                complaints.Add($"{at} is null");
            }

            return;
        }

        if (value.ValueKind == JsonValueKind.Array && schema.ContainsKey("items"))
        {
            foreach (var item in value.EnumerateArray())
            {
                Check(at + "[]", Map(schema, "items"), item, complaints);
            }
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            CheckFields(at, schema, value, complaints);
        }
    }

    private void CheckFields(string at, Dictionary<object, object> schema, JsonElement value, List<string> complaints)
    {
        var properties = schema.ContainsKey("properties") ? Map(schema, "properties") : [];
        foreach (var field in value.EnumerateObject())
        {
            if (!properties.ContainsKey(field.Name))
            {
                complaints.Add($"{at}.{field.Name} is unknown");
                continue;
            }

            Check($"{at}.{field.Name}", Map(properties, field.Name), field.Value, complaints);
        }

        if (schema.TryGetValue("required", out var required))
        {
            var missing = ((List<object>)required).Where(name => !value.TryGetProperty((string)name, out _));
            complaints.AddRange(missing.Select(name => $"{at}.{name} is missing"));
        }
    }

    private Dictionary<object, object> Resolved(Dictionary<object, object> schema)
    {
        while (schema.TryGetValue("$ref", out var reference))
        {
            var name = ((string)reference).Split('/')[^1];
            schema = Map(Map(Map(root, "components"), "schemas"), name);
        }

        return schema;
    }

    private static Dictionary<object, object> Map(Dictionary<object, object> map, string key) =>
        (Dictionary<object, object>)map[key];
}

/// <summary>Files that lie beside the repository on some machines and are never part of it.</summary>
internal static class Beside
{
    /// <summary>The path of a file or folder beside the repository; null where there is none.</summary>
    public static string? Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, relative);
            if (Path.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
