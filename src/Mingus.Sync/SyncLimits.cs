namespace Mingus.Sync;

/// <summary>Bounds of every loop over the outside world. Reaching one is logged and is an outcome, not
/// silence.</summary>
public static class SyncLimits
{
    /// <summary>Changes asked for a page; the most Plaid gives, which makes mutation during pagination rare.</summary>
    public const int PageSize = 500;

    /// <summary>Pages of one update.</summary>
    public const int PagesPerUpdate = 5_000;

    /// <summary>Times one update begins again at its origin because the stream moved under it.</summary>
    public const int RestartsPerUpdate = 5;

    /// <summary>Restarts on the very first page after which the cursor itself is held to be broken.</summary>
    public const int FirstPageRestarts = 2;

    /// <summary>Pages of one window of the backfill.</summary>
    public const int PagesPerWindow = 1_000;

    /// <summary>Times a window begins again because its records moved under it.</summary>
    public const int RestartsPerWindow = 5;

    /// <summary>Times a plan is made again because the user's ledger moved under it.</summary>
    public const int PlansPerUpdate = 5;

    /// <summary>Transactions listed in a run's result.</summary>
    public const int ChangedInResult = 1_000;

    /// <summary>Times a run waits for another node to give a connection up before it queues again: nobody else's work
    /// waits longer for that.</summary>
    public const int WaitsForLease = 20;

    /// <summary>Between two looks at a connection that another node holds.</summary>
    public static readonly TimeSpan LeasePoll = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a lease holds without being kept.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>How often progress is told to open streams, and how often it is stored.</summary>
    public static readonly TimeSpan ProgressTick = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc cref="ProgressTick" />
    public static readonly TimeSpan ProgressStored = TimeSpan.FromSeconds(1);

    /// <summary>How long a provider's word of when it last read the bank is taken without asking again.</summary>
    public static readonly TimeSpan DataAsOfTrusted = TimeSpan.FromMinutes(15);

    /// <summary>How soon a run is due that reads days of the history not verified yet.</summary>
    public static readonly TimeSpan BackfillPause = TimeSpan.FromSeconds(5);

    /// <summary>How long after linking no live balance is asked for: it can break a new connection (Plaid help
    /// 14977441562647).</summary>
    public static readonly TimeSpan LiveBalanceRest = TimeSpan.FromMinutes(5);

    /// <summary>How long after linking a connection is due by itself, should its first run not have come
    /// about.</summary>
    public static readonly TimeSpan FirstCheck = TimeSpan.FromMinutes(15);

    /// <summary>Pause before a run that broke on our side is taken up again.</summary>
    public static readonly TimeSpan BrokenPause = TimeSpan.FromSeconds(5);

    /// <summary>How often runs of nodes that died are looked for.</summary>
    public static readonly TimeSpan DeadPoll = TimeSpan.FromSeconds(1);

    /// <summary>How often due connections are looked for, and how many at once.</summary>
    public static readonly TimeSpan DuePoll = TimeSpan.FromSeconds(1);

    /// <inheritdoc cref="DuePoll" />
    public const int DueBatch = 500;

    /// <summary>How often it is looked whether the due ones found are worked, while there are more.</summary>
    public static readonly TimeSpan DueDrain = TimeSpan.FromMilliseconds(5);

    /// <summary>How long news of changes starts no run after one that such news brought, and that found none or
    /// failed.</summary>
    public static readonly TimeSpan WebhookQuiet = TimeSpan.FromSeconds(10);

    /// <summary>Times a webhook is decided upon again because its connection moved meanwhile.</summary>
    public const int TriesPerWebhook = 5;

    /// <summary>Webhooks worked on at the same moment; more are sent away to come again.</summary>
    public const int WebhooksAtOnce = 256;

    /// <summary>How long an answer waits at most for what follows the end of a run.</summary>
    public static readonly TimeSpan SettleAtMost = TimeSpan.FromSeconds(2);
}
