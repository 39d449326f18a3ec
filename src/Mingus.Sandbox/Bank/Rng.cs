using System.Numerics;

namespace Mingus.Sandbox.Bank;

/// <summary>
/// SplitMix64, keyed by words: the same words give the same numbers on every machine and every version of .NET, which
/// <see cref="Random"/> does not promise.
/// </summary>
internal sealed class Rng(ulong state)
{
    private const string IdAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789";
    private ulong _state = state;

    public static Rng For(long seed, params ReadOnlySpan<string> key)
    {
        var hash = Hash(unchecked((ulong)seed) ^ 0xcbf29ce484222325UL, "mingus");
        foreach (var word in key)
        {
            hash = Hash(hash, word);
        }
        return new Rng(hash);
    }

    /// <summary>
    /// An opaque identifier in Plaid's manner: letters and digits, 37 of them unless asked otherwise.
    /// </summary>
    public static string Id(long seed, ReadOnlySpan<string> key, int length = 37)
    {
        var rng = For(seed, key);
        Span<char> letters = stackalloc char[length];
        foreach (ref var letter in letters)
        {
            letter = IdAlphabet[rng.Below(IdAlphabet.Length)];
        }
        return new string(letters);
    }

    public static string Hex(long seed, ReadOnlySpan<string> key, int length)
    {
        var rng = For(seed, key);
        return string.Create(
            length,
            rng,
            static (span, r) =>
            {
                foreach (ref var c in span)
                {
                    c = "0123456789abcdef"[r.Below(16)];
                }
            }
        );
    }

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A whole number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A whole number between the two, both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    public long Between(long low, long high) => low + (long)Math.BigMul(Next(), (ulong)(high - low + 1), out _);

    public bool Chance(int perMille) => Below(1000) < perMille;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    private static ulong Hash(ulong hash, string word)
    {
        unchecked
        {
            foreach (var c in word)
            {
                hash = (hash ^ c) * 0x100000001b3UL;
            }
            // A word's end counts, so that ("ab", "c") and ("a", "bc") differ.
            hash ^= BitOperations.RotateLeft(hash, 31) + 0x9E3779B97F4A7C15UL;
            return hash * 0xff51afd7ed558ccdUL;
        }
    }
}
