using Mingus.Ledger.Decisions;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Reconcile.Checks;

/// <summary>Whether a transaction is pending for longer than banks take to book one: the bank may have dropped it
/// without a word. One that a person has hidden is not told of again.</summary>
internal sealed class OldPendings : ILedgerCheck
{
    public const string CheckName = "pending_old";

    /// <summary>Days within which banks book what is pending, hotels and petrol stations too (Plaid, "Transaction
    /// states").</summary>
    private const int BookedWithin = 14;

    /// <summary>So many must have been seen before anything is called usual.</summary>
    private const int SeenMin = 5;

    public string Name => CheckName;

    public Severity? SeverityAt(ValidationLevel level) =>
        level switch
        {
            ValidationLevel.Strict => Severity.Warning,
            ValidationLevel.Normal => Severity.Info,
            _ => null,
        };

    public ICheckPass Begin(CheckContext context) => new Pass(context);

    private sealed class Pass(CheckContext context) : ICheckPass
    {
        private readonly List<OldPending> _old = [];
        private readonly HashSet<TransactionId> _hidden = [];

        // How many were booked after so many days.
        private readonly int[] _booked = new int[BookedWithin + 1];

        // A pending one is old on the day of the bank's own data: what the bank was not asked since, it cannot have
        // booked. A connection that has ended books nothing any more.
        private readonly Dictionary<FeedId, DateOnly> _days = context
            .Feeds.Where(static feed => feed.History is not { IsLive: true, DataDay: null })
            .ToDictionary(
                static feed => feed.Feed.Id,
                feed => feed.History.IsLive ? feed.History.DataDay!.Value : context.Today
            );

        private int _examined;

        public void See(IReadOnlyList<LedgerRecord> transaction)
        {
            LedgerRecord? shown = null;
            var isPosted = false;
            foreach (var record in transaction)
            {
                shown = record.IsPrimary ? record : shown;
                isPosted |= record.Status == RecordStatus.Posted;
            }

            if (isPosted)
            {
                CountBooked(transaction);
            }
            else if (shown is { Status: RecordStatus.Pending } && shown.AccountId == context.Account.Id)
            {
                _examined++;
                if (
                    _days.TryGetValue(shown.FeedId, out var day)
                    && day.DayNumber - shown.Content.Date.DayNumber > BookedWithin
                )
                {
                    _old.Add(
                        new OldPending(
                            shown.TransactionId,
                            RecordKey.Of(shown),
                            shown.Content.Amount,
                            shown.Content.Date
                        )
                    );
                }
            }
        }

        public void See(Decision decision)
        {
            if (_old.Count == 0 || !decision.ByPerson || decision.UndoneBy is not null)
            {
                return;
            }

            var after = DecisionState.Read(decision.After);
            if (after.IsHidden is true)
            {
                _hidden.UnionWith(after.Transactions.Select(static transaction => transaction.Id!.Value));
            }
        }

        public CheckOutcome Conclude()
        {
            var found = new Discrepancies();
            var usual = UsualDays();
            foreach (var old in _old.Where(old => !_hidden.Contains(old.Id)))
            {
                var day = PlanFindings.Day(old.Day);
                found.Add(
                    new Discrepancy(
                        old.Id.ToString(),
                        $"Pending since {day}, {Usual(usual)}. The bank may have dropped it.",
                        PlanFindings.Evidence(
                            ("transactionId", old.Id.ToString()),
                            ("feedId", old.Key.FeedId.ToString()),
                            ("providerTransactionId", old.Key.ProviderTransactionId),
                            ("amount", old.Amount.ToText()),
                            ("currency", old.Amount.Currency.Code),
                            ("since", day)
                        ),
                        ProblemActions.None
                    )
                );
            }

            return found.Of(_examined);
        }

        private void CountBooked(IReadOnlyList<LedgerRecord> transaction)
        {
            foreach (var posted in transaction)
            {
                foreach (var pending in transaction)
                {
                    if (
                        posted.Status == RecordStatus.Posted
                        && pending.Content.IsPending
                        && pending.FeedId == posted.FeedId
                    )
                    {
                        var days = posted.Content.Date.DayNumber - pending.Content.Date.DayNumber;
                        _booked[Math.Clamp(days, 0, BookedWithin)]++;
                    }
                }
            }
        }

        // The median; null while too few were seen.
        private int? UsualDays()
        {
            var seen = _booked.Sum();
            if (seen < SeenMin)
            {
                return null;
            }

            var (days, until) = (0, _booked[0]);
            while (until * 2 < seen)
            {
                until += _booked[++days];
            }

            return days;
        }

        private static string Usual(int? days) =>
            days switch
            {
                null => "usually posted within 14 days",
                0 => "usually posted on the same day",
                1 => "usually posted in 1 day",
                _ => $"usually posted in {days} days",
            };
    }

    /// <summary>What is told of one; never the record.</summary>
    private readonly record struct OldPending(TransactionId Id, RecordKey Key, Money Amount, DateOnly Day);
}
