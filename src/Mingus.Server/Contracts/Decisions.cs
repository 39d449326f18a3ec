using System.Text.Json;
using System.Text.Json.Serialization;
using Mingus.Ledger;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Link;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>Who decided.</summary>
internal enum DecidedBy
{
    Rule,
    Person,
}

/// <summary>One decision. It is never edited: <c>undoneBy</c> names the one that took it back.</summary>
internal sealed record DecisionBody(
    string Id,
    string Kind,
    DecidedBy By,
    string Rule,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? AccountId,
    string? TransactionId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Score,
    IReadOnlyList<string> Reasons,
    JsonElement Before,
    JsonElement After,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? UndoneBy
)
{
    public static DecisionBody From(Decision decision) =>
        new(
            decision.Id.ToString(),
            decision.Rule == RepairDecision.Rule ? RepairDecision.Rule : decision.Kind,
            decision.ByPerson ? DecidedBy.Person : DecidedBy.Rule,
            decision.Rule,
            decision.At,
            decision.AccountId?.ToString(),
            decision.TransactionId?.ToString(),
            decision.Score,
            decision.Reasons,
            JsonElement.Parse(decision.Before),
            JsonElement.Parse(decision.After),
            decision.UndoneBy?.ToString()
        );
}

/// <summary>Why: a sentence, and what it weighed where that is known.</summary>
internal sealed record ReasonBody(string Text, double? Weight);

/// <summary>
/// Two transactions that may be one, or records that are one. <c>ifOne</c> and <c>ifTwo</c> are what they add to the
/// account as one transaction, and if each live record were its own.
/// </summary>
internal sealed record DuplicateBody(
    string Id,
    string AccountId,
    LinkState State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Score,
    IReadOnlyList<string> TransactionIds,
    IReadOnlyList<RecordBody> Records,
    IReadOnlyList<ReasonBody> Reasons,
    string? IfOne,
    string? IfTwo,
    string? Currency,
    string? UnofficialCurrency,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DecidedBy? DecidedBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? DecisionId,
    DateTimeOffset At
)
{
    public static DuplicateBody From(DuplicateGroup group, IReadOnlyDictionary<FeedId, string> providerAccounts)
    {
        var live = group.Records.Where(static record => record.IsLive).ToList();
        var one = live.Find(record => record.IsPrimary && record.TransactionId == group.One) ?? live.FirstOrDefault();
        var two = live.Where(record => record.IsPrimary || group.One == group.Other)
            .Select(static record => record.Content.Amount)
            .ToList();
        return new(
            group.Id.ToString(),
            group.AccountId.ToString(),
            group.State,
            group.Score,
            [.. group.Records.Select(static record => record.TransactionId.ToString()).Distinct()],
            [.. group.Records.Select(record => RecordBody.From(record, providerAccounts))],
            [.. group.Reasons.Select(static reason => new ReasonBody(reason, Weight: null))],
            one?.Content.Amount.ToText(),
            two.Count == 0 ? null : two.Aggregate(static (sum, next) => sum + next).ToText(),
            one is null ? null : Amounts.Official(one.Content.Amount.Currency),
            one is null ? null : Amounts.Unofficial(one.Content.Amount.Currency),
            group.ByPerson is not { } byPerson ? null
                : byPerson ? Contracts.DecidedBy.Person
                : Contracts.DecidedBy.Rule,
            group.DecisionId?.ToString(),
            group.At
        );
    }
}
