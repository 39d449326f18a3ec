using System.Threading.RateLimiting;
using Mingus.Server.Setup;

namespace Mingus.Server.Identity;

/// <summary>How often somebody may ask: callers by their credential, strangers by their address.</summary>
internal sealed class Rates : IDisposable
{
    /// <summary>A burst is four seconds' worth, as security rules say (50/s, burst 200).</summary>
    private const int BurstSeconds = 4;

    private readonly PartitionedRateLimiter<string>? _strangers;
    private readonly PartitionedRateLimiter<string>? _callers;
    private readonly PartitionedRateLimiter<string>? _tokens;

    public Rates(ServerConfig config)
    {
        var strangers = config.Limits.StrangersPerSecond;
        _strangers = strangers == 0 ? null : Create(strangers, strangers);
        _callers = CreateFor(config.Limits.RequestsPerSecond);
        _tokens = CreateFor(config.Limits.TokenRequestsPerSecond);
    }

    public bool AdmitsStranger(string address) => _strangers is null || Admits(_strangers, address);

    public bool Admits(Credential caller)
    {
        var limiter = caller.Kind is CallerKind.UserToken or CallerKind.Signed ? _tokens : _callers;
        return limiter is null || Admits(limiter, caller.Id);
    }

    public void Dispose()
    {
        _strangers?.Dispose();
        _callers?.Dispose();
        _tokens?.Dispose();
    }

    private static bool Admits(PartitionedRateLimiter<string> limiter, string name)
    {
        using var lease = limiter.AttemptAcquire(name);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string>? CreateFor(int perSecond) =>
        perSecond == 0 ? null : Create(perSecond, checked(perSecond * BurstSeconds));

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
