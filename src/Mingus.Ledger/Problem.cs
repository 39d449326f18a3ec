namespace Mingus.Ledger;

/// <summary>What is wrong and what to do, in the words of the API's problem details.</summary>
/// <param name="Code">A stable word for programs, for instance <c>login_required</c>.</param>
/// <param name="Detail">A sentence for a person, without secrets, descriptions or amounts.</param>
/// <param name="Action">One of <see cref="ProblemActions"/>.</param>
/// <param name="RetryAt">When it is tried again or may be tried again; null where time does not help.</param>
public sealed record Problem(string Code, string Detail, string Action, DateTimeOffset? RetryAt = null);

/// <summary>The actions a problem may ask for.</summary>
public static class ProblemActions
{
    public const string Retry = "retry";
    public const string Wait = "wait";
    public const string Relink = "relink";
    public const string Renew = "renew";
    public const string ChooseAccounts = "choose_accounts";
    public const string ContactBank = "contact_bank";
    public const string ContactOperator = "contact_operator";
    public const string FixRequest = "fix_request";
    public const string None = "none";
}
