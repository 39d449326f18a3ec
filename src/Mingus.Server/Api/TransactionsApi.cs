using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>The real-world transactions.</summary>
internal static class TransactionsApi
{
    private const int CategoryLengthMax = 200;
    private const int NoteLengthMax = 2_000;

    public static void MapTransactions(this IEndpointRouteBuilder api)
    {
        api.MapGet("/accounts/{id}/transactions", List)
            .WithTags("Transactions")
            .WithSummary("An account's transactions, newest first.")
            .WithName("ListTransactions")
            .Needs(Scopes.Read);
        var transactions = api.MapGroup("/transactions").WithTags("Transactions");
        transactions.MapGet("/{id}", Get).WithSummary("One transaction.").WithName("GetTransaction").Needs(Scopes.Read);
        transactions
            .MapPatch("/{id}", Annotate)
            .WithSummary("Sets category and note; they follow the transaction for life.")
            .WithName("AnnotateTransaction")
            .Needs(Scopes.Decide);
    }

    private static async Task<Results<SnapshotResult<ListBody<TransactionBody>>, ProblemResult>> List(
        string id,
        [AsParameters] TransactionQuery filter,
        [AsParameters] PageQuery page,
        CurrentUser user,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        var request = query.Page(page);
        var wanted = filter.Read(query);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (!PrefixedId.TryParse<AccountId>(id, out var accountId))
        {
            return Problems.NotFound;
        }

        var (sequence, found) = await queries.Transactions(user.Id, accountId, wanted, request, cancellationToken);
        if (found is null)
        {
            return Problems.NotFound;
        }

        var names = wanted.IncludeRecords
            ? await ProviderAccounts(queries, user.Id, accountId, cancellationToken)
            : null;
        return Read.Ok(
            sequence,
            new ListBody<TransactionBody>(
                [.. found.Items.Select(view => TransactionBody.From(view, names)).OfType<TransactionBody>()],
                found.Next
            )
        );
    }

    private static async Task<Results<SnapshotResult<TransactionBody>, ProblemResult>> Get(
        string id,
        [Description("'records' adds each feed's record.")] string? include,
        CurrentUser user,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        var includeRecords = query.Word("include", include, ("records", true)) ?? false;
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (!PrefixedId.TryParse<TransactionId>(id, out var transactionId))
        {
            return Problems.NotFound;
        }

        var (sequence, view) = await queries.Transaction(user.Id, transactionId, cancellationToken);
        if (view is null)
        {
            return Problems.NotFound;
        }

        var names = includeRecords ? await ProviderAccounts(queries, user.Id, view.AccountId, cancellationToken) : null;
        return TransactionBody.From(view, names) is { } body ? Read.Ok(sequence, body) : Problems.NotFound;
    }

    private static async Task<Results<SnapshotResult<TransactionBody>, ProblemResult>> Annotate(
        string id,
        AnnotationBody body,
        CurrentUser user,
        ILedgerEdits edits,
        ILedgerQueries queries,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        query.Text("category", body.Category, CategoryLengthMax);
        query.Text("note", body.Note, NoteLengthMax);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        return
            PrefixedId.TryParse<TransactionId>(id, out var transactionId)
            && await edits.Annotate(
                user.Id,
                transactionId,
                body.Category,
                body.Note,
                time.GetUtcNow(),
                cancellationToken
            )
            ? await Get(id, include: null, user, queries, cancellationToken)
            : Problems.NotFound;
    }

    /// <summary>The provider's account id by feed, for the records of an account's transactions.</summary>
    private static async Task<IReadOnlyDictionary<FeedId, string>> ProviderAccounts(
        ILedgerQueries queries,
        UserId user,
        AccountId account,
        CancellationToken cancellationToken
    )
    {
        var (_, view) = await queries.Account(user, account, cancellationToken);
        return (view?.Feeds ?? []).ToDictionary(feed => feed.Feed.Id, feed => feed.Feed.ProviderAccountId);
    }
}

/// <summary>Filters of a list of transactions.</summary>
internal readonly record struct TransactionQuery(
    [property: FromQuery(Name = "from"), Description("First statement day, YYYY-MM-DD.")] string? From,
    [property: FromQuery(Name = "to"), Description("Last statement day, included.")] string? To,
    [property: FromQuery(Name = "status"), Description("pending or posted.")] string? Status,
    [property: FromQuery(Name = "text"), Description("Part of description or merchant, any case.")] string? Text,
    [property: FromQuery(Name = "include"), Description("'records' adds each feed's record.")] string? Include
)
{
    private const int TextLengthMax = 200;

    public TransactionFilter Read(QueryReader query)
    {
        var (from, to) = (query.Date("from", From), query.Date("to", To));
        query.Ordered(from, to);
        return new(
            from,
            to,
            query.Word("status", Status, ("pending", RecordStatus.Pending), ("posted", RecordStatus.Posted)),
            query.Text("text", Text, TextLengthMax),
            query.Word("include", Include, ("records", true)) ?? false
        );
    }
}
