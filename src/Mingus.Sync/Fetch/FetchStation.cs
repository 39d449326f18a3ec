using Microsoft.Extensions.Logging;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Fetch;

/// <summary>Station 3 of the journey: what a run asks of the provider about its change stream.</summary>
internal sealed class FetchStation(
    IProvider provider,
    UpdateFetcher fetcher,
    RunReporter reporter,
    ILogger<FetchStation> log
)
{
    /// <summary>One update from the stored cursor, or from the beginning when that is asked for or the cursor is of no
    /// use any more.</summary>
    public async Task<ProviderUpdate> Update(RunSession session, CancellationToken cancellationToken)
    {
        using var station = Telemetry.Station("provider.fetch");
        var origin = session.Run.Work.HasFlag(SyncWork.WholeStream) ? null : session.Connection.Cursor;
        try
        {
            return await Update(session, origin, cancellationToken);
        }
        catch (ProviderException e) when (e.Fault.Recovery == Recovery.Reset && origin is not null)
        {
            log.CursorGivenUp(session.Run.Id, session.Connection.Id, e.Fault.Code);
            return await Update(session, origin: null, cancellationToken);
        }
    }

    /// <summary>The provider's word on the connection: when it last read the bank, and what ails it. Null while an
    /// answer of before is still trusted.</summary>
    public async Task<ProviderItem?> AskWhenDataIsOf(RunSession session, CancellationToken cancellationToken)
    {
        var connection = session.Connection;
        var checkedAt = connection.DataAsOfCheckedAt;
        var isTrusted = checkedAt is not null && session.Now - checkedAt < SyncLimits.DataAsOfTrusted;
        var hasWebhooks = connection.Webhooks > connection.WebhooksServed;
        if (isTrusted && !hasWebhooks && connection.History == HistoryStatus.Complete && !session.Run.Force)
        {
            return null;
        }

        session.ProviderCalls++;
        var item = await provider.GetItem(session.Access, cancellationToken);
        if (item.HasOtherWebhook)
        {
            await RegisterWebhook(session, cancellationToken);
        }

        return item;
    }

    // Without webhooks the connection is looked at regularly all the same: no reason to fail a run.
    private async Task RegisterWebhook(RunSession session, CancellationToken cancellationToken)
    {
        try
        {
            session.ProviderCalls++;
            await provider.RegisterWebhook(session.Access, cancellationToken);
        }
        catch (ProviderException e)
        {
            log.WebhookNotRegistered(session.Run.Id, session.Connection.Id, e.Fault.Code);
        }
    }

    /// <summary>The connection's feeds that the provider lists now.</summary>
    public async Task<IReadOnlySet<FeedId>> ListedFeeds(RunSession session, CancellationToken cancellationToken)
    {
        session.ProviderCalls++;
        var answer = await provider.GetAccounts(session.Access, cancellationToken);
        session.Bytes += answer.Bytes;
        var listed = answer.Accounts.Select(static a => a.ProviderAccountId).ToHashSet(StringComparer.Ordinal);
        return session
            .Context.Feeds.Select(static f => f.Feed)
            .Where(f => listed.Contains(f.ProviderAccountId))
            .Select(static f => f.Id)
            .ToHashSet();
    }

    private async Task<ProviderUpdate> Update(RunSession session, string? origin, CancellationToken cancellationToken)
    {
        var fetched = await fetcher.Fetch(session.Access, origin, OnPage, cancellationToken);
        session.Bytes += fetched.Bytes;
        return fetched.Update;

        async ValueTask OnPage(int pages, int changes)
        {
            session.Job.Cancelled.ThrowIfCancellationRequested();
            session.ProviderCalls++;
            var text = changes == 0 ? "Asking the bank's provider" : $"{changes} changes received";
            await reporter.Report(session, new("fetch", "pages", pages, null, text), cancellationToken);
        }
    }
}
