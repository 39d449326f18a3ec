using System.Security.Cryptography;

namespace Mingus.Server.Identity;

/// <summary>A configured API key: the hash of its text, whose it is and what it may.</summary>
/// <param name="Hash">SHA-256 of the whole key text, 32 bytes.</param>
/// <param name="Tenant">The tenant it acts in.</param>
/// <param name="Scopes">What it may.</param>
internal sealed record ApiKey(byte[] Hash, string Tenant, Scopes Scopes)
{
    /// <summary>Its name among credentials.</summary>
    public string Id { get; } = $"configured:{Convert.ToHexStringLower(Hash)}";
}

/// <summary>Finds the key a caller shows, in a time that does not depend on which key nearly fits.</summary>
internal static class ApiKeys
{
    /// <summary>The key whose hash it is; null when none is.</summary>
    public static ApiKey? Find(IReadOnlyList<ApiKey> keys, byte[] hash)
    {
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
