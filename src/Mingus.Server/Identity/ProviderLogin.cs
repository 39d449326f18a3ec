using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mingus.Server.Setup;

namespace Mingus.Server.Identity;

/// <summary>
/// Logging in to the dashboard at the operator's identity provider: the authorization code flow of OpenID Connect, with
/// PKCE (RFC 7636), state and nonce. What comes back is worth something to the browser that left, and to it alone. Who
/// has an account at the provider is not let in by that: the settings name who is.
/// </summary>
internal sealed class ProviderLogin(ServerConfig config, IssuerKeys issuer, SignedTokens tokens) : IDisposable
{
    /// <summary>Where a browser leaves from.</summary>
    public const string Begin = "/auth/provider";

    /// <summary>Where the provider sends it back to; the operator tells the provider of this address.</summary>
    public const string Return = "/auth/provider/return";

    /// <summary>Holds what this browser left with, until it is back.</summary>
    public const string Cookie = "__Host-mingus-provider";

    public static readonly TimeSpan LastsFor = TimeSpan.FromMinutes(10);

    private const int CodeLengthMax = 4 * 1024;
    private const int AnswerBytesMax = 256 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = AnswerBytesMax,
    };

    private OidcLogin? Terms => config is { Login.IsEnabled: true, IsDevelopment: false } ? config.Oidc?.Login : null;

    /// <summary>Whether people log in by a provider.</summary>
    public bool IsOffered => Terms is not null;

    public void Dispose() => _http.Dispose();

    /// <summary>Where the browser goes, and what its cookie keeps until it is back; null where nobody logs in by a
    /// provider, or it is away.</summary>
    public async Task<(Uri Place, string Kept)?> Leave(CancellationToken cancellationToken)
    {
        if (Terms is not { } terms || await issuer.Places(cancellationToken) is not { } places)
        {
            return null;
        }

        var (state, nonce, verifier) = (
            CredentialText.NewSecret(),
            CredentialText.NewSecret(),
            CredentialText.NewSecret()
        );
        var query = QueryString.Create(
            new Dictionary<string, string?>
            {
                ["response_type"] = "code",
                ["scope"] = "openid",
                ["client_id"] = terms.ClientId,
                ["redirect_uri"] = ReturnTo(terms),
                ["state"] = state,
                ["nonce"] = nonce,
                ["code_challenge"] = ChallengeOf(verifier),
                ["code_challenge_method"] = "S256",
            }
        );
        var place = places.Authorize.AbsoluteUri;
        var joined = places.Authorize.Query.Length == 0 ? $"{place}{query}" : $"{place}&{query.Value![1..]}";
        return (new Uri(joined), $"{state}.{nonce}.{verifier}");
    }

    /// <summary>Who came back; null when that is nobody who may log in here.</summary>
    /// <param name="kept">What the browser's cookie kept.</param>
    /// <param name="state">What the provider gave back of it.</param>
    /// <param name="code">What stands for the login at the provider, once.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<string?> ComeBack(string kept, string? state, string? code, CancellationToken cancellationToken)
    {
        if (
            Terms is not { } terms
            || kept.Split('.') is not [var wanted, var nonce, var verifier]
            || !IsSame(wanted, state)
            || code is not { Length: > 0 and <= CodeLengthMax }
            || await issuer.Places(cancellationToken) is not { } places
            || await Exchange(places.Exchange, terms, code, verifier, cancellationToken) is not { } token
        )
        {
            return null;
        }

        var who = await tokens.WhoLogsIn(token, terms.ClientId, nonce, cancellationToken);
        return who is not null && terms.Operators.Contains(who, StringComparer.Ordinal) ? who : null;
    }

    // RFC 6749 2.3.1 has id and secret encoded as in a form before they go into the header.
    private async Task<string?> Exchange(
        Uri place,
        OidcLogin terms,
        string code,
        string verifier,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, place);
        request.Content = new FormUrlEncodedContent([
            new("grant_type", "authorization_code"),
            new("code", code),
            new("redirect_uri", ReturnTo(terms)),
            new("client_id", terms.ClientId),
            new("code_verifier", verifier),
        ]);
        if (terms.ClientSecret is { } secret)
        {
            var pair = $"{Uri.EscapeDataString(terms.ClientId)}:{Uri.EscapeDataString(secret)}";
            var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        }

        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                return null;
            }

            using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            return
                document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("id_token", out var token)
                && token.ValueKind == JsonValueKind.String
                ? token.GetString()
                : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string ReturnTo(OidcLogin terms) => terms.Address.GetLeftPart(UriPartial.Authority) + Return;

    private static string ChallengeOf(string verifier) =>
        System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private static bool IsSame(string wanted, string? given) =>
        given is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(wanted), Encoding.UTF8.GetBytes(given));
}
