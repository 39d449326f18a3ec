namespace Mingus.Server.Http;

/// <summary>Which part of the site a request is for; letters' case does not matter, as in routing.</summary>
internal static class Paths
{
    public static bool IsApi(this HttpRequest request) => Is(request, "/api");

    /// <summary>Webhooks show who sends them by their signature, and no credential.</summary>
    public static bool IsWebhook(this HttpRequest request) => Is(request, Api.WebhooksApi.Root);

    public static bool IsDocs(this HttpRequest request) => Is(request, "/docs");

    /// <summary>What pages of other origins load as modules.</summary>
    public static bool IsEmbed(this HttpRequest request) => Is(request, "/embed");

    public static bool IsHealth(this HttpRequest request) => Is(request, "/health");

    private static bool Is(HttpRequest request, string root) =>
        request.Path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase);
}
