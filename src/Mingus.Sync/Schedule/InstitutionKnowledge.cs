namespace Mingus.Sync.Schedule;

/// <summary>
/// What all connections of an institution together have shown: when in the week its accounts change, how often, and how
/// far its webhooks and its records' times are to be trusted.
/// </summary>
internal sealed class InstitutionKnowledge
{
    /// <summary>Relative intensity by hour of the week, 1 on average.</summary>
    public required double[] Shape { get; init; }

    /// <summary>Expected changes of an account and day.</summary>
    public required double ChangesPerDay { get; init; }

    /// <summary>Share of changes that a webhook announces.</summary>
    public double Recall { get; init; }

    /// <summary>Share of webhooks that are followed by a change.</summary>
    public double Precision { get; init; } = 0.5;

    /// <summary>Webhooks from which <see cref="Precision"/> is known.</summary>
    public double Webhooks { get; init; }

    /// <summary>Mean hours from a change to its webhook.</summary>
    public double WebhookHours { get; init; } = 0.5;

    /// <summary>Whether the times in its records tell when they appear.</summary>
    public bool TellsTimes { get; init; }

    /// <summary>Records that one change brings: one where purchases appear as they are made, many where a batch brings
    /// those of a day.</summary>
    public double RecordsPerChange { get; init; } = 1;

    /// <summary>How many changes brought these records, of which there is at least one.</summary>
    public double ChangesOf(int records) => Math.Max(1, records / RecordsPerChange);

    /// <summary>Checks without a webhook that found something, for each that was expected to: more where changes come
    /// regularly, fewer where webhooks tell of them.</summary>
    public double FoundUntold { get; init; } = 1;

    /// <summary>Share of counterparties seen once that come back after a month: of quiet accounts, and of
    /// others.</summary>
    public (double Quiet, double Busy) Monthly { get; init; } = (0.2, 0.05);

    /// <summary>Below so many changes a day an account is quiet.</summary>
    public const double QuietPerDay = 0.15;

    /// <summary>The chance that a counterparty seen once comes back after a month.</summary>
    public double OnceAMonth(double perDay) => perDay < QuietPerDay ? Monthly.Quiet : Monthly.Busy;

    /// <summary>The same, with webhooks left out of account.</summary>
    public InstitutionKnowledge WithoutWebhooks() =>
        new()
        {
            Shape = Shape,
            ChangesPerDay = ChangesPerDay,
            Precision = 0,
            TellsTimes = TellsTimes,
            RecordsPerChange = RecordsPerChange,
            Monthly = Monthly,
        };

    /// <summary>What is assumed of one that nothing is known of.</summary>
    public static InstitutionKnowledge Unknown { get; } =
        new()
        {
            Shape = [.. Enumerable.Repeat(1.0, WeekHour.Count)],
            ChangesPerDay = 1.5,
            Recall = 0.5 * WebhookPrior,
        };

    /// <summary>Recall assumed of an institution of which nothing is known: a little, so that silence is not taken for
    /// quiet.</summary>
    private const double WebhookPrior = 0.5;
}
