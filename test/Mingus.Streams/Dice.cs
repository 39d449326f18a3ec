using System.Numerics;

namespace Mingus.Streams;

/// <summary>
/// Chance that repeats: the same seed and names give the same throws on every machine and runtime. What is thrown for
/// one name does not depend on how often another was asked, so a change in one place leaves the rest of a stream as it
/// was.
/// </summary>
public sealed class Dice
{
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int BitsOfFraction = 53;
    private readonly ulong origin;
    private ulong state;

    /// <summary>Dice that begin at a seed.</summary>
    public Dice(ulong seed)
    {
        origin = Mix(seed);
        state = origin;
    }

    /// <summary>Dice of their own for a name; how far these here were thrown does not matter.</summary>
    public Dice For(string name)
    {
        // FNV-1a: string.GetHashCode differs from process to process.
        var hash = 14695981039346656037UL;
        foreach (var letter in name)
            hash = unchecked((hash ^ letter) * 1099511628211UL);
        return new Dice(origin ^ hash);
    }

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high)
    {
        var span = (ulong)(high - low + 1);
        return low + (int)Math.BigMul(Throw(), span, out _);
    }

    /// <summary>Whether something of this probability happens.</summary>
    public bool Chance(double probability) => Fraction() < probability;

    /// <summary>One of the values, each as likely as the others.</summary>
    public T Of<T>(IReadOnlyList<T> values) => values[Between(0, values.Count - 1)];

    /// <summary>One of the values, as likely as its weight says.</summary>
    public T Of<T>(Odds<T> odds) => odds.At(Fraction());

    /// <summary>Letters and digits, as in a provider's ids.</summary>
    public string Word(int length) => string.Create(length, this, (word, dice) => Fill(word, dice, Letters.Length));

    /// <summary>Digits, as in a reference number.</summary>
    public string Digits(int length) => string.Create(length, this, (word, dice) => Fill(word, dice, 10));

    /// <summary>Hexadecimal digits in lower case.</summary>
    public string Hex(int length) => Word(length, "0123456789abcdef");

    private string Word(int length, string letters) =>
        string.Create(
            length,
            (this, letters),
            (word, from) =>
            {
                foreach (ref var letter in word)
                    letter = from.letters[from.Item1.Between(0, from.letters.Length - 1)];
            }
        );

    private static void Fill(Span<char> word, Dice dice, int kinds)
    {
        foreach (ref var letter in word)
            letter = Letters[dice.Between(0, kinds - 1)];
    }

    private double Fraction() => (Throw() >> (64 - BitsOfFraction)) * (1.0 / (1UL << BitsOfFraction));

    // SplitMix64 (Steele, Lea, Flood 2014).
    private ulong Throw()
    {
        state = unchecked(state + 0x9E3779B97F4A7C15UL);
        return Mix(state);
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return BitOperations.RotateLeft(z ^ (z >> 31), 17);
        }
    }
}
