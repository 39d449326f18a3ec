using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Decisions;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>Everything decided, by rule or person, and its taking back.</summary>
internal static class DecisionsApi
{
    public static void MapDecisions(this IEndpointRouteBuilder api)
    {
        var decisions = api.MapGroup("/decisions").WithTags("Decisions");
        decisions
            .MapGet("", List)
            .WithSummary("Everything decided, by rule or person, newest first.")
            .WithName("ListDecisions")
            .Needs(Scopes.Read);
        decisions.MapGet("/{id}", Get).WithSummary("One decision.").WithName("GetDecision").Needs(Scopes.Read);
        decisions
            .MapPost("/{id}/undo", Undo)
            .WithSummary("Takes a decision back, by a new one, which is the answer.")
            .WithName("UndoDecision")
            .Needs(Scopes.Decide);
        decisions
            .MapPost("/{id}/redo", Redo)
            .WithSummary("Makes a decision that was taken back stand again, by a new one, which is the answer.")
            .WithName("RedoDecision")
            .Needs(Scopes.Decide);
    }

    private static async Task<Results<SnapshotResult<ListBody<DecisionBody>>, ProblemResult>> List(
        [Description("Only what was decided about this account.")] string? account,
        [AsParameters] PageQuery page,
        CurrentUser user,
        IDecisionStore decisions,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        var request = query.Page(page);
        var accountId = query.Id<AccountId>("account", account, "The id of an account.");
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var (sequence, found) = await decisions.Decisions(user.Id, accountId, request, cancellationToken);
        return Read.Ok(sequence, Read.ToList(found, DecisionBody.From));
    }

    private static Task<Results<SnapshotResult<DecisionBody>, ProblemResult>> Get(
        string id,
        CurrentUser user,
        IDecisionStore decisions,
        CancellationToken cancellationToken
    ) => Read.One(id, (DecisionId wanted) => decisions.Decision(user.Id, wanted, cancellationToken), DecisionBody.From);

    private static Task<Results<SnapshotResult<DecisionBody>, ProblemResult>> Undo(
        string id,
        CurrentUser user,
        Deciding deciding,
        IDecisionStore decisions,
        CancellationToken cancellationToken
    ) => Turn(id, deciding.Undo, user, decisions, cancellationToken);

    private static Task<Results<SnapshotResult<DecisionBody>, ProblemResult>> Redo(
        string id,
        CurrentUser user,
        Deciding deciding,
        IDecisionStore decisions,
        CancellationToken cancellationToken
    ) => Turn(id, deciding.Redo, user, decisions, cancellationToken);

    private static async Task<Results<SnapshotResult<DecisionBody>, ProblemResult>> Turn(
        string id,
        Func<UserId, DecisionId, CancellationToken, Task<DecideResult>> act,
        CurrentUser user,
        IDecisionStore decisions,
        CancellationToken cancellationToken
    )
    {
        if (!PrefixedId.TryParse<DecisionId>(id, out var decisionId))
        {
            return Problems.NotFound;
        }

        var result = await act(user.Id, decisionId, cancellationToken);
        return result is { Outcome: DecideOutcome.Decided, DecisionId: { } made }
            ? await Get(made.ToString(), user, decisions, cancellationToken)
            : DecideProblems.Of(result.Outcome);
    }
}
