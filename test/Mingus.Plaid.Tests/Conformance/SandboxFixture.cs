using Microsoft.Extensions.Time.Testing;
using Mingus.Conformance;
using Mingus.Ledger;
using Mingus.Plaid.Tests.Support;
using Mingus.Sandbox;
using Mingus.Sandbox.Bank;
using Mingus.Sandbox.Mischief;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Conformance;

/// <summary>The Plaid client over real HTTP against the sandbox bank, whose time stands still until it is told to
/// pass.</summary>
internal sealed class SandboxFixture : ProviderFixture
{
    private const string Sync = "/transactions/sync";

    private readonly FakeTimeProvider bankTime;
    private readonly SandboxServer server;
    private readonly TestPlaid plaid;

    private SandboxFixture(FakeTimeProvider bankTime, SandboxServer server)
    {
        this.bankTime = bankTime;
        this.server = server;
        plaid = TestPlaid.At(server.BaseUrl);
    }

    public override IProvider Provider => plaid.Client;

    public override string InstitutionId => "ins_109508";

    public PlaidClient Client => plaid.Client;

    public SandboxServer Server => server;

    public static async Task<SandboxFixture> Start()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var options = new SandboxOptions
        {
            InitialDelay = TimeSpan.FromSeconds(5),
            HistoryDelay = TimeSpan.FromSeconds(30),
            MaxHistoryDays = 90,
            RefuseMutationDuringPagination = true,
        };
        var started = await SandboxServer.StartAsync(["http://127.0.0.1:0"], options, time, CancellationToken.None);
        return new SandboxFixture(time, started);
    }

    public override Task<string> Agree(CancellationToken cancellationToken) =>
        plaid.Client.CreateSandboxPublicToken(InstitutionId, "user_good", "pass_good", cancellationToken);

    public override void BringInitial() => bankTime.Advance(TimeSpan.FromSeconds(6));

    public override void BringHistory() => bankTime.Advance(TimeSpan.FromMinutes(2));

    public override void Live(ProviderAccess access, int changes, long seed) =>
        server.Bank.Mutate(access.ItemId, seed, changes);

    public override BankTruth Truth(ProviderAccess access)
    {
        var truth = server.Bank.Truth(access.ItemId);
        return new BankTruth(
            truth.Records.ToDictionary(r => r.TransactionId, RowOf, StringComparer.Ordinal),
            truth.Accounts.ToDictionary(a => a.AccountId, BalanceOf, StringComparer.Ordinal)
        );
    }

    public override void MutateBeforePage(ProviderAccess access, int page) =>
        Arm(access, new Fault { Kind = FaultKind.Mutation, Page = page });

    public override void Throttle(ProviderAccess access, TimeSpan? retryAfter) =>
        Arm(
            access,
            new Fault
            {
                Kind = FaultKind.Error,
                Code = "TRANSACTIONS_SYNC_LIMIT",
                RetryAfterSeconds = (int?)retryAfter?.TotalSeconds,
            }
        );

    public override void DemandSignIn(ProviderAccess access) =>
        server.Bank.SetError(access.ItemId, "ITEM_LOGIN_REQUIRED");

    public override void SignIn(ProviderAccess access) => server.Bank.SetError(access.ItemId, code: null);

    public override void BreakBank(ProviderAccess access) =>
        Arm(access, new Fault { Kind = FaultKind.Error, Code = "INSTITUTION_DOWN" });

    public override void Poison(ProviderAccess access) =>
        Arm(
            access,
            new Fault
            {
                Kind = FaultKind.Rewrite,
                Target = "/added/3/amount",
                Value = "\"12.34\"",
            }
        );

    public override void CutOff(ProviderAccess access) => Arm(access, new Fault { Kind = FaultKind.Truncate });

    public override void Surprise(ProviderAccess access)
    {
        Arm(access, new Fault { Kind = FaultKind.UnknownFields });
        Arm(access, new Fault { Kind = FaultKind.UnknownEnums });
    }

    public override async ValueTask DisposeAsync()
    {
        plaid.Dispose();
        await server.DisposeAsync();
    }

    private void Arm(ProviderAccess access, Fault fault) =>
        server.Mischief.Add(fault with { ItemId = access.ItemId, Path = Sync });

    private static BankRow RowOf(TruthRecord row) =>
        new(row.AccountId, row.TransactionId, Fitted(-row.Amount, row.Currency), row.Date, row.Pending);

    private static Money BalanceOf(TruthAccount account)
    {
        var isOwed = account.Type is "credit" or "loan";
        return Fitted(isOwed ? -account.Current : account.Current, account.Currency);
    }

    private static Money Fitted(decimal amount, string code)
    {
        var currency = Currency.IsIsoShaped(code) ? Currency.Official(code) : Currency.Unofficial(code);
        Assert.Equal(MoneyFit.Exact, Money.Fit(amount, currency, out var money));
        return money;
    }
}

public sealed class PlaidConformanceTests : ProviderConformance
{
    public override async Task<ProviderFixture> Begin() => await SandboxFixture.Start();
}

public sealed class PlaidFaultConformanceTests : ProviderFaultConformance
{
    public override async Task<ProviderFixture> Begin() => await SandboxFixture.Start();
}
