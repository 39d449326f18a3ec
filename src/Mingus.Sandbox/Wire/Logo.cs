using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using Mingus.Sandbox.Bank;

namespace Mingus.Sandbox.Wire;

/// <summary>Draws a bank's logo: a disc in its colour, as a PNG in base64 like Plaid's.</summary>
internal static class Logo
{
    private const int Size = 152;

    public static string Of(Institution bank)
    {
        var colour = int.Parse(bank.Colour.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Size);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], Size);
        // Eight bits a channel, a palette: white and the bank's colour.
        (header[8], header[9]) = (8, 3);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(
            file,
            "PLTE"u8,
            [255, 255, 255, (byte)(colour >> 16), (byte)((colour >> 8) & 255), (byte)(colour & 255)]
        );
        WriteChunk(file, "IDAT"u8, Pixels());
        WriteChunk(file, "IEND"u8, []);
        return Convert.ToBase64String(file.ToArray());
    }

    private static byte[] Pixels()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var line = new byte[Size + 1];
            for (var y = 0; y < Size; y++)
            {
                for (var x = 0; x < Size; x++)
                {
                    var (dx, dy) = ((2 * x) - Size + 1, (2 * y) - Size + 1);
                    line[x + 1] = (dx * dx) + (dy * dy) < Size * Size ? (byte)1 : (byte)0;
                }
                zlib.Write(line);
            }
        }
        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), content));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }
        return crc;
    }
}
