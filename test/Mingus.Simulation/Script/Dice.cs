namespace Mingus.Simulation.Script;

/// <summary>The only chance there is: SplitMix64 from a seed. The same seed throws the same numbers on every
/// machine.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A number from 0 to below the bound.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>True so many times in a thousand.</summary>
    public bool Chance(int perMille) => Below(1_000) < perMille;

    public T Pick<T>(IReadOnlyList<T> of) => of[Below(of.Count)];

    public T? PickOrNone<T>(IReadOnlyList<T> of)
        where T : class => of.Count == 0 ? null : Pick(of);

    public void Fill(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = unchecked((byte)Next());
        }
    }
}
