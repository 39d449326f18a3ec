using Mingus.Ledger;
using Mingus.Sync.Fetch;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Tests.Fetch;

public sealed class UpdateFetcherTests
{
    private static readonly ProviderAccess Access = new(new ProtectedToken("t"), "item", "ins");

    private static readonly ProviderFault Mutation = new(Recovery.Restart, "mutation", "Moved.", ProblemActions.Retry);

    [Fact]
    public async Task All_pages_of_an_update_come_in_order()
    {
        var provider = new ScriptedProvider()
            .Page(Pages.More("c1", Pages.Posted("t1", "-1")))
            .Page(Pages.More("c2", Pages.Posted("t2", "-2")))
            .Page(Pages.Last("c3", Pages.Removed("t1")));

        var update = await Fetch(provider, "c0");

        Assert.Equal(["page c0", "page c1", "page c2"], provider.Calls);
        Assert.Equal(["t1", "t2", "t1"], update.Changes.Select(c => c.ProviderTransactionId));
        Assert.Equal(("c0", "c3", 3), (update.OriginCursor, update.NextCursor, update.Pages));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(19)]
    public async Task A_mutation_before_any_page_restarts_at_the_origin(int page)
    {
        var provider = new ScriptedProvider();
        for (var i = 0; i < page; i++)
        {
            provider.Page(Pages.More($"old{i}", Pages.Posted($"old{i}", "-1")));
        }

        provider.Fault(Mutation);
        for (var i = 0; i < 20; i++)
        {
            provider.Page(Pages.More($"c{i + 1}", Pages.Posted($"t{i}", "-1")));
        }

        provider.Page(Pages.Last("end"));
        var update = await Fetch(provider, "c0");

        Assert.Equal(20, update.Changes.Count);
        Assert.DoesNotContain(update.Changes, c => c.ProviderTransactionId.StartsWith("old", StringComparison.Ordinal));
        Assert.Equal("page c0", provider.Calls[page + 1]);
    }

    [Fact]
    public async Task A_stream_that_never_rests_is_left_for_later()
    {
        var provider = new ScriptedProvider();
        for (var i = 0; i < SyncLimits.RestartsPerUpdate; i++)
        {
            provider.Page(Pages.More("c1")).Fault(Mutation);
        }

        var e = await Assert.ThrowsAsync<ProviderException>(() => Fetch(provider, "c0"));

        Assert.Equal(Recovery.Retry, e.Fault.Recovery);
        Assert.Equal(SyncLimits.RestartsPerUpdate * 2, provider.PageCalls);
    }

    [Fact]
    public async Task A_mutation_that_comes_on_the_first_page_again_and_again_asks_for_a_null_cursor()
    {
        var provider = new ScriptedProvider().Fault(Mutation).Fault(Mutation);

        var e = await Assert.ThrowsAsync<ProviderException>(() => Fetch(provider, "c0"));

        Assert.Equal(Recovery.Reset, e.Fault.Recovery);
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_cursor_that_does_not_move_is_refused(string? next)
    {
        var stuck = Pages.Last(next) with { HasMore = true };

        var e = await Assert.ThrowsAsync<ProviderException>(() => Fetch(new ScriptedProvider().Page(stuck), "c0"));

        Assert.Equal("cursor_stuck", e.Fault.Code);
        Assert.Equal(Recovery.Retry, e.Fault.Recovery);
    }

    [Fact]
    public async Task An_empty_cursor_of_a_provider_that_is_not_ready_is_no_cursor()
    {
        var update = await Fetch(new ScriptedProvider().Page(Pages.NotReady()), origin: null);

        Assert.Null(update.NextCursor);
        Assert.Equal(HistoryStatus.NotReady, update.History);
    }

    [Fact]
    public async Task Other_faults_leave_at_once()
    {
        var down = new ProviderFault(Recovery.Retry, "institution_down", "Down.", ProblemActions.Retry);
        var provider = new ScriptedProvider().Page(Pages.More("c1")).Fault(down);

        var e = await Assert.ThrowsAsync<ProviderException>(() => Fetch(provider, "c0"));

        Assert.Equal(down, e.Fault);
        Assert.Equal(2, provider.PageCalls);
    }

    private static async Task<ProviderUpdate> Fetch(ScriptedProvider provider, string? origin) =>
        (
            await new UpdateFetcher(provider).Fetch(
                Access,
                origin,
                (_, _) => ValueTask.CompletedTask,
                TestContext.Current.CancellationToken
            )
        ).Update;
}
