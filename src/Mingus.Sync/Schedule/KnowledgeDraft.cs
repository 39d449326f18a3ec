namespace Mingus.Sync.Schedule;

/// <summary>
/// Sums over connections what they have taught, and answers what is known of each institution. An institution of few
/// accounts borrows from all of them.
/// </summary>
internal sealed class KnowledgeDraft
{
    // Pseudo-counts: changes of an institution's shape, of everybody's, and days of an institution's level.
    private const double ShapeChanges = 3;
    private const double AllChanges = 5;
    private const double LevelDays = 5;
    private const double BunchChanges = 5;
    private const double UntoldChecks = 3;

    private readonly Dictionary<string, Sums> _byInstitution = new(StringComparer.Ordinal);
    private readonly Sums _all = new();
    private (int Hits, int Trials) _quiet;
    private (int Hits, int Trials) _busy;

    /// <summary>Adds one connection.</summary>
    public void Add(string institution, ConnectionRhythm rhythm, InstitutionKnowledge known)
    {
        if (!_byInstitution.TryGetValue(institution, out var sums))
        {
            _byInstitution[institution] = sums = new Sums();
        }

        foreach (var account in rhythm.Accounts.Values)
        {
            sums.Add(account.Long, known);
            _all.Add(account.Long, known);
            Count(account, known);
        }

        sums.Evidence += rhythm.Evidence;
        _all.Evidence += rhythm.Evidence;
        sums.Past.AddRange(rhythm.Past);
    }

    // Of counterparties that have had more than a month to come back: how many did, after a month.
    private void Count(AccountRhythm account, InstitutionKnowledge known)
    {
        var isQuiet = account.Long.Level(known) < InstitutionKnowledge.QuietPerDay;
        var newest = account.Recurrences.All.Select(static r => r.Seen[0].Day).DefaultIfEmpty().Max();
        foreach (var recurrence in account.Recurrences.All)
        {
            if (newest - recurrence.Seen[^1].Day > 33 || recurrence.Spacing != Spacing.Unknown)
            {
                var (hits, trials) = isQuiet ? _quiet : _busy;
                hits += recurrence.Spacing == Spacing.Month ? 1 : 0;
                (isQuiet ? ref _quiet : ref _busy) = (hits, trials + 1);
            }
        }
    }

    /// <summary>What is known, by institution.</summary>
    public Dictionary<string, InstitutionKnowledge> Complete()
    {
        var everybody = Shape(_all, [.. Enumerable.Repeat(1.0, WeekHour.Count)], AllChanges);
        var level = (_all.Changes.Sum() + 1.5) / (_all.Days + 1);
        return _byInstitution.ToDictionary(
            static pair => pair.Key,
            pair => Known(pair.Value, everybody, level),
            StringComparer.Ordinal
        );
    }

    private InstitutionKnowledge Known(Sums sums, double[] everybody, double level)
    {
        var e = sums.Evidence;
        var bunch = (_all.Evidence.Records + BunchChanges) / (_all.Evidence.Changes + BunchChanges);
        return new()
        {
            Shape = InstitutionHours.Refine(Shape(sums, everybody, ShapeChanges), sums.Past),
            Monthly = ((_quiet.Hits + 2.0) / (_quiet.Trials + 10), (_busy.Hits + 1.0) / (_busy.Trials + 20)),
            ChangesPerDay = (sums.Changes.Sum() + (LevelDays * level)) / (sums.Days + LevelDays),
            // What checks find beyond chance, of what they could.
            Precision = Math.Clamp((e.Found - e.ByChance + 0.5) / (e.Checks - e.ByChance + 1), 0.01, 0.99),
            Webhooks = e.Checks,
            Recall = (e.Announced + 1) / (e.Announced + e.Unannounced + 4),
            WebhookHours = (e.DelaySum + 1.5) / (e.Delays + 3),
            RecordsPerChange = Math.Max(1, (e.Records + (BunchChanges * bunch)) / (e.Changes + BunchChanges)),
            FoundUntold = (e.FoundUntold + UntoldChecks) / (e.ExpectedUntold + UntoldChecks),
            // Twenty that fit, and hardly one that does not.
            TellsTimes = e.TimesWithin >= 20 && e.TimesOutside <= 0.05 * e.TimesWithin,
        };
    }

    private static double[] Shape(Sums sums, double[] prior, double weight)
    {
        var shape = new double[WeekHour.Count];
        for (var h = 0; h < shape.Length; h++)
        {
            shape[h] = (sums.Changes[h] + (weight * prior[h])) / (sums.Expected + weight);
        }

        var mean = shape.Sum() / WeekHour.Count;
        for (var h = 0; h < shape.Length; h++)
        {
            shape[h] /= mean;
        }

        return shape;
    }

    private sealed class Sums
    {
        public double[] Changes { get; } = new double[WeekHour.Count];

        public double Days { get; private set; }

        /// <summary>Changes an hour would have, if all were alike.</summary>
        public double Expected { get; private set; }

        public WebhookEvidence Evidence { get; set; }

        public List<PastCheck> Past { get; } = [];

        public void Add(Memory memory, InstitutionKnowledge known)
        {
            for (var h = 0; h < WeekHour.Count; h++)
            {
                Changes[h] += memory.Changes[h];
            }

            Days += memory.Hours / 24;
            Expected += memory.Level(known) / 24 * memory.Hours / WeekHour.Count;
        }
    }
}
