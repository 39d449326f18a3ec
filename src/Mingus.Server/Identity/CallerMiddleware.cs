using System.Net;
using Mingus.Ledger;
using Mingus.Server.Http;
using Mingus.Server.Setup;

namespace Mingus.Server.Identity;

/// <summary>
/// Lets nobody pass to the API whom the server does not know, and nobody do what their credential does not say. In
/// Development the machine itself is known (tenant <c>dev</c>), unless it shows one of our credentials; elsewhere an
/// API key in <c>Authorization: Bearer …</c> acts for the user in <c>Mingus-User</c>, a user token or one that the
/// identity provider signed for its own, the cookie of a login for the household.
/// </summary>
internal sealed class CallerMiddleware(
    RequestDelegate next,
    ServerConfig config,
    Credentials credentials,
    SignedTokens signed,
    Operators operators,
    Origins origins,
    Users users,
    Rates rates,
    TimeProvider time
)
{
    private const string Scheme = "Bearer ";
    private const int UserLengthMax = 255;

    private static readonly Credential ThisMachine = new()
    {
        Kind = CallerKind.Local,
        Id = "local",
        Tenant = "dev",
        DefaultUser = "demo",
        Scopes = Scopes.All,
    };

    public async Task InvokeAsync(HttpContext context)
    {
        var (credential, problem) = config.IsDevelopment ? await KnowLocal(context) : await Know(context);
        problem ??= Admit(context, credential!);
        await (problem is null ? next(context) : problem.ExecuteAsync(context));
    }

    private async ValueTask<(Credential?, ProblemResult?)> KnowLocal(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote))
        {
            return (null, Stranger(context, "In Development only this machine may ask."));
        }

        if (!IsLocalName(context.Request.Host.Host))
        {
            return (null, AnotherSite);
        }

        if (
            Shown(context) is { } shown
            && (IsMeant(shown) || await credentials.Find(shown, context.RequestAborted) is not null)
        )
        {
            return await KnowBy(shown, context);
        }

        return IsFromAnotherSite(context.Request) && !origins.IsKnown(OriginOf(context))
            ? (null, AnotherSite)
            : (ThisMachine, null);
    }

    private async ValueTask<(Credential?, ProblemResult?)> Know(HttpContext context)
    {
        if (Shown(context) is { } shown)
        {
            return await KnowBy(shown, context);
        }

        return
            context.Request.Cookies[Operators.Cookie] is { Length: > 0 } cookie
            && await operators.Find(cookie, context.RequestAborted) is { } session
            ? (session, Csrf.Refusal(context, cookie))
            : (null, Stranger(context, Unknown));
    }

    private async ValueTask<(Credential?, ProblemResult?)> KnowBy(string shown, HttpContext context)
    {
        var (found, isIssuerAway) = signed.IsMeant(shown)
            ? await signed.Find(shown, context.RequestAborted)
            : (await credentials.Find(shown, context.RequestAborted), false);
        return found is not null ? (found, null)
            : isIssuerAway ? (null, IssuerAway)
            : (null, Stranger(context, Unknown));
    }

    /// <summary>Whether it looks like a credential, right or wrong.</summary>
    private bool IsMeant(string shown) =>
        shown.StartsWith(CredentialText.TokenStart, StringComparison.Ordinal)
        || shown.StartsWith(CredentialText.KeyStart, StringComparison.Ordinal)
        || signed.IsMeant(shown);

    private ProblemResult? Admit(HttpContext context, Credential credential)
    {
        if (!rates.Admits(credential))
        {
            return TooMany("requests_limit", "More requests a second than this credential may make.");
        }

        if (IsClosed(context, credential))
        {
            return Problems.Of(
                403,
                "wrong_origin",
                "This credential may not be used from this origin.",
                ProblemActions.FixRequest
            );
        }

        // Without a route, or with another method, the framework answers itself.
        var route = context.GetEndpoint() as RouteEndpoint;
        var needed = route?.Metadata.GetMetadata<NeededScope>()?.Scope;
        if (route is not null && needed is null)
        {
            throw new InvalidOperationException($"{route.DisplayName} names no scope: say Needs(Scopes.…).");
        }

        if (needed is { } scope && !credential.Scopes.HasFlag(scope))
        {
            return Lacking(context, scope);
        }

        return ActFor(context, credential, isOfTenant: route?.Metadata.GetMetadata<OfTenant>() is not null);
    }

    /// <summary>Finds out whom it is about.</summary>
    private ProblemResult? ActFor(HttpContext context, Credential credential, bool isOfTenant)
    {
        var given = context.Request.Headers[Headers.User];
        var name = given.Count == 0 ? credential.User ?? credential.DefaultUser : given.ToString();
        if (credential.User is { } own && name != own)
        {
            return Problems.Of(
                403,
                "another_user",
                "This token is for one user, and that is another one. Leave Mingus-User out.",
                ProblemActions.FixRequest
            );
        }

        var isNamed = given.Count <= 1 && name is { Length: > 0 and <= UserLengthMax } && !name.Any(char.IsControl);
        if (!isNamed && !(isOfTenant && given.Count == 0))
        {
            return Problems.Field(Headers.User, $"Name the user in this header, in 1 to {UserLengthMax} characters.");
        }

        context.Features.Set(new Caller(credential, isNamed ? name : null, users));
        return null;
    }

    private static bool IsClosedBy(Credential credential, HttpContext context) =>
        credential.Origin is { } only
        && OriginOf(context) switch
        {
            // A page of our own origin sends none when it reads.
            "" => !(
                context.Request.Headers["Sec-Fetch-Site"] == "same-origin"
                && only == $"{context.Request.Scheme}://{context.Request.Host}"
            ),
            var origin => origin != only,
        };

    private bool IsClosed(HttpContext context, Credential credential)
    {
        if (!IsClosedBy(credential, context) && !origins.IsClosedTo(OriginOf(context), credential.Tenant))
        {
            return false;
        }

        return credential.Kind != CallerKind.Local;
    }

    private static ProblemResult Lacking(HttpContext context, Scopes scope)
    {
        var name = ScopeNames.NameOf(scope);
        context.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{name}\"";
        return Problems.Of(
            403,
            "scope_missing",
            $"This credential lacks the scope '{name}', which this route asks for.",
            ProblemActions.FixRequest
        );
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

    private ProblemResult IssuerAway =>
        Problems.Of(
            503,
            "issuer_away",
            "The identity provider that signs such tokens cannot be asked for its keys. Try again soon.",
            ProblemActions.Retry,
            time.GetUtcNow().AddSeconds(30)
        );

    private const string Unknown = "Send a valid API key or user token as 'Authorization: Bearer …'.";

    private static ProblemResult AnotherSite =>
        Problems.Of(
            403,
            "another_site",
            "A page of another site may not ask this server. Cors__Origins lists those that may.",
            ProblemActions.None
        );

    /// <summary>The text after "Bearer"; null for none. Nothing in an address is ever taken for a credential.</summary>
    private static string? Shown(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        var text = header.Count == 1 ? header.ToString() : "";
        return text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && text.Length > Scheme.Length
            ? text[Scheme.Length..].Trim()
            : null;
    }

    private static string OriginOf(HttpContext context) => context.Request.Headers.Origin.ToString();

    /// <summary>Another name that resolves to this machine is a page's trick (DNS rebinding).</summary>
    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host.Trim('[', ']'), out _);

    /// <summary>Without credential a browser would lend any page its nearness to us; it says which site asks.</summary>
    private static bool IsFromAnotherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
}
