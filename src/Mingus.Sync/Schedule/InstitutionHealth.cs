namespace Mingus.Sync.Schedule;

/// <summary>What has changed about an institution's health with a run.</summary>
internal enum HealthChange
{
    None,
    Failing,
    Answering,
    Slow,
    Quick,
}

/// <summary>
/// Whether an institution begins to fail, or to be slow, as the runs there show: a cumulative sum (Page's CUSUM) of the
/// evidence for a failure rate ten times its own, and the time of its calls against what they usually take. Both alarms
/// end by themselves.
/// </summary>
internal sealed class InstitutionHealth
{
    /// <summary>Evidence from which it is called failing. At 2 % a false alarm comes once in some ten thousand
    /// runs.</summary>
    public const double Alarm = 7;

    /// <summary>Good runs in a row after which it is called well.</summary>
    public const int GoodToEnd = 20;

    /// <summary>Slow calls in a row from which it is called slow.</summary>
    public const int SlowToBegin = 20;

    private const double LeastRate = 0.005;
    private const double RuinRate = 0.2;
    private const double HalfLifeDays = 14;

    // Runs and failures assumed of one that nothing is known of.
    private const double PriorRuns = 50;
    private const double PriorFailures = 0.5;

    // Calls from which the usual time is believed, and how many of the last it is a mean of.
    private const double KnownCalls = 50;
    private const double UsualCalls = 500;
    private const double RecentShare = 0.2;

    private double _runs;
    private double _failures;
    private double _evidence;
    private int _goodInRow;
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private double _calls;
    private double _usual;
    private double _spread;
    private double _recent;
    private int _slowInRow;

    /// <summary>Whether it fails far more often than it does.</summary>
    public bool IsFailing { get; private set; }

    /// <summary>Whether its calls take far longer than they do.</summary>
    public bool IsSlow { get; private set; }

    /// <summary>The share of runs that usually fail there.</summary>
    public double UsualRate => Math.Max(LeastRate, (_failures + PriorFailures) / (_runs + PriorRuns));

    /// <summary>A run that asked there has ended.</summary>
    public HealthChange Ended(bool hasFailed, DateTimeOffset now)
    {
        if (_last != DateTimeOffset.MinValue && now > _last)
        {
            var kept = Math.Pow(0.5, (now - _last).TotalDays / HalfLifeDays);
            (_runs, _failures) = (_runs * kept, _failures * kept);
        }

        _last = now;
        var usual = UsualRate;
        var ruin = Math.Min(0.95, Math.Max(10 * usual, RuinRate));
        _evidence = Math.Max(0, _evidence + (hasFailed ? Math.Log(ruin / usual) : Math.Log((1 - ruin) / (1 - usual))));
        _goodInRow = hasFailed ? 0 : _goodInRow + 1;
        if (IsFailing)
        {
            // What is learned in trouble is no habit.
            return _goodInRow >= GoodToEnd ? EndFailing() : HealthChange.None;
        }

        _runs++;
        _failures += hasFailed ? 1 : 0;
        IsFailing = _evidence >= Alarm;
        return IsFailing ? HealthChange.Failing : HealthChange.None;
    }

    /// <summary>What a call there took.</summary>
    public HealthChange Took(TimeSpan call)
    {
        var log = Math.Log(Math.Max(0.001, call.TotalSeconds));
        _recent = _calls == 0 ? log : _recent + (RecentShare * (log - _recent));
        var isKnown = _calls >= KnownCalls;
        var limit = _usual + (3 * Math.Max(_spread, 0.1));
        _slowInRow = isKnown && _recent > limit ? _slowInRow + 1 : 0;
        if (_slowInRow == 0)
        {
            _calls = Math.Min(UsualCalls, _calls + 1);
            var off = log - _usual;
            _usual += off / _calls;
            _spread += (Math.Abs(off) - _spread) / _calls;
        }

        var (was, isNow) = (IsSlow, _slowInRow >= SlowToBegin || (IsSlow && _slowInRow > 0));
        IsSlow = isNow;
        return was == isNow ? HealthChange.None
            : isNow ? HealthChange.Slow
            : HealthChange.Quick;
    }

    private HealthChange EndFailing()
    {
        (IsFailing, _evidence) = (false, 0);
        return HealthChange.Answering;
    }
}
