using Mingus.Ledger;
using Mingus.Simulation.Memory;
using Mingus.Sync.Ports;
using Mingus.Sync.Schedule;

namespace Mingus.Simulation.Invariants;

/// <summary>Invariants 13 to 15: what is due is worked, what is at work ends, and calls are spent as the budget
/// says.</summary>
internal sealed partial class Checker
{
    // What a living world may leave lying: a lease of a dead run, an answer that was lost.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private const int RestsMax = 4;

    // The pause after news that found nothing.
    private static readonly TimeSpan HeldBackMax = TimeSpan.FromSeconds(10);

    private const double OverBudgetMax = 1.25;

    private readonly Dictionary<string, (DateTimeOffset Since, int Rests)> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<RunId, byte[]?> _rhythmAtBegin = [];
    private readonly List<DateTimeOffset> _spent = [];

    /// <summary>When nobody can go on and faults are over: what waits has not waited long.</summary>
    public void AtRest()
    {
        var now = new Dictionary<string, (DateTimeOffset, int)>(StringComparer.Ordinal);
        foreach (var waits in Waiting())
        {
            var (since, rests) = _waiting.GetValueOrDefault(waits, (world.Clock.Now, 0));
            now[waits] = (since, rests + 1);
            if (rests >= RestsMax && world.Clock.Now - since > Patience)
            {
                onFail($"{waits} since {since:o}, at {world.Clock.Now:o}");
            }
        }

        _waiting.Clear();
        foreach (var (what, since) in now)
        {
            _waiting.Add(what, since);
        }
    }

    /// <summary>Something that waited when the world came to rest, in words; null when nothing did.</summary>
    public string? SomethingWaits => _waiting.Keys.FirstOrDefault();

    /// <summary>After quiet weeks: the days from then on cost what they may.</summary>
    public void Invariant_15_a_budget_lasts(DateTimeOffset from)
    {
        var connections = world.Connections().Count();
        var days = (world.Clock.Now - from).TotalDays;
        var spent = _spent.Count(at => at >= from) / days / Math.Max(1, connections);
        if (spent > OverBudgetMax * world.Swarm.ChecksPerDay)
        {
            onFail($"15: {spent:F1} calls a connection and day were spent, of {world.Swarm.ChecksPerDay}");
        }

        if (connections > 0 && !(world.Database.Budget?.Day > DateOnly.FromDateTime(from.UtcDateTime)))
        {
            onFail($"15: what a call must save was last reckoned after {world.Database.Budget?.Day:o}");
        }
    }

    // Invariants 13 and 14, each with what it is about: the same again has waited since.
    private IEnumerable<string> Waiting()
    {
        foreach (var user in world.Database.Users.Values)
        {
            foreach (var stored in user.Connections.Values)
            {
                var connection = stored.Connection;
                if (connection.NextDueAt <= world.Clock.Now && stored.LeaseRun is null)
                {
                    yield return $"13: {connection.ItemId}, due {connection.NextDueAt:o}, is worked by nobody";
                }

                if (stored.LeaseRun is { } holder)
                {
                    yield return $"14: {connection.ItemId} is held by {holder} of {stored.LeaseNode}";
                }
            }

            foreach (var run in user.Runs.Values.Where(static r => !r.Run.IsEnded))
            {
                yield return $"14: run {run.Run.Id} of {run.Node} is {run.Run.Status}";
            }
        }
    }

    private void Invariant_13_news_makes_due(Written written)
    {
        if (written.News is { } news)
        {
            var after = world.Database.Find(news.Seen.UserId, news.Seen.Id)!.Connection;
            if (news.WantsRun && after.Webhooks <= news.Seen.Webhooks)
            {
                Fail($"13: news of {after.ItemId} was taken, and nothing knows of it");
            }
        }

        if (written.Commit is not { Run.IsEnded: true } commit)
        {
            return;
        }

        var stored = world.Database.Find(commit.Connection.UserId, commit.Connection.Id)!.Connection;
        if (
            stored.Webhooks > stored.WebhooksServed
            && stored.Status == ConnectionStatus.Healthy
            && !(stored.NextDueAt <= world.Clock.Now + HeldBackMax)
            && !(stored.NextDueAt <= stored.Problem?.RetryAt)
        )
        {
            Fail($"13: news of {stored.ItemId} came during a run, and it is due {stored.NextDueAt:o}");
        }
    }

    private void Invariant_14_who_has_ended_lets_go(Written written)
    {
        if (written.Commit is { Run.IsEnded: true } commit)
        {
            var stored = world.Database.Find(commit.Connection.UserId, commit.Connection.Id)!;
            if (stored.LeaseRun == commit.Run.Id)
            {
                Fail($"14: run {commit.Run.Id} has ended and keeps {stored.Connection.ItemId}");
            }
        }
    }

    private void Invariant_15_a_call_is_due_and_counted(Written written)
    {
        if (written is { Begun: { OnlyIfDue: true } begun })
        {
            var stored = world.Database.Find(begun.Run.UserId, begun.Run.ConnectionId)!;
            _rhythmAtBegin[begun.Run.Id] = stored.Rhythm;
            var connection = stored.Connection;
            if (!(connection.NextDueAt <= world.Clock.Now))
            {
                Fail($"15: {connection.ItemId} is called by itself and is due {connection.NextDueAt:o}");
            }

            if (connection.Problem is { Code: "rate_limit", RetryAt: { } retryAt } && retryAt > world.Clock.Now)
            {
                Fail($"15: {connection.ItemId} is called by itself and was asked to wait until {retryAt:o}");
            }
        }

        if (
            written.Commit is { Run.IsEnded: true } commit
            && commit.Run.Trigger is RunTrigger.Schedule or RunTrigger.Webhook
            && commit.Run.Resources.ProviderCalls > 0
        )
        {
            _spent.Add(world.Clock.Now);
            if (_rhythmAtBegin.Remove(commit.Run.Id, out var before) && before is not null)
            {
                IsCounted(commit, before);
            }
        }
    }

    private void IsCounted(SyncCommit commit, byte[] before)
    {
        var after = world.Database.Find(commit.Connection.UserId, commit.Connection.Id)!.Rhythm!;
        if (RhythmCodec.Read(after).Calls == RhythmCodec.Read(before).Calls)
        {
            Fail($"15: run {commit.Run.Id} called by itself, and its call is not on the account");
        }
    }
}
