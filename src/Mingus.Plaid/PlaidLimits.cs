using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Mingus.Plaid;

/// <summary>
/// Keeps calls under Plaid's limits a minute, so that Plaid need not refuse them. A call beyond a limit is refused
/// here, with the time at which it fits; nothing waits. The count is this process's: several processes share Plaid's
/// limit unknown to each other, and then Plaid's own 429 is what throttles.
/// </summary>
internal sealed class PlaidLimits(IOptions<PlaidOptions> options, TimeProvider time)
{
    // plaid.com/docs/errors/rate-limit-exceeded, March 2026: per Item and per client, production and sandbox.
    private static readonly Dictionary<string, (Rate Production, Rate Sandbox)> Documented = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["Sync"] = (new(50, 2_500), new(50, 1_000)),
        ["Transactions"] = (new(30, 20_000), new(80, 1_000)),
        ["Refresh"] = (new(2, 100), new(2, 100)),
        ["Recurring"] = (new(20, 1_000), new(20, 1_000)),
        ["Accounts"] = (new(15, 15_000), new(100, 5_000)),
        ["Balance"] = (new(5, 1_200), new(25, 100)),
        ["ItemGet"] = (new(15, 5_000), new(40, 5_000)),
        ["ItemRemove"] = (new(30, 2_000), new(100, 500)),
        ["Institutions"] = (new(0, 400), new(0, 400)),
        ["SandboxTransactions"] = (new(2, 50), new(2, 50)),
    };

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // Connections not called for a minute are forgotten each time this many calls were counted.
    private const int CallsBetweenSweeps = 4_096;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Limit, string Item), Queue<DateTimeOffset>> calls = [];
    private int callsSinceSweep;

    /// <summary>The names a limit can be set by.</summary>
    public static IReadOnlyCollection<string> Names => Documented.Keys;

    /// <summary>A lease for the call now, or one not acquired that says when to come again.</summary>
    public RateLimitLease Acquire(PlaidCall call)
    {
        var rate = RateOf(call.Endpoint.Limit);
        if (rate == Rate.None)
        {
            return Lease.Granted;
        }

        lock (gate)
        {
            var now = time.GetUtcNow();
            var ofItem = Recent((call.Endpoint.Limit, call.ItemId), now);
            var ofClient = Recent((call.Endpoint.Limit, ""), now);
            var wait = Max(WaitFor(ofItem, rate.PerItem, now), WaitFor(ofClient, rate.PerClient, now));
            if (wait > TimeSpan.Zero)
            {
                return new Lease(wait);
            }

            ofClient.Enqueue(now);
            if (!ReferenceEquals(ofItem, ofClient))
            {
                ofItem.Enqueue(now);
            }

            Sweep(now);
            return Lease.Granted;
        }
    }

    private Rate RateOf(string limit)
    {
        if (!Documented.TryGetValue(limit, out var documented))
        {
            return Rate.None;
        }

        var settings = options.Value;
        var isProduction = settings.BaseUri.Host.StartsWith("production.", StringComparison.OrdinalIgnoreCase);
        var rate =
            !settings.IsPlaidHost ? Rate.None
            : isProduction ? documented.Production
            : documented.Sandbox;
        return settings.Limits.TryGetValue(limit, out var own)
            ? new Rate(own.PerItem ?? rate.PerItem, own.PerClient ?? rate.PerClient)
            : rate;
    }

    private Queue<DateTimeOffset> Recent((string Limit, string Item) key, DateTimeOffset now)
    {
        if (!calls.TryGetValue(key, out var recent))
        {
            calls[key] = recent = new Queue<DateTimeOffset>();
        }

        while (recent.TryPeek(out var oldest) && now - oldest >= Window)
        {
            recent.Dequeue();
        }

        return recent;
    }

    private void Sweep(DateTimeOffset now)
    {
        if (++callsSinceSweep < CallsBetweenSweeps)
        {
            return;
        }

        callsSinceSweep = 0;
        foreach (var key in calls.Keys.Where(k => Recent(k, now).Count == 0).ToList())
        {
            calls.Remove(key);
        }
    }

    private static TimeSpan WaitFor(Queue<DateTimeOffset> recent, int limit, DateTimeOffset now) =>
        limit > 0 && recent.Count >= limit ? recent.Peek() + Window - now : TimeSpan.Zero;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    /// <summary>Calls a minute; 0 for any number.</summary>
    private readonly record struct Rate(int PerItem, int PerClient)
    {
        public static Rate None { get; } = new(0, 0);
    }

    private sealed class Lease(TimeSpan wait) : RateLimitLease
    {
        public static readonly Lease Granted = new(TimeSpan.Zero);

        public override bool IsAcquired => wait == TimeSpan.Zero;

        public override IEnumerable<string> MetadataNames => IsAcquired ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = !IsAcquired && metadataName == MetadataName.RetryAfter.Name ? wait : null;
            return metadata is not null;
        }
    }
}
