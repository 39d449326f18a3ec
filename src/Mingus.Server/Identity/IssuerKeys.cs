using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Mingus.Server.Setup;

namespace Mingus.Server.Identity;

/// <summary>
/// The public keys of the identity provider, by their ids: from its discovery document, as OpenID Connect Discovery
/// 1.0 says. They are read again when a token names one that is not known, at most twice a minute however many
/// tokens do, and twice a day in any case. While the provider is away those known go on.
/// </summary>
internal sealed class IssuerKeys : IDisposable
{
    private const string Discovery = "/.well-known/openid-configuration";
    private const int DocumentBytesMax = 1024 * 1024;

    private static readonly TimeSpan AskAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(12);

    private readonly OidcConfig? _trusted;
    private readonly TimeProvider _time;
    private readonly ILogger<IssuerKeys> _logger;
    private readonly SemaphoreSlim _asking = new(1);

    /// <summary>Where keys are is said by the document; no redirect may say it otherwise.</summary>
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = DocumentBytesMax,
    };

    private volatile Known? _known;
    private DateTimeOffset _askedAt = DateTimeOffset.MinValue;

    public IssuerKeys(ServerConfig config, TimeProvider time, ILogger<IssuerKeys> logger) =>
        (_trusted, _time, _logger) = (config.Oidc, time, logger);

    /// <summary>Whether the provider was ever read.</summary>
    public bool IsKnown => _known is not null;

    public void Dispose()
    {
        _http.Dispose();
        _asking.Dispose();
    }

    /// <summary>The key of that id, and the issuer as tokens name it; null when it has none of that id now.</summary>
    public async ValueTask<(SecurityKey Key, string Issuer)?> Find(string id, CancellationToken cancellationToken)
    {
        if (_known is { } known && known.ReadAt + KeptFor > _time.GetUtcNow() && known.Find(id) is { } found)
        {
            return found;
        }

        await AskUnless(
            () => _known?.Find(id) is not null && _known.ReadAt + KeptFor > _time.GetUtcNow(),
            cancellationToken
        );
        return _known?.Find(id);
    }

    /// <summary>Where people log in at the provider, and where what they bring back is exchanged; null when it says
    /// none, or could never be read.</summary>
    public async ValueTask<(Uri Authorize, Uri Exchange)?> Places(CancellationToken cancellationToken)
    {
        if (_known is null)
        {
            await AskUnless(() => _known is not null, cancellationToken);
        }

        return _known?.Places;
    }

    private async Task AskUnless(Func<bool> isKnown, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (!isKnown())
            {
                await Ask();
            }
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task Ask()
    {
        var now = _time.GetUtcNow();
        if (now - _askedAt < AskAfter)
        {
            return;
        }

        _askedAt = now;
        try
        {
            _known = await Read(_trusted!.Authority, now);
        }
        // Who asks may go away; what is read is everybody's, so the only limit is the client's own.
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            Log.IssuerAway(_logger, failure, _trusted!.Authority);
        }
        catch (Exception failure)
            when (failure
                    is JsonException
                        or ArgumentException
                        or FormatException
                        or InvalidOperationException
                        or KeyNotFoundException
            )
        {
            Log.IssuerUnreadable(_logger, failure, _trusted!.Authority);
        }
    }

    private async Task<Known> Read(Uri authority, DateTimeOffset now)
    {
        var trusted = authority.AbsoluteUri.TrimEnd('/');
        using var document = JsonDocument.Parse(await _http.GetStringAsync(new Uri(trusted + Discovery)));
        var issuer = document.RootElement.GetProperty("issuer").GetString() ?? "";
        if (issuer.TrimEnd('/') != trusted)
        {
            throw new ArgumentException("The document is of another issuer than Auth__Oidc__Authority.");
        }

        var place = Place(document.RootElement, "jwks_uri", authority);
        if (place is null)
        {
            throw new ArgumentException("The document's jwks_uri is no https address.");
        }

        var set = new JsonWebKeySet(await _http.GetStringAsync(place));
        var authorize = Place(document.RootElement, "authorization_endpoint", authority);
        var exchange = Place(document.RootElement, "token_endpoint", authority);
        return new Known(issuer, [.. set.GetSigningKeys()], now)
        {
            Places = authorize is null || exchange is null ? null : (authorize, exchange),
        };
    }

    private static Uri? Place(JsonElement document, string name, Uri authority) =>
        document.TryGetProperty(name, out var value)
        && Uri.TryCreate(value.GetString(), UriKind.Absolute, out var place)
        && (place.Scheme == Uri.UriSchemeHttps || (place.IsLoopback && authority.IsLoopback))
            ? place
            : null;

    private sealed record Known(string Issuer, IReadOnlyList<SecurityKey> Keys, DateTimeOffset ReadAt)
    {
        public (Uri Authorize, Uri Exchange)? Places { get; init; }

        public (SecurityKey, string)? Find(string id) =>
            Keys.FirstOrDefault(key => key.KeyId == id) is { } key ? (key, Issuer) : null;
    }
}
