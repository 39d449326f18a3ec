using Mingus.Ledger;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Gate;

/// <summary>
/// The local gate: one run a connection at a time in this process, and at most one more that waits. Between processes
/// the store's lease and version are the gate (architecture.md, engine and cluster).
/// </summary>
internal sealed class ConnectionGate
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ConnectionId, Slot> _slots = [];
    private readonly Dictionary<RunId, RunJob> _jobs = [];

    /// <summary>How a request entered.</summary>
    public enum Entry
    {
        /// <summary>The connection was free: the new job is active and must be dispatched.</summary>
        Active,

        /// <summary>The new job waits for the active one.</summary>
        Waiting,

        /// <summary>A job that covers it was there.</summary>
        Joined,

        /// <summary>The waiting job was widened to cover it; its stored row must be written again.</summary>
        Widened,
    }

    /// <summary>
    /// Enters a request: joins the active job while it covers the work and has not called the provider, else the
    /// waiting job, widened by union of work and force where needed, else becomes a job itself.
    /// </summary>
    public (Entry Entry, RunJob Job) Enter(RunJob candidate)
    {
        lock (_lock)
        {
            var connection = candidate.Run.ConnectionId;
            if (!_slots.TryGetValue(connection, out var slot))
            {
                _slots[connection] = new Slot(candidate);
                _jobs[candidate.Run.Id] = candidate;
                return (Entry.Active, candidate);
            }

            if (CanJoin(candidate, slot.Active) && !slot.Active.HasCalledProvider)
            {
                slot.Active.IsJoined = true;
                return (Entry.Joined, slot.Active);
            }

            if (slot.Waiting is null || slot.Waiting.Reread is not null || candidate.Reread is not null)
            {
                return Queue(slot, candidate);
            }

            slot.Waiting.IsJoined = true;
            return Widen(slot.Waiting, candidate.Run);
        }
    }

    /// <summary>
    /// Enters a job whose row is queued in the store already: it is active or waits, and joins nobody, however well
    /// others cover it, for then its row would stay queued. A job of the same row that is here is joined.
    /// </summary>
    public Entry EnterQueued(RunJob job)
    {
        lock (_lock)
        {
            if (_jobs.ContainsKey(job.Run.Id))
            {
                return Entry.Joined;
            }

            if (_slots.TryGetValue(job.Run.ConnectionId, out var slot))
            {
                return Queue(slot, job).Item1;
            }

            _slots[job.Run.ConnectionId] = new Slot(job);
            _jobs[job.Run.Id] = job;
            return Entry.Active;
        }
    }

    /// <summary>Marks that the job calls the provider from now on.</summary>
    public void CallingProvider(RunJob job)
    {
        lock (_lock)
        {
            job.HasCalledProvider = true;
        }
    }

    /// <summary>Lets nobody join the job any more; says whether somebody has.</summary>
    public bool IsJoined(RunJob job)
    {
        lock (_lock)
        {
            job.HasCalledProvider = true;
            return job.IsJoined;
        }
    }

    /// <summary>Takes an ended job out and answers the one that is active now; null when the connection is
    /// free.</summary>
    public RunJob? Leave(RunJob job)
    {
        lock (_lock)
        {
            _jobs.Remove(job.Run.Id);
            if (!_slots.TryGetValue(job.Run.ConnectionId, out var slot))
            {
                return null;
            }

            if (slot.Active != job)
            {
                slot.Remove(job);
                return null;
            }

            if (slot.Next() is not { } next)
            {
                _slots.Remove(job.Run.ConnectionId);
                return null;
            }

            slot.Active = next;
            return next;
        }
    }

    /// <summary>The job of a run in this process; null when it is not here or over.</summary>
    public RunJob? Find(RunId id)
    {
        lock (_lock)
        {
            return _jobs.GetValueOrDefault(id);
        }
    }

    /// <summary>Whether some run of the connection is active or waits here.</summary>
    public bool IsBusy(ConnectionId connection)
    {
        lock (_lock)
        {
            return _slots.ContainsKey(connection);
        }
    }

    /// <summary>Whether the job is still waiting for another one.</summary>
    public bool IsWaiting(RunJob job)
    {
        lock (_lock)
        {
            return _slots.TryGetValue(job.Run.ConnectionId, out var slot) && slot.Active != job;
        }
    }

    private static bool CanJoin(RunJob candidate, RunJob job) =>
        candidate.Reread is null
        && job.Reread is null
        && (job.Run.Work & candidate.Run.Work) == candidate.Run.Work
        && (job.Run.Force || !candidate.Run.Force)
        && (!candidate.Run.Work.HasFlag(SyncWork.Validate) || ValidatesFor(job.Run, candidate.Run));

    // A validation looks at the account it was asked for, unlike a sync, which reads what its connection shows.
    private static bool ValidatesFor(Run run, Run wanted) =>
        run.Level <= wanted.Level && (run.AccountId is null || run.AccountId == wanted.AccountId);

    private (Entry, RunJob) Queue(Slot slot, RunJob candidate)
    {
        slot.Append(candidate);
        _jobs[candidate.Run.Id] = candidate;
        return (Entry.Waiting, candidate);
    }

    private static (Entry, RunJob) Widen(RunJob waiting, Run wanted)
    {
        var run = waiting.Run;
        var work = run.Work | wanted.Work;
        var force = run.Force || wanted.Force;
        var level = Strictest(run, wanted);
        var covers = !wanted.Work.HasFlag(SyncWork.Validate) || ValidatesFor(run, wanted);
        if (work == run.Work && force == run.Force && covers)
        {
            return (Entry.Joined, waiting);
        }

        waiting.Run = run with
        {
            Work = work,
            Force = force,
            Level = level,
            Type = SyncTypes.Covering(work),
            AccountId = null,
        };
        return (Entry.Widened, waiting);
    }

    private static ValidationLevel Strictest(Run one, Run other) =>
        !other.Work.HasFlag(SyncWork.Validate) ? one.Level
        : !one.Work.HasFlag(SyncWork.Validate) || other.Level < one.Level ? other.Level
        : one.Level;

    /// <summary>One connection's jobs: the active one, the follow-up sync, and rereads that wait.</summary>
    private sealed class Slot(RunJob active)
    {
        private readonly List<RunJob> _waiting = [];

        public RunJob Active { get; set; } = active;

        public RunJob? Waiting => _waiting.Find(static j => j.Reread is null);

        public void Append(RunJob job) => _waiting.Add(job);

        public void Remove(RunJob job) => _waiting.Remove(job);

        public RunJob? Next()
        {
            var next = _waiting.FirstOrDefault();
            if (next is not null)
            {
                _waiting.RemoveAt(0);
            }

            return next;
        }
    }
}
