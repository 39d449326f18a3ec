using System.Security.Cryptography;
using System.Text;

namespace Mingus.Server.Identity;

/// <summary>A configured API key: the hash of its text, whose it is and what it may.</summary>
/// <param name="Hash">SHA-256 of the whole key text, 32 bytes.</param>
/// <param name="Tenant">The tenant it acts in.</param>
/// <param name="Scopes">Names of scopes; empty for all.</param>
internal sealed record ApiKey(byte[] Hash, string Tenant, IReadOnlyList<string> Scopes);

/// <summary>Finds the key a caller shows, in a time that does not depend on which key nearly fits.</summary>
internal static class ApiKeys
{
    /// <summary>The key whose hash is that of the text; null when none is.</summary>
    public static ApiKey? Find(IReadOnlyList<ApiKey> keys, string shown)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(shown), hash);
        ApiKey? found = null;
        foreach (var key in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, key.Hash))
            {
                found = key;
            }
        }

        return found;
    }
}
