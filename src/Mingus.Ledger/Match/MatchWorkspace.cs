using Mingus.Ledger.Match.Evidence;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Match;

/// <summary>The neighbourhood while an account is matched: slots, groups, rates, and why groups changed.</summary>
internal sealed class MatchWorkspace
{
    private readonly Dictionary<TransactionId, Group> _groups;
    private HashSet<TransactionId>? _wasOpen;
    private readonly Dictionary<FeedId, FeedMatchState> _feeds = [];
    private readonly Dictionary<(FeedId, FeedId), PairRates> _rates = [];
    private readonly Dictionary<TransactionId, LedgerRecord> _founders = [];
    private readonly Dictionary<Slot, (string Rule, double Score, string[] Reasons)> _why = [];

    public MatchWorkspace(MatchRequest request)
    {
        Request = request;
        _groups = new Dictionary<TransactionId, Group>(request.Records.Count);
        foreach (var record in InOrder(request.Records))
        {
            Take(record);
        }

        _feeds[request.FeedId] = Extend(request.State.Feeds.GetValueOrDefault(request.FeedId) ?? new FeedMatchState());
    }

    public MatchRequest Request { get; }

    public AccountMatchState State => Request.State;

    /// <summary>Every slot, in the order in which its first record was given.</summary>
    public List<Slot> Slots { get; } = [];

    public List<MatchSuggestion> Suggestions { get; } = [];

    /// <summary>Slots whose transaction is another one now, with rule, score and reasons.</summary>
    public IReadOnlyDictionary<Slot, (string Rule, double Score, string[] Reasons)> Why => _why;

    /// <summary>Rates of pairs of feeds that changed.</summary>
    public IReadOnlyDictionary<(FeedId One, FeedId Other), PairRates> ChangedRates => _rates;

    /// <summary>Whether the update adds or withdraws a posted record of its feed.</summary>
    public bool Moved => OfFeed(Request.FeedId).Any(slot => PostedSums.ChangeOf(slot) != 0);

    /// <summary>Pairs of records that may be one transaction: their transactions stay open questions.</summary>
    public HashSet<Slot> Open { get; } = [];

    /// <summary>Records that may be told twice, until the balance can judge.</summary>
    public HashSet<Slot> Suspects { get; } = [];

    /// <summary>Whether a transaction was suspected of telling a record twice before this update.</summary>
    public bool WasSuspect(TransactionId id) => State.Unsettled.Any(open => open.Id == id && open.MayBeRetold);

    /// <summary>Whether matching had not finished with a transaction before this update.</summary>
    public bool WasOpen(TransactionId id) =>
        (_wasOpen ??= State.Unsettled.Select(open => open.Id).ToHashSet()).Contains(id);

    /// <summary>Whether a transaction is in the neighbourhood.</summary>
    public bool Holds(TransactionId id) => _groups.ContainsKey(id);

    /// <summary>The slots of the feed that brings news.</summary>
    public IEnumerable<Slot> OfFeed(FeedId feedId) => Slots.Where(slot => slot.FeedId == feedId);

    /// <summary>What is known of a feed; of the one that brings news, with the days this update covers.</summary>
    public FeedMatchState? FeedState(FeedId feedId) =>
        _feeds.GetValueOrDefault(feedId) ?? State.Feeds.GetValueOrDefault(feedId);

    /// <summary>Remembers a feed's new state.</summary>
    public void Set(FeedId feedId, FeedMatchState state) => _feeds[feedId] = state;

    /// <summary>The states of all feeds after this update.</summary>
    public Dictionary<FeedId, FeedMatchState> FeedsAfter()
    {
        var feeds = new Dictionary<FeedId, FeedMatchState>(State.Feeds);
        foreach (var (feedId, state) in _feeds)
        {
            feeds[feedId] = state;
        }

        return feeds;
    }

    /// <summary>The rates of two feeds, to read; the lower id is the first side.</summary>
    public PairRates RatesOf(FeedId one, FeedId other)
    {
        var key = KeyOf(one, other);
        return _rates.TryGetValue(key, out var changed) ? changed
            : State.Rates.TryGetValue(key, out var known) ? known
            : PairRates.Prior;
    }

    /// <summary>Compares two readings, the one of the lower feed id as the first side.</summary>
    public static PairComparison Compare(Slot one, DateOnly? oneEvent, Slot other, DateOnly? otherEvent) =>
        IsFirst(one.FeedId, other.FeedId)
            ? PairComparison.Of(one.Reading, oneEvent, other.Reading, otherEvent)
            : PairComparison.Of(other.Reading, otherEvent, one.Reading, oneEvent);

    /// <summary>Whether a person said of any record of these slots that it and one of the others are different, shown
    /// or not: what was withdrawn may come back.</summary>
    public bool AreDifferent(IEnumerable<Slot> some, IEnumerable<Slot> others)
    {
        var persons = Request.Persons;
        return persons.Different.Count > 0
            && some.SelectMany(static slot => slot.Records)
                .Any(one =>
                    others
                        .SelectMany(static slot => slot.Records)
                        .Any(other => persons.AreDifferent(RecordKey.Of(one.After), RecordKey.Of(other.After)))
                );
    }

