using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Mingus.Plaid.Tests.Webhooks;

/// <summary>Signs as Plaid does, and otherwise.</summary>
internal sealed class Signer(string keyId) : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string KeyId => keyId;

    /// <summary>The key as Plaid tells it.</summary>
    public PlaidWebhookKey Public(DateTimeOffset? expiredAt = null)
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new(keyId, "ES256", "P-256", Text(point.X!), Text(point.Y!), CreatedAt: null, expiredAt);
    }

    /// <summary>A good token over a body.</summary>
    public string Sign(byte[] body, DateTimeOffset issuedAt) =>
        Sign(Head(), Claims(issuedAt.ToUnixTimeSeconds(), body));

    /// <summary>A token of any head and claims, signed well.</summary>
    public string Sign(string head, string claims)
    {
        var signed = $"{Text(head)}.{Text(claims)}";
        return $"{signed}.{Text(Signature(signed))}";
    }

    public string Head(string algorithm = "ES256") => $$"""{"alg":"{{algorithm}}","kid":"{{keyId}}","typ":"JWT"}""";

    public static string Claims(long issuedAt, byte[] body)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        return $$"""{"iat":{{issuedAt}},"request_body_sha256":"{{hash}}"}""";
    }

    /// <summary>The signature in DER, as other libraries write it.</summary>
    public string SignDer(string head, string claims)
    {
        var signed = $"{Text(head)}.{Text(claims)}";
        var der = _key.SignData(
            Encoding.ASCII.GetBytes(signed),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        return $"{signed}.{Text(der)}";
    }

    /// <summary>The public key as a secret of HS256: the classic confusion.</summary>
    public string SignHs256(byte[] body, DateTimeOffset issuedAt)
    {
        var signed = $"{Text(Head("HS256"))}.{Text(Claims(issuedAt.ToUnixTimeSeconds(), body))}";
        var mac = HMACSHA256.HashData(_key.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Text(mac)}";
    }

    public static string Text(string plain) => Text(Encoding.UTF8.GetBytes(plain));

    public static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public void Dispose() => _key.Dispose();

    private byte[] Signature(string signed) =>
        _key.SignData(
            Encoding.ASCII.GetBytes(signed),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation
        );
}
