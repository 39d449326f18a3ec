using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Reconcile;

/// <summary>Twins are real: they are doubtful where a balance lacks just their amount, or counts less of
/// them.</summary>
public sealed class DuplicateFingerprintsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 11, 18);
    private static readonly FeedId One = new(new Guid("00000000-0000-7000-8000-000000000001"));
    private static readonly FeedId Other = new(new Guid("00000000-0000-7000-8000-000000000002"));
    private static readonly AccountId Id = new(new Guid("00000000-0000-7000-8000-00000000000a"));

    [Theory]
    [InlineData(5_00, true)]
    [InlineData(-5_00, false)]
    [InlineData(7_00, false)]
    [InlineData(0, false)]
    public void Two_of_one_feed_are_doubtful_where_its_balance_lacks_just_their_amount(long off, bool isDoubtful)
    {
        foreach (
            var feeds in (FeedId[][])
                [
                    [One],
                    [One, Other],
                ]
        )
        {
            var state = new AccountMatchState
            {
                Feeds = feeds.ToDictionary(static f => f, f => Off(f == One ? off : 0)),
            };

            Assert.Equal(isDoubtful, Finds(feeds, state, Of(One, "a"), Of(One, "b")));
        }
    }

    [Theory]
    [InlineData(null, 0, true)]
    [InlineData(0, 0, false)]
    [InlineData(0, 5_00, true)]
    [InlineData(-3, 0, true)]
    public void Two_of_two_feeds_are_doubtful_unless_the_newest_balance_counts_both(
        int? judged,
        long off,
        bool isDoubtful
    )
    {
        var state = new AccountMatchState
        {
            Feeds = new Dictionary<FeedId, FeedMatchState> { [One] = Off(0), [Other] = Off(0) },
            Account = new AccountBalanceState
            {
                Off = off,
                OffSince = off == 0 ? null : Day,
                JudgedOn = judged is { } days ? Day.AddDays(days) : null,
            },
        };

        Assert.Equal(isDoubtful, Finds([One, Other], state, Of(One, "a"), Of(Other, "b")));
    }

    private static bool Finds(FeedId[] feeds, AccountMatchState state, params LedgerRecord[] records)
    {
        var account = new Account(
            Id,
            "A",
            null,
            null,
            AccountKind.Depository,
            null,
            records[0].Content.Amount.Currency
        );
        var context = new CheckContext(
            account,
            ValidationLevel.Strict,
            [.. feeds.Select(id => new CheckedFeed(FeedOf(id), default!, Limit: null))],
            state,
            [],
            Now
        );
        var pass = new DuplicateFingerprints().Begin(context);
        foreach (var record in records)
        {
            pass.See([record]);
        }

        return pass.Conclude().Issues > 0;
    }

    private static Feed FeedOf(FeedId id) => new(id, new ConnectionId(Guid.Empty), Id, $"{id}", null, "A", null, Now);

    private static FeedMatchState Off(long off) =>
        new()
        {
            AsOf = Day,
            Off = off,
            OffSince = off == 0 ? null : Day,
            Agreements = 2,
        };

    private static LedgerRecord Of(FeedId feedId, string id) =>
        new()
        {
            FeedId = feedId,
            AccountId = Id,
            ProviderTransactionId = id,
            Content = LedgerText.Content("-5.00", "2026-11-09", "COFFEE", isPending: false),
            Fingerprint = new Fingerprint(1, new string('0', 64)),
            TransactionId = TransactionId.From(PrefixedId.Derive(Now, $"{feedId}{id}")),
            IsPrimary = true,
            FirstSeenAt = Now,
            UpdatedAt = Now,
            RowNumber = 1,
        };
}
