using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>How every provider must fail: with one exception, sorted by what to do about it.</summary>
public abstract class ProviderFaultConformance
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A fresh provider and bank.</summary>
    public abstract Task<ProviderFixture> Begin();

    [Fact]
    public async Task A_public_token_is_exchanged_once()
    {
        await using var bank = await Begin();
        var publicToken = await bank.Agree(Cancel);
        var link = await bank.Provider.Exchange(publicToken, Cancel);
        Assert.False(string.IsNullOrEmpty(link.Token.Reveal()));
        var fault = await FaultOf(() => bank.Provider.Exchange(publicToken, Cancel));
        Assert.Equal(Recovery.Relink, fault.Recovery);
    }

    [Fact]
    public async Task Removing_twice_is_fine_and_ends_the_access()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        await bank.Provider.Remove(access, Cancel);
        await bank.Provider.Remove(access, Cancel);
        var fault = await FaultOf(() => bank.Provider.GetPage(access, null, 500, Cancel));
        Assert.Equal(Recovery.Stop, fault.Recovery);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Data_that_changes_between_pages_asks_for_a_restart_from_the_origin(int page)
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        bank.MutateBeforePage(access, page);
        var copy = new StreamCopy();
        var fault = await FaultOf(() => copy.Follow(bank.Provider, access, 5, Cancel));
        Assert.Equal(Recovery.Restart, fault.Recovery);
        Assert.Empty(copy.Rows);
        await copy.Follow(bank.Provider, access, 5, Cancel);
        bank.Truth(access).MustEqual(copy);
    }

    [Fact]
    public async Task A_cursor_of_another_connection_asks_for_a_reset()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var other = await bank.LinkWithHistory(Cancel);
        var copy = new StreamCopy();
        await copy.Follow(bank.Provider, other, 500, Cancel);
        var fault = await FaultOf(() => bank.Provider.GetPage(access, copy.Cursor, 500, Cancel));
        Assert.Equal(Recovery.Reset, fault.Recovery);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3600)]
    [InlineData(85_092)]
    public async Task Too_many_calls_throttle_until_a_time(int? seconds)
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var before = TimeProvider.System.GetUtcNow();
        bank.Throttle(access, seconds is { } wait ? TimeSpan.FromSeconds(wait) : null);
        var fault = await FaultOf(() => bank.Provider.GetPage(access, null, 500, Cancel));
        Assert.Equal(Recovery.Throttle, fault.Recovery);
        Assert.True(fault.RetryAt > before, "A throttle says when to come again.");
        if (seconds is { } asked)
        {
            Assert.InRange(
                fault.RetryAt!.Value,
                before.AddSeconds(asked),
                TimeProvider.System.GetUtcNow().AddSeconds(asked)
            );
        }

        Assert.NotEmpty((await bank.Provider.GetPage(access, null, 500, Cancel)).Changes);
    }

    [Fact]
    public async Task A_bank_that_wants_a_sign_in_asks_for_a_relink_and_heals()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        bank.DemandSignIn(access);
        var fault = await FaultOf(() => bank.Provider.GetPage(access, null, 500, Cancel));
        Assert.Equal(Recovery.Relink, fault.Recovery);
        Assert.Equal(ProblemActions.Relink, fault.Action);
        var item = await bank.Provider.GetItem(access, Cancel);
        Assert.Equal(Recovery.Relink, item.Error?.Recovery);
        bank.SignIn(access);
        Assert.Null((await bank.Provider.GetItem(access, Cancel)).Error);
        Assert.NotEmpty((await bank.Provider.GetPage(access, null, 500, Cancel)).Changes);
    }

    [Fact]
    public async Task A_bank_out_of_order_asks_for_a_retry()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        bank.BreakBank(access);
        var fault = await FaultOf(() => bank.Provider.GetPage(access, null, 500, Cancel));
        Assert.Equal(Recovery.Retry, fault.Recovery);
        Assert.NotEmpty((await bank.Provider.GetPage(access, null, 500, Cancel)).Changes);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_put_aside_and_the_rest_is_kept()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        var whole = await bank.Provider.GetPage(access, null, 500, Cancel);
        bank.Poison(access);
        var page = await bank.Provider.GetPage(access, null, 500, Cancel);
        var aside = Assert.Single(page.Unreadable);
        Assert.Equal(whole.Changes.Count - 1, page.Changes.Count);
        Assert.False(string.IsNullOrEmpty(aside.Payload));
        Assert.False(string.IsNullOrEmpty(aside.Reason));
        Assert.NotNull(bank.Provider.Reread(aside.Payload).Unreadable);
    }

    [Fact]
    public async Task An_answer_cut_off_loses_nothing()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        bank.CutOff(access);
        var copy = new StreamCopy();
        try
        {
            await copy.Follow(bank.Provider, access, 500, Cancel);
        }
        catch (ProviderException failed)
        {
            Assert.Equal(Recovery.Retry, failed.Fault.Recovery);
            await copy.Follow(bank.Provider, access, 500, Cancel);
        }

        bank.Truth(access).MustEqual(copy);
    }

    [Fact]
    public async Task What_nobody_knows_yet_passes()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        bank.Surprise(access);
        var copy = new StreamCopy();
        await copy.Follow(bank.Provider, access, 500, Cancel);
        bank.Truth(access).MustEqual(copy);
    }

    [Fact]
    public async Task A_payload_that_is_nothing_stays_unreadable()
    {
        await using var bank = await Begin();
        Assert.NotNull(bank.Provider.Reread("").Unreadable);
        Assert.NotNull(bank.Provider.Reread("{\"a\":").Unreadable);
        Assert.NotNull(bank.Provider.Reread("[]").Unreadable);
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            bank.Provider.GetPage(access, null, 500, cancelled.Token)
        );
    }

    [Fact]
    public async Task Faults_speak_to_people_without_secrets()
    {
        await using var bank = await Begin();
        var access = await bank.LinkWithHistory(Cancel);
        bank.DemandSignIn(access);
        var failed = await Assert.ThrowsAsync<ProviderException>(() => bank.Provider.GetAccounts(access, Cancel));
        Assert.InRange(failed.Fault.Detail.Length, 10, 160);
        Assert.DoesNotContain(access.Token.Reveal(), failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(access.Token.Reveal(), failed.Fault.Detail, StringComparison.Ordinal);
    }

    private static async Task<ProviderFault> FaultOf(Func<Task> call) =>
        (await Assert.ThrowsAsync<ProviderException>(call)).Fault;
}
