using Mingus.Streams.World;

namespace Mingus.Streams.Feeds;

/// <summary>
/// A connection through an aggregator. What will come is laid on an agenda by its day; on a day of an update all that
/// is due is delivered together.
/// </summary>
internal sealed class LiveConnection : Connection
{
    private const int GoneDaysMax = 24;
    private const int AwayDaysMax = 13;
    private static readonly Odds<int> UntilRemoved = Odds.Soon(20);
    private static readonly Odds<int> UntilCorrected = Odds.Soon(14);
    private static readonly Odds<int> UntilPendingEnriched = Odds.Soon(3);
    private static readonly Odds<int> UntilEnriched = Odds.Soon(32);
    private static readonly Odds<int> UntilReemitted = Odds.Even(1, 30);
    private static readonly Odds<int> UntilGone = Odds.Soon(GoneDaysMax);
    private static readonly Odds<int> UntilBack = Odds.Soon(AwayDaysMax);

    /// <summary>Longest silence, so that what is withdrawn for a while is back before the connection ends.</summary>
    private const int SilenceMax = 12;

    private readonly Rates rates;
    private readonly Dice dice;
    private readonly RecordText text;
    private readonly Dictionary<Account, (string Id, string Mask)> feeds = [];
    private readonly PriorityQueue<Action<DateOnly>, (int Day, int Number)> agenda = new();
    private readonly Dictionary<Transaction, Record> announced = [];
    private readonly Dictionary<RecordKey, Transaction> pending = [];
    private readonly Dictionary<RecordKey, (Record Record, Transaction One)> watched = [];
    private readonly List<Record> added = [];
    private readonly Dictionary<RecordKey, Record> modified = [];
    private readonly List<RecordKey> removed = [];
    private readonly Dictionary<RecordKey, Label> labels = [];
    private DateOnly next;
    private int scheduled;

    public LiveConnection(Rates rates, ConnectionPlan plan, Dice dice)
        : base(plan)
    {
        this.rates = rates;
        this.dice = dice;
        text = new RecordText(rates, plan, dice.For("text"));
        next = plan.First;
        foreach (var account in plan.Login.Accounts)
        {
            var own = dice.For(account.Id);
            feeds[account] = ("acc" + own.Word(34), plan.NewMasks && account.IsCredit ? own.Digits(4) : account.Mask);
            foreach (var one in account.Transactions)
                Await(one);
        }
    }

    public override IEnumerable<Page> On(DateOnly day)
    {
        if (day != next || day > Plan.Last)
            return [];
        next = day.AddDays(Plan.EveryDays + (dice.Chance(rates.OutageRate) ? dice.Of(rates.OutageDays) : 0));
        added.Clear();
        modified.Clear();
        removed.Clear();
        labels.Clear();
        while (agenda.TryPeek(out var due, out var at) && at.Day <= day.DayNumber)
        {
            agenda.Dequeue();
            due(day);
        }
        if (added.Count + modified.Count + removed.Count == 0)
            return [];
        var ordered = added.OrderByDescending(one => one.Date).ToList();
        return Pages(day, ordered, [.. modified.Values], [.. removed], labels);
    }

    protected override (string Id, string Mask) Feed(Account account) => feeds[account];

    /// <summary>
    /// Pending records count until their transaction posts, delivered or not; dead ones until they expire.
    /// </summary>
    protected override long? Available(Account account, DateOnly day, long current)
    {
        var held = pending.Values.Where(one => one.Account == account && (one.Posted ?? one.Expires) > day);
        var hold = held.Sum(one => one.PendingMinor);
        return account.LimitMinor is { } limit ? limit - current - hold : current - hold;
    }

    private void Await(Transaction one)
    {
        var history = Plan.First.AddDays(-Plan.HistoryDays);
        var comes = one.Posted is { } posted ? posted.AddDays(one.LateBy) : one.Expires!.Value;
        if (comes < history || (one.Posted is null && comes <= Plan.First))
            return;
        if (one.ShowsPending && comes > Plan.First && one.Authorized < comes)
            Schedule(one.Authorized, day => Announce(one, comes, day));
        if (one.Posted is not null)
            Schedule(comes, day => Post(one, day));
    }

    private void Announce(Transaction one, DateOnly comes, DateOnly day)
    {
        if (comes <= day)
            return;
        var date = Plan.IsSecondAggregator ? one.Authorized.AddDays(UniversalShift(one)) : one.Authorized;
        var record = text.Pending(
            Bare(one, one.PendingMinor, date) with
            {
                Pending = true,
            },
            one,
            feeds[one.Account].Mask
        );
        Add(record, one, "pending", isWatched: true);
        announced[one] = record;
        pending[record.Key] = one;
        if (dice.Chance(rates.PendingEnrichRate))
            Later(day, UntilPendingEnriched, record.Key, was => was with { Name = one.Merchant.Names[0] });
        if (one.Posted is null && dice.Chance(rates.DeadPendingRemoved))
            Schedule(comes, _ => Remove(record.Key));
    }

