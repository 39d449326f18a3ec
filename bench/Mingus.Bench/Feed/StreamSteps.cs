using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mingus.Bench.Feed;

/// <summary>What one item of a labelled stream delivered in one step: pages as Plaid answers them.</summary>
internal sealed record ItemUpdate(
    string Tenant,
    string Item,
    string InstitutionId,
    DateTimeOffset ReadAt,
    IReadOnlyList<byte[]> Pages,
    int Records
);

/// <summary>A labelled stream in the order of its delivery, a step of days at a time; only the step is in
/// memory.</summary>
internal sealed class StreamSteps(string folder) : IDisposable
{
    public const int Days = 7;
    private readonly StreamReader _lines = new(Path.Combine(folder, "stream.jsonl"));
    private JsonObject? _ahead;
    private DateTimeOffset? _first;

    /// <summary>The updates of the next step in which something came, one for each item; null at the end.</summary>
    public List<ItemUpdate>? Next()
    {
        _ahead ??= Read();
        if (_ahead is null)
        {
            return null;
        }

        _first ??= At(_ahead);
        var step = StepOf(_ahead);
        var pages = new List<JsonObject>();
        while (_ahead is not null && StepOf(_ahead) == step)
        {
            pages.Add(_ahead);
            _ahead = Read();
        }

        return [.. pages.GroupBy(static page => Text(page, "item_id"), StringComparer.Ordinal).Select(UpdateOf)];
    }

    /// <summary>Which accounts are one: provider account id to the name of the real one.</summary>
    public static Dictionary<string, string> Links(string folder) =>
        File.ReadLines(Path.Combine(folder, "account_links.jsonl"))
            .Select(static line => JsonNode.Parse(line)!.AsObject())
            .ToDictionary(
                static link => Text(link, "account_id"),
                static link => Text(link, "canonical_account"),
                StringComparer.Ordinal
            );

    public void Dispose() => _lines.Dispose();

    private JsonObject? Read() => _lines.ReadLine() is { } line ? JsonNode.Parse(line)!.AsObject() : null;

    private int StepOf(JsonObject page) => (int)((At(page).Date - _first!.Value.Date).TotalDays / Days);

    private static ItemUpdate UpdateOf(IGrouping<string, JsonObject> pages)
    {
        var last = pages.Last();
        var records = pages.Sum(static page => page["added"]!.AsArray().Count);
        var answers = pages.Select(page => AnswerOf(page, hasMore: page != last)).ToList();
        return new ItemUpdate(
            Text(last, "tenant_id"),
            pages.Key,
            Text(last, "institution_id"),
            At(last),
            answers,
            records
        );
    }

    // What the stream leaves out of Plaid's answer: when the bank was read, and that the history is whole.
    private static byte[] AnswerOf(JsonObject page, bool hasMore)
    {
        page["has_more"] = hasMore;
        page["transactions_update_status"] = "HISTORICAL_UPDATE_COMPLETE";
        foreach (var account in page["accounts"]!.AsArray())
        {
            account!["balances"]!["last_updated_datetime"] = Text(page, "delivered_at");
        }

        return JsonSerializer.SerializeToUtf8Bytes(page);
    }

    private static DateTimeOffset At(JsonObject page) => page["delivered_at"]!.GetValue<DateTimeOffset>();

    private static string Text(JsonObject from, string name) => from[name]!.GetValue<string>();
}
