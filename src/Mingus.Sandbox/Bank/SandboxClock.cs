namespace Mingus.Sandbox.Bank;

/// <summary>
/// The sandbox's own time in UTC: real time from its start on, run faster by a factor, moved forward on demand, never
/// backward. It decides dates of rows; webhooks' signatures and tokens' lives follow the real time.
/// </summary>
public sealed class SandboxClock
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _real;
    private DateTimeOffset _realAnchor;
    private DateTimeOffset _anchor;
    private double _factor;

    internal SandboxClock(TimeProvider real, DateOnly? today, double factor)
    {
        _real = real;
        _realAnchor = real.GetUtcNow();
        _anchor = today is { } day ? Instants.At(day, minute: 12 * 60) : _realAnchor;
        _factor = factor;
    }

    /// <summary>The sandbox's present instant.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
            {
                return _anchor + ((_real.GetUtcNow() - _realAnchor) * _factor);
            }
        }
    }

    /// <summary>The sandbox's present day.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>How many sandbox seconds pass in a real one.</summary>
    public double Factor
    {
        get
        {
            lock (_gate)
            {
                return _factor;
            }
        }
    }

    internal TimeProvider Time => _real;

    internal DateTimeOffset Real => _real.GetUtcNow();

    /// <summary>Called after each jump, so that everything due by then happens at once.</summary>
    internal Action? Moved { get; set; }

    /// <summary>Moves the clock forward and lets everything happen that is due by then.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The span is negative.</exception>
    public void Advance(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        lock (_gate)
        {
            _anchor += span;
        }
        Moved?.Invoke();
    }

    /// <summary>Lets sandbox time pass faster or slower than real time from now on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
    public void SetFactor(double factor)
    {
        if (!double.IsFinite(factor) || factor < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "A factor is finite and not negative.");
        }
        lock (_gate)
        {
            var real = _real.GetUtcNow();
            _anchor += (real - _realAnchor) * _factor;
            _realAnchor = real;
            _factor = factor;
        }
    }
}

/// <summary>Days and instants, all in UTC.</summary>
internal static class Instants
{
    public static DateTimeOffset At(DateOnly day, int minute) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), TimeSpan.Zero).AddMinutes(minute);

    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
