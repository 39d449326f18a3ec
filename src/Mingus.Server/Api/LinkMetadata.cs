using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;

namespace Mingus.Server.Api;

/// <summary>What a linking page says of the bank and its accounts, and what follows before anything is
/// exchanged.</summary>
internal static class LinkMetadata
{
    private const int AccountsMax = 200;
    private const int TextMax = 500;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public static ProblemResult? ProblemOf(ConnectBody body)
    {
        if (body.InstitutionId is { Length: > TextMax })
        {
            return Problems.Field("institutionId", "The bank's id, as the linking page gave it.");
        }

        var accounts = body.Accounts ?? [];
        return accounts.Count > AccountsMax || accounts.Any(account => account is null || IsTooLong(account))
            ? Problems.Field("accounts", "The accounts, each with name, mask, type and subtype as Link gave them.")
            : null;
    }

    /// <summary>The login has a connection: a second one would be paid for and show everything twice.</summary>
    public static ProblemResult AlreadyLinked(ConnectionId known)
    {
        var id = known.ToString();
        var problem = Problems.Of(
            StatusCodes.Status409Conflict,
            "already_linked",
            "This login at this bank is linked already, and the token was not exchanged. To repair it or to choose "
                + $"other accounts, ask POST /link-tokens with connectionId {id}. If it is another login that shows "
                + "the same accounts, repeat the request with allowDuplicate.",
            ProblemActions.Relink
        );
        return new ProblemResult(problem.Value with { ConnectionId = id });
    }

    private static bool IsTooLong(LinkAccountBody account) =>
        new[] { account.Id, account.Name, account.Mask, account.Type, account.Subtype }.Any(text =>
            text is { Length: > TextMax }
        );
}
