using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>The real-world accounts.</summary>
internal static class AccountsApi
{
    private const int NameLengthMax = 200;

    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts
            .MapGet("", List)
            .WithSummary("The user's accounts with balance, status and feeds.")
            .WithName("ListAccounts")
            .Needs(Scopes.Read);
        accounts.MapGet("/{id}", Get).WithSummary("One account.").WithName("GetAccount").Needs(Scopes.Read);
        accounts
            .MapPatch("/{id}", Edit)
            .WithSummary("Renames or hides an account.")
            .WithName("EditAccount")
            .Needs(Scopes.Decide);
        accounts
            .MapGet("/{id}/sync-status", Status)
            .WithSummary("Everything about how the account is kept up to date.")
            .WithName("GetSyncStatus")
            .Needs(Scopes.Read);
        accounts
            .MapGet("/{id}/coverage", Coverage)
            .WithSummary("Which days of the account's history are known to be complete, and which are gaps.")
            .WithName("GetCoverage")
            .Needs(Scopes.Read);
    }

    private static Task<Results<SnapshotResult<ListBody<AccountBody>>, ProblemResult>> List(
        [AsParameters] PageQuery page,
        CurrentUser user,
        ILedgerQueries queries,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        Read.Page(
            page,
            request => queries.Accounts(user.Id, request, cancellationToken),
            view => AccountBody.From(view, time.GetUtcNow())
        );

    private static Task<Results<SnapshotResult<AccountBody>, ProblemResult>> Get(
        string id,
        CurrentUser user,
        ILedgerQueries queries,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        Read.One(
            id,
            (AccountId wanted) => queries.Account(user.Id, wanted, cancellationToken),
            view => AccountBody.From(view, time.GetUtcNow())
        );

    private static async Task<Results<SnapshotResult<AccountBody>, ProblemResult>> Edit(
        string id,
        AccountEdit body,
        CurrentUser user,
        ILedgerEdits edits,
        ILedgerQueries queries,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (body.Name?.Length > NameLengthMax)
        {
            return Problems.Field("name", $"At most {NameLengthMax} characters; empty gives it back to the bank.");
        }

        return
            PrefixedId.TryParse<AccountId>(id, out var accountId)
            && await edits.EditAccount(
                user.Id,
                accountId,
                body.Name?.Trim(),
                body.Hidden,
                time.GetUtcNow(),
                cancellationToken
            )
            ? await Get(id, user, queries, time, cancellationToken)
            : Problems.NotFound;
    }

    private static Task<Results<SnapshotResult<CoverageBody>, ProblemResult>> Coverage(
        string id,
        CurrentUser user,
        ILedgerQueries queries,
        SyncEngine engine,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        Read.One(
            id,
            async (AccountId wanted) =>
            {
                var (sequence, view) = await queries.Account(user.Id, wanted, cancellationToken);
                // Progress is stored about once a second; this process knows it better.
                return view is { ActiveRun: { } run }
                    ? new(
                        sequence,
                        view with
                        {
                            ActiveRun = await engine.RunAsItIs(user.Id, run.Id, cancellationToken) ?? run,
                        }
                    )
                    : new Snapshot<AccountView?>(sequence, view);
            },
            view => CoverageBody.From(view, time.GetUtcNow())
        );

    private static async Task<Results<SnapshotResult<SyncStatusBody>, ProblemResult>> Status(
        string id,
        CurrentUser user,
        ILedgerQueries queries,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (!PrefixedId.TryParse<AccountId>(id, out var accountId))
        {
            return Problems.NotFound;
        }

        // The earlier of the two snapshots' sequences: whoever streams on from it misses nothing of either.
        var (sequence, view) = await queries.Account(user.Id, accountId, cancellationToken);
        if (view is null)
        {
            return Problems.NotFound;
        }

        var connection = view.BalanceFeed() is { } feed
            ? (await queries.Connection(user.Id, feed.Connection.Id, cancellationToken)).Value
            : null;
        var matched = (await queries.MatchState(user.Id, accountId, cancellationToken)).Value;
        return Read.Ok(sequence, SyncStatusBody.From(view, connection, matched, sequence, time.GetUtcNow()));
    }
}
