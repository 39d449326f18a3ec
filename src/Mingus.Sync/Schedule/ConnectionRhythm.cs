namespace Mingus.Sync.Schedule;

/// <summary>A record as the schedule learns from it.</summary>
/// <param name="Time">Its own time, where it has one.</param>
/// <param name="Counterparty">Hash of its counterparty's name; 0 for none.</param>
/// <param name="Day">The day it is dated, in days of <see cref="WeekHour"/>.</param>
internal readonly record struct NewRecord(double? Time, ulong Counterparty, int Day)
{
    /// <summary>Its amount in minor units, signed.</summary>
    public long Minor { get; init; }
}

/// <summary>A check of an account, as institutions learn from it.</summary>
/// <param name="Hours">Since the check before.</param>
/// <param name="To">When.</param>
/// <param name="HasChanged">Whether it found something.</param>
/// <param name="PerDay">Changes a day expected of the account.</param>
internal readonly record struct PastCheck(float Hours, double To, bool HasChanged, float PerDay);

/// <summary>
/// What one connection has taught: the rhythm of each account, the webhooks since the last check, and how far its
/// webhooks were right. A call answers for all accounts, so their intensities add up.
/// </summary>
internal sealed class ConnectionRhythm
{
    /// <summary>Webhooks remembered since the last check; more say nothing more.</summary>
    public const int WebhooksKept = 16;

    /// <summary>Outcomes remembered, for people.</summary>
    public const int OutcomesKept = 12;

    /// <summary>Checks remembered, from which institutions learn their hours.</summary>
    public const int PastKept = 40;

    /// <summary>Below this precision a webhook brings no check.</summary>
    public const double PrecisionMin = 0.05;

    // Where at most so many of the last checks found something, what was found was probably one change.
    private const double QuietShare = 0.35;

    // A webhook so long after a check that found its change still announces it.
    private const double LateHours = 6;

    private readonly List<double> _webhooks = [];
    private WebhookEvidence _evidence;

    /// <summary>The accounts by the feed that shows them.</summary>
    public Dictionary<Guid, AccountRhythm> Accounts { get; } = [];

    /// <summary>The last check that went well; null before the first.</summary>
    public double? LastCheck { get; set; }

    /// <summary>Changes the last check found that no webhook had announced.</summary>
    public double Unclaimed { get; set; }

    /// <summary>Whether the last checks found something, the last in the lowest bit, and how many of them are
    /// known.</summary>
    public ushort Outcomes { get; set; }

    /// <inheritdoc cref="Outcomes"/>
    public int OutcomeCount { get; set; }

    /// <summary>Checks that nobody asked for: those of a day, and those of the day before.</summary>
    public CallsOfDay Calls { get; set; }

    /// <summary>The last checks, newest last: from, to, and whether an account had changed at an unknown
    /// time.</summary>
    public Queue<PastCheck> Past { get; } = new();

    /// <summary>Webhooks since the last check.</summary>
    public IReadOnlyList<double> Webhooks => _webhooks;

    /// <summary>How far webhooks and times of records were right.</summary>
    public WebhookEvidence Evidence
    {
        get => _evidence;
        set => _evidence = value;
    }

    /// <summary>A webhook of changes came. One that tells late what a check has found already announces nothing new,
    /// and answers false.</summary>
    public bool Webhook(double at, InstitutionKnowledge institution)
    {
        var late = at - (LastCheck ?? double.NegativeInfinity);
        if (late <= LateHours && Unclaimed > 0)
        {
            // Probably it tells of what was found: the sooner after, the likelier.
            var share = institution.Precision * Math.Min(1, Unclaimed);
            share *= Math.Exp(-late / Math.Max(1, 2 * institution.WebhookHours));
            if (share > 0.5)
            {
                var claimed = Math.Min(1, Unclaimed);
                Unclaimed -= claimed;
                _evidence.Unannounced = Math.Max(0, _evidence.Unannounced - claimed);
                _evidence.Announced += claimed;
                (_evidence.Checks, _evidence.Found) = (_evidence.Checks + claimed, _evidence.Found + claimed);
                return false;
            }
        }

        if (_webhooks.Count < WebhooksKept)
        {
            _webhooks.Add(at);
        }

        return true;
    }

    /// <summary>A check that went well.</summary>
    /// <param name="at">When.</param>
    /// <param name="knownUpTo">When the provider last read the bank, where that is later than the last check; else
    /// <paramref name="at"/>.</param>
    /// <param name="news">New records by feed.</param>
    /// <param name="institution">What is known of the institution.</param>
    public void Checked(
        double at,
        double knownUpTo,
        IReadOnlyDictionary<Guid, IReadOnlyList<NewRecord>> news,
        InstitutionKnowledge institution
    )
    {
        var from = LastCheck ?? at;
        LastCheck = at;
        if (at <= from)
        {
            return;
        }

        // What was found was there when the bank was read; what was not found may be there since.
        var to = news.Count > 0 && knownUpTo > from && knownUpTo < at ? knownUpTo : at;
        var expected = Expected(from, at, institution);
        _evidence.Age(at - from);
        var found = 0.0;
        foreach (var (feed, account) in Accounts)
        {
            var records = news.GetValueOrDefault(feed) ?? [];
            found += Learn(account, from, to, at, records, institution);
        }

        LearnWebhooks(found, expected, institution);
        Outcomes = (ushort)(((Outcomes << 1) | (found > 0 ? 1 : 0)) & ((1 << OutcomesKept) - 1));
        OutcomeCount = Math.Min(OutcomesKept, OutcomeCount + 1);
        _webhooks.Clear();
    }

