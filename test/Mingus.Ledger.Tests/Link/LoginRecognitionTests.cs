using Mingus.Ledger.Link;

namespace Mingus.Ledger.Tests.Link;

/// <summary>S1: the same login is noticed by what the linking page names, before anything is exchanged.</summary>
public sealed class LoginRecognitionTests
{
    /// <summary>Known accounts, announced accounts, and whether it is the same login; each account is
    /// name/mask/kind/subtype.</summary>
    public static TheoryData<string, string, bool> Cases =>
        new()
        {
            { "Checking/1234/depository/checking", "Checking/1234/depository/checking", true },
            { "Checking/1234/depository/checking", "CHECKING/1234/depository/", true },
            { "Checking/1234/depository/checking", "Checking/1234//", true },
            { "Checking/1234/depository/checking", "Checking/9999/depository/checking", false },
            { "Checking/1234/depository/checking", "Savings/1234/depository/checking", false },
            { "Checking/1234/depository/checking", "Checking/1234/credit/checking", false },
            { "Checking/1234/depository/checking", "Checking/1234/depository/savings", false },
            // Fewer accounts were chosen this time, or more.
            { "A/1/depository/checking B/2/credit/card", "B/2/credit/card", true },
            { "A/1/depository/checking", "A/1/depository/checking B/2/credit/card", true },
            // A joint account beside others of each holder: two logins.
            { "A/1/depository/checking J/7/depository/checking", "B/2/credit/card J/7/depository/checking", false },
            // Two that resemble each other are two.
            { "A/1/depository/checking", "A/1/depository/checking A/1/depository/checking", true },
            { "A/1/depository/checking C/3/credit/card", "A/1/depository/checking A/1/depository/checking", false },
            // What says nothing proves nothing.
            { "A/1/depository/checking", "A//depository/checking", false },
            { "A/1/depository/checking", "/1/depository/checking", false },
            { "A/1/depository/checking", "A/1/depository/checking B//credit/card", false },
            { "A/1/depository/checking", "", false },
        };

    [Theory, MemberData(nameof(Cases))]
    public void A_login_is_the_same_if_all_accounts_of_one_side_are_among_the_others(
        string known,
        string announced,
        bool expected
    ) => Assert.Equal(expected, LoginRecognition.IsSame([.. Parts(announced).Select(Announce)], Known(known)));

    private static List<(Feed, Account)> Known(string text) =>
        [
            .. Parts(text)
                .Select(p =>
                {
                    var usd = Currency.Official("USD");
                    var account = new Account(new(Id(p)), "Mine", null, p[1], Kind(p[2])!.Value, p[3], usd);
                    var feed = new Feed(
                        new(Id([.. p, "feed"])),
                        new(Id(["connection"])),
                        account.Id,
                        p[0]!,
                        null,
                        p[0]!,
                        p[1],
                        DateTimeOffset.UnixEpoch
                    );
                    return (feed, account);
                }),
        ];

    private static AnnouncedAccount Announce(string?[] parts) => new(parts[0], parts[1], Kind(parts[2]), parts[3]);

    private static AccountKind? Kind(string? word) => word is null ? null : Enum.Parse<AccountKind>(word, true);

    private static Guid Id(IEnumerable<string?> of) =>
        PrefixedId.Derive(DateTimeOffset.UnixEpoch, string.Join('/', of));

    private static IEnumerable<string?[]> Parts(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(one => one.Split('/').Select(part => part.Length == 0 ? null : part).ToArray());
}
