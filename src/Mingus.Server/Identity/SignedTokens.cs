using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Mingus.Server.Setup;

namespace Mingus.Server.Identity;

/// <summary>
/// Knows callers by a token that the operator's identity provider signed (JWT): the right issuer and audience, ES256 or
/// RS256 by a key of its own, in force. Its claims say tenant, user and scopes; one that lacks any opens nothing. It is
/// of one user, as a user token is, and ends when it says.
/// </summary>
internal sealed class SignedTokens(ServerConfig config, IssuerKeys keys, TimeProvider time)
{
    private const int NameLengthMax = 255;
    private const int TokenLengthMax = 16 * 1024;
    private const int ActorBytes = 8;

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>Of public keys alone: a secret one would be the provider's public key, known to all.</summary>
    private static readonly string[] Algorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256];

    private static readonly JsonWebTokenHandler Handler = new()
    {
        MapInboundClaims = false,
        MaximumTokenSizeInBytes = TokenLengthMax,
    };

    /// <summary>Whether a text is meant as one: three parts, where credentials of ours have none.</summary>
    public bool IsMeant(string shown) => config.Oidc is not null && shown.Count(static c => c == '.') == 2;

    /// <summary>The credential of that text, null when it opens nothing; and whether that cannot be said, for the
    /// provider's keys could never be read.</summary>
    public async ValueTask<(Credential? Found, bool IsIssuerAway)> Find(
        string shown,
        CancellationToken cancellationToken
    )
    {
        if (config.Oidc is not { } trusted)
        {
            return (null, false);
        }

        var (token, issuer, isAway) = await Verify(shown, trusted.Audience, cancellationToken);
        return token is null ? (null, isAway) : (CredentialOf(token, issuer, trusted), false);
    }

    /// <summary>Who logged in at the provider, by the identity token it gave for this login; null when it is none for
    /// that client and nonce.</summary>
    public async ValueTask<string?> WhoLogsIn(
        string shown,
        string clientId,
        string nonce,
        CancellationToken cancellationToken
    )
    {
        var (token, _, _) = await Verify(shown, clientId, cancellationToken);
        if (token is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        var claims = document.RootElement;
        var given = Encoding.UTF8.GetBytes(Text(claims, "nonce") ?? "");
        // OpenID Connect Core 3.1.3.7: one for several audiences says for which of them it was made.
        var isForClient = (Text(claims, "azp") ?? (token.Audiences.Count() == 1 ? clientId : "")) == clientId;
        return isForClient && CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(nonce))
            ? Name(claims, config.Oidc!.UserClaim)
            : null;
    }

    private async ValueTask<(JsonWebToken? Token, string Issuer, bool IsIssuerAway)> Verify(
        string shown,
        string audience,
        CancellationToken cancellationToken
    )
    {
        // All that is cheap to see comes before a key is looked for.
        if (
            Read(shown) is not { } token
            || !Algorithms.Contains(token.Alg, StringComparer.Ordinal)
            || token.Kid is not { Length: > 0 } keyId
        )
        {
            return (null, "", false);
        }

        if (await keys.Find(keyId, cancellationToken) is not var (key, issuer))
        {
            return (null, "", !keys.IsKnown);
        }

        var result = await Handler.ValidateTokenAsync(
            token,
            new TokenValidationParameters
            {
                ValidIssuer = issuer,
                ValidAudience = audience,
                ValidAlgorithms = Algorithms,
                IssuerSigningKey = key,
                LifetimeValidator = (from, until, _, _) => IsInForce(from, until),
            }
        );
        return (result.IsValid ? token : null, issuer, false);
    }

    private static JsonWebToken? Read(string shown)
    {
        try
        {
            return shown.Length <= TokenLengthMax ? Handler.ReadJsonWebToken(shown) : null;
        }
        catch (Exception failure) when (failure is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private bool IsInForce(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return until is { } end && now < end + Skew && (from is null || from - Skew <= now);
    }

    private static Credential? CredentialOf(JsonWebToken token, string issuer, OidcConfig trusted)
    {
        // The library would take a number or a list for a text.
        using var document = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        var claims = document.RootElement;
        var tenant = trusted.Tenant ?? Name(claims, trusted.TenantClaim!);
        return tenant is not null && Name(claims, trusted.UserClaim) is { } user
            ? new()
            {
                Kind = CallerKind.Signed,
                Id = ActorOf(issuer, tenant, user),
                Tenant = tenant,
                User = user,
                Scopes = ScopesOf(claims, trusted) & Scopes.OfOneUser,
                ExpiresAt = new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + Skew,
            }
            : null;
    }

    /// <summary>Who it is in the trail and for rates: the same for every token of a person, and no name.</summary>
    private static string ActorOf(string issuer, string tenant, string user)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{tenant}\n{user}"));
        return $"signed:{Convert.ToHexStringLower(hash.AsSpan(0, ActorBytes))}";
    }

    private static string? Name(JsonElement claims, string claim) =>
        Text(claims, claim) is { Length: > 0 and <= NameLengthMax } name && !name.Any(char.IsControl) ? name : null;

    private static string? Text(JsonElement claims, string claim) =>
        claims.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static Scopes ScopesOf(JsonElement claims, OidcConfig trusted)
    {
        IEnumerable<string> words =
            claims.TryGetProperty(trusted.ScopeClaim, out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => $"{one}")
                : Text(claims, trusted.ScopeClaim)?.Split(' ') ?? [];
        return ScopeNames.Of(
            words
                .Where(word => word.StartsWith(trusted.ScopePrefix, StringComparison.Ordinal))
                .Select(word => word[trusted.ScopePrefix.Length..])
        );
    }
}
