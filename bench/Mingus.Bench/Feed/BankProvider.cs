using System.Collections.Concurrent;
using Mingus.Ledger;
using Mingus.Plaid;
using Mingus.Plaid.Wire;
using Mingus.Sync.Ports;

namespace Mingus.Bench.Feed;

/// <summary>A provider without latency: answers from memory with what was laid ready before the clock ran.</summary>
internal sealed class BankProvider : IProvider
{
    private static readonly DateTimeOffset ReadAt = new(2026, 6, 30, 6, 0, 0, TimeSpan.Zero);

    /// <summary>When the bank was read for a new connection: before the first page of its stream.</summary>
    public static readonly DateTimeOffset LinkedAt = new(2024, 6, 30, 6, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<string, (DateTimeOffset ReadAt, Queue<byte[]> Pages)> _updates = new(
        StringComparer.Ordinal
    );
    private Func<ProviderPage>? _next;

    public string Name => "bench";

    public int HistoryDays => 730;

    /// <summary>An account as it is listed with every answer, with what it holds in minor units and since
    /// when.</summary>
    public static ProviderAccount AccountOf(string accountId, long balance = 100_000_000, DateTimeOffset? asOf = null)
    {
        var usd = Currency.Official("USD");
        return new ProviderAccount
        {
            ProviderAccountId = accountId,
            Name = "Checking",
            OfficialName = "Everyday Checking",
            Mask = "0000",
            Kind = AccountKind.Depository,
            Subtype = "checking",
            Balance = new ProviderBalance(
                new Money(balance, usd),
                new Money(balance, usd),
                null,
                usd,
                asOf,
                null,
                "{}"
            ),
        };
    }

    /// <summary>Lays a translated page ready.</summary>
    public void Ready(ProviderPage page) => _next = () => page;

    /// <summary>Lays a page ready as the bytes of Plaid's answer; it is parsed and translated when it is asked
    /// for.</summary>
    public void Ready(byte[] plaid) => _next = () => Translate(plaid);

    /// <summary>Lays the pages of an update of one connection ready, as the bytes of Plaid's answers; the bank was
    /// read then.</summary>
    public void Ready(string itemId, IReadOnlyList<byte[]> pages, DateTimeOffset readAt) =>
        _updates[itemId] = (readAt, new Queue<byte[]>(pages));

    /// <summary>From now on there is nothing new, for any connection.</summary>
    public void Quiet() => _next = null;

    public Task<ProviderPage> GetPage(
        ProviderAccess access,
        string? cursor,
        int count,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            _updates.TryGetValue(access.ItemId, out var update) && update.Pages.TryDequeue(out var page)
                ? Translate(page)
                : _next?.Invoke() ?? Nothing(access, cursor)
        );

    public Task<ProviderItem> GetItem(ProviderAccess access, CancellationToken cancellationToken)
    {
        var readAt = _updates.TryGetValue(access.ItemId, out var update) ? update.ReadAt : ReadAt;
        return Task.FromResult(new ProviderItem(access.ItemId, "ins_1", "First Bank", null, null, readAt, null));
    }

    public Task<LinkToken> CreateLinkToken(LinkRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ProviderLink> Exchange(string publicToken, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<string> GetInstitutionName(string institutionId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<AccountsAnswer> GetAccounts(ProviderAccess access, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<AccountsAnswer> GetLiveBalances(ProviderAccess access, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ProviderWindow> GetWindow(
        ProviderAccess access,
        WindowQuery query,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task Remove(ProviderAccess access, CancellationToken cancellationToken) => throw new NotSupportedException();

    public RereadRecord Reread(string payload) => throw new NotSupportedException();

    private static ProviderPage Translate(byte[] plaid)
    {
        using var document = WireText.Parse(plaid);
        return PlaidTranslation.Page(document.RootElement, plaid.Length, requestId: null);
    }

    // Each connection has one account, named like its item.
    private static ProviderPage Nothing(ProviderAccess access, string? cursor) =>
        new([AccountOf(access.ItemId)], [], [], cursor ?? "cursor", false, HistoryStatus.Complete, 0, null);
}
