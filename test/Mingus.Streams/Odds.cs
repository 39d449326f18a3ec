namespace Mingus.Streams;

/// <summary>Values and how likely each is. The weights need not sum to 1.</summary>
public sealed class Odds<T>
{
    private readonly (T Value, double UpTo)[] steps;

    /// <summary>From pairs of a value and its weight; at least one.</summary>
    public Odds(params (T Value, double Weight)[] values)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Length);
        var total = values.Sum(pair => pair.Weight);
        var sum = 0.0;
        steps = [.. values.Select(pair => (pair.Value, sum += pair.Weight / total))];
    }

    /// <summary>The value at a fraction from 0 (included) to 1 (excluded).</summary>
    internal T At(double fraction)
    {
        foreach (var (value, upTo) in steps)
        {
            if (fraction < upTo)
                return value;
        }
        return steps[^1].Value;
    }
}

/// <summary>Writes <see cref="Odds{T}"/> without naming the type.</summary>
public static class Odds
{
    /// <summary>Values with their weights.</summary>
    public static Odds<T> Of<T>(params (T Value, double Weight)[] values) => new(values);

    /// <summary>Whole numbers from low to high, both included, each as likely as the others.</summary>
    public static Odds<int> Even(int low, int high) =>
        new([.. Enumerable.Range(low, high - low + 1).Select(value => (value, 1.0))]);

    /// <summary>Whole numbers from 1 to high, both included, the sooner the likelier.</summary>
    public static Odds<int> Soon(int high) =>
        new([.. Enumerable.Range(1, high).Select(value => (value, 1.0 / (value + 1)))]);
}