    /// <summary>Counts a match that stands beyond doubt.</summary>
    public void Observe(Slot one, Slot other) =>
        ChangeableRatesOf(KeyOf(one.FeedId, other.FeedId))
            .Observe(Compare(one, one.Reading.EventDate, other, other.Reading.EventDate));

    /// <summary>Counts a pending record of a feed that is known to have become that posted one.</summary>
    public void ObserveSuccession(FeedId feedId, Reading pending, Reading posted) =>
        ChangeableRatesOf((feedId, feedId)).Observe(PairComparison.Of(pending, posted));

    private PairRates ChangeableRatesOf((FeedId, FeedId) key)
    {
        if (!_rates.TryGetValue(key, out var rates))
        {
            rates = State.Rates.TryGetValue(key, out var known) ? known.Copy() : new PairRates();
            _rates.Add(key, rates);
        }

        return rates;
    }

    /// <summary>Puts a slot into another transaction and remembers why.</summary>
    public void Move(Slot slot, Group to, (string Rule, double Score, string[] Reasons) why)
    {
        if (slot.Group == to)
        {
            return;
        }

        slot.Group.Slots.Remove(slot);
        slot.Group = to;
        to.Slots.Add(slot);
        _why[slot] = why;
    }

    /// <summary>Puts a slot into a transaction of its own.</summary>
    public void MoveApart(Slot slot, (string Rule, double Score, string[] Reasons) why) =>
        Move(slot, new Group(default), why);

    /// <summary>Merges a slot of the same feed into another, whose transaction it joins.</summary>
    public void Merge(Slot from, Slot into, (string Rule, double Score, string[] Reasons) why)
    {
        (from, into) = (from.Standing, into.Standing);
        if (from == into)
        {
            return;
        }

        into.Absorb(from);
        Slots.Remove(from);
        _why.Remove(from);
        _why[into] = why;
    }

    /// <summary>
    /// The transaction id a slot has a right to: the one of its transaction if its oldest record began it, else the one
    /// that record would have got alone. So a join keeps the older id and a split gives back what the join took.
    /// </summary>
    public TransactionId HomeOf(Slot slot)
    {
        var oldest = slot.Oldest;
        return ReferenceEquals(_founders[oldest.TransactionId], oldest)
            ? oldest.TransactionId
            : DerivedIds.Transaction(oldest.FirstSeenAt, RecordKey.Of(oldest));
    }

    // The order in which an update or a store gives records decides nothing.
    private static List<MatchRecord> InOrder(IReadOnlyList<MatchRecord> records)
    {
        var ordered = new List<MatchRecord>(records);
        ordered.Sort(
            (one, other) =>
            {
                var order = one.After.FirstSeenAt.CompareTo(other.After.FirstSeenAt);
                order = order != 0 ? order : one.After.Content.Date.CompareTo(other.After.Content.Date);
                order = order != 0 ? order : one.After.FeedId.Value.CompareTo(other.After.FeedId.Value);
                return order != 0
                    ? order
                    : string.CompareOrdinal(one.After.ProviderTransactionId, other.After.ProviderTransactionId);
            }
        );
        return ordered;
    }

    private void Take(MatchRecord record)
    {
        var after = record.After;
        if (!_groups.TryGetValue(after.TransactionId, out var group))
        {
            group = new Group(after.TransactionId);
            _groups.Add(after.TransactionId, group);
            _founders.Add(after.TransactionId, after);
        }
        else if (Slot.IsOlder(after, _founders[after.TransactionId]))
        {
            _founders[after.TransactionId] = after;
        }

        var slot = group.Of(after.FeedId);
        if (slot is null)
        {
            slot = new Slot(after.FeedId, group);
            group.Slots.Add(slot);
            Slots.Add(slot);
        }

        slot.Add(record);
        slot.IsPinned |= Request.Persons.Confirmed.Contains(RecordKey.Of(after));
    }

    private FeedMatchState Extend(FeedMatchState state)
    {
        var (first, last) = (state.First, state.Last);
        foreach (var slot in OfFeed(Request.FeedId))
        {
            if (slot is { IsPosted: true, IsTouched: true })
            {
                var date = slot.Reading.Date;
                first = first is { } oldest && oldest <= date ? oldest : date;
                last = last is { } newest && newest >= date ? newest : date;
            }
        }

        return state with
        {
            First = first,
            Last = last,
            AsOf = Request.AsOf,
        };
    }

    private static bool IsFirst(FeedId one, FeedId other) => one.Value.CompareTo(other.Value) <= 0;

    private static (FeedId, FeedId) KeyOf(FeedId one, FeedId other) =>
        IsFirst(one, other) ? (one, other) : (other, one);
}
