namespace Mingus.Server.Http;

/// <summary>What every answer tells a browser: read nothing into it, load nothing from elsewhere, put it in no
/// frame.</summary>
internal sealed class SafetyHeaders(RequestDelegate next)
{
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types lit-html";

    private const string NoFeatures =
        "camera=(), display-capture=(), fullscreen=(), geolocation=(), microphone=(), midi=(), payment=(), "
        + "publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=()";

    private const string TransportFor = "max-age=31536000; includeSubDomains";

    // The API page brings its own script and styles inside the page.
    private const string DocsPolicy =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; connect-src 'self'; font-src 'self' data:; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Request.IsDocs() ? DocsPolicy : PagePolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Permissions-Policy"] = NoFeatures;
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = TransportFor;
        }

        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // What integrators put into their pages is for them to load; it holds no data.
        headers["Cross-Origin-Resource-Policy"] = context.Request.IsEmbed() ? "cross-origin" : "same-origin";
        if (context.Request.IsEmbed())
        {
            // Whether a page may read it depends on where the page is from.
            headers.Append("Vary", "Origin");
        }

        if (context.Request.IsApi() || context.Request.IsHealth())
        {
            headers.CacheControl = "no-store";
        }

        return next(context);
    }
}
