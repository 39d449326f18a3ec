using Mingus.Ledger.Match;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Match;

public sealed class PendingLinkTests
{
    // pending amount | pending text | posted amount | posted text | expected
    [Fact]
    public void A_link_is_refuted_only_when_amount_and_merchant_both_disagree() =>
        AssertEach(
            """
            # the same in all
            -20.00     | Blue Bottle              | -20.00     | Blue Bottle                 | claimed
            # S4: a tip, a fuel hold, a restaurant
            -20.00     | Blue Bottle              | -24.00     | Blue Bottle                 | claimed
            -1.00      | SHELL OIL 5744           | -45.00     | Shell                       | claimed
            -50.00     | SQ *LA TAQUERIA          | -58.25     | La Taqueria San Francisco   | claimed
            -9.99      | AMAZON MKTPLACE PMTS     | -8.49      | Amazon.com*2K4 Amzn.com/bill | claimed
            -31.00     | CAFÉ ZOÉ                 | -35.00     | Cafe\u0301 zoe\u0301        | claimed
            -31.00     | Mc Donald's              | -35.00     | MCDONALD'S                  | claimed
            -31.00     | H&M                      | -35.00     | H&M                         | claimed
            # another text, the same amount
            -84.00     | Google Domains           | -84.00     | PWP                         | claimed
            # S5: neither agrees
            -84.00     | Google Domains           | -1.99      | PWP                         | refuted
            -84.00     | Google Domains           | -84.01     | PWP                         | refuted
            -12.00     | Uber                     | -14.00     | Whole Foods                 | refuted
            # words that any transaction carries are no merchant in common
            -84.00     | POS DEBIT GOOGLE DOMAINS | -1.99      | POS DEBIT PWP               | refuted
            -84.00     | Shop 4711 Berlin         | -1.99      | Kiosk 4711 Hamburg          | refuted
            # nobody is named: nothing that disagrees
            -84.00     | Pending purchase         | -1.99      | PWP                         | claimed
            # another sign or currency is another amount
            -20.00     | Blue Bottle              | 20.00      | PWP                         | refuted
            -20.00     | Blue Bottle              | 20.00      | Blue Bottle                 | claimed
            -20.00     | Blue Bottle              | -20.00 EUR | PWP                         | refuted
            0.00       | Blue Bottle              | -5.00      | PWP                         | refuted
            """
        );

    [Fact]
    public void The_same_merchant_by_entity_id_agrees_whatever_the_text()
    {
        var pending = Known("-84.00", "Google Domains") with { };
        var posted = Posted("-1.99", "PWP") with { Details = new RecordDetails { MerchantEntityId = "e1" } };
        Assert.IsType<PendingLinkResult.Refuted>(PendingLink.Verify(posted, pending, holder: null));

        var content = pending.Content with { Details = new RecordDetails { MerchantEntityId = "e1" } };
        var linked = PendingLink.Verify(posted, pending with { Content = content }, holder: null);
        Assert.Equal(
            ["the provider links them", "the amount differs", "the provider knows both as the same merchant"],
            Assert.IsType<PendingLinkResult.Claimed>(linked).Reasons
        );
    }

    [Fact]
    public void A_merchant_named_beside_the_description_agrees()
    {
        var posted = Posted("-1.99", "PWP") with { MerchantName = "Google" };
        Assert.IsType<PendingLinkResult.Claimed>(
            PendingLink.Verify(posted, Known("-84.00", "Google Domains"), holder: null)
        );
    }

    [Fact]
    public void A_removed_pending_is_claimed_like_a_live_one()
    {
        var removed = Known("-20.00", "Blue Bottle") with { RemovedAt = DateTimeOffset.UnixEpoch };
        Assert.IsType<PendingLinkResult.Claimed>(
            PendingLink.Verify(Posted("-24.00", "Blue Bottle"), removed, holder: null)
        );
    }

    [Fact]
    public void An_unseen_target_is_unknown_a_posted_one_refuted_a_held_one_taken()
    {
        var posted = Posted("-20.00", "Blue Bottle");
        var pending = Known("-20.00", "Blue Bottle");
        var other = pending with { Content = posted, ProviderTransactionId = "T0" };
        Assert.IsType<PendingLinkResult.TargetUnknown>(PendingLink.Verify(posted, target: null, holder: null));
        Assert.IsType<PendingLinkResult.Refuted>(PendingLink.Verify(posted, other, holder: null));

        var linked = other with { Content = posted with { PendingTransactionId = pending.ProviderTransactionId } };
        var taken = Assert.IsType<PendingLinkResult.Taken>(PendingLink.Verify(posted, pending, linked));
        Assert.Equal(linked, taken.Holder);
    }

    [Fact]
    public void A_link_takes_back_what_evidence_had_given_another_but_not_what_a_person_did()
    {
        var posted = Posted("-20.00", "Blue Bottle");
        var pending = Known("-20.00", "Blue Bottle");
        var other = pending with { Content = posted, ProviderTransactionId = "T0" };
        var reclaimed = Assert.IsType<PendingLinkResult.Reclaimed>(PendingLink.Verify(posted, pending, other));
        Assert.Equal((pending, other), (reclaimed.Pending, reclaimed.Holder));
        Assert.IsType<PendingLinkResult.Taken>(PendingLink.Verify(posted, pending, other, isPlaced: true));
    }

    [Fact]
    public void Reasons_carry_no_amounts_and_no_names()
    {
        var result = PendingLink.Verify(Posted("-1.99", "PWP"), Known("-84.00", "Google Domains"), holder: null);
        Assert.Equal(["the amount differs", "merchant and description differ"], result.Reasons);
    }

    private static void AssertEach(string table) =>
        Assert.All(
            LedgerText.Rows(table),
            row =>
            {
                var text = row[3].Replace("\\u0301", "\u0301", StringComparison.Ordinal);
                var result = PendingLink.Verify(Posted(row[2], text), Known(row[0], row[1]), holder: null);
                Assert.Equal(row[^1], result.GetType().Name.ToLowerInvariant());
            }
        );

    private static RecordContent Posted(string amount, string text) => LedgerText.Content(amount, "2026-11-22", text);

    private static LedgerRecord Known(string amount, string text) =>
        new()
        {
            FeedId = default,
            AccountId = default,
            ProviderTransactionId = "P1",
            Content = LedgerText.Content(amount, "2026-11-20", text, isPending: true),
            Fingerprint = default,
            TransactionId = default,
            IsPrimary = true,
            FirstSeenAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };
}