    /// <summary>Expected changes of all accounts between two times, recurrences included.</summary>
    public double Expected(double from, double to, InstitutionKnowledge institution)
    {
        var first = (long)Math.Floor(from);
        Span<double> perHour = stackalloc double[Math.Clamp((int)(Math.Ceiling(to) - first), 1, Planner.Horizon)];
        Intensity(perHour, first, from, institution);
        var sum = 0.0;
        for (var i = 0; i < perHour.Length; i++)
        {
            sum += perHour[i] * Math.Max(0, Math.Min(to, first + i + 1) - Math.Max(from, first + i));
        }

        return sum;
    }

    /// <summary>Expected changes of all accounts by absolute hour, from <paramref name="first"/> on.</summary>
    public void Intensity(Span<double> perHour, long first, double lastCheck, InstitutionKnowledge institution)
    {
        Span<double> week = stackalloc double[WeekHour.Count];
        perHour.Clear();
        foreach (var account in Accounts.Values)
        {
            account.Estimate(week, institution);
            for (var i = 0; i < perHour.Length; i++)
            {
                perHour[i] += week[WeekHour.Slot(first + i)];
            }

            account.Recurrences.AddTo(perHour, first, lastCheck, institution, account.Long.Level(institution));
        }
    }

    private double Learn(
        AccountRhythm account,
        double from,
        double to,
        double at,
        IReadOnlyList<NewRecord> records,
        InstitutionKnowledge institution
    )
    {
        var times = new SortedSet<long>();
        var (untimed, isTimed) = (0, institution.TellsTimes);
        foreach (var record in records)
        {
            var isExpected = record.Counterparty != 0 && account.Recurrences.IsExpected(record.Counterparty);
            if (record.Counterparty != 0)
            {
                account.Recurrences.Learn(record.Counterparty, record.Day, from, to);
            }

            var isWithin = record.Time > from && record.Time <= at && record.Time % 24 is not 0;
            if (record.Time is not null)
            {
                _evidence.TimesWithin += isWithin ? 1 : 0;
                _evidence.TimesOutside += isWithin ? 0 : 1;
            }

            if (isExpected)
            {
                continue;
            }

            if (isTimed && isWithin)
            {
                times.Add((long)(record.Time!.Value * 4));
            }
            else
            {
                untimed++;
            }
        }

        double[] known = [.. times.Select(static quarter => quarter / 4.0)];
        account.Learn(
            new Seen(from, to, known.Length > 0 ? known.Length : untimed) { Times = known, Webhooks = _webhooks },
            institution
        );
        LearnDelays(known);
        if (known.Length == 0)
        {
            LearnBunches(untimed);
            Remember(new((float)(to - from), to, untimed > 0, (float)account.Long.Level(institution)));
        }

        return known.Length > 0 ? known.Length : Math.Min(records.Count, 1);
    }

    private void Remember(PastCheck check)
    {
        if (Past.Count == PastKept)
        {
            Past.Dequeue();
        }

        Past.Enqueue(check);
    }

    // How many records a change brings shows where checks mostly find nothing: by that alone, not by the level that was
    // learned, which would then confirm itself.
    private void LearnBunches(int records)
    {
        var share = int.PopCount(Outcomes) / (double)Math.Max(1, OutcomeCount);
        if (records > 0 && OutcomeCount >= OutcomesKept / 2 && share <= QuietShare)
        {
            _evidence.Records += records;
            _evidence.Changes += AccountRhythm.MeanIfAny(-Math.Log(1 - Math.Max(0.02, share)));
        }
    }

    // The nearest change before a webhook tells how long it took.
    private void LearnDelays(double[] known)
    {
        foreach (var webhook in _webhooks)
        {
            var before = known.LastOrDefault(time => time <= webhook, double.NaN);
            if (webhook - before < 12)
            {
                _evidence.DelaySum += webhook - before;
                _evidence.Delays++;
            }
        }
    }

    // By chance alone, a check after a false webhook finds something too: the more was expected anyway, the less a find
    // speaks for the webhook.
    private void LearnWebhooks(double found, double expected, InstitutionKnowledge institution)
    {
        var announced = 0.0;
        var chance = 1 - Math.Exp(-expected);
        if (_webhooks.Count == 0)
        {
            _evidence.FoundUntold += found > 0 ? 1 : 0;
            _evidence.ExpectedUntold += chance;
        }
        else
        {
            chance = Math.Min(0.98, chance * institution.FoundUntold);
            _evidence.Checks++;
            _evidence.ByChance += chance;
            _evidence.Found += found > 0 ? 1 : 0;
            var none = Math.Pow(1 - institution.Precision, _webhooks.Count);
            announced = found > 0 ? _webhooks.Count * institution.Precision / (1 - (none * (1 - chance))) : 0;
        }

        announced = Math.Min(announced, found);
        _evidence.Announced += announced;
        _evidence.Unannounced += found - announced;
        Unclaimed = Math.Max(0, found - announced);
    }
}
