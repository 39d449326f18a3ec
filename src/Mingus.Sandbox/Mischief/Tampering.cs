using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mingus.Sandbox.Mischief;

/// <summary>Spoils the content of a good answer.</summary>
internal static class Tampering
{
    private static readonly string[] s_arrays = ["accounts", "added", "modified", "removed", "transactions"];
    private static readonly string[] s_records = ["added", "modified", "transactions"];

    public static byte[] Apply(ReadOnlySpan<byte> answer, JsonElement? request, IReadOnlyList<Fault> faults)
    {
        var spoiling = faults.Where(f => IsTampering(f.Kind)).ToList();
        if (spoiling.Count == 0)
        {
            return answer.ToArray();
        }
        var json = JsonNode.Parse(answer)!.AsObject();
        var broken = new List<string>();
        foreach (var fault in spoiling)
        {
            Spoil(json, request, HasHalves(fault.Value) ? Mark(fault, broken) : fault);
        }
        var text = json.ToJsonString();
        for (var i = 0; i < broken.Count; i++)
        {
            text = text.Replace(Marker(i), broken[i], StringComparison.Ordinal);
        }
        return Encoding.UTF8.GetBytes(text);
    }

    // Halves of surrogate pairs are JSON and no text, so that no tree of JSON takes them: they are put in at the end.
    private static bool HasHalves(string? value) =>
        value?.Contains(@"\ud", StringComparison.OrdinalIgnoreCase) ?? false;

    private static Fault Mark(Fault fault, List<string> broken)
    {
        broken.Add(fault.Value!);
        return fault with { Value = Marker(broken.Count - 1) };
    }

    private static string Marker(int number) => $"\"marker-of-broken-text-{number}-\"";

    private static bool IsTampering(FaultKind kind) =>
        kind
            is FaultKind.StuckCursor
                or FaultKind.WrongType
                or FaultKind.NullArray
                or FaultKind.UnknownFields
                or FaultKind.UnknownEnums
                or FaultKind.Rewrite;

    private static void Spoil(JsonObject json, JsonElement? request, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.StuckCursor:
                json["next_cursor"] =
                    request is { } r && r.TryGetProperty("cursor", out var cursor) ? cursor.GetString() ?? "" : "";
                json["has_more"] = true;
                break;
            case FaultKind.WrongType:
                WrongType(json, fault);
                break;
            case FaultKind.NullArray:
                foreach (var name in s_arrays.Where(n => json.ContainsKey(n) && (fault.Target ?? n) == n))
                {
                    json[name] = null;
                }
                break;
            case FaultKind.UnknownFields:
                AddUnknown(json);
                break;
            case FaultKind.UnknownEnums:
                WriteUnknownEnums(json);
                break;
            default:
                Write(json, fault.Target!, fault.Value!);
                break;
        }
    }

    /// <summary>
    /// A record's member by name, or a JSON pointer; without a value it becomes a string, a string a number.
    /// </summary>
    private static void WrongType(JsonObject json, Fault fault)
    {
        var target = fault.Target ?? "amount";
        if (target.StartsWith('/'))
        {
            Write(json, target, fault.Value ?? "\"wrong\"");
            return;
        }
        if (Records(json).FirstOrDefault() is { } record && record.ContainsKey(target))
        {
            var isText = record[target]?.GetValueKind() == JsonValueKind.String;
            var wrong = fault.Value ?? (isText ? "12345" : $"\"{record[target]?.ToJsonString()}\"");
            record[target] = JsonNode.Parse(wrong);
        }
    }

    private static void AddUnknown(JsonObject json)
    {
        foreach (var each in Records(json).Concat(Objects(json, "accounts")).Append(json).ToList())
        {
            each["mingus_unknown"] = new JsonObject { ["of"] = new JsonArray(1, "two", null) };
        }
    }

    private static void WriteUnknownEnums(JsonObject json)
    {
        foreach (var record in Records(json))
        {
            record["payment_channel"] = "telepathy";
            record["transaction_code"] = "barter";
            record["transaction_type"] = "astral";
        }
        foreach (var account in Objects(json, "accounts"))
        {
            account["subtype"] = "moon checking";
            account["holder_category"] = "robot";
        }
        if (json.ContainsKey("transactions_update_status"))
        {
            json["transactions_update_status"] = "ALMOST_COMPLETE";
        }
    }

    private static IEnumerable<JsonObject> Records(JsonObject json) =>
        s_records.SelectMany(name => Objects(json, name));

    private static IEnumerable<JsonObject> Objects(JsonObject json, string name) =>
        json[name] is JsonArray array ? array.OfType<JsonObject>() : [];

    /// <summary>Writes at a JSON pointer, where there is such a place; "*" means each element of an array.</summary>
    private static void Write(JsonNode json, string pointer, string value)
    {
        var steps = pointer.Split('/', StringSplitOptions.RemoveEmptyEntries);
        WriteAt(json, steps, value);
    }

    private static void WriteAt(JsonNode? at, ReadOnlySpan<string> steps, string value)
    {
        if (at is JsonArray array)
        {
            var chosen = steps[0] == "*" ? Enumerable.Range(0, array.Count) : [int.Parse(steps[0])];
            foreach (var index in chosen.Where(i => i < array.Count).ToList())
            {
                if (steps.Length == 1)
                {
                    array[index] = JsonNode.Parse(value);
                }
                else
                {
                    WriteAt(array[index], steps[1..], value);
                }
            }
        }
        else if (at is JsonObject obj && steps.Length == 1)
        {
            obj[steps[0]] = JsonNode.Parse(value);
        }
        else if (at is JsonObject parent)
        {
            WriteAt(parent[steps[0]], steps[1..], value);
        }
    }
}
