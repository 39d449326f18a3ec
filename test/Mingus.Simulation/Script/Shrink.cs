namespace Mingus.Simulation.Script;

/// <summary>Makes a failing script smaller: leaves out parts of it, halving them, as long as it still fails in the same
/// way. A part of a script replays as well as the whole, because each act brings its own chance.</summary>
internal static class Shrink
{
    /// <summary>The smallest script found within so many attempts.</summary>
    public static IReadOnlyList<Act> Of(IReadOnlyList<Act> script, Func<IReadOnlyList<Act>, bool> fails, int attempts)
    {
        var kept = script;
        var tried = 0;
        for (var size = kept.Count / 2; size > 0 && tried < attempts; )
        {
            var isSmaller = false;
            for (var at = 0; at < kept.Count && tried < attempts; )
            {
                IReadOnlyList<Act> shorter = [.. kept.Take(at), .. kept.Skip(at + size)];
                tried++;
                if (fails(shorter))
                {
                    kept = shorter;
                    isSmaller = true;
                }
                else
                {
                    at += size;
                }
            }

            size = isSmaller && size <= kept.Count ? size : size / 2;
        }

        return kept;
    }
}
