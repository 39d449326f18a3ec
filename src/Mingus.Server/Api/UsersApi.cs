using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Server.Contracts;
using Mingus.Server.Identity;

namespace Mingus.Server.Api;

/// <summary>Who the caller is.</summary>
internal static class UsersApi
{
    public static void MapUsers(this IEndpointRouteBuilder api) =>
        api.MapGet("/users/me", Me)
            .WithTags("Users")
            .WithSummary("Who the server takes you for.")
            .WithName("GetMe")
            .Needs(Scopes.Read);

    private static Ok<MeBody> Me(HttpContext context)
    {
        var caller = context.Caller();
        return TypedResults.Ok(new MeBody(caller.ExternalId, caller.Tenant));
    }
}
