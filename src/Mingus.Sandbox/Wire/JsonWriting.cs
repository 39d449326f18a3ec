using System.Text.Json;

namespace Mingus.Sandbox.Wire;

/// <summary>Small additions to the JSON writer.</summary>
internal static class JsonWriting
{
    /// <summary>Plaid writes UTC instants with a Z.</summary>
    public static void WriteInstant(this Utf8JsonWriter w, string name, DateTimeOffset? at)
    {
        if (at is { } instant)
        {
            w.WriteString(name, Text(instant));
        }
        else
        {
            w.WriteNull(name);
        }
    }

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    public static void WriteDay(this Utf8JsonWriter w, string name, DateOnly? day)
    {
        if (day is { } d)
        {
            w.WriteString(name, d.ToString("yyyy-MM-dd"));
        }
        else
        {
            w.WriteNull(name);
        }
    }

    public static void WriteMoney(this Utf8JsonWriter w, string name, decimal? amount)
    {
        if (amount is { } a)
        {
            w.WriteNumber(name, a);
        }
        else
        {
            w.WriteNull(name);
        }
    }

    public static void WriteStrings(this Utf8JsonWriter w, string name, IEnumerable<string> values)
    {
        w.WriteStartArray(name);
        foreach (var value in values)
        {
            w.WriteStringValue(value);
        }
        w.WriteEndArray();
    }

    /// <summary>Both currency members: the official code, or else the unofficial one.</summary>
    public static void WriteCurrency(this Utf8JsonWriter w, string code)
    {
        var official = Bank.Currencies.IsOfficial(code);
        w.WriteString("iso_currency_code", official ? code : null);
        w.WriteString("unofficial_currency_code", official ? null : code);
    }
}
