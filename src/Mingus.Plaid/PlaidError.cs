using System.Text.Json;
using Mingus.Plaid.Wire;

namespace Mingus.Plaid;

/// <summary>An error of Plaid's (plaid-contract.md, section 8). Its message is for us to recognise, never to
/// show.</summary>
internal sealed record PlaidError(string Type, string Code, string Message, string? RequestId)
{
    private const int CodeLengthMax = 64;

    /// <summary>The code in lower case, of letters, digits and underscores only: it goes into logs and
    /// answers.</summary>
    public string SafeCode => Safe(Code);

    /// <summary>Reads an error object; null when it is none. Null and missing fields are empty.</summary>
    public static PlaidError? Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var wire = new WireObject(element, new WireNotes());
        var code = wire.Text("error_code") ?? "";
        var type = wire.Text("error_type") ?? "";
        return code.Length == 0 && type.Length == 0
            ? null
            : new PlaidError(type, code, wire.Text("error_message") ?? "", wire.Text("request_id"));
    }

    /// <summary>Reads the body of a failed answer; null when it is not an error of Plaid's.</summary>
    public static PlaidError? Parse(byte[] body)
    {
        try
        {
            using var document = WireText.Parse(body);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Safe(string code)
    {
        var safe = code.ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c == '_').Take(CodeLengthMax);
        var text = new string([.. safe]);
        return text.Length > 0 ? text : "unknown_error";
    }
}
