using System.Security.Cryptography;

namespace Mingus.Storage.Keys;

/// <summary>
/// The keys that wrap what the vault seals: the active one for new values, retired ones for old. Each is given as
/// <c>id:base64</c> of 32 bytes, or as the path of a file that contains that (<c>Keys:Active</c>,
/// <c>Keys:Retired:*</c>).
/// </summary>
public sealed class VaultKeys
{
    /// <summary>Bytes of a key: AES-256.</summary>
    public const int KeyBytes = 32;

    /// <summary>Characters of a key id at most, as the envelope has place for.</summary>
    public const int IdLength = 8;

    /// <summary>Different values among the bytes of a random key: fewer than one in 10^9 of them have so few.</summary>
    private const int DifferentMin = 20;

    private readonly Dictionary<string, byte[]> _keys;

    private VaultKeys(string activeId, Dictionary<string, byte[]> keys)
    {
        ActiveId = activeId;
        _keys = keys;
    }

    /// <summary>The id of the key that new values are sealed under.</summary>
    public string ActiveId { get; }

    /// <summary>Whether the active key looks random: zeros, a word again and again and a counter do not.</summary>
    public bool IsActiveRandom
    {
        get
        {
            var key = _keys[ActiveId];
            var steps = key.Zip(key.Skip(1), static (one, next) => next - one);
            return key.Distinct().Count() >= DifferentMin && steps.Distinct().Count() > 1;
        }
    }

    /// <summary>Reads the keys from settings.</summary>
    /// <exception cref="StorageException">One cannot be read; the message says which and what it must look
    /// like.</exception>
    public static VaultKeys From(string active, IEnumerable<string> retired)
    {
        var (activeId, activeKey) = Read("Keys:Active", active);
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal) { [activeId] = activeKey };
        foreach (var (text, i) in retired.Select((text, i) => (text, i)))
        {
            var (id, key) = Read($"Keys:Retired:{i}", text);
            if (!keys.TryAdd(id, key) && !CryptographicOperations.FixedTimeEquals(keys[id], key))
            {
                throw new StorageException($"Keys:Retired:{i} has the id {id} of another key. Ids are used once.");
            }
        }

        return new VaultKeys(activeId, keys);
    }

    /// <summary>A new random key in the form the settings take.</summary>
    public static string Generate()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));
        return $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))}";
    }

    /// <summary>Whether the key of that id is here.</summary>
    public bool Has(string id) => _keys.ContainsKey(id);

    internal byte[]? Find(string id) => _keys.GetValueOrDefault(id);

    private static (string Id, byte[] Key) Read(string setting, string text)
    {
        var value = text.Trim();
        if (!value.Contains(':', StringComparison.Ordinal) || File.Exists(value))
        {
            value = ReadFile(setting, value);
        }

        var parts = value.Split(':', 2);
        var key = new byte[KeyBytes];
        var isRead =
            parts.Length == 2
            && parts[0].Length is > 0 and <= IdLength
            && parts[0].All(char.IsAsciiLetterOrDigit)
            && Convert.TryFromBase64String(parts[1], key, out var length)
            && length == KeyBytes;
        // The value itself is a secret, so it is not shown.
        return isRead
            ? (parts[0], key)
            : throw new StorageException(
                $"{setting} must be id:base64, where id is 1 to {IdLength} letters or digits and base64 is {KeyBytes} "
                    + "random bytes, or the path of a file that contains that. Make one with: "
                    + "echo \"key00001:$(openssl rand -base64 32)\""
            );
    }

    private static string ReadFile(string setting, string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StorageException(
                $"{setting} is neither id:base64 nor the path of a file that can be read.",
                failure
            );
        }
    }
}
