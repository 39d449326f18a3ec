using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Reconcile.Checks;

/// <summary>
/// Whether the bank's balance agrees with the posted transactions, and whether what the ledger counted is what is
/// stored. For a difference the likely causes are looked for among the account's records.
/// </summary>
internal sealed class Balances : ILedgerCheck
{
    public string Name => "balance_consistency";

    public Severity? SeverityAt(ValidationLevel level) => Severity.Error;

    public ICheckPass Begin(CheckContext context) => new Pass(context);

    private sealed class Pass(CheckContext context) : ICheckPass
    {
        private readonly AccountMatchState _state = context.Matching ?? AccountMatchState.Empty;
        private readonly Dictionary<FeedId, long> _sums = [];
        private readonly Dictionary<FeedId, CauseSearch> _causes = (context.Matching ?? AccountMatchState.Empty)
            .Feeds.Where(static feed => feed.Value is { Off: not 0, Agreements: > 0 })
            .ToDictionary(static feed => feed.Key, static feed => new CauseSearch(feed.Key, feed.Value));

        public void See(IReadOnlyList<LedgerRecord> transaction)
        {
            foreach (var record in transaction)
            {
                if (record.Content.Amount.Currency == context.Account.Currency && Counts(transaction, record))
                {
                    _sums[record.FeedId] = _sums.GetValueOrDefault(record.FeedId) + record.Content.Amount.Minor;
                }
            }

            foreach (var search in _causes.Values)
            {
                search.See(transaction);
            }
        }

        public CheckOutcome Conclude()
        {
            var found = new Discrepancies();
            foreach (var feed in context.Feeds)
            {
                if (!_state.Feeds.TryGetValue(feed.Feed.Id, out var known))
                {
                    continue;
                }

                if (known is { Off: not 0, Agreements: > 0, OffSince: { } since })
                {
                    var causes = _causes[feed.Feed.Id].Conclude(context.Account.Kind, feed.History.Coverage);
                    var isGrave = Reconciliation.IsInDoubt(known, _state.Account);
                    found.Add(
                        Off(known.Off, since, causes, feed.Feed.Id.ToString()) with
                        {
                            FindingId = BalanceFindings.IdOf(feed.Feed.Id, known, isGrave),
                            Severity = isGrave ? null : Severity.Warning,
                        }
                    );
                }

                if (context.Level == ValidationLevel.Strict && Miscounted(feed.Feed.Id, known) is { } miscounted)
                {
                    found.Add(miscounted);
                }
            }

            if (_state.Account is { IsOff: true, OffSince: { } day } account)
            {
                var id = BalanceFindings.IdOf(context.Account.Id, account);
                string[] causes = [BalanceFindings.CauseOf(_state)];
                found.Add(Off(account.Off, day, causes, context.Account.Id.ToString()) with { FindingId = id });
            }

            return found.Of(_state.Feeds.Count);
        }

        // Of a transaction that the feed tells by several posted records, the newest is the one that counts.
        private static bool Counts(IReadOnlyList<LedgerRecord> transaction, LedgerRecord record) =>
            IsPosted(record)
            && !transaction.Any(other =>
                other != record && other.FeedId == record.FeedId && IsPosted(other) && Slot.IsOlder(record, other)
            );

        private static bool IsPosted(LedgerRecord record) => record is { IsLive: true, Content.IsPending: false };

        private Discrepancy? Miscounted(FeedId feedId, FeedMatchState known)
        {
            var sum = _sums.GetValueOrDefault(feedId);
            if (sum == known.PostedSum)
            {
                return null;
            }

            var currency = context.Account.Currency;
            return new Discrepancy(
                $"sum/{feedId}",
                $"The stored transactions of a feed add up to {new Money(sum, currency)}, and "
                    + $"{new Money(known.PostedSum, currency)} was counted as they came: something else "
                    + "wrote to the database.",
                PlanFindings.Evidence(
                    ("feedId", feedId.ToString()),
                    ("stored", new Money(sum, currency).ToText()),
                    ("counted", new Money(known.PostedSum, currency).ToText()),
                    ("currency", currency.Code)
                )
            );
        }

        private Discrepancy Off(long off, DateOnly since, IReadOnlyList<string> causes, string about)
        {
            var difference = new Money(off, context.Account.Currency);
            var size = new Money(Math.Abs(off), context.Account.Currency).ToText();
            var evidence = PlanFindings.Evidence(
                ("about", about),
                ("difference", difference.ToText()),
                ("currency", difference.Currency.Code),
                ("since", PlanFindings.Day(since))
            );
            for (var i = 0; i < causes.Count; i++)
            {
                evidence[$"cause{i + 1}"] = causes[i];
            }

            return new Discrepancy(
                about,
                $"The bank's balance is {size} {difference.Currency.Code} {(off > 0 ? "higher" : "lower")} than its "
                    + $"transactions explain, since {PlanFindings.Day(since)}."
                    + (causes.Count > 0 ? $" Likely: {string.Join("; or ", causes)}." : ""),
                evidence,
                ProblemActions.Retry
            );
        }
    }
}
