using Mingus.Ledger;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Simulation.Memory;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Sqlite;

/// <summary>Does everything in the real store and in memory, compares the answers, and gives the real one.</summary>
internal sealed class TwinStore(ILedgerStore real, MemoryStore memory, Action<string> onDifference) : ILedgerStore
{
    public Task<UserId?> FindUser(string tenant, string externalId, CancellationToken cancellationToken) =>
        Both("FindUser", s => s.FindUser(tenant, externalId, cancellationToken), static u => $"{u}");

    public Task<UserId> EnsureUser(string tenant, string externalId, CancellationToken cancellationToken) =>
        Both("EnsureUser", s => s.EnsureUser(tenant, externalId, cancellationToken), static u => $"{u}");

    public Task<AddedConnection> AddConnection(NewConnection connection, CancellationToken cancellationToken) =>
        Both("AddConnection", s => s.AddConnection(connection, cancellationToken), static a => $"{a}");

    public Task DescribeConnection(
        Connection connection,
        SyncPlan plan,
        IReadOnlyList<LedgerEvent> events,
        CancellationToken cancellationToken
    ) => Both("DescribeConnection", s => s.DescribeConnection(connection, plan, events, cancellationToken));

    public Task<ConnectionContext?> LoadConnection(
        UserId userId,
        ConnectionId connectionId,
        CancellationToken cancellationToken
    ) => Both("LoadConnection", s => s.LoadConnection(userId, connectionId, cancellationToken), TextOf);

    public Task Enqueue(Run run, IReadOnlyList<LedgerEvent> events, CancellationToken cancellationToken) =>
        Both("Enqueue", s => s.Enqueue(run, events, cancellationToken));

    public Task<RunStart> Begin(BeginRun begin, CancellationToken cancellationToken) =>
        Both(
            "Begin",
            s => s.Begin(begin, cancellationToken),
            static start => start is RunStart.Started(var context) ? TextOf(context) : $"{start}"
        );

    public Task<LedgerSlice> LoadSlice(SliceRequest request, CancellationToken cancellationToken) =>
        Slice("LoadSlice", s => s.LoadSlice(request, cancellationToken));

    public Task<LedgerSlice> LoadNeighbours(
        UserId userId,
        IReadOnlyList<AccountNeeds> needs,
        CancellationToken cancellationToken
    ) => Slice("LoadNeighbours", s => s.LoadNeighbours(userId, needs, cancellationToken));

    public Task<LedgerSlice> LoadFeed(UserId userId, FeedId feedId, CancellationToken cancellationToken) =>
        Slice("LoadFeed", s => s.LoadFeed(userId, feedId, cancellationToken));

    public Task<LedgerSlice> LoadLive(
        UserId userId,
        IReadOnlyList<FeedId> feeds,
        CancellationToken cancellationToken
    ) => Slice("LoadLive", s => s.LoadLive(userId, feeds, cancellationToken));

    public Task<CommitResult> CommitDecision(
        UserId userId,
        SyncPlan plan,
        long sliceUserVersion,
        CancellationToken cancellationToken
    ) =>
        Both(
            "CommitDecision",
            s => s.CommitDecision(userId, plan, sliceUserVersion, cancellationToken),
            static r => $"{r}"
        );

    public Task<CommitOutcome> Commit(SyncCommit commit, CancellationToken cancellationToken) =>
        Both("Commit", s => s.Commit(commit, cancellationToken), static r => $"{r}");

    public Task SaveProgress(
        UserId userId,
        RunId runId,
        RunProgress progress,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    ) => Both("SaveProgress", s => s.SaveProgress(userId, runId, progress, leaseUntil, cancellationToken));

    public Task<IReadOnlyList<Run>> Recover(
        string node,
        DateTimeOffset now,
        bool withOwn,
        CancellationToken cancellationToken
    ) =>
        Both(
            "Recover",
            s => s.Recover(node, now, withOwn, cancellationToken),
            static runs => string.Join(' ', runs.Select(static r => $"{r.Id} {r.Work}").Order(StringComparer.Ordinal))
        );

