using System.Globalization;
using System.Text.Json;
using Mingus.Sandbox.Bank;

namespace Mingus.Sandbox.Wire;

/// <summary>A request whose members have been checked; reading a member that is absent or null gives null.</summary>
internal readonly struct PlaidRequest(JsonElement? body)
{
    public PlaidRequest Options => new(Member("options"));

    public PlaidRequest Part(string name) => new(Member(name));

    public bool Has(string name) => body is { } b && b.TryGetProperty(name, out _);

    public string? Text(string name) => Member(name)?.GetString();

    public int? Whole(string name) => Member(name)?.GetInt32();

    public decimal? Number(string name) => Member(name)?.GetDecimal();

    public bool Flag(string name) => Member(name)?.GetBoolean() ?? false;

    public DateOnly? Day(string name) =>
        Text(name) is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    public DateTimeOffset? Instant(string name) =>
        Text(name) is { } text
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : null;

    public IReadOnlyList<string>? Texts(string name) =>
        Member(name) is { } list ? [.. list.EnumerateArray().Select(e => e.GetString()!)] : null;

    public IEnumerable<PlaidRequest> Parts(string name) =>
        Member(name) is { } list ? list.EnumerateArray().Select(e => new PlaidRequest(e)) : [];

    private JsonElement? Member(string name) =>
        body is { } b && b.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}

/// <summary>A call on its way through an endpoint.</summary>
/// <param name="Bank">The bank.</param>
/// <param name="Body">The checked request.</param>
/// <param name="Reorder">Whether a fault wants the update's changes in another order.</param>
internal sealed record Call(SandboxBank Bank, PlaidRequest Body, bool Reorder)
{
    /// <summary>The item of the access token, brought up to now, without a look at its health.</summary>
    /// <exception cref="PlaidException">The token is unknown, or the item was removed.</exception>
    public Item AnyItem()
    {
        var item = Bank.Find(Body.Text("access_token") ?? "") ?? throw PlaidErrors.Of("INVALID_ACCESS_TOKEN");
        return item.IsRemoved ? throw PlaidErrors.Of("ITEM_NOT_FOUND") : Bank.Touch(item);
    }

    /// <summary>The item, where it is healthy; reads of stored data may be allowed while a login is wanted.</summary>
    /// <exception cref="PlaidException">There is no such item, or it is sick.</exception>
    public Item HealthyItem(bool stored = false)
    {
        var item = AnyItem();
        var tolerated =
            stored && item.ErrorCode == "ITEM_LOGIN_REQUIRED" && Bank.Options.AnswerFromCacheWhenLoginRequired;
        return item.ErrorCode is { } code && !tolerated ? throw PlaidErrors.Of(code) : item;
    }

    /// <summary>A healthy item with the transactions product started and its depth fixed.</summary>
    public Item TransactionsItem()
    {
        var item = HealthyItem(stored: true);
        if (item.InitialAt is null)
        {
            Bank.Start(item);
            Bank.Touch(item);
        }
        item.FixDepth(Body.Options.Whole("days_requested"));
        return item;
    }
}
