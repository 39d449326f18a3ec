using System.Globalization;
using System.Text.Json;

namespace Mingus.Sandbox.Wire;

internal enum FieldType
{
    Text,
    Url,
    Integer,
    Number,
    Boolean,
    Date,
    Instant,
    TextList,
    Object,
    ObjectList,

    /// <summary>Known by name, accepted with any content and ignored: it belongs to another product.</summary>
    Anything,
}

/// <summary>One member that a request may have.</summary>
internal sealed record Field(string Name, FieldType Type)
{
    public bool Required { get; init; }
    public bool Nullable { get; init; }
    public bool NotEmpty { get; init; }
    public int Low { get; init; } = int.MinValue;
    public int High { get; init; } = int.MaxValue;
    public IReadOnlySet<string>? Choices { get; init; }
    public Shape? Shape { get; init; }
}

/// <summary>
/// The members of a request. Plaid refuses what is unknown, missing or wrong, each with its own code; a request is
/// looked through for all unknown and missing ones before the first wrong one is named.
/// </summary>
internal sealed class Shape(params Field[] fields)
{
    private readonly Dictionary<string, Field> _fields = fields.ToDictionary(f => f.Name);

    public IEnumerable<Field> Fields => _fields.Values;

    /// <summary>Checks a whole request.</summary>
    /// <exception cref="PlaidException">The request is not acceptable.</exception>
    public void Check(JsonElement body)
    {
        var unknown = new List<string>();
        var missing = new List<string>();
        Collect(body, "", unknown, missing);
        if (unknown.Count > 0)
        {
            var names = string.Join(", ", unknown);
            throw PlaidErrors.Of(
                "UNKNOWN_FIELDS",
                $"the following fields are not recognized by this endpoint: {names}"
            );
        }
        if (missing.Count > 0)
        {
            var names = string.Join(", ", missing);
            throw PlaidErrors.Of("MISSING_FIELDS", $"the following required fields are missing: {names}");
        }
        CheckValues(body, "");
    }

    private void Collect(JsonElement body, string path, List<string> unknown, List<string> missing)
    {
        foreach (var member in body.EnumerateObject())
        {
            if (!_fields.TryGetValue(member.Name, out var field))
            {
                unknown.Add(path + member.Name);
            }
            else if (field.Shape is { } inner && member.Value.ValueKind == JsonValueKind.Object)
            {
                inner.Collect(member.Value, $"{path}{member.Name}.", unknown, missing);
            }
            else if (field.Shape is { } each && member.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (var (element, index) in member.Value.EnumerateArray().Select((e, i) => (e, i)))
                {
                    if (element.ValueKind == JsonValueKind.Object)
                    {
                        each.Collect(element, $"{path}{member.Name}[{index}].", unknown, missing);
                    }
                }
            }
        }
        missing.AddRange(
            _fields.Values.Where(f => f.Required && !body.TryGetProperty(f.Name, out _)).Select(f => path + f.Name)
        );
    }

    private void CheckValues(JsonElement body, string path)
    {
        foreach (var member in body.EnumerateObject())
        {
            CheckValue(_fields[member.Name], member.Value, path + member.Name);
        }
    }

    private static void CheckValue(Field field, JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            Require(field.Nullable || field.Type == FieldType.Anything, $"{path} must not be null");
            return;
        }
        switch (field.Type)
        {
            case FieldType.Text:
            case FieldType.Url:
            case FieldType.Date:
            case FieldType.Instant:
                CheckText(field, value, path);
                break;
            case FieldType.Integer:
                var whole = value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var n) ? n : (int?)null;
                Require(whole >= field.Low && whole <= field.High, $"{path} must be an integer{Range(field)}");
                break;
            case FieldType.Number:
                Require(
                    value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out _),
                    $"{path} must be a number"
                );
                break;
            case FieldType.Boolean:
                Require(value.ValueKind is JsonValueKind.True or JsonValueKind.False, $"{path} must be a boolean");
                break;
            case FieldType.TextList:
                CheckList(field, value, path);
                break;
            case FieldType.Object:
                Require(value.ValueKind == JsonValueKind.Object, $"{path} must be an object");
                field.Shape?.CheckValues(value, path + ".");
                break;
            case FieldType.ObjectList:
                CheckObjects(field, value, path);
                break;
            default:
                break;
        }
    }

    private static void CheckText(Field field, JsonElement value, string path)
    {
        Require(value.ValueKind == JsonValueKind.String, $"{path} must be a string");
        var text = value.GetString()!;
        Require(!field.NotEmpty || text.Length > 0, $"{path} must not be empty");
        Require(field.Choices is null || field.Choices.Contains(text), $"{path} must be one of the documented values");
        Require(field.Type != FieldType.Date || IsDate(text), $"{path} must be a date in the form YYYY-MM-DD");
        Require(field.Type != FieldType.Url || IsUrl(text), $"{path} must be an absolute http or https URL");
        Require(field.Type != FieldType.Instant || IsInstant(text), $"{path} must be a date and time in ISO 8601");
        Require(text.Length <= field.High, $"{path} must have at most {field.High} characters");
    }

    private static void CheckList(Field field, JsonElement value, string path)
    {
        Require(value.ValueKind == JsonValueKind.Array, $"{path} must be an array");
        Require(!field.NotEmpty || value.GetArrayLength() > 0, $"{path} must not be empty");
        foreach (var element in value.EnumerateArray())
        {
            Require(element.ValueKind == JsonValueKind.String, $"{path} must hold strings only");
            Require(
                field.Choices is null || field.Choices.Contains(element.GetString()!),
                $"{path} has an unknown value"
            );
        }
    }

    private static void CheckObjects(Field field, JsonElement value, string path)
    {
        Require(value.ValueKind == JsonValueKind.Array, $"{path} must be an array");
        foreach (var (element, index) in value.EnumerateArray().Select((e, i) => (e, i)))
        {
            Require(element.ValueKind == JsonValueKind.Object, $"{path} must hold objects only");
            field.Shape?.CheckValues(element, $"{path}[{index}].");
        }
    }

    private static string Range(Field field) =>
        field.Low == int.MinValue ? ""
        : field.High == int.MaxValue ? $" of at least {field.Low}"
        : $" from {field.Low} to {field.High}";

    private static bool IsDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out _);

    private static bool IsInstant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _);

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https");

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw PlaidErrors.Invalid(message);
        }
    }
}
