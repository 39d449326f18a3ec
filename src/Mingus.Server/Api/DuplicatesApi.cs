using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Decisions;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>Transactions that may be one, and those that were joined.</summary>
internal static class DuplicatesApi
{
    public static void MapDuplicates(this IEndpointRouteBuilder api)
    {
        var duplicates = api.MapGroup("/duplicates").WithTags("Duplicates");
        duplicates
            .MapGet("", List)
            .WithSummary("Transactions that may be one, and those that were joined, newest first.")
            .WithName("ListDuplicates")
            .Needs(Scopes.Read);
        duplicates
            .MapGet("/{id}", Get)
            .WithSummary("One group with its evidence.")
            .WithName("GetDuplicate")
            .Needs(Scopes.Read);
        duplicates
            .MapPost("/{id}/confirm", Confirm)
            .WithSummary("Says that the two are one: the older id stays.")
            .WithName("ConfirmDuplicate")
            .Needs(Scopes.Decide);
        duplicates
            .MapPost("/{id}/dismiss", Dismiss)
            .WithSummary("Says that the two are two: never asked again.")
            .WithName("DismissDuplicate")
            .Needs(Scopes.Decide);
        duplicates
            .MapPost("/{id}/split", Split)
            .WithSummary("Takes records that were joined apart: never joined again.")
            .WithName("SplitDuplicate")
            .Needs(Scopes.Decide);
    }

    private static async Task<Results<SnapshotResult<ListBody<DuplicateBody>>, ProblemResult>> List(
        [Description("suggested, linked or dismissed.")] string? state,
        [Description("Only those of this account.")] string? account,
        [AsParameters] PageQuery page,
        CurrentUser user,
        IDecisionStore decisions,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        var request = query.Page(page);
        var wanted = query.Word(
            "state",
            state,
            ("suggested", LinkState.Suggested),
            ("linked", LinkState.Linked),
            ("dismissed", LinkState.Dismissed)
        );
        var accountId = query.Id<AccountId>("account", account, "The id of an account.");
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var filter = new DuplicateFilter(wanted, accountId);
        var (sequence, found) = await decisions.Duplicates(user.Id, filter, request, cancellationToken);
        var names = new Dictionary<FeedId, string>();
        foreach (var id in found.Items.Select(static group => group.AccountId).Distinct())
        {
            await AddNames(names, queries, user.Id, id, cancellationToken);
        }

        return Read.Ok(sequence, Read.ToList(found, group => DuplicateBody.From(group, names)));
    }

    private static async Task<Results<SnapshotResult<DuplicateBody>, ProblemResult>> Get(
        string id,
        CurrentUser user,
        IDecisionStore decisions,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    )
    {
        if (!PrefixedId.TryParse<DuplicateId>(id, out var duplicateId))
        {
            return Problems.NotFound;
        }

        var (sequence, group) = await decisions.Duplicate(user.Id, duplicateId, cancellationToken);
        if (group is null)
        {
            return Problems.NotFound;
        }

        var names = new Dictionary<FeedId, string>();
        await AddNames(names, queries, user.Id, group.AccountId, cancellationToken);
        return Read.Ok(sequence, DuplicateBody.From(group, names));
    }

    private static Task<Results<SnapshotResult<DuplicateBody>, ProblemResult>> Confirm(
        string id,
        CurrentUser user,
        Deciding deciding,
        IDecisionStore decisions,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    ) => Decide(id, deciding.Confirm, user, (decisions, queries), cancellationToken);

    private static Task<Results<SnapshotResult<DuplicateBody>, ProblemResult>> Dismiss(
        string id,
        CurrentUser user,
        Deciding deciding,
        IDecisionStore decisions,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    ) => Decide(id, deciding.Dismiss, user, (decisions, queries), cancellationToken);

    private static Task<Results<SnapshotResult<DuplicateBody>, ProblemResult>> Split(
        string id,
        CurrentUser user,
        Deciding deciding,
        IDecisionStore decisions,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    ) => Decide(id, deciding.Split, user, (decisions, queries), cancellationToken);

    private static async Task<Results<SnapshotResult<DuplicateBody>, ProblemResult>> Decide(
        string id,
        Func<UserId, DuplicateId, CancellationToken, Task<DecideResult>> act,
        CurrentUser user,
        (IDecisionStore Decisions, ILedgerQueries Queries) read,
        CancellationToken cancellationToken
    )
    {
        if (!PrefixedId.TryParse<DuplicateId>(id, out var duplicateId))
        {
            return Problems.NotFound;
        }

        var result = await act(user.Id, duplicateId, cancellationToken);
        return result.Outcome is DecideOutcome.Decided or DecideOutcome.Unchanged
            ? await Get(id, user, read.Decisions, read.Queries, cancellationToken)
            : DecideProblems.Of(result.Outcome);
    }

    private static async Task AddNames(
        Dictionary<FeedId, string> names,
        ILedgerQueries queries,
        UserId user,
        AccountId account,
        CancellationToken cancellationToken
    )
    {
        var (_, view) = await queries.Account(user, account, cancellationToken);
        foreach (var feed in view?.Feeds ?? [])
        {
            names[feed.Feed.Id] = feed.Feed.ProviderAccountId;
        }
    }
}
