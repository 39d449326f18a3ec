using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>What accounts held, over time.</summary>
internal static class BalancesApi
{
    public static void MapBalances(this IEndpointRouteBuilder api) =>
        api.MapGet("/accounts/{id}/balances", List)
            .WithTags("Accounts")
            .WithSummary("An account's balance history, newest first; one a day by every=day.")
            .WithName("ListBalances")
            .Needs(Scopes.Read);

    private static async Task<Results<SnapshotResult<ListBody<BalanceBody>>, ProblemResult>> List(
        string id,
        [Description("First day (UTC), YYYY-MM-DD.")] string? from,
        [Description("Last day (UTC), included.")] string? to,
        [Description("'day' for the last of each day.")] string? every,
        [AsParameters] PageQuery page,
        CurrentUser user,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        var request = query.Page(page);
        var (first, last) = (query.Date("from", from), query.Date("to", to));
        query.Ordered(first, last);
        var onePerDay = query.Word("every", every, ("day", true)) ?? false;
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (!PrefixedId.TryParse<AccountId>(id, out var accountId))
        {
            return Problems.NotFound;
        }

        var (sequence, found) = await queries.Balances(
            user.Id,
            accountId,
            first,
            last,
            onePerDay,
            request,
            cancellationToken
        );
        var (_, account) = await queries.Account(user.Id, accountId, cancellationToken);
        return found is null || account is null
            ? Problems.NotFound
            : Read.Ok(sequence, Read.ToList(found, balance => BalanceBody.From(balance, account.Account.Kind)));
    }
}
