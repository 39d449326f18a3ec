using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Balances;

/// <summary>Balances and where they come from.</summary>
internal sealed record FetchedBalances(AccountsAnswer Answer, BalanceSource Source);

/// <summary>Asks for live balances, and takes what the provider last saw where live ones are not to be had.</summary>
internal sealed class BalanceFetcher(IProvider provider)
{
    /// <summary>One or two calls; the reason is noted on the session when cached balances had to do.</summary>
    public async Task<FetchedBalances> Fetch(RunSession session, CancellationToken cancellationToken)
    {
        using var station = Telemetry.Station("provider.balances");
        if (session.Now - session.Connection.CreatedAt < SyncLimits.LiveBalanceRest)
        {
            return await Cached(session, cancellationToken);
        }

        try
        {
            session.ProviderCalls++;
            var answer = await provider.GetLiveBalances(session.Access, cancellationToken);
            session.Bytes += answer.Bytes;
            return new FetchedBalances(answer, BalanceSource.Live);
        }
        catch (ProviderException e)
            when (e.Fault.Recovery is Recovery.Retry or Recovery.Throttle or Recovery.Unsupported or Recovery.Wait)
        {
            session.Reason = "cached_balance";
            return await Cached(session, cancellationToken);
        }
    }

    private async Task<FetchedBalances> Cached(RunSession session, CancellationToken cancellationToken)
    {
        session.ProviderCalls++;
        var answer = await provider.GetAccounts(session.Access, cancellationToken);
        session.Bytes += answer.Bytes;
        return new FetchedBalances(answer, BalanceSource.Cached);
    }
}
