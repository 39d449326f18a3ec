namespace Mingus.Sandbox;

/// <summary>What a sandbox bank is started with. Everything has a default that suits a first look.</summary>
public sealed class SandboxOptions
{
    /// <summary>Decides every generated name, amount, date and identifier.</summary>
    public long Seed { get; set; } = 42;

    /// <summary>How many sandbox seconds pass in one real second; 1 is real time, 0 stands still.</summary>
    public double TimeFactor { get; set; } = 1;

    /// <summary>Real time between the exchange of a public token and the arrival of the history.</summary>
    public TimeSpan HistoryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Real time between the exchange and the initial part (30 days); until then syncs answer NOT_READY.
    /// </summary>
    public TimeSpan InitialDelay { get; set; } = TimeSpan.Zero;

    /// <summary>The most days of history a generated bank holds, 1 to 730.</summary>
    public int MaxHistoryDays { get; set; } = 730;

    /// <summary>The sandbox day on which the clock starts, at noon UTC; null starts at the real instant.</summary>
    public DateOnly? Today { get; set; }

    /// <summary>The only accepted client id; null accepts any that is not empty.</summary>
    public string? ClientId { get; set; }

    /// <summary>The only accepted secret; null accepts any that is not empty.</summary>
    public string? Secret { get; set; }

    /// <summary>
    /// Answer a page in the middle of an update with TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION when the data has
    /// changed since its first page. Off, the update goes on with the data as it was at its first page.
    /// </summary>
    public bool RefuseMutationDuringPagination { get; set; }

    /// <summary>Whether reads of stored data still answer while the bank wants a new login.</summary>
    public bool AnswerFromCacheWhenLoginRequired { get; set; }

    /// <summary>Refuse custom users beyond Plaid's limits: 55 kB, 250 rows, 10 accounts.</summary>
    public bool EnforceCustomUserLimits { get; set; }

    /// <summary>Send webhooks to any host; off, only to loopback addresses.</summary>
    public bool AllowRemoteWebhooks { get; set; }

    /// <summary>How long the receiver of a webhook may take.</summary>
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The wait before the first repetition of a failed webhook; each further wait is four times the last.
    /// </summary>
    public TimeSpan WebhookFirstRetry { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a failed webhook is repeated; six waits from 30 seconds stay within a day.</summary>
    public int WebhookRetries { get; set; } = 6;

    /// <summary>
    /// Real time between two looks at the clock, which is when rows appear and webhooks leave by themselves.
    /// </summary>
    public TimeSpan TickInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Refuses what cannot work.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    internal void Validate()
    {
        Require(MaxHistoryDays is >= 1 and <= 730, "MaxHistoryDays must be 1 to 730");
        Require(double.IsFinite(TimeFactor) && TimeFactor is >= 0 and <= 1e6, "TimeFactor must be 0 to 1000000");
        Require(HistoryDelay >= TimeSpan.Zero, "HistoryDelay must not be negative");
        Require(InitialDelay >= TimeSpan.Zero, "InitialDelay must not be negative");
        Require(WebhookRetries is >= 0 and <= 20, "WebhookRetries must be 0 to 20");
        Require(WebhookFirstRetry > TimeSpan.Zero, "WebhookFirstRetry must be positive");
        Require(WebhookTimeout > TimeSpan.Zero, "WebhookTimeout must be positive");
        Require(TickInterval >= TimeSpan.FromMilliseconds(1), "TickInterval must be at least a millisecond");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException($"Sandbox: {message}.");
        }
    }
}
