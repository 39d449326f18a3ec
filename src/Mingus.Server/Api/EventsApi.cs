using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Mingus.Ledger;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Server.Streams;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>What happens, while it happens, as server-sent events.</summary>
internal static class EventsApi
{
    public static void MapEvents(this IEndpointRouteBuilder api) =>
        api.MapGet("/events", Open)
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .WithTags("Events")
            .WithSummary("Server-sent events: the id is the sequence, the event its type, the data one JSON object.")
            .WithName("StreamEvents")
            .Needs(Scopes.Read)
            .DisableRequestTimeout();

    private static async Task<Results<EmptyHttpResult, ProblemResult>> Open(
        HttpContext http,
        [FromHeader(Name = "Last-Event-ID"), Description("Where to go on; wins over 'after'.")] string? lastEventId,
        [Description("Go on after this sequence; from now on when left out.")] string? after,
        [Description("Only what concerns this account.")] string? account,
        EventStreams streams,
        TimeProvider time,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        var position = lastEventId is null
            ? Position(query, "after", after)
            : Position(query, "Last-Event-ID", lastEventId);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var caller = http.Caller();
        var user = await caller.Find(cancellationToken);
        var scope = StreamScope.All;
        if (account is not null)
        {
            var view =
                user is { } known && PrefixedId.TryParse<AccountId>(account, out var accountId)
                    ? (await queries.Account(known, accountId, cancellationToken)).Value
                    : null;
            if (view is null)
            {
                return Problems.NotFound;
            }

            scope = StreamScope.Of(view);
        }

        using var seat = streams.TakeSeat(caller);
        if (seat is null)
        {
            return Problems.Of(
                429,
                "streams_limit",
                "This user, credential or server has as many open streams as it may have. Close one first.",
                ProblemActions.Wait,
                time.GetUtcNow().AddSeconds(15)
            );
        }

        await streams.Run(http, caller, user, position, scope);
        return TypedResults.Empty;
    }

    private static long? Position(QueryReader query, string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return position;
        }

        query.Wrong(name, "A sequence: the id of the last event seen.");
        return null;
    }
}
