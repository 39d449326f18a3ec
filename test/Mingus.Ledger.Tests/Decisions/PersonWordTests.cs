using Mingus.Ledger.Decisions;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Decisions;

public sealed class PersonWordTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly FeedId Feed = new(new Guid("00000000-0000-7000-8000-000000000001"));
    private static readonly AccountId Account = new(new Guid("00000000-0000-7000-8000-00000000000a"));

    // A rule joined a with b; then a person said that b and c are one. Taking the rule back moves c along with a, as
    // records of the feed that came since: that is refused when it parts what the person joined.
    [Theory]
    [InlineData(null, true)]
    [InlineData(PairWord.Different, true)]
    [InlineData(PairWord.Same, false)]
    public void To_take_a_decision_back_parts_nothing_that_a_person_joined(PairWord? word, bool applies)
    {
        var (a, b, c) = (Record("a", 1), Record("b", 2), Record("c", 3));
        var slice = new LedgerSlice(1, [a, b, c])
        {
            PersonPairs = word is null ? [] : [PersonPair.Of(RecordKey.Of(b), RecordKey.Of(c), word)],
        };
        var id = a.TransactionId;
        var joined = new Decision(
            new DecisionId(Guid.Empty),
            "match",
            ByPerson: false,
            "retold",
            Now.AddDays(-5),
            id,
            [],
            DecisionStates.Of(id, [RecordKey.Of(a)]),
            DecisionStates.Of(id, [RecordKey.Of(a), RecordKey.Of(b)])
        );

        var plan = PersonDecisions.Undo(slice, joined, PersonDecisions.UndoRule, Now);

        Assert.Equal(applies, plan is not null);
    }

    private static LedgerRecord Record(string id, long row) =>
        new()
        {
            FeedId = Feed,
            AccountId = Account,
            ProviderTransactionId = id,
            Content = LedgerText.Content("-5.00", "2026-11-09", "COFFEE", isPending: false),
            Fingerprint = new Fingerprint(1, new string('0', 64)),
            TransactionId = TransactionId.From(PrefixedId.Derive(Now, "one")),
            IsPrimary = row == 1,
            FirstSeenAt = Now.AddDays(-10).AddSeconds(row),
            UpdatedAt = Now,
            RowNumber = row,
        };
}
