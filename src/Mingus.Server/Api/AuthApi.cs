using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Server.Setup;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>Logging in to the dashboard, at the root: these routes make credentials and ask for none.</summary>
internal static class AuthApi
{
    public static void MapAuth(this WebApplication app)
    {
        var auth = app.MapGroup("/auth").WithTags("Login");
        foreach (var status in (ReadOnlySpan<int>)[400, 401, 403, 410, 429])
        {
            auth.WithMetadata(
                new ProducesResponseTypeMetadata(status, typeof(ProblemBody), [ProblemResult.ContentType])
            );
        }

        app.MapProviderLogin();
        auth.MapGet("/session", Session).WithSummary("Who is logged in, or what to do first.").WithName("GetSession");
        auth.MapPost("/setup", SetUp)
            .WithSummary("Sets the first password with the secret of the first start, once.")
            .WithName("SetUpLogin");
        auth.MapPost("/login", LogIn).WithSummary("Opens a login: a cookie.").WithName("LogIn");
        auth.MapPost("/logout", LogOut).WithSummary("Ends the login for good.").WithName("LogOut");
    }

    private static async Task<Ok<SessionBody>> Session(
        HttpContext http,
        Operators operators,
        ProviderLogin provider,
        ServerConfig config,
        CancellationToken cancellationToken
    )
    {
        if (config.IsDevelopment)
        {
            return TypedResults.Ok(new SessionBody(LoginState.Development));
        }

        if (
            http.Request.Cookies[Operators.Cookie] is { Length: > 0 } cookie
            && await operators.Find(cookie, cancellationToken) is { } credential
        )
        {
            return TypedResults.Ok(SignedIn(credential, cookie));
        }

        var state =
            !config.Login.IsEnabled ? LoginState.Off
            : await operators.AwaitsSetup(cancellationToken) ? LoginState.Setup
            : LoginState.Login;
        return TypedResults.Ok(new SessionBody(state) { SignInAt = provider.IsOffered ? ProviderLogin.Begin : null });
    }

    private static async Task<Results<Ok<SessionBody>, ProblemResult>> SetUp(
        SetupRequest body,
        HttpContext http,
        Operators operators,
        LoginDelays delays,
        LoginTrail trail,
        CancellationToken cancellationToken
    )
    {
        if (Refusal(http, operators) is { } refused)
        {
            return refused;
        }

        if (!await operators.AwaitsSetup(cancellationToken))
        {
            return Used;
        }

        var address = http.Connection.RemoteIpAddress;
        if (delays.Take(address, name: null) is { } until)
        {
            return Locked(until);
        }

        if (!operators.IsSecret(body.Secret ?? ""))
        {
            await trail.Failed(address, cancellationToken);
            return Wrong;
        }

        delays.Forget(address, name: null);
        var query = new QueryReader();
        var name = Name(body.Name, query);
        if (
            body.Password
            is not { Length: >= Operators.PasswordLengthMin and <= LoginRequest.PasswordLengthMax } password
        )
        {
            query.Wrong(
                "password",
                $"{Operators.PasswordLengthMin} to {LoginRequest.PasswordLengthMax} characters; a few words are good."
            );
            return query.Problem!;
        }

        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (!await operators.SetUp(name, password, cancellationToken))
        {
            return Used;
        }

        delays.Forget(address, name);
        return await Open(http, operators, trail, AuditActions.LoginSetUp, name, cancellationToken);
    }

    private static async Task<Results<Ok<SessionBody>, ProblemResult>> LogIn(
        LoginRequest body,
        HttpContext http,
        Operators operators,
        LoginDelays delays,
        LoginTrail trail,
        CancellationToken cancellationToken
    )
    {
        if (Refusal(http, operators) is { } refused)
        {
            return refused;
        }

        var query = new QueryReader();
        var name = Name(body.Name, query);
        if (body.Password is not { Length: > 0 and <= LoginRequest.PasswordLengthMax } password)
        {
            query.Wrong("password", $"1 to {LoginRequest.PasswordLengthMax} characters.");
            return query.Problem!;
        }

        if (query.Problem is { } problem)
        {
            return problem;
        }

        var address = http.Connection.RemoteIpAddress;
        if (delays.Take(address, name) is { } until)
        {
            return Locked(until);
        }

        if (!await operators.Knows(name, password, cancellationToken))
        {
            await trail.Failed(address, cancellationToken);
            return Wrong;
        }

        delays.Forget(address, name);
        return await Open(http, operators, trail, AuditActions.LoginOpened, name, cancellationToken);
    }

    private static async Task<Results<NoContent, ProblemResult>> LogOut(
        HttpContext http,
        Operators operators,
        CredentialWatch watch,
        CancellationToken cancellationToken
    )
    {
        if (
            http.Request.Cookies[Operators.Cookie] is { Length: > 0 } cookie
            && await operators.Find(cookie, cancellationToken) is { } credential
        )
        {
            if (Csrf.Refusal(http, cookie) is { } refused)
            {
                return refused;
            }

            await operators.LogOut(cookie, cancellationToken);
            watch.End(credential.Id);
        }

        http.Response.Cookies.Delete(Operators.Cookie, Terms());
        return TypedResults.NoContent();
    }

    /// <summary>Opens a login: the cookie goes with the answer.</summary>
    public static async Task<Ok<SessionBody>> Open(
        HttpContext http,
        Operators operators,
        LoginTrail trail,
        string action,
        string name,
        CancellationToken cancellationToken
    )
    {
        var cookie = await operators.LogIn(name, cancellationToken);
        var credential = (await operators.Find(cookie, cancellationToken))!;
        await trail.Opened(action, credential, http.Connection.RemoteIpAddress, cancellationToken);
        http.Response.Cookies.Append(Operators.Cookie, cookie, Terms());
        return TypedResults.Ok(SignedIn(credential, cookie));
    }

    /// <summary>A page of another site may not log somebody in, nor guess by a stranger's browser.</summary>
    private static ProblemResult? Refusal(HttpContext http, Operators operators)
    {
        if (!operators.IsEnabled)
        {
            return Problems.Of(
                403,
                "login_off",
                "Nobody logs in here: Auth__Login__Enabled is false, or this is Development.",
                ProblemActions.ContactOperator
            );
        }

        return http.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" ? null : Csrf.AnotherSite;
    }

    private static SessionBody SignedIn(Credential credential, string cookie) =>
        new(
            LoginState.SignedIn,
            credential.DefaultUser,
            credential.Tenant,
            Operators.CsrfOf(cookie),
            credential.ExpiresAt
        );

    private static string Name(string? given, QueryReader query)
    {
        var name = string.IsNullOrEmpty(given) ? LoginRequest.DefaultName : given;
        query.Text("name", name, LoginRequest.NameLengthMax);
        return name;
    }

    private static CookieOptions Terms() =>
        new()
        {
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.Strict,
            Path = "/",
        };

    private static ProblemResult Wrong =>
        Problems.Of(401, "wrong_login", "That is not right. Check it and try again.", ProblemActions.FixRequest);

    private static ProblemResult Used =>
        Problems.Of(
            410,
            "setup_over",
            "The secret was used or is older than half an hour. Restart the server for another, or log in.",
            ProblemActions.FixRequest
        );

    private static ProblemResult Locked(DateTimeOffset until) =>
        Problems.Of(429, "login_locked", "Too many wrong tries. Wait a little.", ProblemActions.Wait, until);
}
