namespace Mingus.Sandbox.Bank;

/// <summary>How much of an item's transactions has been delivered.</summary>
internal enum Phase
{
    NotReady,
    Initial,
    Historical,
}

/// <summary>What a user agreed to in Link; an item comes from it when its public token is exchanged.</summary>
internal sealed record Agreement
{
    public required string ItemId { get; init; }
    public required Institution Institution { get; init; }
    public required string User { get; init; }
    public CustomUser? Custom { get; init; }
    public IReadOnlyList<string> Products { get; init; } = ["transactions"];
    public string? Webhook { get; init; }
    public int? DaysRequested { get; init; }
    public DateOnly? EndDate { get; init; }

    /// <summary>Positions of the accounts that are shared; null shares all.</summary>
    public IReadOnlySet<int>? Shared { get; init; }

    /// <summary>The error the item is born with.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Real instant after which the public token is void.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>One connection of a user to a bank, with its ledger and its health.</summary>
internal sealed class Item(Agreement agreement, string accessToken, Ledger ledger, Life life, DateTimeOffset createdAt)
{
    private const int InitialDays = 30;
    private const int DefaultDays = 90;
    private bool _initialReleased;
    private bool _historyReleased;

    public Agreement Agreement { get; } = agreement;
    public string Id => Agreement.ItemId;
    public string AccessToken { get; } = accessToken;
    public Institution Institution => Agreement.Institution;
    public Ledger Ledger { get; } = ledger;
    public IReadOnlyList<ItemAccount> Accounts => Ledger.Accounts;

    /// <summary>Sandbox instant of the exchange.</summary>
    public DateTimeOffset CreatedAt { get; } = createdAt;

    /// <summary>Real instants at which the two parts are ready; null until the product is started.</summary>
    public DateTimeOffset? InitialAt { get; set; }
    public DateTimeOffset? HistoryAt { get; set; }
    public bool InitialDone { get; private set; }
    public bool HistoryDone { get; private set; }

    /// <summary>The most days this login and bank give.</summary>
    public required int MaxDays { get; init; }

    /// <summary>Whether rows appear as time passes; else only a refresh brings new ones.</summary>
    public required bool GrowsWithClock { get; init; }
    public int? Days { get; private set; }
    public string? Webhook { get; set; } = agreement.Webhook;

    /// <summary>A sync was called, so that SYNC_UPDATES_AVAILABLE is sent from now on.</summary>
    public bool Armed { get; set; }

    /// <summary>The aggregator has stopped asking the bank, and does not say so.</summary>
    public bool Frozen { get; set; }
    public bool IsRemoved { get; set; }
    public string? ErrorCode { get; private set; } = agreement.ErrorCode;
    public DateTimeOffset LastSuccess { get; private set; } = createdAt;
    public DateTimeOffset? LastFailure { get; private set; }

    /// <summary>When the consent ends, at banks that limit it; a webhook tells seven days before.</summary>
    public DateTimeOffset? ConsentExpiresAt { get; set; }
    public (DateTimeOffset At, string Code)? LastWebhook { get; set; }

    /// <summary>How much of the log has been announced by webhooks.</summary>
    public int Announced { get; set; }

    /// <summary>Rows taken away by <see cref="Mutations"/>, which may bring them back.</summary>
    public List<Row> TakenAway { get; } = [];
    public int MutationCount { get; set; }

    public Phase Phase =>
        _historyReleased ? Phase.Historical
        : _initialReleased ? Phase.Initial
        : Phase.NotReady;

    /// <summary>Brings the item up to the two clocks, unless its bank cannot be asked.</summary>
    public void Advance(DateTimeOffset now, DateTimeOffset real)
    {
        InitialDone |= InitialAt <= real;
        HistoryDone |= InitialDone && HistoryAt <= real;
        Release();
        if (ErrorCode is not null)
        {
            LastFailure = now;
        }
        else if (!Frozen)
        {
            if (GrowsWithClock)
            {
                life.RunTo(now);
            }
            LastSuccess = now;
        }
    }

    /// <summary>The first call for transactions fixes the depth, where Link did not.</summary>
    public void FixDepth(int? wanted)
    {
        if (Days is not null)
        {
            return;
        }
        Days = Math.Min(wanted ?? DefaultDays, MaxDays);
        if (Agreement.Custom is null)
        {
            Ledger.WindowStart = Instants.DayOf(CreatedAt).AddDays(-Days.Value);
        }
        Release();
    }

    public void Fail(string code) => ErrorCode = code;

    public void Heal() => ErrorCode = null;

    private void Release()
    {
        if (Days is null)
        {
            return;
        }
        if (InitialDone && !_initialReleased)
        {
            var from = Instants.DayOf(CreatedAt).AddDays(-InitialDays);
            Ledger.Release(r => r.Pending || r.Date >= from);
            _initialReleased = true;
        }
        if (HistoryDone && !_historyReleased)
        {
            Ledger.Release(static _ => true);
            _historyReleased = true;
        }
    }
}
