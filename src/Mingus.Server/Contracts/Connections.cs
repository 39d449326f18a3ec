using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Sync.Connect;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>
/// A user's link to one bank. <c>notice</c>: what the provider wants of the person though the connection works.
/// <c>firstRunId</c> stands only in the answer to linking it.
/// </summary>
internal sealed record ConnectionBody(
    string Id,
    InstitutionBody Institution,
    string Provider,
    ConnectionStatus Status,
    FaultBody? Error,
    FaultBody? Notice,
    string? Action,
    DateTimeOffset? ConsentExpiresAt,
    IReadOnlyList<string> Accounts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? LastSuccessAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? NextDueAt,
    string? FirstRunId = null
)
{
    public static ConnectionBody From(ConnectionView view, Linked? linked = null) =>
        new(
            view.Connection.Id.ToString(),
            new InstitutionBody(view.Connection.InstitutionId, view.Connection.InstitutionName),
            view.Connection.Provider,
            view.Connection.Status,
            FaultBody.From(view.Connection.Problem),
            FaultBody.From(view.Connection.Notice),
            ActionOf(view.Connection),
            view.Connection.ConsentExpiresAt,
            [.. view.Accounts.Select(id => id.ToString())],
            view.States.Max(state => state.LastSuccessAt),
            view.Connection.NextDueAt,
            linked?.FirstRunId?.ToString()
        );

    // A passing fault asks for patience only: what the provider wants of the person is more.
    private static string? ActionOf(Connection connection) =>
        connection is { Status: ConnectionStatus.Healthy, Notice: { } notice }
            ? notice.Action
            : connection.Problem?.Action;
}

/// <summary>
/// What a linking page gave. With <c>institutionId</c> and <c>accounts</c> a login that is linked already is noticed
/// before the token is exchanged; <c>allowDuplicate</c> links it all the same.
/// </summary>
internal sealed record ConnectBody(
    [property: Required] string? PublicToken,
    string? InstitutionId,
    IReadOnlyList<LinkAccountBody>? Accounts,
    bool? AllowDuplicate
) : IRequestBody;

/// <summary>An account as Link names it in its metadata.</summary>
internal sealed record LinkAccountBody(string? Id, string? Name, string? Mask, string? Type, string? Subtype)
    : IRequestBody
{
    public AnnouncedAccount ToAnnounced() =>
        new(Name, Mask, Enum.TryParse<AccountKind>(Type, ignoreCase: true, out var kind) ? kind : null, Subtype);
}

/// <summary>What a link token is asked for: <c>connectionId</c> to repair one, <c>redirectUri</c> to come back
/// to.</summary>
internal sealed record LinkTokenRequest(string? ConnectionId, string? RedirectUri) : IRequestBody;

/// <summary>A token for the provider's Link, and the address of its page where it has one.</summary>
internal sealed record LinkTokenBody(string LinkToken, DateTimeOffset ExpiresAt, string? Url)
{
    public static LinkTokenBody From(LinkToken token) => new(token.Token, token.ExpiresAt, token.Url);
}

/// <summary>When a connection is checked next by itself, and why; the same for each part of work.</summary>
internal sealed record ScheduleBody(
    string ConnectionId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? NextDueAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextDueReason,
    IReadOnlyDictionary<string, TypeStatusBody> Types
)
{
    public static ScheduleBody From(ConnectionView view, DateTimeOffset now) =>
        new(
            view.Connection.Id.ToString(),
            view.Connection.NextDueAt,
            view.Connection.NextDueReason,
            TypeStatusBody.ByType(view.States, view.Connection, activeRun: null, now)
        );
}
