using Mingus.Ledger;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Simulation.Nodes;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Memory;

/// <summary>One commit of a run, fenced by the user's version, the connection's version and the lease.</summary>
internal sealed class RunCommit(MemoryDatabase database, Lapses lapses, WorldClock clock, SyncCommit commit)
{
    private readonly UserLedger _user = database.Of(commit.Connection.UserId);

    public CommitOutcome Write()
    {
        if (commit.SliceUserVersion is { } seen && seen != _user.Version && !lapses.SkipsUserVersion)
        {
            return new CommitOutcome(CommitResult.SliceStale, _user.LastSequence, _user.Version);
        }

        var stored = _user.Connections.GetValueOrDefault(commit.Connection.Id);
        var mayWrite =
            stored is not null
            && stored.Connection.Status != ConnectionStatus.Disconnected
            && stored.Connection.Version == commit.Connection.Version
            && stored.LeaseRun == commit.Run.Id;
        if (stored is null || (!mayWrite && !lapses.SkipsFence))
        {
            if (lapses.WritesBeforeFence && stored is not null)
            {
                PlanWriter.Write(_user, commit.Plan);
            }

            return new CommitOutcome(CommitResult.RunStale, _user.LastSequence, _user.Version);
        }

        // Two records of one name: the real store's index refuses the second.
        if (commit.Plan.Records.Any(c => c.Before is null && _user.Records.ContainsKey(RecordKey.Of(c.After))))
        {
            return new CommitOutcome(CommitResult.SliceStale, _user.LastSequence, _user.Version);
        }

        Write(stored);
        return new CommitOutcome(CommitResult.Committed, _user.LastSequence, _user.Version);
    }

    private void Write(StoredConnection stored)
    {
        var (before, lease, sequence, version) = (
            stored.Connection,
            stored.LeaseRun,
            _user.LastSequence,
            _user.Version
        );
        var loses = commit.Plan.Records.Count > 0 && version % 3 == 0;
        _user.Version++;
        stored.Connection = WithNews(stored.Connection) with
        {
            Version = stored.Connection.Version + 1,
            Cursor = lapses.LosesCursor && loses ? before.Cursor : commit.Plan.NextCursor ?? commit.Connection.Cursor,
        };
        if (commit.Run.IsEnded && !(lapses.KeepsLease && version % 3 == 0))
        {
            (stored.LeaseRun, stored.LeaseNode, stored.LeaseUntil) = (null, null, null);
        }
        else
        {
            stored.LeaseUntil = commit.LeaseUntil;
        }

        var node = _user.Runs.TryGetValue(commit.Run.Id, out var run) ? run.Node : "";
        _user.Runs[commit.Run.Id] = new StoredRun(commit.Run, node);
        var events = CloseReadable();
        PlanWriter.Close(_user, commit.Plan.Resolved, FindingState.Resolved);
        if (!lapses.LosesPlan || !loses)
        {
            PlanWriter.Write(_user, commit.Plan);
        }

        stored.Rhythm = commit.Rhythm ?? stored.Rhythm;
        foreach (var state in commit.States)
        {
            stored.States[state.Work] = state;
        }

        _user.Write([.. events, .. commit.Events]);
        database.OnWritten?.Invoke(
            new Written(_user, commit.Plan, commit, sequence)
            {
                Before = before,
                LeaseBefore = lease,
                VersionBefore = version,
            }
        );
    }

    // Webhooks that came since the run began are counted by who received them, and make it due again.
    private Connection WithNews(Connection stored)
    {
        var after = commit.Connection;
        var isNewer = stored.Webhooks > after.Webhooks;
        var isSooner =
            stored.Webhooks > after.WebhooksServed && commit.DueIfWebhooks is { } at && !(after.NextDueAt <= at);
        return after with
        {
            Webhooks = stored.Webhooks,
            NextDueAt = isSooner ? commit.DueIfWebhooks : after.NextDueAt,
            NextDueReason = isSooner ? commit.DueIfWebhooksReason : after.NextDueReason,
            ConsentExpiresAt = isNewer ? stored.ConsentExpiresAt : after.ConsentExpiresAt,
            Notice = commit.MovesNotice && !isNewer ? after.Notice : stored.Notice,
        };
    }

    // What can be read again is no finding any more.
    private List<LedgerEvent> CloseReadable()
    {
        var readable = commit.Plan.Readable.Select(static r => r.ProviderTransactionId).ToHashSet();
        if (readable.Count == 0)
        {
            return [];
        }

        var closed = _user
            .Findings.Values.Where(f =>
                f.State == FindingState.Open
                && f.ConnectionId == commit.Connection.Id
                && f.Check.StartsWith("unreadable", StringComparison.Ordinal)
                && f.Evidence.Values.Any(readable.Contains)
            )
            .ToList();
        PlanWriter.Close(_user, closed.Select(static f => f.Id), FindingState.Resolved);
        return
        [
            .. closed.Select(f => new LedgerEvent(LedgerEvents.FindingResolved, clock.Now) { AccountId = f.AccountId }),
        ];
    }
}
