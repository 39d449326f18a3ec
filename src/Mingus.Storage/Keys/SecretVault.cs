using System.Security.Cryptography;
using System.Text;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Keys;

/// <summary>
/// The envelope of provider tokens (docs: security, "Secrets at rest"):
/// <code>0x01 | kek id 8 | nonce 12, wrapped DEK 32, tag 16 | nonce 12 | ciphertext | tag 16</code>
/// A shorter key id ends in zero bytes. A data key of its own for each value; AES-256-GCM for both layers; the place
/// it belongs to is authenticated with both, so
/// a value moved to another row, column or user does not open.
/// </summary>
public sealed class SecretVault : ISecretVault, IEndpointSecrets
{
    private const byte Version = 0x01;
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int WrappedKey = Nonce + VaultKeys.KeyBytes + Tag;
    private const int Header = 1 + VaultKeys.IdLength;
    private const int Smallest = Header + WrappedKey + Nonce + Tag;

    private readonly VaultKeys _keys;
    private readonly Action<Span<byte>> _fillRandom;

    /// <summary>A vault over those keys.</summary>
    public SecretVault(VaultKeys keys)
        : this(keys, RandomNumberGenerator.Fill) { }

    /// <summary>With chosen bytes for data key and nonces, in the order they stand in the envelope: for known
    /// answers.</summary>
    internal SecretVault(VaultKeys keys, Action<Span<byte>> fillRandom)
    {
        _keys = keys;
        _fillRandom = fillRandom;
    }

    /// <inheritdoc />
    public byte[] Seal(ProtectedToken token, UserId userId, ConnectionId connectionId) =>
        Seal(token, PlaceOf(userId, connectionId));

    /// <inheritdoc />
    public ProtectedToken Open(byte[] sealedToken, UserId userId, ConnectionId connectionId) =>
        Open(sealedToken, PlaceOf(userId, connectionId));

    /// <inheritdoc />
    public byte[] Seal(ProtectedToken secret, WebhookEndpointId endpointId) => Seal(secret, PlaceOf(endpointId));

    /// <inheritdoc />
    public ProtectedToken Open(byte[] sealedSecret, WebhookEndpointId endpointId) =>
        Open(sealedSecret, PlaceOf(endpointId));

    /// <summary>What stays of a person who is erased: who has the key and the name can tell, nobody else.</summary>
    public Tombstone TombstoneOf(string tenant, string externalId)
    {
        var key = HMACSHA256.HashData(_keys.Find(_keys.ActiveId)!, "mingus|v1|tombstone"u8);
        var name = Encoding.UTF8.GetBytes($"{tenant.Length}|{tenant}|{externalId}");
        return new Tombstone(HMACSHA256.HashData(key, name), _keys.ActiveId);
    }

    /// <summary>The id of the active key, as envelopes hold it.</summary>
    internal byte[] ActiveIdBytes
    {
        get
        {
            var id = new byte[VaultKeys.IdLength];
            Encoding.ASCII.GetBytes(_keys.ActiveId, id);
            return id;
        }
    }

    /// <summary>The key's id from the bytes that an envelope holds.</summary>
    internal static string KeyIdOf(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes).TrimEnd('\0');

    /// <summary>The same envelope with its data key wrapped under the active key; what it holds is not
    /// opened.</summary>
    /// <exception cref="SecretException">As for opening it.</exception>
    internal byte[] Rewrap(byte[] sealedToken, UserId userId, ConnectionId connectionId) =>
        Rewrap(sealedToken, PlaceOf(userId, connectionId));

    /// <inheritdoc cref="Rewrap(byte[], UserId, ConnectionId)" />
    internal byte[] Rewrap(byte[] sealedSecret, WebhookEndpointId endpointId) =>
        Rewrap(sealedSecret, PlaceOf(endpointId));

    private byte[] Rewrap(byte[] sealedToken, byte[] place)
    {
        var (key, keyId) = KeyOf(sealedToken);
        var rewrapped = (byte[])sealedToken.Clone();
        Span<byte> dataKey = stackalloc byte[VaultKeys.KeyBytes];
        try
        {
            Decrypt(key, sealedToken.AsSpan(Header, WrappedKey), dataKey, place);
            ActiveIdBytes.CopyTo(rewrapped.AsSpan(1));
            Encrypt(_keys.Find(_keys.ActiveId)!, dataKey, rewrapped.AsSpan(Header, WrappedKey), place);
            return rewrapped;
        }
        catch (AuthenticationTagMismatchException failure)
        {
            throw Altered(keyId, failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    private byte[] Seal(ProtectedToken token, byte[] place)
    {
        var secret = Encoding.UTF8.GetBytes(token.Reveal());
        Span<byte> dataKey = stackalloc byte[VaultKeys.KeyBytes];
        _fillRandom(dataKey);
        var sealedToken = new byte[Smallest + secret.Length];
        sealedToken[0] = Version;
        Encoding.ASCII.GetBytes(_keys.ActiveId, sealedToken.AsSpan(1));
        var body = sealedToken.AsSpan(Header);
        Encrypt(_keys.Find(_keys.ActiveId)!, dataKey, body[..WrappedKey], place);
        Encrypt(dataKey, secret, body[WrappedKey..], place);
        CryptographicOperations.ZeroMemory(dataKey);
        CryptographicOperations.ZeroMemory(secret);
        return sealedToken;
    }

    private (byte[] Key, string Id) KeyOf(byte[] sealedToken)
    {
        if (sealedToken.Length < Smallest || sealedToken[0] != Version)
        {
            throw new SecretException("The sealed token is not an envelope of version 1.");
        }

        var keyId = KeyIdOf(sealedToken.AsSpan(1, VaultKeys.IdLength));
        var key =
            _keys.Find(keyId)
            ?? throw new SecretException(
                $"The token was sealed under the key {keyId}, which is not here: add it to Keys:Retired."
            );
        return (key, keyId);
    }

    private static SecretException Altered(string keyId, Exception failure) =>
        new($"The sealed token (key {keyId}) was altered, or sealed for another place.", failure);

    private ProtectedToken Open(byte[] sealedToken, byte[] place)
    {
        var (key, keyId) = KeyOf(sealedToken);
        var body = sealedToken.AsSpan(Header);
        Span<byte> dataKey = stackalloc byte[VaultKeys.KeyBytes];
        var secret = new byte[sealedToken.Length - Smallest];
        try
        {
            Decrypt(key, body[..WrappedKey], dataKey, place);
            Decrypt(dataKey, body[WrappedKey..], secret, place);
            return new ProtectedToken(Encoding.UTF8.GetString(secret));
        }
        catch (AuthenticationTagMismatchException failure)
        {
            throw Altered(keyId, failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static byte[] PlaceOf(UserId userId, ConnectionId connectionId) =>
        Encoding.UTF8.GetBytes($"mingus|v1|connections|sealed_token|{userId.Value}|{PrefixedId.Format(connectionId)}");

    private static byte[] PlaceOf(WebhookEndpointId endpointId) =>
        Encoding.UTF8.GetBytes($"mingus|v1|webhook_endpoints|sealed_secret|{PrefixedId.Format(endpointId)}");

    private void Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, Span<byte> into, byte[] place)
    {
        _fillRandom(into[..Nonce]);
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(into[..Nonce], plain, into[Nonce..^Tag], into[^Tag..], place);
    }

    private static void Decrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> from, Span<byte> into, byte[] place)
    {
        using var aes = new AesGcm(key, Tag);
        aes.Decrypt(from[..Nonce], from[Nonce..^Tag], from[^Tag..], into, place);
    }
}
