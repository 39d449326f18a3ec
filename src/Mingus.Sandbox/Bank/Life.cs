namespace Mingus.Sandbox.Bank;

/// <summary>
/// Lets planned transactions happen in a ledger: each has its moments, and running to an instant plays all moments up
/// to it in order. In how many steps one runs makes no difference.
/// </summary>
internal sealed class Life(IPlan plan, Ledger ledger)
{
    private readonly PriorityQueue<(Moment Moment, Planned Planned), (long Ticks, long Order)> _queue = new();
    private readonly Dictionary<string, Row> _withdrawn = new(StringComparer.Ordinal);
    private DateOnly _next = plan.FirstDay;
    private long _order;

    private enum Moment
    {
        Appear,
        Post,
        Vanish,
        Rename,
        Amend,
        Withdraw,
        Return,
        Churn,
    }

    /// <summary>The real transactions that will still change.</summary>
    public IReadOnlySet<string> StillChanging =>
        _queue.UnorderedItems.Select(e => e.Element.Planned.Real).ToHashSet(StringComparer.Ordinal);

    public void RunTo(DateTimeOffset now)
    {
        var today = Instants.DayOf(now);
        for (; _next <= today; _next = _next.AddDays(1))
        {
            foreach (var planned in plan.On(_next))
            {
                Schedule(planned);
            }
        }
        while (_queue.TryPeek(out _, out var due) && due.Ticks <= now.UtcTicks)
        {
            var (moment, planned) = _queue.Dequeue();
            Play(moment, planned);
        }
    }

    private void Schedule(Planned planned)
    {
        var postAt = Instants.At(planned.PostOn, planned.PostMinute);
        if (planned.PendingAmount is not null)
        {
            Add(Moment.Appear, planned, Instants.At(planned.Day, planned.Minute));
        }
        Add(planned.PostedAmount is null ? Moment.Vanish : Moment.Post, planned, postAt);
        if (planned.PostedAmount is null || planned.Quirk == Quirk.None)
        {
            return;
        }
        var later = postAt.AddDays(planned.QuirkDays);
        switch (planned.Quirk)
        {
            case Quirk.Rename:
                Add(Moment.Rename, planned, later);
                break;
            case Quirk.Amend:
                Add(Moment.Amend, planned, later);
                break;
            case Quirk.Churn:
                Add(Moment.Churn, planned, later);
                break;
            case Quirk.Withdraw:
                Add(Moment.Withdraw, planned, later);
                Add(Moment.Return, planned, later.AddDays(7));
                break;
            default:
                break;
        }
    }

    private void Add(Moment moment, Planned planned, DateTimeOffset at) =>
        _queue.Enqueue((moment, planned), (at.UtcTicks, _order++));

    private void Play(Moment moment, Planned planned)
    {
        var row = ledger.ByReal(planned.Real);
        switch (moment)
        {
            case Moment.Appear:
                ledger.Put(PendingRow(planned, planned.PendingAmount!.Value));
                break;
            case Moment.Post:
                Post(planned, row);
                break;
            case Moment.Vanish when row is { Pending: true }:
                ledger.Remove(row);
                break;
            case Moment.Rename when row is { Pending: false }:
                ledger.Put(row with { Name = planned.Payee.Merchant?.Name ?? Tidy(row.Name) });
                break;
            case Moment.Amend when row is { Pending: false }:
                ledger.Put(row with { Amount = row.Amount + Currencies.Unit(row.Currency) * 5 });
                break;
            case Moment.Withdraw when row is { Pending: false }:
                ledger.Remove(row);
                _withdrawn[planned.Real] = row;
                break;
            case Moment.Return when row is null && _withdrawn.Remove(planned.Real, out var back):
                ledger.Put(back);
                break;
            case Moment.Churn when row is { Pending: false }:
                ledger.Remove(row);
                ledger.Put(row with { Id = ledger.NewId(planned.Real, "churned"), PendingId = null });
                break;
            default:
                // Something else, a mutation for instance, was faster.
                break;
        }
    }

    private void Post(Planned planned, Row? pending)
    {
        if (planned.PendingAmount is not null && pending is not { Pending: true })
        {
            return;
        }
        // A pending row that nobody saw is not referred to.
        var link = planned.Linked && pending is not null && ledger.WasDelivered(pending) ? pending.Id : null;
        if (pending is not null)
        {
            ledger.Remove(pending);
        }
        ledger.Put(
            PendingRow(planned, planned.PostedAmount!.Value) with
            {
                Id = ledger.NewId(planned.Real, "posted"),
                Pending = false,
                PendingId = link,
                Date = planned.PostOn,
                AuthorizedDate = planned.AuthorizedOn ?? (planned.PendingAmount is null ? planned.PostOn : planned.Day),
            }
        );
    }

    private Row PendingRow(Planned planned, decimal amount) =>
        new()
        {
            Id = ledger.NewId(planned.Real, "pending"),
            Account = planned.Account,
            Amount = amount,
            Currency = planned.Currency ?? ledger.Accounts[planned.Account].Currency,
            Date = planned.Day,
            AuthorizedDate = planned.AuthorizedOn ?? planned.Day,
            AuthorizedAt = planned.Payee.HasTimes ? Instants.At(planned.Day, planned.Minute) : null,
            Pending = true,
            Name = planned.Payee.Name,
            Payee = planned.Payee,
            Real = planned.Real,
        };

    private static string Tidy(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w[0] != '#');
        return string.Join(' ', words.Select(w => w[..1] + w[1..].ToLowerInvariant()));
    }
}
