using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Connect;
using Mingus.Sync.Decisions;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>Two feeds, one account? What is suggested, confirmed and refused.</summary>
internal static class AccountLinksApi
{
    public static void MapAccountLinks(this IEndpointRouteBuilder api)
    {
        var links = api.MapGroup("/account-links").WithTags("Account links");
        links
            .MapGet("", List)
            .WithSummary("Which feeds show which accounts: suggested, linked, dismissed.")
            .WithName("ListAccountLinks")
            .Needs(Scopes.Read);
        links
            .MapPost("", Confirm)
            .WithSummary("Says that a feed shows an account: its records join that account's.")
            .WithName("LinkAccount")
            .Needs(Scopes.Decide);
        links
            .MapPost("/{id}/dismiss", Dismiss)
            .WithSummary("Says that a feed does not show an account; a link that stands is taken back.")
            .WithName("DismissAccountLink")
            .Needs(Scopes.Decide);
    }

    private static async Task<Results<SnapshotResult<ListBody<AccountLinkBody>>, ProblemResult>> List(
        [AsParameters] PageQuery page,
        CurrentUser user,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        var request = query.Page(page);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var (sequence, found) = await queries.AccountLinks(user.Id, request, cancellationToken);
        return Read.Ok(
            sequence,
            new ListBody<AccountLinkBody>([.. found.Items.Select(AccountLinkBody.From)], found.Next)
        );
    }

    private static async Task<Results<SnapshotResult<AccountLinkBody>, ProblemResult>> Confirm(
        AccountLinkRequest body,
        CurrentUser user,
        AccountLinker linker,
        IDecisionStore decisions,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (
            !PrefixedId.TryParse<AccountId>(body.AccountId, out var accountId)
            || !PrefixedId.TryParse<FeedId>(body.FeedId, out var feedId)
        )
        {
            return Problems.NotFound;
        }

        var outcome = await linker.Link(user.Id, feedId, accountId, cancellationToken);
        if (outcome is LinkOutcome.Linked or LinkOutcome.Unchanged)
        {
            var (sequence, link) = await decisions.AccountLink(user.Id, feedId, accountId, cancellationToken);
            return Read.Ok(
                sequence,
                AccountLinkBody.From(link ?? AccountLink.Own(feedId, accountId, time.GetUtcNow()))
            );
        }

        return outcome switch
        {
            LinkOutcome.Unknown => Problems.NotFound,
            LinkOutcome.Impossible => Problems.Field(
                "feedId",
                "A feed shows an account of its kind and currency, and none that its connection shows already."
            ),
            _ => DecideProblems.Busy,
        };
    }

    private static async Task<Results<SnapshotResult<AccountLinkBody>, ProblemResult>> Dismiss(
        string id,
        CurrentUser user,
        Deciding deciding,
        IDecisionStore decisions,
        CancellationToken cancellationToken
    )
    {
        if (!PrefixedId.TryParse<AccountLinkId>(id, out var linkId))
        {
            return Problems.NotFound;
        }

        var result = await deciding.DismissLink(user.Id, linkId, cancellationToken);
        return result.Outcome is DecideOutcome.Decided or DecideOutcome.Unchanged
            ? await Read.One(
                id,
                (AccountLinkId wanted) => decisions.AccountLink(user.Id, wanted, cancellationToken),
                AccountLinkBody.From
            )
            : DecideProblems.Of(result.Outcome);
    }
}
