using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Sync.Backfill;
using Mingus.Sync.Decide;
using Mingus.Sync.Gate;
using Mingus.Sync.Ports;

namespace Mingus.Sync;

/// <summary>
/// What one run knows while it goes: the connection as last committed, and what it has brought and cost so far. It
/// belongs to one run, which uses it from one place at a time.
/// </summary>
internal sealed class RunSession(RunJob job, ConnectionContext context, TimeProvider time, int historyDays)
{
    private IReadOnlyList<SyncState> _states = [];
    private RunTally _tally = RunTally.Nothing;
    private ProviderAccess? _access;
    private SyncWork _done;
    private Due? _backfillWaits;

    public RunJob Job { get; } = job;

    /// <summary>Access at the provider, once its token is open.</summary>
    /// <exception cref="InvalidOperationException">The token was not opened yet.</exception>
    public ProviderAccess Access => _access ?? throw new InvalidOperationException("The token is not open yet.");

    public ConnectionContext Context { get; private set; } = context;

    /// <summary>The connection as last committed, with the version the next commit must find.</summary>
    public Connection Connection => Context.Connection;

    public UserId UserId => Connection.UserId;

    public Run Run => Job.Run;

    public DateTimeOffset Now => time.Now();

    /// <summary>Whether the update brought records never seen before.</summary>
    public bool HasNewRecords { get; set; }

    /// <summary>What matching remembers of the accounts that the update changed.</summary>
    public IReadOnlyDictionary<AccountId, AccountMatchState> Matched { get; set; } =
        new Dictionary<AccountId, AccountMatchState>();

    /// <summary>What the schedule has learned, as last committed.</summary>
    public byte[]? Rhythm { get; set; } = context.Rhythm;

    public int ProviderCalls { get; set; }

    public long Bytes { get; set; }

    public TimeSpan Deciding { get; set; }

    public TimeSpan Storing { get; set; }

    /// <summary>Why the run covers less than asked, or how it came by its data; null when there is nothing to
    /// say.</summary>
    public string? Reason { get; set; }

    /// <summary>Opens the connection's token.</summary>
    /// <exception cref="SecretException">It does not open.</exception>
    public void OpenToken(ISecretVault vault)
    {
        var token = vault.Open(Context.SealedToken, UserId, Connection.Id);
        _access = new ProviderAccess(token, Connection.ItemId, Connection.InstitutionId);
    }

    /// <summary>What a plan is made from, besides the ledger's rows.</summary>
    public PlanContext PlanContext(Connection connection) =>
        new(connection.Id, Run.Id, Context.Feeds, Now, connection.DataAsOf)
        {
            OpenFindings = Context.OpenFindings,
            Asked = new HistoryAsked(
                DateOnly.FromDateTime(connection.CreatedAt.UtcDateTime),
                historyDays,
                Connection.History
            ),
        };

    /// <summary>The backfill cannot end yet, and goes on by itself then: it is an attempt, and no success.</summary>
    public void BackfillWaits(Due until)
    {
        _backfillWaits = until;
        Reason = BackfillRule.Waiting;
    }

    /// <summary>Takes in what was committed, so that the next step starts from it.</summary>
    public void Committed(SyncPlan plan, Connection connection, SyncWork part, long userVersion)
    {
        _tally = _tally.Add(plan);
        _states = [.. _states, .. StatesOf(part, RunStatus.Succeeded)];
        _done |= part;
        Context = Context with
        {
            Connection = connection with { Version = connection.Version + 1 },
            Feeds = FeedsAfter(plan),
            OpenFindings = Context
                .OpenFindings.Except(plan.Resolved)
                .Union(plan.Findings.Select(static f => f.Id))
                .ToHashSet(),
            UserVersion = userVersion,
        };
    }

    /// <summary>Takes in the store's newer state of the feeds; the run still holds the connection.</summary>
    public void Reloaded(ConnectionContext newer) =>
        Context = Context with
        {
            Feeds = newer.Feeds,
            OpenFindings = newer.OpenFindings,
            UserVersion = newer.UserVersion,
        };

    /// <summary>The states to write when the run ends with <paramref name="part"/> done: what went well, and the
    /// outcome of the parts that did not.</summary>
    public IReadOnlyList<SyncState> States(SyncWork part, RunStatus restOutcome)
    {
        var missed = SyncTypes.Parts.Where(p => Run.Work.HasFlag(p) && !(_done | part).HasFlag(p));
        return
        [
            .. _states,
            .. StatesOf(part, RunStatus.Succeeded),
            .. restOutcome == RunStatus.Skipped ? [] : missed.SelectMany(p => StatesOf(p, restOutcome)),
        ];
    }

