using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Sync;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>Hands requests for work to the engine and turns what became of them into answers.</summary>
internal sealed class Asking(SyncEngine engine, TimeProvider time)
{
    public async Task<Results<Accepted<RunBody>, Ok<RunBody>, ProblemResult>> Account(
        HttpContext http,
        UserId user,
        string id,
        SyncType type,
        bool force
    )
    {
        if (!PrefixedId.TryParse<AccountId>(id, out var accountId))
        {
            return Problems.NotFound;
        }

        var outcome = await engine.RequestForAccount(user, accountId, type, force, http.RequestAborted);
        return await Answer(http, user, outcome);
    }

    public async Task<Results<Accepted<RunBody>, Ok<RunBody>, ProblemResult>> Validate(
        HttpContext http,
        UserId user,
        string id,
        ValidationLevel level
    )
    {
        if (!PrefixedId.TryParse<AccountId>(id, out var accountId))
        {
            return Problems.NotFound;
        }

        return await Answer(http, user, await engine.Validate(user, accountId, level, http.RequestAborted));
    }

    public async Task<Results<Accepted<BulkBody>, Ok<BulkBody>, ProblemResult>> User(
        HttpContext http,
        UserId user,
        SyncType type,
        bool force
    )
    {
        var outcomes = await engine.RequestForUser(user, type, force, http.RequestAborted);
        var refused = outcomes.OfType<RequestOutcome.Refused>().ToList();
        var accepted = outcomes.OfType<RequestOutcome.Accepted>().ToList();
        if (accepted.Count == 0 && refused.Count > 0)
        {
            return Problems.Refused(refused[0].Problem);
        }

        var runs = await Wait(http, user, [.. accepted.Select(outcome => outcome.Run)]);
        var now = time.GetUtcNow();
        var body = new BulkBody(
            [.. runs.Zip(accepted, (run, asked) => RunBody.From(run, now) with { Joined = asked.IsJoined })],
            refused.Count == 0 ? null : [.. refused.Select(BulkProblemBody.From)]
        );
        return IsWaitOver(http, runs) ? TypedResults.Ok(body) : TypedResults.Accepted($"{Routes.Base}/runs", body);
    }

    /// <summary>One outcome as an answer, after the wait the caller prefers.</summary>
    public async Task<Results<Accepted<RunBody>, Ok<RunBody>, ProblemResult>> Answer(
        HttpContext http,
        UserId user,
        RequestOutcome outcome
    )
    {
        switch (outcome)
        {
            case RequestOutcome.Unknown:
                return Problems.NotFound;
            case RequestOutcome.Refused refused:
                return Problems.Refused(refused.Problem);
            case RequestOutcome.Accepted accepted:
                var runs = await Wait(http, user, [accepted.Run]);
                var body = RunBody.From(runs[0], time.GetUtcNow(), accepted.OtherRuns) with
                {
                    Joined = accepted.IsJoined,
                };
                var location = Routes.Run(body.Id);
                http.Response.Headers.Location = location;
                return IsWaitOver(http, runs) ? TypedResults.Ok(body) : TypedResults.Accepted(location, body);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>200 is for callers who wait and whose runs have ended.</summary>
    private static bool IsWaitOver(HttpContext http, IReadOnlyList<Run> runs) =>
        PreferredWait.Of(http.Request) is not null && runs.All(run => run.IsEnded);

    /// <summary>
    /// The runs as they are when all ended or the preferred time is over. A caller who leaves ends the wait, not the
    /// runs, and
    /// their answer is kept for the repetition.
    /// </summary>
    private async Task<IReadOnlyList<Run>> Wait(HttpContext http, UserId user, IReadOnlyList<Run> runs)
    {
        if (PreferredWait.Of(http.Request) is not { } seconds)
        {
            return runs;
        }

        http.Lasts();
        PreferredWait.Applied(http.Response, seconds);
        var until = time.GetUtcNow().AddSeconds(seconds);
        var latest = runs.ToArray();
        for (var i = 0; i < latest.Length; i++)
        {
            var left = until - time.GetUtcNow();
            if (latest[i].IsEnded)
            {
                continue;
            }

            try
            {
                var atMost = left > TimeSpan.Zero ? left : TimeSpan.Zero;
                latest[i] = await engine.WaitForEnd(user, latest[i].Id, atMost, http.RequestAborted) ?? latest[i];
            }
            catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
            {
                break;
            }
        }

        return latest;
    }
}
