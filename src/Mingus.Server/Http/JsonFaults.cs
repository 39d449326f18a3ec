using System.Text.Json;

namespace Mingus.Server.Http;

/// <summary>What a failure to read a body says about the field at fault.</summary>
internal static class JsonFaults
{
    /// <summary>The member's name as in the body; null when the text is no JSON or no object.</summary>
    public static string? Field(JsonException failure)
    {
        if (Quoted(failure.Message, "The JSON property '") is { } unmapped)
        {
            return unmapped;
        }

        if (Quoted(failure.Message, "Duplicate property '") is { } duplicate)
        {
            return duplicate;
        }

        var isSyntax = failure.InnerException is JsonException || failure.Path is null or "$";
        return isSyntax ? null : failure.Path!.TrimStart('$').TrimStart('.');
    }

    public static string Advice(JsonException failure)
    {
        if (Quoted(failure.Message, "The JSON property '") is not null)
        {
            return "There is no such field here; leave it out.";
        }

        return Quoted(failure.Message, "Duplicate property '") is not null
            ? "It is there twice; send it once."
            : "Its value is not of the type or among the values this field takes; /docs lists them.";
    }

    private static string? Quoted(string message, string lead)
    {
        if (!message.StartsWith(lead, StringComparison.Ordinal))
        {
            return null;
        }

        var end = message.IndexOf('\'', lead.Length);
        return end < 0 ? null : message[lead.Length..end];
    }
}
