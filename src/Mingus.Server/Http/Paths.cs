namespace Mingus.Server.Http;

/// <summary>Which part of the site a request is for; letters' case does not matter, as in routing.</summary>
internal static class Paths
{
    private static readonly string[] NoPages =
    [
        "/api",
        "/health",
        "/metrics",
        "/openapi",
        "/docs",
        "/embed",
        "/assets",
    ];

    public static bool IsApi(this HttpRequest request) => Is(request, "/api");

    /// <summary>Webhooks show who sends them by their signature, and no credential.</summary>
    public static bool IsWebhook(this HttpRequest request) => Is(request, Api.WebhooksApi.Root);

    public static bool IsDocs(this HttpRequest request) => Is(request, "/docs");

    /// <summary>What pages of other origins load as modules.</summary>
    public static bool IsEmbed(this HttpRequest request) => Is(request, "/embed");

    /// <summary>A stream of events, which lasts.</summary>
    public static bool IsStream(this HttpRequest request) => Is(request, Api.Routes.Base + "/events");

    public static bool IsHealth(this HttpRequest request) => Is(request, "/health");

    /// <summary>
    /// An address of the dashboard, which reads it by itself: what a browser opens as a page and no other part of the
    /// site answers. The last part of a file's name has a dot, an id has none.
    /// </summary>
    public static bool IsPage(this HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        if (path is "/" or "")
        {
            return true;
        }

        return !path[path.LastIndexOf('/')..].Contains('.')
            && !NoPages.Any(root => Is(request, root))
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Is(HttpRequest request, string root) =>
        request.Path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase);
}
