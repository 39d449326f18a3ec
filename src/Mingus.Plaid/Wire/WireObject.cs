using System.Globalization;
using System.Text.Json;
using Mingus.Ledger;

namespace Mingus.Plaid.Wire;

/// <summary>What went wrong while the fields of one record were read: the first that makes it unreadable, and those of
/// no weight that were cut or left out.</summary>
internal sealed class WireNotes
{
    private readonly List<string> cut = [];

    /// <summary>The first field that makes the whole unreadable; null while none does.</summary>
    public UnreadableField? Failure { get; private set; }

    /// <summary>Names of fields that were cut or could not be kept.</summary>
    public IReadOnlyList<string> Cut => cut;

    /// <summary>The whole cannot be read, because of this field. The first reason stands.</summary>
    public void Fail(string field, string reason) => Failure ??= new UnreadableField(field, reason);

    /// <summary>The field was shortened or left out; the whole can still be read.</summary>
    public void MarkCut(string field)
    {
        if (!cut.Contains(field))
        {
            cut.Add(field);
        }
    }
}

/// <summary>
/// The fields of one JSON object. Those that carry meaning (ids, dates, amounts, names) fail the whole when they cannot
/// be read; the others are left out and noted. An absent field and null are the same. Unknown fields are not looked at.
/// </summary>
internal readonly struct WireObject(JsonElement element, WireNotes notes, string prefix = "")
{
    // Plaid's ids have 37 characters; what is longer than this is not an id.
    private const int IdLengthMax = 512;

    public WireNotes Notes => notes;

    /// <summary>A field's element; false when it is absent or null.</summary>
    public bool TryGet(string name, out JsonElement value) =>
        element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>An id that must be there.</summary>
    public string? RequiredId(string name) => Id(name, isRequired: true);

    /// <summary>An id that may be missing but, if there, must be one.</summary>
    public string? OptionalId(string name) => Id(name, isRequired: false);

    /// <summary>A text that must be there; it may be empty. One too long is cut.</summary>
    public string? RequiredText(string name)
    {
        if (!TryGet(name, out var value))
        {
            Fail(name, "is missing");
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Fail(name, $"is {Describe(value)} instead of a text");
            return null;
        }

        return Shortened(name, value.GetString()!);
    }

    /// <summary>A text of no weight: null when missing, left out and noted when it is something else.</summary>
    public string? Text(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return Shortened(name, value.GetString()!);
        }

        notes.MarkCut(prefix + name);
        return null;
    }

    /// <summary>True or false, which must be there.</summary>
    public bool RequiredFlag(string name)
    {
        if (!TryGet(name, out var value))
        {
            Fail(name, "is missing");
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Fail(name, $"is {Describe(value)} instead of true or false");
            return false;
        }

        return value.GetBoolean();
    }

    /// <summary>A statement day, exactly <c>YYYY-MM-DD</c>.</summary>
    public DateOnly? Date(string name, bool isRequired)
    {
        if (!TryGet(name, out var value))
        {
            if (isRequired)
            {
                Fail(name, "is missing");
            }

            return null;
        }

        if (
            value.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(
                value.GetString(),
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
        )
        {
            return date;
        }

        Fail(name, "is not a date of the form YYYY-MM-DD");
        return null;
    }

    /// <summary>A moment of no weight, in UTC; one without a zone is taken as UTC.</summary>
    public DateTimeOffset? Moment(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (
            value.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(
                value.GetString(),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var moment
            )
        )
        {
            return moment;
        }

        notes.MarkCut(prefix + name);
        return null;
    }

    /// <summary>A number of no weight.</summary>
    public decimal? Number(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && WireNumber.TryRead(value, out var number))
        {
            return number;
        }

        notes.MarkCut(prefix + name);
        return null;
    }

    /// <summary>An object of no weight within this one; its fields are named with a point.</summary>
    public WireObject? Object(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return new WireObject(value, notes, $"{prefix}{name}.");
        }

        notes.MarkCut(prefix + name);
        return null;
    }

    /// <summary>The items of an array of no weight, at most <paramref name="max"/>; empty when missing.</summary>
    public IEnumerable<JsonElement> Items(string name, int max)
    {
        if (!TryGet(name, out var value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > max)
        {
            notes.MarkCut(prefix + name);
        }

        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Take(max) : [];
    }

    /// <summary>Fails the whole because of this field.</summary>
    public void Fail(string name, string reason) => notes.Fail(prefix + name, $"{prefix}{name} {reason}.");

    /// <summary>What an element is, in words for a person.</summary>
    public static string Describe(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.Array => "a list",
            JsonValueKind.Object => "an object",
            JsonValueKind.Null => "null",
            _ => "true or false",
        };

    private string? Id(string name, bool isRequired)
    {
        if (!TryGet(name, out var value))
        {
            if (isRequired)
            {
                Fail(name, "is missing");
            }

            return null;
        }

        var id = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (id is not null && IsId(id))
        {
            return id;
        }

        Fail(name, id is null ? $"is {Describe(value)} instead of a text" : "is blank or not usable as an id");
        return null;
    }

    // U+FFFD is what broken text became: two broken ids could then look like one.
    private static bool IsId(string text) =>
        !string.IsNullOrWhiteSpace(text)
        && text.Length <= IdLengthMax
        && !text.Any(c => char.IsControl(c) || c == '\uFFFD');

    private string Shortened(string name, string text)
    {
        var shortened = WireText.Cut(text, WireText.FieldBytesMax);
        if (shortened.Length < text.Length)
        {
            notes.MarkCut(prefix + name);
        }

        return shortened;
    }
}
