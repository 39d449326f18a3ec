using System.Text;

namespace Mingus.Fuzz;

/// <summary>Changes bytes as they tend to break readers: a few at a time, so that most of the input still makes
/// sense.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> corpus)
{
    private const int LengthMax = 64 * 1024;

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "null",
            "true",
            "[]",
            "{}",
            "\"\"",
            "-0",
            "1e999",
            "999999999999999999999999999999",
            "0.00000000000000000001",
            "-9223372036854775808",
            "79228162514264337593543950335",
            "\"\\ud83d\"",
            "\\ud800",
            "\\u0000",
            "\"9999-12-31\"",
            "\"0000-00-00\"",
            "\"2024-02-30\"",
            "\"2024-02-29T24:00:60Z\"",
            "XXX",
            "\u202e\u200b",
            "ﷺ",
            "e\u0301",
            "'; DROP TABLE records; --",
            "<script>alert(1)</script>",
            "%00%ff%2e%2e/",
            "..",
            ",",
            ":",
            "{\"a\":",
            "[[[[[[[[[[[[[[[[",
            "}",
            "]",
            "=",
            "+",
        }.Select(Encoding.UTF8.GetBytes),
        [0x00],
        [0xFF, 0xFE],
        [0xC0, 0x80],
        [0xED, 0xA0, 0x80],
        [0xF4, 0x90, 0x80, 0x80],
    ];

    /// <summary>One of the corpus, changed in one to six places.</summary>
    public byte[] Next()
    {
        var input = Any(corpus).ToList();
        for (var i = random.Next(1, 7); i > 0; i--)
        {
            Change(input);
        }

        return [.. input.Take(LengthMax)];
    }

    /// <summary>A piece as it is, as text.</summary>
    public string Piece() => Encoding.UTF8.GetString(Any(Pieces));

    private void Change(List<byte> input)
    {
        var at = random.Next(input.Count + 1);
        var length = Math.Min(random.Next(1, 24), input.Count - at);
        switch (random.Next(8))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < input.Count:
                input[at] = (byte)random.Next(256);
                break;
            case 2:
                input.RemoveRange(at, length);
                break;
            case 3:
                input.InsertRange(at, input.GetRange(at, length));
                break;
            case 4:
                var other = Any(corpus);
                var from = random.Next(other.Length + 1);
                input.InsertRange(at, other.Skip(from).Take(random.Next(1, 200)));
                break;
            case 5:
                input.RemoveRange(at, length);
                input.InsertRange(at, Any(Pieces));
                break;
            case 6:
                input.InsertRange(at, Enumerable.Repeat((byte)random.Next(32, 127), random.Next(1, 2_000)));
                break;
            default:
                input.InsertRange(at, Any(Pieces));
                break;
        }
    }

    private T Any<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
