using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Reconcile.Checks;

/// <summary>
/// Transactions that say the same. Twins are real: two of one feed are an issue only where the feed's balance lacks
/// just their amount; two of different feeds where no feed tells as many. What a person held apart is left alone.
/// </summary>
internal sealed class DuplicateFingerprints : ILedgerCheck
{
    public const string CheckName = "duplicate_fingerprints";

    public string Name => CheckName;

    public Severity? SeverityAt(ValidationLevel level) => level == ValidationLevel.Relaxed ? null : Severity.Warning;

    public ICheckPass Begin(CheckContext context) => new Pass(context);

    /// <summary>A transaction, which of the account's feeds tell it as posted, a bit each, and which of those lack just
    /// its amount.</summary>
    private readonly record struct Told(TransactionId Id, ulong Feeds, ulong Lacking);

    private sealed class Pass : ICheckPass
    {
        // Nothing but ids is kept: an account may have a million transactions.
        private readonly Dictionary<ulong, Told> _first = [];
        private readonly Dictionary<ulong, List<Told>> _further = [];
        private readonly HashSet<RecordKey> _apart;
        private readonly HashSet<TransactionId> _heldApart = [];
        private readonly Dictionary<FeedId, int> _bits = [];
        private readonly Dictionary<FeedId, long> _tooMuch;
        private readonly AccountId _accountId;
        private readonly bool _addsUp;
        private int _examined;

        public Pass(CheckContext context)
        {
            _accountId = context.Account.Id;
            _apart =
            [
                .. context
                    .Persons.Where(static pair => pair.Word == PairWord.Different)
                    .SelectMany(static pair => new[] { pair.One, pair.Other }),
            ];
            foreach (var feed in context.Feeds)
            {
                _bits.Add(feed.Feed.Id, _bits.Count % 64);
            }

            var matching = context.Matching ?? AccountMatchState.Empty;
            _addsUp =
                matching.Account is { IsOff: false, JudgedOn: { } judged }
                && matching.Feeds.Values.All(feed => feed.AsOf <= judged);
            _tooMuch = matching
                .Feeds.Where(static feed => feed.Value is { Off: not 0, Agreements: > 0 })
                .ToDictionary(static feed => feed.Key, static feed => -feed.Value.Off);
        }

        public void See(IReadOnlyList<LedgerRecord> transaction)
        {
            var (feeds, lacking, isApart) = (0UL, 0UL, false);
            LedgerRecord? posted = null;
            foreach (var record in transaction)
            {
                isApart |= _apart.Count > 0 && _apart.Contains(RecordKey.Of(record));
                if (
                    record is { IsLive: true, Content.IsPending: false }
                    && record.AccountId == _accountId
                    && _bits.TryGetValue(record.FeedId, out var bit)
                )
                {
                    feeds |= 1UL << bit;
                    posted = posted is null || record.IsPrimary ? record : posted;
                    var lacks =
                        _tooMuch.TryGetValue(record.FeedId, out var minor) && minor == record.Content.Amount.Minor;
                    lacking |= lacks ? 1UL << bit : 0;
                }
            }

            if (posted is null)
            {
                return;
            }

            _examined++;
            if (isApart)
            {
                _heldApart.Add(posted.TransactionId);
            }

            // With one feed whose balance agrees there is nothing to ask, and nothing to remember.
            if (lacking != 0 || _bits.Count > 1)
            {
                Remember(KeyOf(posted), new Told(posted.TransactionId, feeds, lacking));
            }
        }

        public CheckOutcome Conclude()
        {
            var found = new Discrepancies();
            foreach (var (key, further) in _further)
            {
                if (Doubtful([_first[key], .. further]) is var (one, other))
                {
                    found.Add(Of(one, other));
                }
            }

            return found.Of(_examined);
        }

        private void Remember(ulong key, Told told)
        {
            if (_first.TryAdd(key, told))
            {
                return;
            }

            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_further, key, out _);
            (list ??= []).Add(told);
        }

        // Two that may be one: of feeds that have nothing in common, where there are more than any one feed tells and
        // the account's balance does not count them all; else of a feed whose balance lacks the amount.
        private (Told One, Told Other)? Doubtful(List<Told> all)
        {
            var free = all.Where(told => !_heldApart.Contains(told.Id)).ToList();
            var most = Enumerable.Range(0, 64).Max(bit => all.Count(told => (told.Feeds >> bit & 1) == 1));
            var isMore = all.Count > most && !_addsUp;
            return (isMore ? PairOf(free, static (one, other) => (one.Feeds & other.Feeds) == 0) : null)
                ?? PairOf(free, IsTooMuch);
        }

        private static (Told One, Told Other)? PairOf(List<Told> all, Func<Told, Told, bool> isPair)
        {
            foreach (var one in all)
            {
                var other = all.Find(other => other.Id != one.Id && isPair(one, other));
                if (other.Feeds != 0)
                {
                    return (one, other);
                }
            }

            return null;
        }

        private bool IsTooMuch(Told one, Told other) =>
            (one.Lacking & other.Lacking) != 0 && (_bits.Count == 1 || BitOperations.PopCount(one.Feeds) == 1);

        private static Discrepancy Of(Told one, Told other)
        {
            var isWitnessed = (one.Feeds & other.Feeds) != 0;
            return new Discrepancy(
                $"{one.Id}/{other.Id}",
                isWitnessed
                    ? "Two transactions say the same, and the bank's balance lacks one of them: likely the bank "
                        + "told it twice."
                    : "Two transactions of different links of the account say the same: likely they are one.",
                PlanFindings.Evidence(
                    ("transactionId", one.Id.ToString()),
                    ("otherTransactionId", other.Id.ToString()),
                    ("witness", isWitnessed ? "balance" : "feeds")
                ),
                ProblemActions.None
            )
            {
                Severity = isWitnessed ? Ledger.Severity.Error : null,
            };
        }

        private static ulong KeyOf(LedgerRecord record) =>
            ulong.Parse(record.Fingerprint.Hash.AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
