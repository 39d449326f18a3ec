using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Tests;

/// <summary>A provider that answers what a test has put down for it, in order, and keeps what it was asked.</summary>
internal sealed class ScriptedProvider : IProvider
{
    private readonly Queue<Func<string?, ProviderPage>> _pages = new();
    private readonly Lock _lock = new();

    public string Name => "scripted";

    public int HistoryDays { get; set; } = 730;

    public List<string> Calls { get; } = [];

    /// <summary>What GetAccounts and GetLiveBalances answer.</summary>
    public IReadOnlyList<ProviderAccount> Accounts { get; set; } = [];

    /// <summary>What GetLiveBalances throws instead; null for an answer.</summary>
    public ProviderFault? LiveFault { get; set; }

    /// <summary>What GetItem says.</summary>
    public ProviderItem Item { get; set; } = new("item-1", "ins_1", "First Bank", null, null, null, null);

    /// <summary>Waited for in every page; lets a test hold a run inside its fetch.</summary>
    public Func<Task> BeforePage { get; set; } = static () => Task.CompletedTask;

    /// <summary>When nothing is scripted: an empty update at this cursor.</summary>
    public string IdleCursor { get; set; } = "idle";

    public int PageCalls => Calls.Count(static c => c.StartsWith("page", StringComparison.Ordinal));

    public ScriptedProvider Page(ProviderPage page)
    {
        _pages.Enqueue(_ => page);
        return this;
    }

    public ScriptedProvider Fault(ProviderFault fault)
    {
        _pages.Enqueue(_ => throw new ProviderException(fault));
        return this;
    }

    /// <summary>What GetWindow answers, by query and offset.</summary>
    public Func<WindowQuery, int, ProviderWindow> Window { get; set; } =
        static (_, _) => new ProviderWindow([], [], Rows: 0, Total: 0, Bytes: 10, "req");

    public Task<ProviderWindow> GetWindow(
        ProviderAccess access,
        WindowQuery query,
        int offset,
        int count,
        CancellationToken cancellationToken
    )
    {
        Note($"window {query.Days} {offset}");
        return Task.FromResult(Window(query, offset));
    }

    public async Task<ProviderPage> GetPage(
        ProviderAccess access,
        string? cursor,
        int count,
        CancellationToken cancellationToken
    )
    {
        await BeforePage();
        Func<string?, ProviderPage>? next;
        lock (_lock)
        {
            Calls.Add($"page {cursor ?? "null"}");
            _pages.TryDequeue(out next);
        }

        return next is null ? Pages.Last(cursor ?? IdleCursor) : next(cursor);
    }

    public Task<LinkToken> CreateLinkToken(LinkRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new LinkToken("link-1", DateTimeOffset.MaxValue, Url: null));

    public Task<ProviderLink> Exchange(string publicToken, CancellationToken cancellationToken)
    {
        Note("exchange");
        return Task.FromResult(new ProviderLink(new ProtectedToken($"access-{publicToken}"), $"item-{publicToken}"));
    }

    public Task<ProviderItem> GetItem(ProviderAccess access, CancellationToken cancellationToken)
    {
        Note("item");
        return Task.FromResult(Item);
    }

    public Task<string> GetInstitutionName(string institutionId, CancellationToken cancellationToken) =>
        Task.FromResult("First Bank");

    public Task<AccountsAnswer> GetAccounts(ProviderAccess access, CancellationToken cancellationToken)
    {
        Note("accounts");
        return Task.FromResult(new AccountsAnswer(Accounts, [], 100, "req"));
    }

    public Task<AccountsAnswer> GetLiveBalances(ProviderAccess access, CancellationToken cancellationToken)
    {
        Note("balance");
        return LiveFault is { } fault
            ? throw new ProviderException(fault)
            : Task.FromResult(new AccountsAnswer(Accounts, [], 100, "req"));
    }

    public Task Remove(ProviderAccess access, CancellationToken cancellationToken)
    {
        Note("remove");
        return Task.CompletedTask;
    }

    /// <summary>Payloads are the text of an amount here; "poison" stays unreadable.</summary>
    public RereadRecord Reread(string payload) =>
        payload == "poison"
            ? new RereadRecord(null, new UnreadableRecord("a1", "t1", "amount", "not a number", payload))
            : new RereadRecord(Pages.Posted("t1", payload), null);

    private void Note(string call)
    {
        lock (_lock)
        {
            Calls.Add(call);
        }
    }
}

/// <summary>Pages and changes in few words. Everything is in dollars, on account a1, on 2026-08-03.</summary>
internal static class Pages
{
    public static readonly Currency Dollars = Currency.Official("USD");

    public static ProviderPage More(string cursor, params ProviderChange[] changes) =>
        Of(cursor, hasMore: true, changes);

    public static ProviderPage Last(string? cursor, params ProviderChange[] changes) =>
        Of(cursor, hasMore: false, changes);

    public static ProviderPage NotReady() =>
        new([], [], [], NextCursor: null, HasMore: false, HistoryStatus.NotReady, 10, "req");

    public static ProviderChange.Upsert Posted(string id, string amount, string? pending = null) =>
        new("a1", id, Content(amount, isPending: false) with { PendingTransactionId = pending });

    public static ProviderChange.Upsert Pending(string id, string amount) =>
        new("a1", id, Content(amount, isPending: true));

    public static ProviderChange.Removal Removed(string id) => new("a1", id);

    public static ProviderAccount Account(string id = "a1", string? current = "100.00") =>
        new()
        {
            ProviderAccountId = id,
            Name = $"Checking {id}",
            Kind = AccountKind.Depository,
            Subtype = "checking",
            Mask = "1234",
            Balance = new ProviderBalance(
                current is null ? null : Amount(current),
                null,
                null,
                Dollars,
                AsOf: null,
                Unreadable: null,
                "{}"
            ),
        };

    public static RecordContent Content(string amount, bool isPending) =>
        new()
        {
            Amount = Amount(amount),
            Date = new DateOnly(2026, 8, 3),
            IsPending = isPending,
            Description = "Corner Cafe",
            MerchantName = "Corner Cafe",
        };

    public static Money Amount(string text)
    {
        Money.Fit(decimal.Parse(text), Dollars, out var money);
        return money;
    }

    private static ProviderPage Of(string? cursor, bool hasMore, ProviderChange[] changes) =>
        new([Account()], changes, [], cursor, hasMore, HistoryStatus.Complete, 100, "req");
}
