using System.Net;
using Mingus.Ledger;
using Mingus.Server.Http;
using Mingus.Server.Setup;

namespace Mingus.Server.Identity;

/// <summary>
/// Lets nobody pass to the API whom the server does not know. In Development the machine itself is known (tenant
/// <c>dev</c>); elsewhere an API key in <c>Authorization: Bearer …</c> acts for the user in <c>Mingus-User</c>.
/// </summary>
internal sealed class CallerMiddleware(
    RequestDelegate next,
    ServerConfig config,
    Users users,
    Rates rates,
    TimeProvider time
)
{
    private const string DevelopmentTenant = "dev";
    private const string DevelopmentUser = "demo";
    private const string Scheme = "Bearer ";
    private const int UserLengthMax = 255;

    public Task InvokeAsync(HttpContext context)
    {
        var problem = config.IsDevelopment ? AdmitLocal(context) : AdmitKey(context);
        return problem is null ? next(context) : problem.ExecuteAsync(context);
    }

    private ProblemResult? AdmitLocal(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote))
        {
            return Stranger(context, "In Development only this machine may ask.");
        }

        if (!IsLocalName(context.Request.Host.Host) || IsFromAnotherSite(context.Request))
        {
            return Problems.Of(
                403,
                "another_site",
                "A page of another site may not ask this server.",
                ProblemActions.None
            );
        }

        return Admit(context, DevelopmentTenant, DevelopmentUser, rateName: DevelopmentTenant);
    }

    private ProblemResult? AdmitKey(HttpContext context)
    {
        var shown = context.Request.Headers.Authorization.ToString();
        var key = shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? ApiKeys.Find(config.ApiKeys, shown[Scheme.Length..].Trim())
            : null;
        return key is null
            ? Stranger(context, "Send a valid API key as 'Authorization: Bearer <key>'.")
            : Admit(context, key.Tenant, fallbackUser: null, rateName: Convert.ToHexStringLower(key.Hash));
    }

    private ProblemResult? Admit(HttpContext context, string tenant, string? fallbackUser, string rateName)
    {
        if (!rates.Admits(rateName))
        {
            return TooMany("requests_limit", "More requests a second than this key may make.");
        }

        var given = context.Request.Headers[Headers.User];
        var name = given.Count == 0 ? fallbackUser : given.ToString();
        if (name is not { Length: > 0 and <= UserLengthMax } || given.Count > 1 || name.Any(char.IsControl))
        {
            return Problems.Field(Headers.User, $"Name the user in this header, in 1 to {UserLengthMax} characters.");
        }

        context.Features.Set(new Caller(tenant, name, users));
        return null;
    }

    private ProblemResult Stranger(HttpContext context, string detail)
    {
        if (!rates.AdmitsStranger(context.Connection.RemoteIpAddress?.ToString() ?? ""))
        {
            return TooMany("strangers_limit", "Too many requests without a valid credential from this address.");
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(401, "unauthorized", detail, ProblemActions.FixRequest);
    }

    private ProblemResult TooMany(string code, string detail) =>
        Problems.Of(429, code, detail, ProblemActions.Wait, time.GetUtcNow().AddSeconds(1));

    /// <summary>Another name that resolves to this machine is a page's trick (DNS rebinding).</summary>
    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host.Trim('[', ']'), out _);

    /// <summary>Without credential a browser would lend any page its nearness to us; it says which site asks.</summary>
    private static bool IsFromAnotherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
}
