using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;
using Mingus.Sync.Validate;

namespace Mingus.Server.Api;

/// <summary>What checks found.</summary>
internal static class FindingsApi
{
    public static void MapFindings(this IEndpointRouteBuilder api)
    {
        var findings = api.MapGroup("/findings").WithTags("Findings");
        findings
            .MapGet("", List)
            .WithSummary("What checks found, newest first.")
            .WithName("ListFindings")
            .Needs(Scopes.Read);
        findings.MapGet("/{id}", Get).WithSummary("One finding.").WithName("GetFinding").Needs(Scopes.Read);
        findings
            .MapPost("/{id}/dismiss", Dismiss)
            .WithSummary("Declares a finding of no concern.")
            .WithName("DismissFinding")
            .Needs(Scopes.Decide);
        findings
            .MapPost("/{id}/repair", Repair)
            .DisableRequestTimeout()
            .WithSummary("Repairs it: by a decision, which is answered and can be taken back, or by a run.")
            .WithName("RepairFinding")
            .Needs(Scopes.Decide);
    }

    private static async Task<Results<SnapshotResult<ListBody<FindingBody>>, ProblemResult>> List(
        [Description("Only what this run found.")] string? run,
        [Description("open, resolved or dismissed.")] string? state,
        [Description("Only those of this account.")] string? account,
        [AsParameters] PageQuery page,
        CurrentUser user,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        var request = query.Page(page);
        var wanted = query.Word(
            "state",
            state,
            ("open", FindingState.Open),
            ("resolved", FindingState.Resolved),
            ("dismissed", FindingState.Dismissed)
        );
        var isRun = PrefixedId.TryParse<RunId>(run, out var runId);
        if (run is not null && !isRun)
        {
            query.Wrong("run", "The id of a run.");
        }

        var accountId = query.Id<AccountId>("account", account, "The id of an account.");
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var filter = new FindingFilter(isRun ? runId : null, wanted, accountId);
        var (sequence, found) = await queries.Findings(user.Id, filter, request, cancellationToken);
        return Read.Ok(sequence, Read.ToList(found, FindingBody.From));
    }

    private static Task<Results<SnapshotResult<FindingBody>, ProblemResult>> Get(
        string id,
        CurrentUser user,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    ) => Read.One(id, (FindingId wanted) => queries.Finding(user.Id, wanted, cancellationToken), FindingBody.From);

    private static async Task<Results<SnapshotResult<FindingBody>, ProblemResult>> Dismiss(
        string id,
        CurrentUser user,
        ILedgerEdits edits,
        ILedgerQueries queries,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        PrefixedId.TryParse<FindingId>(id, out var findingId)
        && await edits.DismissFinding(user.Id, findingId, time.GetUtcNow(), cancellationToken)
            ? await Get(id, user, queries, cancellationToken)
            : Problems.NotFound;

    private static async Task<Results<Accepted<RunBody>, Ok<RunBody>, Ok<DecisionBody>, ProblemResult>> Repair(
        string id,
        CurrentUser user,
        Repairing repairing,
        Asking asking,
        IDecisionStore decisions,
        HttpContext http
    )
    {
        if (!PrefixedId.TryParse<FindingId>(id, out var findingId))
        {
            return Problems.NotFound;
        }

        switch (await repairing.Repair(user.Id, findingId, http.RequestAborted))
        {
            case RepairOutcome.Refused refused:
                return Problems.Refused(refused.Problem);
            case RepairOutcome.Decided { Result.DecisionId: { } decisionId }:
                var decision = (await decisions.Decision(user.Id, decisionId, http.RequestAborted)).Value;
                return decision is null ? Problems.NotFound : TypedResults.Ok(DecisionBody.From(decision));
            case RepairOutcome.Decided decided:
                return DecideProblems.Of(decided.Result.Outcome);
            case RepairOutcome.Started started:
                return (await asking.Answer(http, user.Id, started.Outcome)).Result switch
                {
                    Accepted<RunBody> accepted => accepted,
                    Ok<RunBody> ok => ok,
                    ProblemResult problem => problem,
                    _ => throw new System.Diagnostics.UnreachableException(),
                };
            default:
                return Problems.NotFound;
        }
    }
}
