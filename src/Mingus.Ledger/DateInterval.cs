namespace Mingus.Ledger;

/// <summary>Days from one to another, both included, as statements speak of them. It has at least one day.</summary>
public readonly record struct DateInterval
{
    /// <summary>The days from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    /// <exception cref="ArgumentException"><paramref name="to"/> is before <paramref name="from"/>.</exception>
    public DateInterval(DateOnly from, DateOnly to)
    {
        if (to < from)
        {
            throw new ArgumentException("An interval ends on or after the day it begins.", nameof(to));
        }

        From = from;
        To = to;
    }

    /// <summary>The first day, included.</summary>
    public DateOnly From { get; }

    /// <summary>The last day, included.</summary>
    public DateOnly To { get; }

    /// <summary>How many days it has, at least 1.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>Whether the day lies in it.</summary>
    public bool Contains(DateOnly day) => From <= day && day <= To;

    /// <summary>The days both have, or null where they share none.</summary>
    public DateInterval? Intersection(DateInterval other)
    {
        var from = From > other.From ? From : other.From;
        var to = To < other.To ? To : other.To;
        return from <= to ? new DateInterval(from, to) : null;
    }

    /// <summary>One interval over both where they overlap or touch, else null.</summary>
    public DateInterval? Union(DateInterval other)
    {
        var (first, second) = From <= other.From ? (this, other) : (other, this);
        return second.From.DayNumber <= first.To.DayNumber + 1
            ? new DateInterval(first.From, first.To > second.To ? first.To : second.To)
            : null;
    }

    public override string ToString() => $"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}";
}