    /// <summary>The run as it ends with a plan on top of what was committed.</summary>
    public Run Ended(RunStatus status, Problem? problem, SyncPlan plan)
    {
        var tally = _tally.Add(plan);
        var live = FeedsAfter(plan).Where(static f => f.Feed.GoneSince is null).Select(static f => f.Account.Id);
        var accounts = tally.Outcomes(live, status, problem);
        var hasPartial = tally.HasStrayQuarantine || accounts.Any(static a => a.Outcome == RunStatus.Partial);
        var hasDonePart = _done != SyncWork.None;
        return Run with
        {
            Status =
                status == RunStatus.Succeeded && hasPartial ? RunStatus.Partial
                : status == RunStatus.Failed && hasDonePart ? RunStatus.Partial
                : status,
            Progress = Run.Progress is { } last
                ? last with
                {
                    Stage = "done",
                    Done = last.Total ?? last.Done,
                    Text = "Done",
                }
                : null,
            Accounts = accounts,
            IssuesFound = tally.Issues,
            Result = tally.ToResult() with
            {
                Coverage = Run.Work.HasFlag(SyncWork.Backfill)
                    ? BackfillRule.Outcomes(FeedsAfter(plan), Connection)
                    : null,
                Validations = Run.Work.HasFlag(SyncWork.Validate) ? tally.Validations : null,
            },
            EndedAt = Now,
            Resources = new RunResources(ProviderCalls, Bytes, Milliseconds(Deciding), Milliseconds(Storing)),
            Reason = Reason,
            Problem = problem,
        };
    }

    private static long Milliseconds(TimeSpan span) => (long)Math.Ceiling(span.TotalMilliseconds);

    private IEnumerable<SyncState> StatesOf(SyncWork part, RunStatus outcome)
    {
        if (part == SyncWork.None)
        {
            yield break;
        }

        yield return StateOf(part, outcome);
        if (part == SyncWork.Transactions && Run.Work.HasFlag(SyncWork.WholeStream))
        {
            yield return StateOf(SyncWork.Historical, outcome);
        }
    }

    private SyncState StateOf(SyncWork part, RunStatus outcome)
    {
        var before = Context.States.FirstOrDefault(s => s.Work == part);
        if (part == SyncWork.Backfill && _backfillWaits is { } due && outcome == RunStatus.Succeeded)
        {
            var attemptAt = Run.StartedAt ?? Run.CreatedAt;
            return new SyncState(part, attemptAt, before?.LastSuccessAt, RunStatus.Partial, due.At, due.Reason);
        }

        var successAt = outcome == RunStatus.Succeeded ? Now : before?.LastSuccessAt;
        return new SyncState(part, Run.StartedAt ?? Run.CreatedAt, successAt, outcome, null, null);
    }

    /// <summary>The connection's feeds with what a plan says of them.</summary>
    public IReadOnlyList<FeedState> FeedsAfter(SyncPlan plan)
    {
        var accounts = plan.NewAccounts.Concat(plan.ChangedAccounts).ToDictionary(static a => a.Id);
        var changed = plan.ChangedFeeds.ToDictionary(static f => f.Id);
        var balances = plan
            .Balances.GroupBy(static b => b.FeedId)
            .ToDictionary(static g => g.Key, static g => g.Last());
        var coverage = plan.Coverage.ToDictionary(static c => c.FeedId);
        var known = Context.Feeds.Select(f =>
            WithBalance(
                f with
                {
                    Feed = changed.GetValueOrDefault(f.Feed.Id) ?? f.Feed,
                    Account = accounts.GetValueOrDefault(f.Account.Id) ?? f.Account,
                    Coverage = coverage.GetValueOrDefault(f.Feed.Id) ?? f.Coverage,
                },
                balances.GetValueOrDefault(f.Feed.Id)
            )
        );
        var added = plan.NewFeeds.Select(f =>
            WithBalance(
                new FeedState(f, accounts[f.AccountId], null) { Coverage = coverage.GetValueOrDefault(f.Id) },
                balances.GetValueOrDefault(f.Id)
            )
        );
        return [.. known, .. added];
    }

    private static FeedState WithBalance(FeedState feed, BalanceSnapshot? balance) =>
        balance is null
            ? feed
            : feed with
            {
                LastBalance = feed.LastBalance?.AsOf > balance.AsOf ? feed.LastBalance : balance,
                LastWithUpdate = balance.CameWithUpdate ? balance : feed.LastWithUpdate,
            };
}
