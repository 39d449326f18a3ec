using Microsoft.Extensions.Logging;
using Mingus.Ledger;
using Mingus.Ledger.Plan;
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
    private readonly ISecretVault _vault;
    private readonly RunDispatcher _dispatcher;
    private readonly RunFactory _runs;
    private readonly RunIds _ids;
    private readonly TimeProvider _time;
    private readonly ILogger<Linking> _log;

    internal Linking(
        IProvider provider,
        ILedgerStore store,
        ILedgerEdits edits,
        ISecretVault vault,
        RunDispatcher dispatcher,
        RunFactory runs,
        RunIds ids,
        TimeProvider time,
        ILogger<Linking> log
    )
    {
        (_provider, _store, _edits, _vault) = (provider, store, edits, vault);
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
            chooseAccounts = context.Connection.Problem?.Action == ProblemActions.ChooseAccounts;
        }

        // The provider gets our surrogate, never the integrator's name of the user.
        var clientUserId = $"user-{userId.Value}";
        var request = new LinkRequest(clientUserId, access, redirectUri, chooseAccounts);
        return await _provider.CreateLinkToken(request, cancellationToken);
    }

    /// <summary>
    /// Exchanges the public token, seals the access, reads the accounts, queues the first sync. Once the exchange went
    /// well the access is kept, even if the accounts cannot be read now: the first run reads them.
    /// </summary>
    public async Task<Linked> Connect(UserId userId, string publicToken, CancellationToken cancellationToken)
    {
        var link = await _provider.Exchange(publicToken, cancellationToken);
        var connection = new Connection
        {
            Id = _ids.New<ConnectionId>(),
            UserId = userId,
            Provider = _provider.Name,
            ItemId = link.ItemId,
            InstitutionId = "",
            InstitutionName = "",
            Version = 0,
            CreatedAt = _time.Now(),
        };
        var run = _runs.New(
            new SyncRequest(userId, connection.Id, null, SyncType.Transactions, Force: true, RunTrigger.Link)
        );
        var (described, plan) = await Describe(connection, link, run.Id, cancellationToken);
        var sealedToken = _vault.Seal(link.Token, userId, connection.Id);
        LedgerEvent[] events =
        [
            RunEvents.Linked(described, connection.CreatedAt),
            .. plan.Events,
            RunEvents.Queued(run),
        ];

        var added = await Keep(new NewConnection(described, sealedToken, plan, run, events), link);
        if (added.IsNew)
        {
            _dispatcher.Take(run);
        }

        return new Linked(added.Id, added.IsNew ? run.Id : null, added.IsNew);
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

        return !erase || await _edits.Erase(userId, connectionId, _time.Now(), cancellationToken);
    }

    private async Task<(Connection Connection, SyncPlan Plan)> Describe(
        Connection connection,
        ProviderLink link,
        RunId runId,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var item = await _provider.GetItem(
                new ProviderAccess(link.Token, link.ItemId, connection.InstitutionId),
                cancellationToken
            );
            connection = await Named(connection, item, cancellationToken);
            var access = new ProviderAccess(link.Token, link.ItemId, connection.InstitutionId);
            var answer = await _provider.GetAccounts(access, cancellationToken);
            var context = new PlanContext(connection.Id, runId, [], _time.Now(), connection.DataAsOf);
            return (connection, BalancePlanner.Plan(context, answer.Accounts, answer.Unreadable, BalanceSource.Cached));
        }
        catch (ProviderException e)
        {
            _log.LinkedWithoutAccounts(connection.Id, e.Fault.Code, e.Fault.Recovery);
            return (connection, SyncPlan.Empty);
        }
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

    // Access that could not be written would be lost and paid for: give it back before the failure leaves. A caller
    // that hangs up meanwhile changes nothing.
    private async Task<AddedConnection> Keep(NewConnection connection, ProviderLink link)
    {
        try
        {
            return await _store.AddConnection(connection, CancellationToken.None);
        }
        catch (Exception)
        {
            var access = new ProviderAccess(link.Token, link.ItemId, connection.Connection.InstitutionId);
            await _provider.Remove(access, CancellationToken.None);
            throw;
        }
    }

    private ProviderAccess AccessOf(ConnectionContext context)
    {
        var connection = context.Connection;
        var token = _vault.Open(context.SealedToken, connection.UserId, connection.Id);
        return new ProviderAccess(token, connection.ItemId, connection.InstitutionId);
    }
}
