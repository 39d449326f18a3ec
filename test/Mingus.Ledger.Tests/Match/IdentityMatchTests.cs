using Mingus.Ledger.Match;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Match;

public sealed class IdentityMatchTests
{
    // known: state and description, or none | reported: state and description | expected
    [Fact]
    public void A_report_is_compared_with_the_record_of_its_id() =>
        Assert.All(
            LedgerText.Rows(
                """
                none            | posted Coffee  | Unknown
                none            | pending Coffee | Unknown
                posted Coffee   | posted Coffee  | Same
                pending Coffee  | pending Coffee | Same
                posted Coffee   | posted COFFEE  | Differs
                pending Coffee  | pending Tea    | Differs
                posted Coffee   | pending Coffee | Differs
                pending Coffee  | posted Coffee  | PostedInPlace
                pending Coffee  | posted Tea     | PostedInPlace
                removed Coffee  | posted Coffee  | Returned
                removed Coffee  | posted Tea     | Returned
                removed Coffee  | pending Coffee | Returned
                """
            ),
            row => Assert.Equal(row[2], IdentityMatch.Of(Known(row[0]), Content(row[1])).ToString())
        );

    private static RecordContent Content(string text)
    {
        var parts = text.Split(' ');
        return LedgerText.Content("-4.50", "2026-11-20", parts[1], isPending: parts[0] == "pending");
    }

    private static LedgerRecord? Known(string text) =>
        text == "none"
            ? null
            : new LedgerRecord
            {
                FeedId = default,
                AccountId = default,
                ProviderTransactionId = "T1",
                Content = Content(text),
                Fingerprint = default,
                TransactionId = default,
                IsPrimary = true,
                FirstSeenAt = DateTimeOffset.UnixEpoch,
                UpdatedAt = DateTimeOffset.UnixEpoch,
                RemovedAt = text.StartsWith("removed", StringComparison.Ordinal) ? DateTimeOffset.UnixEpoch : null,
            };
}
