using System.Text.Json;

namespace Mingus.Sandbox.Wire;

/// <summary>Writes errors in Plaid's shape.</summary>
internal static class ErrorWriter
{
    /// <summary>The members of an answer that is an error; the request id follows elsewhere.</summary>
    public static void WriteMembers(Utf8JsonWriter w, PlaidError error)
    {
        w.WriteString("display_message", error.Display);
        w.WriteString("documentation_url", "https://plaid.com/docs/errors/");
        w.WriteString("error_code", error.Code);
        w.WriteNull("error_code_reason");
        w.WriteString("error_message", error.Message);
        w.WriteString("error_type", error.Type);
        w.WriteNull("suggested_action");
    }

    /// <summary>An error inside an item or a webhook, which has a status and no request id; null writes null.</summary>
    public static void WriteMember(Utf8JsonWriter w, string name, PlaidError? error)
    {
        if (error is null)
        {
            w.WriteNull(name);
            return;
        }
        w.WriteStartObject(name);
        WriteMembers(w, error);
        w.WriteNumber("status", error.Status);
        w.WriteEndObject();
    }
}
