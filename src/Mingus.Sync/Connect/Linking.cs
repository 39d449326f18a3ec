using Microsoft.Extensions.Logging;
using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Plan;
using Mingus.Sync.Decide;
using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Connect;

/// <summary>A new connection, or the one that was there already.</summary>
/// <param name="ConnectionId">Its id.</param>
/// <param name="FirstRunId">The run that syncs it first; null when it was there already.</param>
/// <param name="IsNew">Whether it was new.</param>
public sealed record Linked(ConnectionId ConnectionId, RunId? FirstRunId, bool IsNew);

/// <summary>Linking, repairing and ending connections. Provider failures leave as
/// <see cref="ProviderException"/>.</summary>
public sealed class Linking
{
    private readonly IProvider _provider;
    private readonly ILedgerStore _store;
    private readonly ILedgerEdits _edits;
    private readonly Erasing _erasing;
    private readonly ILedgerQueries _queries;
    private readonly ISecretVault _vault;
    private readonly RunDispatcher _dispatcher;
    private readonly RunFactory _runs;
    private readonly RunIds _ids;
    private readonly TimeProvider _time;
    private readonly ILogger<Linking> _log;

    internal Linking(
        (IProvider Provider, ILedgerStore Store, ILedgerQueries Queries, ISecretVault Vault) ports,
        ILedgerEdits edits,
        Erasing erasing,
        RunDispatcher dispatcher,
        RunFactory runs,
        RunIds ids,
        TimeProvider time,
        ILogger<Linking> log
    )
    {
        (_provider, _store, _queries, _vault) = ports;
        (_edits, _erasing) = (edits, erasing);
        (_dispatcher, _runs, _ids, _time, _log) = (dispatcher, runs, ids, time, log);
    }

    /// <summary>A token for the provider's linking page; null when the connection to repair is unknown or has
    /// ended.</summary>
    public async Task<LinkToken?> CreateLinkToken(
        UserId userId,
        ConnectionId? repair,
        string? redirectUri,
        CancellationToken cancellationToken
    )
    {
        ProviderAccess? access = null;
        var chooseAccounts = false;
        if (repair is { } connectionId)
        {
            var context = await _store.LoadConnection(userId, connectionId, cancellationToken);
            if (context is null || context.Connection.Status == ConnectionStatus.Disconnected)
            {
                return null;
            }

            access = AccessOf(context);
            chooseAccounts =
                context.Connection.Problem?.Action == ProblemActions.ChooseAccounts
                || context.Connection.Notice?.Action == ProblemActions.ChooseAccounts;
        }

        // The provider gets our surrogate, never the integrator's name of the user.
        var clientUserId = $"user-{userId.Value}";
        var request = new LinkRequest(clientUserId, access, redirectUri, chooseAccounts);
        return await _provider.CreateLinkToken(request, cancellationToken);
    }

    /// <summary>The living connection that shows what the linking page names already: the same login at the same bank.
    /// Null when there is none. Asks nothing of the provider.</summary>
    public async Task<ConnectionId?> FindSameLogin(
        UserId userId,
        string institutionId,
        IReadOnlyList<AnnouncedAccount> announced,
        CancellationToken cancellationToken
    )
    {
        var known = await KnownAccounts.Load(_queries, userId, cancellationToken);
        var connections = known
            .Accounts.SelectMany(static view => view.Feeds.Select(feed => (feed, view.Account)))
            .Where(shown =>
                shown.feed.Feed.GoneSince is null
                && shown.feed.Connection.Status != ConnectionStatus.Disconnected
                && shown.feed.Connection.InstitutionId == institutionId
            )
            .GroupBy(static shown => shown.feed.Connection.Id, static shown => (shown.feed.Feed, shown.Account));
        foreach (var connection in connections)
        {
            if (LoginRecognition.IsSame(announced, [.. connection]))
            {
                return connection.Key;
            }
        }

        return null;
    }

    /// <summary>
    /// Exchanges the public token and keeps the sealed access, with the first sync queued, in the very next step: the
    /// exchange cannot be repeated, and access that nobody has is paid for (decision 10). Then reads the accounts; if
    /// they cannot be read now, the first run reads them. Who hangs up meanwhile stops nothing of it.
    /// </summary>
    public async Task<Linked> Connect(UserId userId, string publicToken, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var link = await _provider.Exchange(publicToken, CancellationToken.None);
        var due = NextDue.AfterLink(_time.Now());
        var connection = new Connection
        {
            Id = _ids.New<ConnectionId>(),
            UserId = userId,
            Provider = _provider.Name,
            ItemId = link.ItemId,
            InstitutionId = "",
            InstitutionName = "",
            Version = 0,
            NextDueAt = due.At,
            NextDueReason = due.Reason,
            CreatedAt = _time.Now(),
        };
        var run = _runs.New(
            new SyncRequest(userId, connection.Id, null, SyncType.Transactions, Force: true, RunTrigger.Link)
        );
        var added = await Keep(connection, link, run);
        if (!added.IsNew)
        {
            return new Linked(added.Id, FirstRunId: null, IsNew: false);
        }

        try
        {
            await Describe(connection, link, run.Id, CancellationToken.None);
        }
        finally
        {
            _dispatcher.Take(run);
        }

        return new Linked(added.Id, run.Id, IsNew: true);
    }