    public Task Resume(Run broken, DateTimeOffset now, CancellationToken cancellationToken) =>
        Both("Resume", s => s.Resume(broken, now, cancellationToken));

    public Task<bool> CancelQueued(
        UserId userId,
        RunId runId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Both("CancelQueued", s => s.CancelQueued(userId, runId, now, cancellationToken), static b => $"{b}");

    public Task<IReadOnlyList<DueConnection>> DueConnections(
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    ) =>
        Both(
            "DueConnections",
            s => s.DueConnections(now, limit, cancellationToken),
            static due => string.Join(' ', due.Select(static d => $"{d}").Order(StringComparer.Ordinal))
        );

    /// <summary>What differs between two sets of records; null when nothing does.</summary>
    public static string? Compare(string name, IReadOnlyList<LedgerRecord> real, IReadOnlyList<LedgerRecord> memory)
    {
        var known = memory.ToDictionary(RecordKey.Of);
        foreach (var record in real)
        {
            if (!known.Remove(RecordKey.Of(record), out var other))
            {
                return $"{name}: the database has {record.ProviderTransactionId}, memory has not";
            }

            if (record with { RowNumber = 0 } != other with { RowNumber = 0 })
            {
                return $"{name}: {record.ProviderTransactionId} is {record} in the database and {other} in memory";
            }
        }

        return known.Count > 0 ? $"{name}: memory has {known.Keys.First()}, the database has not" : null;
    }

    private static string TextOf(ConnectionContext? context) =>
        context is null
            ? ""
            : $"{context.Connection} {context.UserVersion} {string.Join(' ', context.OpenFindings.Order(ById))} "
                + string.Join(' ', context.Feeds.Select(static f => $"{f.Feed} {f.LastBalance} {f.LastWithUpdate}"))
                + string.Join(' ', context.States.OrderBy(static s => s.Work).Select(static s => $"{s}"));

    private static Comparer<FindingId> ById { get; } =
        Comparer<FindingId>.Create(static (one, other) => one.Value.CompareTo(other.Value));

    private async Task<LedgerSlice> Slice(string name, Func<ILedgerStore, Task<LedgerSlice>> load)
    {
        IReadOnlyList<LedgerRecord>? first = null;
        return await Both(
            name,
            load,
            slice =>
            {
                var difference = first is null ? null : Compare(name, first, slice.Records);
                first ??= slice.Records;
                return $"{difference} {slice.UserVersion} {slice.PersonPairs.Count} "
                    + string.Join(' ', slice.Quarantined.Keys.Order(StringComparer.Ordinal))
                    + string.Join(' ', slice.MatchStates.Keys.Select(static k => k.Value).Order());
            }
        );
    }

    // The texts around the first place at which they differ.
    private static string FirstDifference(string real, string memory)
    {
        const int around = 120;
        var at = real.Zip(memory).TakeWhile(static pair => pair.First == pair.Second).Count();
        var from = Math.Max(0, at - around);
        return $"the database says …{Part(real)}…, memory …{Part(memory)}…";

        string Part(string text) => text[from..Math.Min(text.Length, at + around)];
    }

    private Task Both(string name, Func<ILedgerStore, Task> call) =>
        Both(
            name,
            async store =>
            {
                await call(store);
                return 0;
            },
            static _ => ""
        );

    private Task<T> Both<T>(string name, Func<ILedgerStore, Task<T>> call, Func<T, string> text)
    {
        var answer = Blocking.Wait(() => call(real));
        var other = Blocking.Wait(() => call(memory));
        var (one, two) = (text(answer), text(other));
        if (!string.Equals(one, two, StringComparison.Ordinal))
        {
            onDifference($"{name}: {FirstDifference(one, two)}");
        }

        return Task.FromResult(answer);
    }
}
