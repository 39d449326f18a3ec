using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Balances;
using Mingus.Sync.Decide;
using Mingus.Sync.Fetch;
using Mingus.Sync.Gate;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Preview;

/// <summary>
/// Stations 3 to 9 of the journey without 10: asks the provider, loads the slice, decides, and commits nothing. It
/// takes no lease and has no run, so that nobody waits for it; while a run is at work it is refused, for its answer
/// would be old before it is read.
/// </summary>
public sealed class Previewer
{
    private const SyncWork Possible = SyncWork.Historical | SyncWork.Balance;

    private readonly IProvider _provider;
    private readonly ILedgerStore _store;
    private readonly ILedgerQueries _queries;
    private readonly ISecretVault _vault;
    private readonly FetchStation _fetch;
    private readonly DecideStation _decide;
    private readonly BalanceFetcher _balances;
    private readonly ConnectionGate _gate;
    private readonly RunFactory _runs;
    private readonly ForcedLimit _forced;
    private readonly SyncOptions _options;
    private readonly TimeProvider _time;

    internal Previewer(
        (IProvider Provider, ILedgerStore Store, ILedgerQueries Queries, ISecretVault Vault) ports,
        (FetchStation Fetch, DecideStation Decide, BalanceFetcher Balances) stations,
        (ConnectionGate Gate, RunFactory Runs, ForcedLimit Forced) gate,
        SyncOptions options,
        TimeProvider time
    )
    {
        (_provider, _store, _queries, _vault) = ports;
        (_fetch, _decide, _balances) = stations;
        (_gate, _runs, _forced) = gate;
        (_options, _time) = (options, time);
    }

    /// <summary>What a sync of that type would do to the connection that gives the account's balance.</summary>
    /// <exception cref="ProviderException">The provider could not be asked; nothing was written.</exception>
    public async Task<PreviewOutcome> Preview(
        UserId userId,
        AccountId accountId,
        SyncType type,
        CancellationToken cancellationToken
    )
    {
        var account = (await _queries.Account(userId, accountId, cancellationToken)).Value;
        if (account is null)
        {
            return new PreviewOutcome.Unknown();
        }

        var shown = account.Feeds.FirstOrDefault(f => f.Feed.Id == account.Balance?.FeedId) ?? account.Feeds[0];
        var connectionId = shown.Connection.Id;
        var context = await _store.LoadConnection(userId, connectionId, cancellationToken);
        if (context is null)
        {
            return new PreviewOutcome.Unknown();
        }

        if (Refusal(type, context.Connection, account.ActiveRun) is { } problem)
        {
            return new PreviewOutcome.Refused(problem);
        }

        var request = new SyncRequest(userId, connectionId, account.Account.Id, type, Force: true, RunTrigger.Person);
        using var job = new RunJob(_runs.New(request), isStored: false) { IsPreview = true };
        var session = new RunSession(job, context, _time, _provider.HistoryDays);
        try
        {
            session.OpenToken(_vault);
        }
        catch (SecretException)
        {
            return new PreviewOutcome.Refused(SyncRun.SecretFault().ToProblem());
        }

        var others = account.Feeds.Select(static f => f.Connection).Where(c => c.Id != connectionId);
        var preview = await Ask(session, cancellationToken);
        return new PreviewOutcome.Ready(
            preview with
            {
                WouldSkip = SkipRule.ReasonToSkip(context, job.Run.Work, _options.FreshFor, _time.Now()),
                OtherConnections =
                [
                    .. others
                        .Where(static c => c.Status == ConnectionStatus.Healthy)
                        .Select(static c => c.Id)
                        .Distinct(),
                ],
            }
        );
    }

    private async Task<SyncPreview> Ask(RunSession session, CancellationToken cancellationToken) =>
        session.Run.Work.HasFlag(SyncWork.Balance)
            ? await AskForBalances(session, cancellationToken)
            : await AskForUpdate(session, cancellationToken);

    private async Task<SyncPreview> AskForUpdate(RunSession session, CancellationToken cancellationToken)
    {
        var item = await _fetch.AskWhenDataIsOf(session, cancellationToken);
        var update = await _fetch.Update(session, cancellationToken);
        var isReplay = SyncRun.IsReplay(session, update);
        var listed = isReplay ? await _fetch.ListedFeeds(session, cancellationToken) : null;
        for (var attempt = 1; attempt <= SyncLimits.PlansPerUpdate; attempt++)
        {
            var after = ConnectionHealth.AfterUpdate(session.Connection, update.History, item, session.Now);
            var decided = await _decide.Update(session, update, listed, after, believesAdded: false, cancellationToken);
            var newer = await _store.LoadConnection(session.UserId, session.Connection.Id, cancellationToken);
            // Where a commit would be refused, the plan shows a ledger that is not any more: decide again.
            if (newer is not null && (decided.SliceUserVersion ?? newer.UserVersion) == newer.UserVersion)
            {
                return PreviewOf(session, decided) with { IsWholeStream = update.OriginCursor is null };
            }

            session.Reloaded(newer ?? throw RunCommitter.LedgerBusy());
        }

        throw RunCommitter.LedgerBusy();
    }

    private async Task<SyncPreview> AskForBalances(RunSession session, CancellationToken cancellationToken)
    {
        var fetched = await _balances.Fetch(session, cancellationToken);
        var plan = BalancePlanner.Plan(
            session.PlanContext(session.Connection),
            fetched.Answer.Accounts,
            fetched.Answer.Unreadable,
            fetched.Source
        );
        var after = ConnectionHealth.AfterSuccess(session.Connection, session.Now);
        return PreviewOf(session, new Decided(plan, SliceUserVersion: null, after));
    }

    private static SyncPreview PreviewOf(RunSession session, Decided decided) =>
        new(
            session.Run.AccountId!.Value,
            session.Run.Type,
            session.Connection,
            session.Context.Feeds,
            decided.Plan,
            session.Now,
            session.Ended(RunStatus.Succeeded, null, SyncPlan.Empty).Resources
        )
        {
            DataAsOf = decided.After.DataAsOf,
            Reason = session.Reason,
        };

    private Problem? Refusal(SyncType type, Connection connection, Run? active)
    {
        if ((SyncTypes.WorkOf(type) & ~Possible) != SyncWork.None)
        {
            return new Problem(
                "no_preview",
                $"There is no preview of {SyncTypes.NameOf(type)}: it commits step by step, and each step rests on the "
                    + "one before. Ask for a preview of transactions, historical or balance.",
                ProblemActions.FixRequest
            );
        }

        if (SyncEngine.EndedRefusal(connection) is { } ended)
        {
            return ended;
        }

        if (_gate.IsBusy(connection.Id) || active?.ConnectionId == connection.Id)
        {
            return new Problem(
                "run_in_progress",
                "A sync of this connection is queued or at work, and will change what a preview would show. Ask again "
                    + "when it has ended.",
                ProblemActions.Retry
            );
        }

        // It asks the provider as a forced run does, and is no way around that run's limit.
        return SyncEngine.ForcedRefusal(connection, _forced, _time.Now());
    }
}
