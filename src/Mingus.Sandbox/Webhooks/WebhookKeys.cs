using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Mingus.Sandbox.Bank;

namespace Mingus.Sandbox.Webhooks;

/// <summary>One key that signs webhooks; instants are Unix seconds.</summary>
internal sealed record WebhookKey(string Kid, ECDsa Key, long CreatedAt)
{
    public long? ExpiredAt { get; init; }
}

/// <summary>How a webhook may be forged for tests of those who verify it.</summary>
public enum Forgery
{
    /// <summary>The algorithm "none" and no signature.</summary>
    AlgorithmNone,

    /// <summary>HMAC with the public key's text as secret.</summary>
    AlgorithmHs256,

    /// <summary>A key id that nobody knows.</summary>
    UnknownKey,

    /// <summary>Signed by a key that has expired.</summary>
    ExpiredKey,

    /// <summary>The signature in DER form.</summary>
    DerSignature,

    /// <summary>Issued 301 seconds ago.</summary>
    Stale,

    /// <summary>One space more in the body than was signed.</summary>
    AlteredBody,

    /// <summary>Another body was signed.</summary>
    WrongHash,

    /// <summary>No header at all.</summary>
    Unsigned,
}

/// <summary>The sandbox's signing keys: compact JWTs by ES256 over P-256.</summary>
internal sealed class WebhookKeys : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _seed;
    private readonly List<WebhookKey> _keys = [];
    private readonly Lock _gate = new();

    public WebhookKeys(long seed, TimeProvider time)
    {
        (_seed, _time) = (seed, time);
        Rotate();
    }

    private WebhookKey Current => _keys[^1];

    public WebhookKey? Find(string kid)
    {
        lock (_gate)
        {
            return _keys.Find(k => k.Kid == kid);
        }
    }

    /// <summary>Expires the present key and makes the next.</summary>
    public string Rotate()
    {
        lock (_gate)
        {
            return RotateLocked();
        }
    }

    private string RotateLocked()
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        if (_keys.Count > 0)
        {
            _keys[^1] = Current with { ExpiredAt = now };
        }
        var kid = System.Guid.ParseExact(Rng.Hex(_seed, ["kid", _keys.Count.ToString()], 32), "N").ToString();
        _keys.Add(new WebhookKey(kid, ECDsa.Create(ECCurve.NamedCurves.nistP256), now));
        return kid;
    }

    /// <summary>The value of Plaid-Verification for these bytes; null leaves the header out.</summary>
    public string? Sign(ReadOnlySpan<byte> body, Forgery? forgery)
    {
        if (forgery is Forgery.Unsigned)
        {
            return null;
        }
        lock (_gate)
        {
            return SignLocked(body, forgery);
        }
    }

    private string SignLocked(ReadOnlySpan<byte> body, Forgery? forgery)
    {
        if (forgery is Forgery.ExpiredKey)
        {
            RotateLocked();
        }
        var key = forgery is Forgery.ExpiredKey ? _keys[^2] : Current;
        var kid = forgery is Forgery.UnknownKey ? "00000000-0000-4000-8000-000000000000" : key.Kid;
        var algorithm = forgery switch
        {
            Forgery.AlgorithmNone => "none",
            Forgery.AlgorithmHs256 => "HS256",
            _ => "ES256",
        };
        var issued = _time.GetUtcNow().ToUnixTimeSeconds() - (forgery is Forgery.Stale ? 301 : 0);
        var hash = Convert.ToHexStringLower(SHA256.HashData(forgery is Forgery.WrongHash ? "other"u8 : body));
        var signed =
            Encode($$"""{"alg":"{{algorithm}}","kid":"{{kid}}","typ":"JWT"}""")
            + "."
            + Encode($$"""{"iat":{{issued}},"request_body_sha256":"{{hash}}"}""");
        return signed + "." + Base64Url.EncodeToString(Signature(Encoding.ASCII.GetBytes(signed), key, forgery));
    }

    public void Dispose()
    {
        foreach (var key in _keys)
        {
            key.Key.Dispose();
        }
    }

    private static byte[] Signature(byte[] signed, WebhookKey key, Forgery? forgery) =>
        forgery switch
        {
            Forgery.AlgorithmNone => [],
            Forgery.AlgorithmHs256 => HMACSHA256.HashData(key.Key.ExportSubjectPublicKeyInfo(), signed),
            Forgery.DerSignature => key.Key.SignData(
                signed,
                HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence
            ),
            _ => key.Key.SignData(
                signed,
                HashAlgorithmName.SHA256,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation
            ),
        };

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
