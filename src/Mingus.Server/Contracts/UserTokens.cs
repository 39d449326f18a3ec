using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Mingus.Server.Contracts;

/// <summary>
/// A token for one user's browser. <c>userId</c> is the user of the request when left out, <c>scopes</c> all that the
/// key has and a token may have, <c>minutes</c> fifteen. With <c>origin</c> only pages of that origin may use it.
/// </summary>
internal sealed record UserTokenRequest(
    string? UserId,
    IReadOnlyList<string>? Scopes,
    [property: Range(1, 60)] int? Minutes,
    string? Origin
) : IRequestBody;

/// <summary>A token, shown once. <c>id</c> is what it is revoked by.</summary>
internal sealed record UserTokenBody(
    string Id,
    string Token,
    string UserId,
    IReadOnlyList<string> Scopes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Origin,
    DateTimeOffset ExpiresAt
);
