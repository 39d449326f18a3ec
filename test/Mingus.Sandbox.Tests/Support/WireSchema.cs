using System.Globalization;
using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace Mingus.Sandbox.Tests.Support;

/// <summary>
/// Validates JSON against Plaid's published wire schema: types, nulls, enums, required members, formats and bounds.
/// Stricter than the schema in one way: a member it does not list is an error, to catch misspelt names.
/// </summary>
internal sealed class WireSchema
{
    private readonly YamlMappingNode _schemas;
    private readonly YamlMappingNode _paths;

    private WireSchema(YamlMappingNode root)
    {
        _schemas = (YamlMappingNode)root["components"]["schemas"];
        _paths = (YamlMappingNode)root["paths"];
    }

    /// <summary>Skips the test, saying so, where the schema is not there.</summary>
    public static WireSchema LoadOrSkip()
    {
        var file = Repository.WireSchema;
        Assert.SkipWhen(
            file is null,
            "../shared/data/plaid/plaid-wire.openapi.yml is not there: nothing was validated."
        );
        var yaml = new YamlStream();
        using var reader = new StreamReader(file!);
        yaml.Load(reader);
        return new WireSchema((YamlMappingNode)yaml.Documents[0].RootNode);
    }

    public IEnumerable<string> Paths => _paths.Children.Keys.Select(Text);

    public YamlMappingNode RequestOf(string path) => Resolve(Content(_paths[path]["post"]["requestBody"]));

    public IReadOnlyList<string> ValidateAnswer(string path, JsonElement answer, bool good)
    {
        var responses = _paths[path]["post"]["responses"];
        var errors = new List<string>();
        Check(Content(responses[good ? "200" : "default"]), answer, "$", errors);
        return errors;
    }

    public IReadOnlyList<string> Validate(string schema, JsonElement value)
    {
        var errors = new List<string>();
        Check(_schemas[schema], value, "$", errors);
        return errors;
    }

    public Dictionary<string, YamlNode> PropertiesOf(YamlNode schema)
    {
        var properties = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var part in Parts(Resolve(schema)))
        {
            if (Find(part, "properties") is YamlMappingNode own)
            {
                foreach (var (name, property) in own.Children)
                {
                    properties[Text(name)] = property;
                }
            }
        }
        return properties;
    }

    public HashSet<string> RequiredOf(YamlNode schema) =>
        [.. Parts(Resolve(schema)).SelectMany(p => Find(p, "required") is YamlSequenceNode r ? r.Select(Text) : [])];

    public YamlMappingNode Resolve(YamlNode schema)
    {
        while (Find(schema, "$ref") is { } reference)
        {
            schema = _schemas[Text(reference).Split('/')[^1]];
        }
        return (YamlMappingNode)schema;
    }

    public static YamlNode? Find(YamlNode node, string name) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null;

    public static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";

    private static YamlNode Content(YamlNode node) => node["content"]["application/json"]["schema"];

    private IEnumerable<YamlMappingNode> Parts(YamlMappingNode schema)
    {
        yield return schema;
        if (Find(schema, "allOf") is YamlSequenceNode all)
        {
            foreach (var part in all.SelectMany(p => Parts(Resolve(p))))
            {
                yield return part;
            }
        }
    }

    private void Check(YamlNode node, JsonElement value, string at, List<string> errors)
    {
        var schema = Resolve(node);
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (!Parts(schema).Any(p => Find(p, "nullable") is { } n && Text(n) == "true"))
            {
                errors.Add($"{at} is null");
            }
            return;
        }
        var type = Parts(schema).Select(p => Find(p, "type")).FirstOrDefault(t => t is not null);
        switch (type is null ? "" : Text(type))
        {
            case "object":
                CheckObject(schema, value, at, errors);
                break;
            case "array" when value.ValueKind == JsonValueKind.Array:
                foreach (var (element, index) in value.EnumerateArray().Select((e, i) => (e, i)))
                {
                    Check(schema["items"], element, $"{at}[{index}]", errors);
                }
                break;
            case "string" when value.ValueKind == JsonValueKind.String:
                CheckText(schema, value.GetString()!, at, errors);
                break;
            case "integer" when value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _):
            case "number" when value.ValueKind == JsonValueKind.Number:
            case "boolean" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
            case "":
                break;
            default:
                errors.Add($"{at} is {value.ValueKind}, not {Text(type!)}");
                break;
        }
    }

    private void CheckObject(YamlMappingNode schema, JsonElement value, string at, List<string> errors)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"{at} is {value.ValueKind}, not an object");
            return;
        }
        var properties = PropertiesOf(schema);
        foreach (var member in value.EnumerateObject())
        {
            if (properties.TryGetValue(member.Name, out var property))
            {
                Check(property, member.Value, $"{at}.{member.Name}", errors);
            }
            else
            {
                errors.Add($"{at}.{member.Name} is not a member of the schema");
            }
        }
        errors.AddRange(
            RequiredOf(schema).Where(r => !value.TryGetProperty(r, out _)).Select(r => $"{at}.{r} is missing")
        );
    }

    private static void CheckText(YamlMappingNode schema, string text, string at, List<string> errors)
    {
        if (Find(schema, "enum") is YamlSequenceNode choices && !choices.Select(Text).Contains(text))
        {
            errors.Add($"{at} is '{text}', which is not in the enum");
        }
        var format = Find(schema, "format") is { } f ? Text(f) : "";
        var fits = format switch
        {
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out _),
            "date-time" => text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            _ => true,
        };
        if (!fits)
        {
            errors.Add($"{at} is '{text}', not a {format}");
        }
        if (Find(schema, "minLength") is { } low && text.Length < int.Parse(Text(low), CultureInfo.InvariantCulture))
        {
            errors.Add($"{at} is too short");
        }
    }
}
