using Mingus.Ledger;
using Mingus.Simulation.Script;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Nodes;

/// <summary>The provider as a node has it, which remembers the last whole update of each item for the checks.</summary>
internal sealed class NodeProvider(IProvider inner, FaultPoints points, PlantedBug bug) : IProvider
{
    private readonly Dictionary<string, List<ProviderPage>> _pages = new(StringComparer.Ordinal);

    public string Name => inner.Name;

    public int HistoryDays => inner.HistoryDays;

    /// <summary>The pages of the item's update under way, or of the last one.</summary>
    public IReadOnlyList<ProviderPage> PagesOf(string itemId) => _pages.TryGetValue(itemId, out var pages) ? pages : [];

    public Task<LinkToken> CreateLinkToken(LinkRequest request, CancellationToken cancellationToken) =>
        inner.CreateLinkToken(request, cancellationToken);

    public Task<ProviderLink> Exchange(string publicToken, CancellationToken cancellationToken) =>
        Call(() => inner.Exchange(publicToken, cancellationToken));

    public Task<ProviderItem> GetItem(ProviderAccess access, CancellationToken cancellationToken) =>
        Call(() => inner.GetItem(access, cancellationToken));

    public Task<string> GetInstitutionName(string institutionId, CancellationToken cancellationToken) =>
        Call(() => inner.GetInstitutionName(institutionId, cancellationToken));

    public Task<AccountsAnswer> GetAccounts(ProviderAccess access, CancellationToken cancellationToken) =>
        Call(() => inner.GetAccounts(access, cancellationToken));

    public Task<AccountsAnswer> GetLiveBalances(ProviderAccess access, CancellationToken cancellationToken) =>
        Call(() => inner.GetLiveBalances(access, cancellationToken));

    public async Task<ProviderPage> GetPage(
        ProviderAccess access,
        string? cursor,
        int count,
        CancellationToken cancellationToken
    )
    {
        var asked = bug.Cursor is { } turn ? turn(cursor) : cursor;
        var page = await Call(() => inner.GetPage(access, asked, count, cancellationToken));
        page = bug.Page is { } change ? change(page) : page;
        if (cursor is null || !cursor.Contains('+', StringComparison.Ordinal))
        {
            _pages[access.ItemId] = [];
        }

        if (_pages.TryGetValue(access.ItemId, out var pages))
        {
            pages.Add(page);
        }

        return page;
    }

    public Task<ProviderWindow> GetWindow(
        ProviderAccess access,
        WindowQuery query,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => Call(() => inner.GetWindow(access, query, offset, count, cancellationToken));

    public Task Remove(ProviderAccess access, CancellationToken cancellationToken) =>
        Call(async () =>
        {
            await inner.Remove(access, cancellationToken);
            return 0;
        });

    public RereadRecord Reread(string payload) => inner.Reread(payload);

    private async Task<T> Call<T>(Func<Task<T>> call)
    {
        try
        {
            return await points.Provider(call);
        }
        catch (ProviderException e) when (bug.Fault is not null)
        {
            throw new ProviderException(bug.Fault(e.Fault), e);
        }
    }
}
