using System.Text.Json;
using FsCheck.Xunit;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Decisions;

/// <summary>Every decision can be taken back: what rules and persons joined and split leaves no trace in the
/// ledger.</summary>
[Properties(MaxTest = 400)]
public class UndoProperties
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Account = new(new Guid("00000000-0000-7000-8000-0000000000aa"));

    private int _clock;

    [Property]
    public void Undoing_all_decisions_in_any_order_gives_back_the_ledger_as_provided(int seed)
    {
        var dice = new Dice(seed);
        var ledger = Provided(dice);
        var provided = ledger.Records.ToDictionary(RecordKey.Of, record => record.TransactionId);
        for (var act = 0; act < 8; act++)
        {
            Act(ledger, dice);
        }

        Assert.Equal(0, Unmade(ledger));
        UndoAll(ledger, dice);

        Assert.All(ledger.Records, record => Assert.Equal(provided[RecordKey.Of(record)], record.TransactionId));
        Assert.All(ledger.Records, record => Assert.True(record.IsPrimary));
        Assert.Empty(ledger.Redirects);
    }

    [Property]
    public void What_is_undone_and_redone_is_as_it_was(int seed)
    {
        var dice = new Dice(seed);
        var ledger = Provided(dice);
        for (var act = 0; act < 5; act++)
        {
            Act(ledger, dice);
        }

        var before = Grouping(ledger);
        if (ledger.Decisions.LastOrDefault(decision => decision.UndoneBy is null) is not { } last)
        {
            return;
        }

        if (PersonDecisions.Undo(ledger.Whole(), last, PersonDecisions.UndoRule, Now()) is not { } undo)
        {
            return;
        }

        ledger.Apply(undo);
        ledger.Apply(PersonDecisions.Undo(ledger.Whole(), undo.Decisions[0], PersonDecisions.RedoRule, Now())!);

        Assert.Equal(before, Grouping(ledger));
    }

    [Property]
    public void A_split_names_the_transaction_that_was_split_in_whatever_order_its_records_were_read(int seed)
    {
        var dice = new Dice(seed);
        var ledger = Provided(dice);
        for (var act = 0; act < 4; act++)
        {
            Act(ledger, dice);
        }

        var (now, whole) = (Now(), ledger.Whole());
        foreach (var id in ledger.Records.Select(record => record.TransactionId).Distinct().ToList())
        {
            var matches = MatchesOf(ledger, id);
            var splits = Enumerable
                .Range(0, 4)
                .Select(_ => whole with { Records = dice.Shuffled(whole.Records) })
                .Select(slice => PersonDecisions.Split(slice, id, matches, question: null, now)?.Decisions[0])
                .ToList();
            Assert.Single(splits.Select(split => (split?.Id, split?.Before, split?.After)).Distinct());
            Assert.True(splits[0] is not { } made || made.TransactionId == id);
        }
    }

    // Whatever does not apply now applies when what came over it is undone.
    private void UndoAll(LedgerModel ledger, Dice dice)
    {
        var open = ledger.Decisions.Where(decision => decision.UndoneBy is null).ToList();
        for (var isMoving = true; isMoving; )
        {
            isMoving = false;
            foreach (var decision in dice.Shuffled(open))
            {
                var plan = PersonDecisions.Undo(ledger.Whole(), decision, PersonDecisions.UndoRule, Now());
                if (plan is not null)
                {
                    ledger.Apply(plan);
                    open.Remove(decision);
                    isMoving = true;
                }
            }
        }
    }

    private void Act(LedgerModel ledger, Dice dice)
    {
        var transactions = ledger.Records.Select(record => record.TransactionId).Distinct().ToList();
        var (one, other) = (dice.Of(transactions), dice.Of(transactions));
        var id = new DuplicateId(PrefixedId.Derive(Start, $"{one} {other}"));
        var question = new Suggestion(id, Account, one, other, 1, [], Start, "cross_feed");
        var plan = dice.Next(4) switch
        {
            0 => PersonDecisions.Confirm(ledger.Whole(), question, Now()),
            1 => PersonDecisions.Dismiss(ledger.Whole(), question, Now()),
            2 => PersonDecisions.Split(ledger.Whole(), one, MatchesOf(ledger, one), question: null, Now()),
            _ => AsRule(PersonDecisions.Confirm(ledger.Whole(), question, Now())),
        };
        if (plan is not null)
        {
            ledger.Apply(plan);
        }
    }

    private static List<Decision> MatchesOf(LedgerModel ledger, TransactionId id) =>
        [
            .. ledger
                .Decisions.Where(made => made.Kind == "match" && made.UndoneBy is null && made.TransactionId == id)
                .Reverse(),
        ];

    // A rule names only the transaction that the records are in now, and says nothing for ever.
    private static SyncPlan? AsRule(SyncPlan? plan)
    {
        if (plan is null)
        {
            return null;
        }

        var made = plan.Decisions[0];
        var (before, after) = (DecisionState.Read(made.Before), DecisionState.Read(made.After));
        var joined = before.Transactions.First(transaction => transaction.Id != after.Transactions[0].Id).Records;
        return plan with
        {
            PersonPairs = [],
            DuplicateAnswers = [],
            Decisions =
            [
                made with
                {
                    ByPerson = false,
                    Rule = "cross_feed",
                    Before = RuleState(made.TransactionId!.Value, joined),
                    After = RuleState(made.TransactionId.Value, after.Transactions[0].Records),
                },
            ],
        };
    }

    private static string RuleState(TransactionId id, IReadOnlyList<RecordKey> records) =>
        JsonSerializer.Serialize(
            new
            {
                transactionId = id.ToString(),
                records = records.Select(key => $"{key.FeedId}/{key.ProviderTransactionId}"),
            }
        );

    private static int Unmade(LedgerModel ledger) =>
        LedgerInvariants.Broken(ledger.Records).Count(broken => broken.StartsWith('2'));

    private static string Grouping(LedgerModel ledger) =>
        string.Join('\n', ledger.Records.Select(record => $"{record.ProviderTransactionId} {record.TransactionId}"));

    private DateTimeOffset Now() => Start.AddDays(1).AddMinutes(_clock++);

    private static LedgerModel Provided(Dice dice)
    {
        var ledger = new LedgerModel();
        var records = Enumerable.Range(0, 6).Select(index => Record(index, dice)).ToList();
        ledger.Apply(
            new SyncPlan { Records = [.. records.Select(record => new RecordChange(ChangeKind.Added, record, null))] }
        );
        return ledger;
    }

    private static LedgerRecord Record(int index, Dice dice)
    {
        var feed = new FeedId(new Guid($"00000000-0000-7000-8000-00000000000{1 + dice.Next(3)}"));
        var (id, at) = ($"r/{index}", Start.AddSeconds(dice.Next(3)));
        return new LedgerRecord
        {
            FeedId = feed,
            AccountId = Account,
            ProviderTransactionId = id,
            Content = new RecordContent
            {
                Amount = new Money(-500, Currency.Official("EUR")),
                Date = new DateOnly(2026, 11, 19),
                IsPending = false,
                Description = "Coffee",
            },
            Fingerprint = new Fingerprint(1, new string('0', 64)),
            TransactionId = TransactionId.From(
                PrefixedId.Derive(at, string.Join('\u001F', "transaction", feed.ToString(), id))
            ),
            IsPrimary = true,
            FirstSeenAt = at,
            UpdatedAt = at,
            RowNumber = index + 1,
        };
    }

    /// <summary>A sequence that its seed gives.</summary>
    private sealed class Dice(int seed)
    {
        private ulong _state = unchecked((uint)seed) ^ 0x9E3779B97F4A7C15;

        public int Next(int below)
        {
            unchecked
            {
                _state = (_state * 6364136223846793005) + 1442695040888963407;
            }

            return (int)((_state >> 33) % (ulong)below);
        }

        public T Of<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

        public List<T> Shuffled<T>(IEnumerable<T> items) => [.. items.OrderBy(_ => Next(1000)).ToList()];
    }
}
