using System.Globalization;
using Mingus.Ledger;
using Mingus.Simulation.Script;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Bank;

/// <summary>The provider before the model banks, without faults that pass: those are the node's fault points.</summary>
internal sealed class ModelProvider(ModelBank bank, Swarm swarm) : IProvider
{
    public string Name => "model";

    public int HistoryDays => 730;

    public Task<LinkToken> CreateLinkToken(LinkRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The simulation links without a page.");

    public Task<ProviderLink> Exchange(string publicToken, CancellationToken cancellationToken) =>
        Task.FromResult(new ProviderLink(new ProtectedToken($"access-{publicToken}"), publicToken));

    public Task<ProviderItem> GetItem(ProviderAccess access, CancellationToken cancellationToken)
    {
        var item = ItemOf(access);
        var error = item.NeedsLogin ? Login() : null;
        return Task.FromResult(new ProviderItem(item.Id, "ins_1", "Model Bank", error, null, item.ReadAt, null));
    }

    public Task<string> GetInstitutionName(string institutionId, CancellationToken cancellationToken) =>
        Task.FromResult("Model Bank");

    public Task<AccountsAnswer> GetAccounts(ProviderAccess access, CancellationToken cancellationToken)
    {
        var item = Readable(access);
        return Task.FromResult(new AccountsAnswer([.. AccountsOf(item, item.Head)], [], 100, null));
    }

    public Task<AccountsAnswer> GetLiveBalances(ProviderAccess access, CancellationToken cancellationToken)
    {
        var item = Readable(access);
        var live = item.Household.Accounts.Select(account => AccountOf(item, account, account.Balance, asOf: null));
        return Task.FromResult(new AccountsAnswer([.. live], [], 100, null));
    }

    public Task<ProviderPage> GetPage(
        ProviderAccess access,
        string? cursor,
        int count,
        CancellationToken cancellationToken
    )
    {
        var item = Readable(access);
        if (item.History == HistoryStatus.NotReady)
        {
            return Task.FromResult(
                new ProviderPage([.. AccountsOf(item, item.Head)], [], [], "", false, item.History, 10, null)
            );
        }

        return Task.FromResult(PageOf(item, cursor));
    }

    public Task<ProviderWindow> GetWindow(
        ProviderAccess access,
        WindowQuery query,
        int offset,
        int count,
        CancellationToken cancellationToken
    )
    {
        var item = Readable(access);
        if (item.History != HistoryStatus.Complete)
        {
            throw Fault(Recovery.Wait, "product_not_ready");
        }

        var rows = item.Live()
            .Where(row => query.Days.Contains(row.Content!.Date))
            .Where(row => query.ProviderAccounts.Count == 0 || query.ProviderAccounts.Contains(row.Account))
            .OrderByDescending(static row => row.Content!.Date)
            .ThenBy(static row => row.Id, StringComparer.Ordinal)
            .ToList();
        var page = rows.Skip(offset).Take(Math.Min(count, Math.Max(swarm.PageSize, 2))).ToList();
        foreach (var row in page)
        {
            item.ShownByWindow[row.Id] = item.Head;
        }

        return Task.FromResult(
            new ProviderWindow(
                [.. page.Where(static row => !row.IsUnreadable).Select(UpsertOf)],
                [.. page.Where(static row => row.IsUnreadable).Select(UnreadableOf)],
                page.Count,
                rows.Count,
                100,
                null
            )
        );
    }

    public Task Remove(ProviderAccess access, CancellationToken cancellationToken)
    {
        ItemOf(access).IsRemoved = true;
        return Task.CompletedTask;
    }

    public RereadRecord Reread(string payload)
    {
        var parts = payload.Split('|');
        var item = bank.Item(parts[0]);
        var told = item.Versions[parts[1]][^1];
        item.ShownByWindow[told.Id] = item.Head;
        return told is { IsUnreadable: false, Content: not null }
            ? new RereadRecord(UpsertOf(told), null)
            : new RereadRecord(null, UnreadableOf(told));
    }

    public static ProviderException Fault(Recovery recovery, string code, DateTimeOffset? retryAt = null) =>
        new(new ProviderFault(recovery, code, "The model bank refuses.", ActionOf(recovery), null, retryAt));

    private static string ActionOf(Recovery recovery) =>
        recovery is Recovery.Throttle or Recovery.Wait ? ProblemActions.Wait : ProblemActions.Retry;

    private static ProviderFault Login() =>
        new(Recovery.Relink, "item_login_required", "The person must sign in again.", ProblemActions.Relink);

    // From the position to the head, each row once as it stands there, page by page.
    private ProviderPage PageOf(BankItem item, string? cursor)
    {
        item.CursorsLost += cursor is null ? 1 : 0;
        var (from, promised) = cursor is null ? (0, null) : ModelBank.PositionOf(cursor);
        var done = cursor is null || !cursor.Contains('+', StringComparison.Ordinal) ? 0 : DoneOf(cursor);
        if (cursor is not null && from < item.CursorsFrom && promised is null)
        {
            throw Fault(Recovery.Reset, "cursor_lost");
        }

        var head = promised ?? item.Head;
        if (swarm.Mutates && promised is not null && head != item.Head)
        {
            throw Fault(Recovery.Restart, "mutation_during_pagination");
        }

        var rows = RowsBetween(item, from, head);
        var page = rows.Skip(done).Take(swarm.PageSize).ToList();
        var hasMore = done + page.Count < rows.Count;
        var next = hasMore
            ? string.Create(CultureInfo.InvariantCulture, $"{item.Id}:{from}:+{done + page.Count}:{head}")
            : ModelBank.CursorOf(item, head);
        return new ProviderPage(
            [.. AccountsOf(item, head)],
            [
                .. page.Where(static row => row.Content is null)
                    .Select(static row => new ProviderChange.Removal(row.Account, row.Id)),
                .. page.Where(static row => row is { Content: not null, IsUnreadable: false }).Select(UpsertOf),
            ],
            [.. page.Where(static row => row is { Content: not null, IsUnreadable: true }).Select(UnreadableOf)],
            next,
            hasMore,
            item.History,
            100,
            null
        );
    }

    private static int DoneOf(string cursor) => int.Parse(cursor.Split(':')[2].AsSpan(1), CultureInfo.InvariantCulture);

    private static List<Told> RowsBetween(BankItem item, int from, int head)
    {
        var last = new OrderedDictionary<string, Told>(StringComparer.Ordinal);
        for (var position = from; position < head; position++)
        {
            var told = item.Log[position];
            last.Remove(told.Id);
            last[told.Id] = told;
        }

        // From the beginning nothing is withdrawn: what is gone is not told.
        return [.. last.Values.Where(told => from > 0 || told.Content is not null)];
    }

    private static IEnumerable<ProviderAccount> AccountsOf(BankItem item, int position) =>
        item.Household.Accounts.Select(account =>
            AccountOf(item, account, item.BalanceAt(account.Number, position), asOf: null)
        );

    private static ProviderAccount AccountOf(BankItem item, BankAccount account, long? balance, DateTimeOffset? asOf)
    {
        var money = balance is { } minor ? new Money(minor, BankAccount.Currency) : (Money?)null;
        return new ProviderAccount
        {
            ProviderAccountId = item.AccountIdOf(account),
            Name = $"Account {account.Number}",
            Mask = $"{account.Number:0000}",
            Kind = account.Kind,
            Subtype = account.Kind == AccountKind.Credit ? "credit card" : "checking",
            Balance = new ProviderBalance(money, money, null, BankAccount.Currency, asOf, null, "{}"),
        };
    }

    private static ProviderChange.Upsert UpsertOf(Told row) => new(row.Account, row.Id, row.Content!);

    private static UnreadableRecord UnreadableOf(Told row) =>
        new(row.Account, row.Id, "amount", "it is no number", $"{row.Id.Split('-')[0]}|{row.Id}");

    private BankItem Readable(ProviderAccess access)
    {
        var item = ItemOf(access);
        return item.NeedsLogin ? throw new ProviderException(Login()) : item;
    }

    private BankItem ItemOf(ProviderAccess access)
    {
        if (!string.Equals(access.Token.Reveal(), $"access-{access.ItemId}", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("A token was used for another item.");
        }

        var item = bank.Item(access.ItemId);
        return item.IsRemoved ? throw Fault(Recovery.Stop, "item_not_found") : item;
    }
}
