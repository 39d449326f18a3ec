using System.Threading.RateLimiting;
using Mingus.Server.Setup;

namespace Mingus.Server.Identity;

/// <summary>How often somebody may ask: callers by their key, strangers by their address.</summary>
internal sealed class Rates : IDisposable
{
    private const int StrangersPerSecond = 100;

    /// <summary>A burst is four seconds' worth, as security rules say (50/s, burst 200).</summary>
    private const int BurstSeconds = 4;

    private readonly PartitionedRateLimiter<string> _strangers = Create(StrangersPerSecond, StrangersPerSecond);
    private readonly PartitionedRateLimiter<string>? _callers;

    public Rates(ServerConfig config)
    {
        var perSecond = config.Limits.RequestsPerSecond;
        _callers = perSecond == 0 ? null : Create(perSecond, checked(perSecond * BurstSeconds));
    }

    public bool AdmitsStranger(string address) => Admits(_strangers, address);

    public bool Admits(string caller) => _callers is null || Admits(_callers, caller);

    public void Dispose()
    {
        _strangers.Dispose();
        _callers?.Dispose();
    }

    private static bool Admits(PartitionedRateLimiter<string> limiter, string name)
    {
        using var lease = limiter.AttemptAcquire(name);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> Create(int perSecond, int burst) =>
        PartitionedRateLimiter.Create<string, string>(name =>
            RateLimitPartition.GetTokenBucketLimiter(
                name,
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = burst,
                    TokensPerPeriod = perSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                    AutoReplenishment = true,
                }
            )
        );
}
