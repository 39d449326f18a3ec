using System.ComponentModel.DataAnnotations;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>A new key: <c>scopes</c> all of the caller's when left out, <c>days</c> until it expires 365.</summary>
internal sealed record ApiKeyRequest(
    [property: MaxLength(ApiKeyRequest.NameLengthMax)] string? Name,
    IReadOnlyList<string>? Scopes,
    [property: Range(1, ApiKeyRequest.DaysMax)] int? Days
) : IRequestBody
{
    public const int NameLengthMax = 200;
    public const int DaysDefault = 365;
    public const int DaysMax = 3_650;
}

/// <summary>A key in another's place, which goes on opening for <c>overlapHours</c>, 24 when left out.</summary>
internal sealed record ApiKeyRotation([property: Range(0, ApiKeyRotation.HoursMax)] int? OverlapHours) : IRequestBody
{
    public const int HoursDefault = 24;
    public const int HoursMax = 168;
}

/// <summary>Whether a key opens.</summary>
internal enum ApiKeyState
{
    Active,

    /// <summary>Another took its place; it opens until it expires.</summary>
    Replaced,
    Expired,
    Revoked,
}

/// <summary>
/// A key of a back end. <c>key</c> stands only in the answers to making and rotating: it is not shown again.
/// <c>lastUsedAt</c> is to the minute.
/// </summary>
internal sealed record ApiKeyBody(
    string Id,
    string? Name,
    string Prefix,
    IReadOnlyList<string> Scopes,
    ApiKeyState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    string? ReplacedBy,
    string? Key
)
{
    public static ApiKeyBody From(StoredKey key, DateTimeOffset now, string? shown = null) =>
        new(
            key.Id.ToString(),
            key.Name,
            key.Prefix,
            ScopeNames.NamesOf(ScopeNames.Of(key.Scopes)),
            key switch
            {
                { RevokedAt: not null } => ApiKeyState.Revoked,
                _ when key.ExpiresAt <= now => ApiKeyState.Expired,
                { ReplacedBy: not null } => ApiKeyState.Replaced,
                _ => ApiKeyState.Active,
            },
            key.CreatedAt,
            key.ExpiresAt,
            key.LastUsedAt,
            key.RevokedAt,
            key.ReplacedBy?.ToString(),
            shown
        );
}