    private void Post(Transaction one, DateOnly day)
    {
        var shift = Plan.Generation > 1 || Plan.IsSecondAggregator ? rates.DateShift : rates.FirstLinkDateShift;
        var booked = Plan.IsSecondAggregator ? one.Authorized.AddDays(UniversalShift(one)) : one.Posted!.Value;
        var bare = Bare(one, one.AmountMinor, booked.AddDays(dice.Of(shift)));
        var record = text.Posted(bare, one, feeds[one.Account].Mask);
        if (announced.Remove(one, out var announcement))
            record = Replace(record, announcement, one, day);
        var role = "posted";
        var before = scheduled;
        if (dice.Chance(rates.AmountGlitchRate) && MayBeWrong(day))
        {
            Later(day, UntilCorrected, record.Key, was => was with { Amount = bare.Amount });
            record = record with { Amount = record.Amount * 10 };
        }
        else if (dice.Chance(rates.ReaddRate) && MayBeWrong(day))
        {
            role = dice.Chance(rates.ReaddNewIdShare) ? role : "readded";
            Readd(record, one, role, day);
        }
        else if (dice.Chance(rates.ReemitRate))
        {
            var key = record.Key;
            Schedule(day.AddDays(dice.Of(UntilReemitted)), _ => Reemit(key, one));
        }
        ThinkAgain(record.Key, one, day);
        Add(record, one, role, isWatched: scheduled > before);
    }

    /// <summary>The posted record names its pending one, or not, or another; the pending one goes, or stays.</summary>
    private Record Replace(Record record, Record before, Transaction one, DateOnly day)
    {
        var rate = Plan.IsSecondAggregator ? rates.SecondAggregatorLinkRate : rates.PendingLinkRate;
        var named = dice.Chance(before.Amount == record.Amount ? rate : rate * rates.ChangedAmountLinkShare);
        if (dice.Chance(named ? rates.LinkedPendingRemovedAtOnce : rates.UnlinkedPendingRemovedAtOnce))
            Remove(before.Key);
        else if (dice.Chance(rates.PendingRemovedLater))
            Schedule(day.AddDays(dice.Of(UntilRemoved)), _ => Remove(before.Key));
        if (dice.Chance(rates.LyingLinkRate) && Another(before, one) is { } other)
            return record with { PendingTransactionId = other.TransactionId };
        return named ? record with { PendingTransactionId = before.TransactionId } : record;
    }

    private RecordKey? Another(Record before, Transaction one)
    {
        var others = pending.Where(known => known.Value != one && known.Key.AccountId == before.AccountId).ToList();
        return others.Count == 0 ? null : dice.Of(others).Key;
    }

    /// <summary>Whether there is time to put it right before the connection ends.</summary>
    private bool MayBeWrong(DateOnly day) => day.AddDays(GoneDaysMax + AwayDaysMax + (2 * SilenceMax)) <= Plan.Last;

    private void Readd(Record record, Transaction one, string role, DateOnly day) =>
        Schedule(
            day.AddDays(dice.Of(UntilGone)),
            goes =>
            {
                var last = watched[record.Key].Record;
                Remove(record.Key);
                var back = role == "readded" ? last : last with { TransactionId = NewId() };
                Schedule(
                    goes.AddDays(dice.Of(UntilBack)),
                    _ => Add(back with { PendingTransactionId = null }, one, "readded", isWatched: false)
                );
            }
        );

    private void Reemit(RecordKey key, Transaction one)
    {
        if (watched.TryGetValue(key, out var known))
            Add(
                known.Record with
                {
                    TransactionId = NewId(),
                    PendingTransactionId = null,
                },
                one,
                "reemit",
                isWatched: false
            );
    }

    private void ThinkAgain(RecordKey key, Transaction one, DateOnly day)
    {
        if (dice.Chance(rates.EnrichRate))
        {
            var moved = dice.Chance(rates.EnrichDateShare) ? dice.Between(0, 1) * 2 - 1 : 0;
            Later(
                day,
                UntilEnriched,
                key,
                was => RecordText.Enriched(was, one) with { Date = was.Date.AddDays(moved) }
            );
        }
        else if (dice.Chance(rates.IdleModificationRate))
        {
            Later(day, UntilEnriched, key, was => was);
        }
    }

    private Record Bare(Transaction one, long minor, DateOnly date)
    {
        var card = one.Merchant.Kind.IsCard && !Plan.IsSecondAggregator;
        return new Record
        {
            AccountId = feeds[one.Account].Id,
            TransactionId = NewId(),
            Amount = one.Account.Currency.Amount(minor),
            Currency = one.Account.Currency.Code,
            Date = date,
            AuthorizedDate = card && dice.Chance(rates.AuthorizedDateRate) ? one.Authorized : null,
            Name = "",
        };
    }

    private int UniversalShift(Transaction one) =>
        one.Account.Role != AccountRole.Foreign && dice.For(one.Id).Chance(rates.UniversalTimeShift) ? 1 : 0;

    /// <summary>Of what nothing further is planned nothing is kept: a long history must not cost memory.</summary>
    private void Add(Record record, Transaction one, string role, bool isWatched)
    {
        added.Add(record);
        labels[record.Key] = new Label(record.Key, one.Id, role);
        if (isWatched)
            watched[record.Key] = (record, one);
    }

    private void Remove(RecordKey key)
    {
        if (!watched.Remove(key))
            return;
        pending.Remove(key);
        modified.Remove(key);
        removed.Add(key);
    }

    private void Later(DateOnly day, Odds<int> until, RecordKey key, Func<Record, Record> change) =>
        Schedule(
            day.AddDays(dice.Of(until)),
            _ =>
            {
                if (!watched.TryGetValue(key, out var known))
                    return;
                watched[key] = (change(known.Record), known.One);
                modified[key] = watched[key].Record;
            }
        );

    private void Schedule(DateOnly day, Action<DateOnly> action) =>
        agenda.Enqueue(action, (day.DayNumber, scheduled++));

    private string NewId() => dice.Word(37);
}
