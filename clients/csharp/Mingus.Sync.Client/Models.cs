using System.Text.Json;

namespace Mingus.Sync.Client;

// Words of closed lists are texts here: a service newer than this package may say a new one, and then it is passed on.

/// <summary>What went wrong and what to do.</summary>
/// <remarks>
/// Code: A stable word.
/// Detail: A sentence for a person.
/// Action: Who does what about it.
/// RetryAt: When to come again; null where that is not said.
/// Errors: Wrong fields; null where none is named.
/// TraceId: Finds the cause in the service's log; null but for faults of its own.
/// ConnectionId: The connection that is there already; null elsewhere.
/// </remarks>
public sealed record Problem(
    string Code,
    string Detail,
    string Action,
    DateTimeOffset? RetryAt = null,
    IReadOnlyDictionary<string, string>? Errors = null,
    string? TraceId = null,
    string? ConnectionId = null
);

/// <summary>A bank.</summary>
public sealed record Institution(string Id, string Name);

/// <summary>A user's link to a bank.</summary>
/// <remarks>
/// Status: <c>healthy</c>, <c>needs_attention</c> or <c>disconnected</c>.
/// Error: What is wrong; null while nothing is.
/// Notice: What the person should do although it works; null when nothing.
/// FirstRunId: Its first sync, right after linking; null else.
/// </remarks>
public sealed record Connection(
    string Id,
    Institution Institution,
    string Provider,
    string Status,
    IReadOnlyList<string> Accounts,
    Problem? Error = null,
    Problem? Notice = null,
    string? Action = null,
    DateTimeOffset? ConsentExpiresAt = null,
    DateTimeOffset? LastSuccessAt = null,
    DateTimeOffset? NextDueAt = null,
    string? FirstRunId = null
);

/// <summary>A token for the bank's linking page, and where that page is if it is one of its own.</summary>
public sealed record LinkToken(
    [property: System.Text.Json.Serialization.JsonPropertyName("linkToken")] string Token,
    DateTimeOffset ExpiresAt,
    string? Url = null
);

/// <summary>What an account holds. Money owed is negative.</summary>
/// <remarks>
/// Explained: <c>agrees</c>, <c>off</c> or <c>unknown</c>: whether its transactions explain it.
/// </remarks>
public sealed record Balance(
    string AccountId,
    decimal Current,
    decimal? Available,
    decimal? Limit,
    string? Currency,
    string? UnofficialCurrency,
    DateTimeOffset AsOf,
    DateTimeOffset RecordedAt,
    string Source,
    string Explained
);

/// <summary>How current an account is.</summary>
public sealed record Freshness(DateTimeOffset? CheckedAt, DateTimeOffset? DataAsOf, string Text);

/// <summary>A real-world account, through however many connections it is seen.</summary>
/// <remarks>
/// Status: <c>active</c>, <c>updating</c>, <c>stale</c>, <c>needs_attention</c>, <c>disconnected</c>,
/// <c>closed</c> or <c>hidden</c>: whether its newest data is current. CoverageState is whether its history is
/// complete: <c>waiting_for_provider</c>, <c>running</c> (days are missing), <c>complete</c> or <c>limited_by_bank</c>.
/// </remarks>
public sealed record Account(
    string Id,
    string Name,
    string? OfficialName,
    string? Mask,
    string Kind,
    string? Subtype,
    string? Currency,
    string? UnofficialCurrency,
    Institution? Institution,
    Balance? Balance,
    Freshness Freshness,
    string Status,
    string StatusReason,
    int OpenFindings,
    string CoverageState
);

/// <summary>A transaction. Positive is what the holder gains. The id stays the same from pending to posted.</summary>
/// <remarks>
/// Status: <c>pending</c> or <c>posted</c>.
/// </remarks>
public sealed record Transaction(
    string Id,
    string AccountId,
    decimal Amount,
    string? Currency,
    string? UnofficialCurrency,
    DateOnly Date,
    DateOnly? AuthorizedDate,
    string Description,
    string? MerchantName,
    string? Category,
    string? Note,
    string Status,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset UpdatedAt
);

/// <summary>How far a run is.</summary>
public sealed record Progress(
    string Stage,
    string Unit,
    int Done,
    int? Total,
    int? Percent,
    int? EtaSeconds,
    string Text
);

/// <summary>What a run did with one account.</summary>
public sealed record AccountOutcome(
    string AccountId,
    string Outcome,
    int RecordsProcessed,
    int RecordsCreated,
    int RecordsUpdated,
    int RecordsRemoved,
    int DuplicatesDetected,
    int IssuesFound,
    Problem? Problem = null
);

/// <summary>A sync run of one connection.</summary>
/// <remarks>
/// Status: <c>queued</c>, <c>running</c>, <c>succeeded</c>, <c>partial</c>, <c>failed</c>, <c>skipped</c>,
/// <c>cancelled</c> or <c>abandoned</c>.
/// Result: By type: balances, changed transactions, coverage, validations; null while there is none.
/// </remarks>
public sealed record Run(
    string Id,
    string ConnectionId,
    string? AccountId,
    string SyncType,
    string Trigger,
    string Status,
    Progress Progress,
    int RecordsProcessed,
    int RecordsCreated,
    int RecordsUpdated,
    int RecordsRemoved,
    int DuplicatesDetected,
    int IssuesFound,
    IReadOnlyList<AccountOutcome> Accounts,
    JsonElement? Result,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    string? Reason = null,
    IReadOnlyList<string>? OtherRuns = null,
    Problem? Error = null,
    bool? Joined = null
)
{
    /// <summary>Whether nothing more comes of it.</summary>
    public bool IsEnded => Status is not ("queued" or "running");
}

/// <summary>The runs of a bulk sync, one a connection, and what was refused.</summary>
public sealed record BulkSync(IReadOnlyList<Run> Runs, IReadOnlyList<Problem>? Problems = null);

/// <summary>A short-lived credential of one user for a browser.</summary>
public sealed record UserToken(string Id, string Token, string UserId, DateTimeOffset ExpiresAt);

/// <summary>Something that happened. It names ids and counts, no amounts: ask for what it names.</summary>
/// <remarks>
/// Sequence: Its number, ascending for the user; null for one that has no place in the order
/// (<c>sync.progress</c>, <c>beat</c>).
/// Type: For instance <c>transactions.changed</c>. <c>stream.reset</c> says that events were missed for good: load
/// everything again.
/// Data: Its JSON object.
/// </remarks>
public sealed record MingusEvent(long? Sequence, string Type, JsonElement Data)
{
    /// <summary>The account it is about; null where it is about none.</summary>
    public string? AccountId => Text("accountId");

    /// <summary>The run it is about; null where it is about none.</summary>
    public string? RunId => Text("runId");

    private string? Text(string name) =>
        Data.ValueKind == JsonValueKind.Object
        && Data.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

internal sealed record ItemList<T>(IReadOnlyList<T> Items, string? Next);

internal sealed record ConnectBody(string PublicToken, bool? AllowDuplicate);

internal sealed record LinkTokenBody(string? ConnectionId, string? RedirectUri);

internal sealed record SyncBody(string SyncType, bool Force);

internal sealed record ForceBody(bool Force);

internal sealed record LevelBody(string Level);

internal sealed record AnnotationBody(string? Category, string? Note);

internal sealed record UserTokenBody(string UserId, int? Minutes, string? Origin);
