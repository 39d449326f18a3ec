using Mingus.Server.Contracts;
using Mingus.Server.Http;

namespace Mingus.Server.Api;

/// <summary>The API's routes, resource by resource.</summary>
internal static class Routes
{
    public const string Base = "/api/data-sync";

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup(Base).AddEndpointFilter(Patience.UntilAnswered);
        api.AddEndpointFilter<RouteGroupBuilder, Idempotency>().WithProblems();
        api.MapUsers();
        api.MapRights();
        api.MapLinks();
        api.MapConnections();
        api.MapAccounts();
        api.MapAccountLinks();
        api.MapDuplicates();
        api.MapDecisions();
        api.MapTransactions();
        api.MapBalances();
        api.MapSyncs();
        api.MapRuns();
        api.MapFindings();
        api.MapValidations();
        api.MapQuarantine();
        api.MapSettings();
        api.MapNotifications();
        api.MapMetrics();
        api.MapMetricsSeries();
        api.MapEvents();
        var shownOnce = app.MapGroup(Base).AddEndpointFilter(Patience.UntilAnswered).WithProblems();
        shownOnce.MapWebhookEndpoints();
        shownOnce.MapUserTokens();
        shownOnce.MapApiKeys();
        app.MapGroup(Base).MapWebhooks();
    }

    /// <summary>Where a run is read.</summary>
    public static string Run(string runId) => $"{Base}/runs/{runId}";

    /// <summary>Every route may answer with a problem; the document says so once for all statuses.</summary>
    private static RouteGroupBuilder WithProblems(this RouteGroupBuilder api)
    {
        foreach (var status in (ReadOnlySpan<int>)[400, 401, 403, 404, 409, 429, 500])
        {
            api.WithMetadata(
                new ProducesResponseTypeMetadata(status, typeof(ProblemBody), [ProblemResult.ContentType])
            );
        }

        return api;
    }
}
