using Mingus.Ledger;
using Mingus.Ledger.Coverage;
using Mingus.Ledger.Plan;
using Mingus.Sync.Backfill;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Tests.Backfill;

public sealed class WindowFetcherTests
{
    private static readonly ProviderAccess Access = new(new ProtectedToken("t"), "item", "ins");
    private static readonly DateInterval Days = new(new DateOnly(2026, 8, 1), new DateOnly(2026, 8, 30));

    private readonly ScriptedProvider _provider = new();
    private int _told;

    [Fact]
    public async Task Pages_are_read_by_offset_until_the_total()
    {
        _provider.Window = (_, offset) => Page(offset, rows: Math.Min(2, 5 - offset), total: 5);

        var answer = await Fetch();

        Assert.Equal([$"window {Days} 0", $"window {Days} 2", $"window {Days} 4"], _provider.Calls);
        Assert.Equal(["t0", "t1", "t2", "t3", "t4"], answer.Records.Select(r => r.ProviderTransactionId));
        Assert.Equal(3, _told);
    }

    [Fact]
    public async Task An_empty_window_is_one_call()
    {
        var answer = await Fetch();

        Assert.Empty(answer.Records);
        Assert.Single(_provider.Calls);
    }

    [Fact]
    public async Task A_total_that_changes_between_pages_begins_the_window_again()
    {
        var calls = 0;
        _provider.Window = (_, offset) => Page(offset, rows: 2, total: ++calls == 1 ? 4 : 6);

        var answer = await Fetch();

        Assert.Equal(["0", "2", "0", "2", "4"], _provider.Calls.Select(c => c.Split(' ')[^1]));
        Assert.Equal(6, answer.Records.Count);
    }

    [Fact]
    public async Task A_record_that_shifted_to_the_next_page_counts_once()
    {
        _provider.Window = (_, offset) => Page(offset == 0 ? 0 : 1, rows: 2, total: 4);

        var answer = await Fetch();

        Assert.Equal(["t0", "t1", "t2"], answer.Records.Select(r => r.ProviderTransactionId));
    }

    [Fact]
    public async Task Records_that_cannot_be_read_count_for_the_offset()
    {
        var poison = new UnreadableRecord("a1", "t0", "amount", "it is missing", "{}");
        _provider.Window = (_, offset) =>
            offset == 0
                ? new ProviderWindow([], [poison], Rows: 1, Total: 2, Bytes: 1, "req")
                : Page(1, rows: 1, total: 2);

        var answer = await Fetch();

        Assert.Equal("t0", Assert.Single(answer.Unreadable).ProviderTransactionId);
        Assert.Equal("t1", Assert.Single(answer.Records).ProviderTransactionId);
    }

    [Fact]
    public async Task A_window_that_never_rests_or_never_ends_is_left_for_later()
    {
        var total = 3;
        _provider.Window = (_, offset) => Page(offset, rows: 1, total: total++);
        Assert.Equal("window_moves", (await Refused()).Code);
        Assert.Equal(2 * SyncLimits.RestartsPerWindow, _provider.Calls.Count);

        _provider.Window = (_, offset) => Page(offset, rows: 0, total: 3);
        Assert.Equal(("window_too_long", Recovery.Retry), ((await Refused()).Code, (await Refused()).Recovery));
    }

    private static ProviderWindow Page(int from, int rows, int total) =>
        new(
            [.. Enumerable.Range(from, rows).Select(i => Pages.Posted($"t{i}", "-1"))],
            [],
            rows,
            total,
            Bytes: 10,
            "req"
        );

    private async Task<WindowAnswer> Fetch()
    {
        var fetched = await new WindowFetcher(_provider).Fetch(
            Access,
            new BackfillWindow(Days, []),
            new WindowQuery(Days, []),
            () => _told++,
            TestContext.Current.CancellationToken
        );
        return fetched.Answer;
    }

    private async Task<ProviderFault> Refused() => (await Assert.ThrowsAsync<ProviderException>(Fetch)).Fault;
}
