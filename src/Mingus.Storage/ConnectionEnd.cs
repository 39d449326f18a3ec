using Mingus.Ledger;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>The end of a connection, and the erasure of what it brought.</summary>
internal sealed class ConnectionEnd(Journal journal)
{
    private static readonly Statement[] Erasures =
    [
        Sql.PromoteSiblings,
        Sql.EraseRecords,
        Sql.EraseBalanceSnapshots,
        Sql.EraseCoverage,
        Sql.EraseFindings,
        Sql.EraseQuarantine,
        Sql.EraseSchedules,
        Sql.EraseRhythms,
        Sql.EraseNotifications,
        Sql.EraseWebhooks,
        Sql.EraseRuns,
        Sql.ErasePersonPairs,
        Sql.EraseFeeds,
    ];

    // What hangs on records and accounts goes after those, and after the redirects that may still lead to one.
    private static readonly Statement[] OrphanErasures =
    [
        Sql.EraseAccounts,
        Sql.EraseRedirects,
        Sql.EraseAnnotations,
        Sql.EraseDecisions,
        Sql.EraseSuggestions,
        Sql.EraseAccountLinks,
        Sql.EraseMatchStates,
        Sql.EraseSettings,
        Sql.EraseValidations,
    ];

    /// <summary>Fences a run under way by the connection's version, and ends it and all that wait.</summary>
    public async Task<bool> Disconnect(
        UserId userId,
        ConnectionId connectionId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        for (var tries = 0; tries < Journal.TriesMax; tries++)
        {
            var seen = await Look(userId, connectionId, cancellationToken);
            if (seen.Connection is null)
            {
                return false;
            }

            if (seen.Connection.Status == ConnectionStatus.Disconnected)
            {
                return true;
            }

            if (await TryDisconnect(seen, now, cancellationToken))
            {
                return true;
            }
        }

        throw new InvalidOperationException("Runs of the connection kept beginning while it was to end.");
    }

    /// <summary>False for a connection that is not disconnected, too: end it first.</summary>
    public async Task<EraseResult> Erase(
        UserId userId,
        ConnectionId connectionId,
        Remembered remembered,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var seen = await Look(userId, connectionId, cancellationToken);
        if (seen.Connection is not { Status: ConnectionStatus.Disconnected })
        {
            return EraseResult.NotEnded;
        }

        LedgerEvent[] events =
        [
            .. seen.Accounts.Select(id => StoreEvents.AccountChanged(id, now)),
            StoreEvents.ConnectionChanged(connectionId, "erased", now),
        ];
        var user = new UserState(remembered.UserVersion);
        var script = new Script()
            .TakeUser(userId, events.Length, moves: true, user, Refusal.SliceStale)
            .RunEach(
                Sql.SaveMatchState,
                MatchRows.Write(remembered.MatchStates),
                args => args.Long("user_id", userId.Value),
                MatchRows.Bind
            );
        foreach (var erasure in Erasures)
        {
            script.Run(erasure, args => ConnectionRows.Key(args, userId, connectionId));
        }

        foreach (var erasure in OrphanErasures)
        {
            script.Run(erasure, args => args.Long("user_id", userId.Value));
        }

        script
            .Require(Sql.DeleteConnection, Refusal.Moved, args => ConnectionRows.Key(args, userId, connectionId))
            .AddEvents(userId, events);
        try
        {
            await journal.Write(script, userId, user, events.Length, cancellationToken);
            return EraseResult.Erased;
        }
        catch (RefusedException refused)
        {
            return refused.Refusal == Refusal.SliceStale ? EraseResult.Stale : EraseResult.NotEnded;
        }
    }

    private async Task<bool> TryDisconnect(Seen seen, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (userId, id) = (seen.Connection!.UserId, seen.Connection.Id);
        LedgerEvent[] events =
        [
            .. seen.Active.Select(run => StoreEvents.RunEnded(run, RunStatus.Cancelled, now)),
            StoreEvents.ConnectionChanged(id, Words<ConnectionStatus>.Of(ConnectionStatus.Disconnected), now),
        ];
        var user = new UserState();
        var script = new Script()
            .TakeUser(userId, events.Length, moves: true, user)
            .Require(
                Sql.DisconnectConnection,
                Refusal.Moved,
                args =>
                {
                    args.Bytes("no_token", []);
                    ConnectionRows.Key(args, userId, id);
                }
            );
        foreach (var run in seen.Active)
        {
            script.EndRun(run, RunStatus.Cancelled, now);
        }

        script
            .Run(
                Sql.ResolveNotifications,
                args =>
                {
                    args.Instant("now", now);
                    ConnectionRows.Key(args, userId, id);
                }
            )
            .Require(Sql.RequireNoActiveRun, Refusal.Moved, args => ConnectionRows.Key(args, userId, id))
            .AddEvents(userId, events);
        try
        {
            await journal.Write(script, userId, user, events.Length, cancellationToken);
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    private async Task<Seen> Look(UserId userId, ConnectionId connectionId, CancellationToken cancellationToken)
    {
        var context = new ContextReader();
        var active = new List<Run>();
        var script = context
            .AddTo(new Script(), userId, connectionId)
            .Read(Sql.ListActiveRuns, args => args.Long("user_id", userId.Value), row => active.Add(RunRows.Read(row)));
        await journal.Read(script, cancellationToken);
        return new Seen(
            context.Context?.Connection,
            active.FindAll(run => run.ConnectionId == connectionId),
            [.. context.Context?.Feeds.Select(f => f.Account.Id).Distinct() ?? []]
        );
    }

    private sealed record Seen(Connection? Connection, IReadOnlyList<Run> Active, IReadOnlyList<AccountId> Accounts);
}
