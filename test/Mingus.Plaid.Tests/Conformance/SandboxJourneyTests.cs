using Mingus.Conformance;
using Mingus.Ledger;
using Mingus.Sandbox.Mischief;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Conformance;

/// <summary>What only Plaid has, over real HTTP against the sandbox, which shares no code with the client.</summary>
public sealed class SandboxJourneyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recurring_streams_are_read_and_signed_as_ours()
    {
        await using var bank = await SandboxFixture.Start();
        var access = await bank.LinkWithHistory(Cancel);
        await bank.Client.GetPage(access, null, 500, Cancel);
        var recurring = await bank.Client.GetRecurring(access, Cancel);
        Assert.Empty(recurring.Unreadable);
        Assert.NotEmpty(recurring.Inflows);
        Assert.All(recurring.Inflows, s => Assert.True(s.LastAmount?.Minor > 0));
        Assert.All(recurring.Outflows, s => Assert.True(s.LastAmount?.Minor < 0));
    }

    [Fact]
    public async Task Refresh_webhook_and_sandbox_calls_are_understood()
    {
        await using var bank = await SandboxFixture.Start();
        var access = await bank.LinkWithHistory(Cancel);
        await bank.Client.Refresh(access, Cancel);
        await bank.Client.UpdateWebhook(access, "http://127.0.0.1:9/hook", Cancel);
        await bank.Client.FireSandboxWebhook(access, "TRANSACTIONS", "SYNC_UPDATES_AVAILABLE", Cancel);
        await bank.Client.UpdateWebhook(access, url: null, Cancel);
        await bank.Client.ResetSandboxLogin(access, Cancel);
        Assert.Equal("item_login_required", (await bank.Client.GetItem(access, Cancel)).Error?.Code);
        var key = await bank.Client.GetWebhookKey(bank.Server.RotateWebhookKey(), Cancel);
        Assert.Equal(("ES256", "P-256"), (key.Algorithm, key.Curve));
        Assert.Null(key.ExpiredAt);
        var unknown = () => bank.Client.GetWebhookKey("no such key", Cancel);
        Assert.Equal(
            "invalid_webhook_verification_key_id",
            (await Assert.ThrowsAsync<ProviderException>(unknown)).Fault.Code
        );
    }

    [Fact]
    public async Task An_exchange_whose_answer_is_lost_is_not_sent_again()
    {
        await using var bank = await SandboxFixture.Start();
        var token = await bank.Agree(Cancel);
        const string Path = "/item/public_token/exchange";
        bank.Server.Mischief.Add(
            new Fault
            {
                Kind = FaultKind.Drop,
                When = DropWhen.After,
                Path = Path,
            }
        );
        var call = () => bank.Provider.Exchange(token, Cancel);
        Assert.Equal("unreachable", (await Assert.ThrowsAsync<ProviderException>(call)).Fault.Code);
        Assert.Equal(1, bank.Server.Calls.Count(Path));
    }

    [Theory]
    [InlineData(FaultKind.Drop)]
    [InlineData(FaultKind.NullArray)]
    [InlineData(FaultKind.WrongType)]
    [InlineData(FaultKind.Garbage)]
    [InlineData(FaultKind.Oversize)]
    [InlineData(FaultKind.Truncate)]
    public async Task Whatever_the_bank_does_once_the_next_reading_is_whole(FaultKind kind)
    {
        await using var bank = await SandboxFixture.Start();
        var access = await bank.LinkWithHistory(Cancel);
        var target = kind == FaultKind.WrongType ? "has_more" : null;
        bank.Server.Mischief.Add(
            new Fault
            {
                Kind = kind,
                Path = "/transactions/sync",
                Target = target,
            }
        );
        try
        {
            await new StreamCopy().Fetch(bank.Provider, access, 500, Cancel);
        }
        catch (ProviderException failed)
        {
            Assert.Equal(Recovery.Retry, failed.Fault.Recovery);
        }

        var copy = new StreamCopy();
        await copy.Follow(bank.Provider, access, 500, Cancel);
        bank.Truth(access).MustEqual(copy);
    }
}
