using Mingus.Ledger.Link;
using Mingus.Ledger.Plan;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Link;

public sealed class AccountRecognitionTests
{
    private static readonly DateOnly Begin = new(2025, 1, 3);

    // bank and mask of the new feed beside "one bank, 1111" | shared transactions | their different amounts | result
    [Theory]
    [InlineData("one", "1111", 10, 1, "Same")]
    [InlineData("one", "1111", 7, 7, "Likely")]
    [InlineData("two", "1111", 10, 10, "Same")]
    [InlineData("two", null, 10, 10, "Same")]
    // A card that was replaced: other last digits, the same life.
    [InlineData("one", "2222", 12, 12, "Same")]
    // Two savings accounts with the same standing orders.
    [InlineData("one", "2222", 24, 2, "Likely")]
    [InlineData("two", "2222", 24, 2, "Likely")]
    [InlineData("two", "2222", 24, 24, "Likely")]
    public void Shared_transactions_make_certain_where_nothing_contradicts(
        string bank,
        string? mask,
        int shared,
        int amounts,
        string expected
    )
    {
        var known = AccountOf("known", mask: "1111");
        var candidate = new CandidateAccount(
            known,
            [(FeedOf(known, "1111"), "one")],
            new DateInterval(Begin.AddDays(-30), Begin.AddDays(2_000)),
            Records("k", shared, amounts)
        );
        var seen = AccountOf("seen", mask);
        var feed = new FeedToRecognise(
            new FeedState(FeedOf(seen, mask), seen, LastBalance: null),
            bank,
            Records("s", shared, amounts)
        );

        var result = AccountRecognition.Of(feed, [candidate]);

        Assert.Equal(expected, result.GetType().Name);
    }

    private static Account AccountOf(string name, string? mask) =>
        new(
            AccountId.From(PrefixedId.Derive(DateTimeOffset.UnixEpoch, name)),
            "Savings",
            null,
            mask,
            AccountKind.Depository,
            "savings",
            Currency.Official("USD")
        );

    private static Feed FeedOf(Account account, string? mask) =>
        new(
            FeedId.From(PrefixedId.Derive(DateTimeOffset.UnixEpoch, $"feed {account.Id}")),
            ConnectionId.From(PrefixedId.Derive(DateTimeOffset.UnixEpoch, $"con {account.Id}")),
            account.Id,
            $"of {account.Id}",
            null,
            account.Name,
            mask,
            DateTimeOffset.UnixEpoch
        );

    // One a month, their amounts in turns.
    private static List<LedgerRecord> Records(string prefix, int count, int amounts) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new LedgerRecord
                {
                    FeedId = default,
                    AccountId = default,
                    ProviderTransactionId = $"{prefix}{i}",
                    Content = LedgerText.Content(
                        $"{100 + (i % amounts)}.00",
                        $"{Begin.AddDays(30 * i):yyyy-MM-dd}",
                        "STANDING ORDER",
                        isPending: false
                    ),
                    Fingerprint = default,
                    TransactionId = default,
                    IsPrimary = true,
                    FirstSeenAt = DateTimeOffset.UnixEpoch,
                    UpdatedAt = DateTimeOffset.UnixEpoch,
                }),
        ];
}
