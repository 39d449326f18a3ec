using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Connect;

namespace Mingus.Server.Api;

/// <summary>Tokens for the provider's linking page.</summary>
internal static class LinkApi
{
    private const int AddressLengthMax = 2_000;

    public static void MapLinks(this IEndpointRouteBuilder api) =>
        api.MapPost("/link-tokens", Create)
            .WithTags("Connections")
            .WithSummary("A token for the provider's Link; with connectionId it repairs that connection.")
            .WithName("CreateLinkToken")
            .AsksBank()
            .Needs(Scopes.Connect);

    private static async Task<Results<Ok<LinkTokenBody>, ProblemResult>> Create(
        LinkTokenRequest? body,
        CurrentUser user,
        Linking linking,
        CancellationToken cancellationToken
    )
    {
        ConnectionId? repair = null;
        if (body?.ConnectionId is { } text)
        {
            if (!PrefixedId.TryParse<ConnectionId>(text, out var id))
            {
                return Problems.NotFound;
            }

            repair = id;
        }

        if (body?.RedirectUri is { } address && !IsWebAddress(address))
        {
            return Problems.Field("redirectUri", "A full http or https address.");
        }

        var token = await linking.CreateLinkToken(user.Id, repair, body?.RedirectUri, cancellationToken);
        return token is null ? Problems.NotFound : TypedResults.Ok(LinkTokenBody.From(token));
    }

    private static bool IsWebAddress(string text) =>
        text.Length <= AddressLengthMax
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https";
}
