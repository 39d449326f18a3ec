namespace Mingus.Sync;

/// <summary>Moments as they rest: UTC, whole milliseconds. What is in memory then equals what is read back.</summary>
internal static class Moments
{
    /// <summary>Now, cut to the millisecond.</summary>
    public static DateTimeOffset Now(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }
}
