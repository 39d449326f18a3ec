using Microsoft.Extensions.DependencyInjection;
using Mingus.Ledger;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Sync.Ports;

namespace Mingus.Extending;

/// <summary>
/// What docs/guides/extending shows is done here, by an assembly of its own that sees only what is public: a
/// provider, a check, a notice. The guides' snippets are taken from these files.
/// </summary>
public sealed class ExtendingTests
{
    private static readonly PageRequest First = new(Limit: 100, After: null);

    [Fact]
    public async Task A_provider_of_ones_own_is_linked_synced_and_checked_like_any_other()
    {
        var bank = new StatementProvider(TimeProvider.System);
        bank.Book("giro", "2026-05-02;-2500.00;Salary");
        bank.Book("giro", "2026-05-03;4.50;Kiosk");
        await using var host = await Host.Start(services => services.AddSingleton<IProvider>(bank));

        var (userId, connectionId, run) = await host.Link("giro");

        Assert.Equal((RunStatus.Succeeded, null), (run.Status, run.Problem?.Code));
        var account = Assert.Single((await host.Queries.Accounts(userId, First, default)).Value.Items);
        Assert.Equal(("249550", "EUR"), ($"{account.Balance!.Current.Minor}", account.Account.Currency.Code));
        Assert.Equal([-450L, 250_000L], (await Amounts(host, userId, account.Account.Id)).Order());

        bank.Book("giro", "2026-05-04;1.10;Bread");
        var next = await host.Sync(userId, connectionId, SyncType.Full);
        Assert.Equal(RunStatus.Succeeded, next.Status);
        Assert.Equal([-450L, -110L, 250_000L], (await Amounts(host, userId, account.Account.Id)).Order());
        Assert.Empty((await host.Queries.Findings(userId, new(State: FindingState.Open), First, default)).Value.Items);
    }

    [Fact]
    public async Task A_line_that_cannot_be_read_is_put_aside_and_the_rest_is_kept()
    {
        var bank = new StatementProvider(TimeProvider.System);
        bank.Book("giro", "2026-05-02;-2500.00;Salary");
        bank.Book("giro", "yesterday;much;Something");
        await using var host = await Host.Start(services => services.AddSingleton<IProvider>(bank));

        var (userId, _, run) = await host.Link("giro");

        Assert.Equal(RunStatus.Partial, run.Status);
        var aside = Assert.Single((await host.Queries.Quarantine(userId, First, default)).Value.Items);
        Assert.Equal("yesterday;much;Something", aside.Payload);
    }

    [Fact]
    public async Task A_check_of_ones_own_runs_beside_ours()
    {
        var bank = new StatementProvider(TimeProvider.System);
        bank.Book("giro", "2026-05-03;4.50;Kiosk");
        await using var host = await Host.Start(services =>
            services
                .AddSingleton<IProvider>(bank)
                // snippet register-check
                .AddSingleton<ILedgerCheck>(new KioskCheck())
        // end snippet
        );
        var (userId, connectionId, _) = await host.Link("giro");

        await host.Sync(userId, connectionId, SyncType.Validate);

        var found = (await host.Queries.Findings(userId, new(State: FindingState.Open), First, default)).Value.Items;
        Assert.Equal("kiosk", Assert.Single(found).Check);
    }

    [Fact]
    public async Task A_notice_of_ones_own_is_told_once_with_the_commit_it_is_about()
    {
        var bank = new StatementProvider(TimeProvider.System);
        bank.Book("giro", "2026-05-03;4.50;Kiosk");
        await using var host = await Host.Start(services =>
            services
                .AddSingleton<IProvider>(bank)
                // snippet register-notice
                .AddSingleton<INoticeRule>(new SalaryNotice())
        // end snippet
        );
        var (userId, connectionId, _) = await host.Link("giro");
        Assert.Empty(await Told(host, userId));

        bank.Book("giro", "2026-05-31;-2500.00;Salary");
        await host.Sync(userId, connectionId, SyncType.Transactions);
        await host.Sync(userId, connectionId, SyncType.Transactions);

        var told = Assert.Single(await Told(host, userId));
        Assert.Equal(("Your salary has arrived.", 1), (told.Text, told.Count));
    }

    private static async Task<IEnumerable<Notification>> Told(Host host, UserId userId) =>
        (await host.Notifications.Notifications(userId, open: null, First, default)).Value.Items.Where(notification =>
            notification.Topic == "salary"
        );

    private static async Task<IEnumerable<long>> Amounts(Host host, UserId userId, AccountId accountId) =>
        (
            await host.Queries.Transactions(userId, accountId, new TransactionFilter(), First, default)
        ).Value!.Items.Select(shown => shown.Primary!.Content.Amount.Minor);
}