    /// <summary>Removes the access at the provider and ends the connection; with <paramref name="erase"/> its data
    /// goes too. False for an unknown one.</summary>
    public async Task<bool> Disconnect(
        UserId userId,
        ConnectionId connectionId,
        bool erase,
        CancellationToken cancellationToken
    )
    {
        var context = await _store.LoadConnection(userId, connectionId, cancellationToken);
        if (context is null)
        {
            return false;
        }

        if (context.Connection.Status != ConnectionStatus.Disconnected)
        {
            await _provider.Remove(AccessOf(context), cancellationToken);
            await _edits.Disconnect(userId, connectionId, _time.Now(), cancellationToken);
        }

        return !erase || await _erasing.Erase(userId, connectionId, cancellationToken);
    }

    private async Task Describe(
        Connection connection,
        ProviderLink link,
        RunId runId,
        CancellationToken cancellationToken
    )
    {
        var (named, plan) = (connection, SyncPlan.Empty);
        try
        {
            var item = await _provider.GetItem(
                new ProviderAccess(link.Token, link.ItemId, connection.InstitutionId),
                cancellationToken
            );
            named = await Named(connection, item, cancellationToken);
            var access = new ProviderAccess(link.Token, link.ItemId, named.InstitutionId);
            var answer = await _provider.GetAccounts(access, cancellationToken);
            var context = new PlanContext(named.Id, runId, [], _time.Now(), named.DataAsOf);
            plan = BalancePlanner.Plan(context, answer.Accounts, answer.Unreadable, BalanceSource.Cached);
        }
        catch (ProviderException e)
        {
            _log.LinkedWithoutAccounts(connection.Id, e.Fault.Code, e.Fault.Recovery);
        }

        LedgerEvent[] events = [RunEvents.Linked(named, _time.Now()), .. plan.Events];
        await _store.DescribeConnection(named, plan, events, cancellationToken);
    }

    private async Task<Connection> Named(Connection connection, ProviderItem item, CancellationToken cancellationToken)
    {
        var institutionId = item.InstitutionId ?? "";
        var name = item.InstitutionName;
        if (string.IsNullOrEmpty(name) && institutionId.Length > 0)
        {
            name = await _provider.GetInstitutionName(institutionId, cancellationToken);
        }

        return connection with
        {
            InstitutionId = institutionId,
            InstitutionName = name ?? "",
            ConsentExpiresAt = item.ConsentExpiresAt,
            DataAsOf = item.LastSuccessAt,
        };
    }

    // Access that could not be written would be lost and paid for: give it back before the failure leaves. It may have
    // been written all the same, with only the answer lost: then it is kept. A caller that hangs up changes nothing.
    private async Task<AddedConnection> Keep(Connection connection, ProviderLink link, Run run)
    {
        LedgerEvent[] events = [RunEvents.Linked(connection, connection.CreatedAt), RunEvents.Queued(run)];
        try
        {
            var sealedToken = _vault.Seal(link.Token, connection.UserId, connection.Id);
            return await _store.AddConnection(
                new NewConnection(connection, sealedToken, run, events),
                CancellationToken.None
            );
        }
        catch (Exception)
        {
            // Whoever looks next takes up a first run that was queued and is in nobody's hands.
            _dispatcher.Unsure();
            if (await IsKept(connection))
            {
                return new AddedConnection(connection.Id, IsNew: true);
            }

            var access = new ProviderAccess(link.Token, link.ItemId, connection.InstitutionId);
            await _provider.Remove(access, CancellationToken.None);
            throw;
        }
    }

    private async Task<bool> IsKept(Connection connection)
    {
        try
        {
            return await _store.LoadConnection(connection.UserId, connection.Id, CancellationToken.None) is not null;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private ProviderAccess AccessOf(ConnectionContext context)
    {
        var connection = context.Connection;
        var token = _vault.Open(context.SealedToken, connection.UserId, connection.Id);
        return new ProviderAccess(token, connection.ItemId, connection.InstitutionId);
    }
}
