using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>
/// Short-lived credentials of one user, which an integrator's back end makes for a browser. Outside the routes whose
/// answers are kept under an idempotency key: the answer shows the token, once.
/// </summary>
internal static class UserTokensApi
{
    private const int MinutesDefault = 15;
    private const int MinutesMax = 60;
    private const int UserLengthMax = 255;

    public static void MapUserTokens(this IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("/user-tokens").WithTags("User tokens");
        tokens
            .MapPost("", Make)
            .WithSummary("Makes a token for one user's browser; the answer shows it, once.")
            .WithName("CreateUserToken")
            .Needs(Scopes.Read)
            .ForTheTenant();
        tokens
            .MapDelete("/{id}", Revoke)
            .WithSummary("Ends a token at once, and the streams it opened.")
            .WithName("RevokeUserToken")
            .Needs(Scopes.Read)
            .ForTheTenant();
    }

    private static async Task<Results<Created<UserTokenBody>, ProblemResult>> Make(
        UserTokenRequest? body,
        HttpContext http,
        ICredentialStore store,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var caller = http.Caller();
        if (caller.Credential.User is not null)
        {
            return ForKeysOnly;
        }

        var query = new QueryReader();
        var userId = UserOf(body, caller, query);
        var scopes = ScopeNames.Chosen(body?.Scopes, caller.Credential.Scopes & Scopes.OfOneUser, query);
        var minutes = body?.Minutes ?? MinutesDefault;
        if (minutes is < 1 or > MinutesMax)
        {
            query.Wrong("minutes", $"A whole number from 1 to {MinutesMax}.");
        }

        if (body?.Origin is { } origin && Origins.Read(origin) is null)
        {
            query.Wrong("origin", "Scheme, host and port as a browser writes them, such as https://app.example.com.");
        }

        if (query.Problem is { } problem)
        {
            return problem;
        }

        var now = time.GetUtcNow();
        var text = CredentialText.NewToken();
        var token = new StoredUserToken
        {
            Id = new UserTokenId(CredentialText.NewId(now)),
            Hash = CredentialText.Hash(text),
            Tenant = caller.Tenant,
            ExternalUserId = userId!,
            IssuedBy = caller.Credential.Id,
            Scopes = ScopeNames.NamesOf(scopes),
            Origin = body?.Origin,
            CreatedAt = now,
            ExpiresAt = EndOf(now.AddMinutes(minutes), caller.Credential),
        };
        await store.AddUserToken(token, cancellationToken);
        return TypedResults.Created(
            $"{Routes.Base}/user-tokens/{token.Id}",
            new UserTokenBody(token.Id.ToString(), text, userId!, token.Scopes, token.Origin, token.ExpiresAt)
        );
    }

    private static async Task<Results<NoContent, ProblemResult>> Revoke(
        string id,
        HttpContext http,
        ICredentialStore store,
        CredentialWatch watch,
        CancellationToken cancellationToken
    )
    {
        var credential = http.Caller().Credential;
        var isOwn = credential.User is null || credential.Id == id;
        if (
            !isOwn
            || !PrefixedId.TryParse<UserTokenId>(id, out var wanted)
            || !await store.RevokeUserToken(credential.Tenant, wanted, cancellationToken)
        )
        {
            return Problems.NotFound;
        }

        watch.End(id);
        return TypedResults.NoContent();
    }

    private static string? UserOf(UserTokenRequest? body, Caller caller, QueryReader query)
    {
        var userId = body?.UserId ?? caller.NamedUser;
        if (userId is { Length: > 0 and <= UserLengthMax } && !userId.Any(char.IsControl))
        {
            return userId;
        }

        query.Wrong("userId", $"Name the user here or in Mingus-User, in 1 to {UserLengthMax} characters.");
        return null;
    }

    /// <summary>A token does not outlive what made it.</summary>
    private static DateTimeOffset EndOf(DateTimeOffset asked, Credential maker) =>
        maker.ExpiresAt is { } end && end < asked ? end : asked;

    private static ProblemResult ForKeysOnly =>
        Problems.Of(
            403,
            "key_needed",
            "A user token makes no tokens. Ask with an API key, from your back end.",
            ProblemActions.FixRequest
        );
}
