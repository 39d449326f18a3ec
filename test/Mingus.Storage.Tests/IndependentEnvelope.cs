using System.Security.Cryptography;
using System.Text;

namespace Mingus.Storage.Tests;

/// <summary>Opens an envelope by the letter of its description, sharing no code with the vault.</summary>
internal static class IndependentEnvelope
{
    public static string Open(byte[] envelope, byte[] key, string place)
    {
        using var stream = new BinaryReader(new MemoryStream(envelope));
        stream.ReadBytes(1 + 8);
        var dataKey = Layer(stream.ReadBytes(12), stream.ReadBytes(32), stream.ReadBytes(16), key, place);
        var nonce = stream.ReadBytes(12);
        var rest = stream.ReadBytes(envelope.Length);
        return Encoding.UTF8.GetString(Layer(nonce, rest[..^16], rest[^16..], dataKey, place));
    }

    private static byte[] Layer(byte[] nonce, byte[] cipher, byte[] tag, byte[] key, string place)
    {
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(key, tagSizeInBytes: 16);
        aes.Decrypt(nonce, cipher, tag, plain, Encoding.UTF8.GetBytes(place));
        return plain;
    }
}
