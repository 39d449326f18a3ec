using Microsoft.Extensions.Logging.Abstractions;
using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Ledger.Reconcile;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Tests.Events;

/// <summary>Analytics events: once an account, with exactly their properties.</summary>
public sealed class AnalyticsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly AccountId One = new(PrefixedId.Derive(Now, "one"));
    private static readonly AccountId Two = new(PrefixedId.Derive(Now, "two"));

    [Fact]
    public void A_run_tells_each_account_once_and_duplicates_where_there_are_any()
    {
        var events = AnalyticsEvents.Of(RunOf(RunStatus.Succeeded)).Select(Text);
        const string took = "duration_seconds=1.25";

        Assert.Equal(
            [
                $"sync_completed account_id={One} sync_type=full records_processed=9 records_created=4 {took}",
                $"duplicates_detected account_id={One} duplicates_found=2 sync_type=full",
                $"sync_completed account_id={Two} sync_type=full records_processed=0 records_created=0 {took}",
                $"data_validation account_id={One} issues_found=1 validation_level=strict",
            ],
            events
        );
    }

    [Theory]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Skipped)]
    [InlineData(RunStatus.Cancelled)]
    [InlineData(RunStatus.Abandoned)]
    [InlineData(RunStatus.Running)]
    public void A_run_that_did_not_end_well_tells_nothing(RunStatus status) =>
        Assert.Empty(AnalyticsEvents.Of(RunOf(status)));

    [Fact]
    public async Task Each_sink_gets_all_in_order_and_one_that_fails_keeps_no_other()
    {
        var (broken, good) = (new Sink { Fails = true }, new Sink());
        var queue = new AnalyticsQueue([broken, good], NullLogger<AnalyticsQueue>.Instance);
        using var stop = new CancellationTokenSource();
        var work = queue.Work(stop.Token);

        queue.Tell(RunOf(RunStatus.Succeeded));
        queue.Tell(RunOf(RunStatus.Partial));
        await stop.CancelAsync();
        await work;

        Assert.Equal(8, good.Taken.Count);
        Assert.Equal("sync_completed", good.Taken[0].Name);
        Assert.Equal("data_validation", good.Taken[7].Name);
    }

    [Fact]
    public void A_sink_that_takes_nothing_holds_no_run_up()
    {
        var queue = new AnalyticsQueue([new Sink()], NullLogger<AnalyticsQueue>.Instance);

        for (var i = 0; i < 20_000; i++)
        {
            queue.Tell(RunOf(RunStatus.Succeeded));
        }
    }

    private static string Text(AnalyticsEvent one) =>
        string.Join(' ', [one.Name, .. one.Properties.Select(p => FormattableString.Invariant($"{p.Key}={p.Value}"))]);

    private static Run RunOf(RunStatus status) =>
        new()
        {
            Id = new RunId(PrefixedId.Derive(Now, "run")),
            UserId = new UserId(1),
            ConnectionId = new ConnectionId(PrefixedId.Derive(Now, "con")),
            Type = SyncType.Full,
            Work = SyncWork.Full,
            Force = false,
            Trigger = RunTrigger.Person,
            Status = status,
            CreatedAt = Now.AddSeconds(-5),
            StartedAt = Now,
            EndedAt = status == RunStatus.Running ? null : Now.AddMilliseconds(1250),
            Accounts =
            [
                new(One, status, new AccountCounts(One, 9, 4, 3, 2, 0) { Duplicates = 2 }, null),
                new(Two, status, new AccountCounts(Two, 0, 0, 0, 0, 0), null),
            ],
            Result = RunResult.Nothing with { Validations = [Report()] },
        };

    private static ValidationReport Report() =>
        new(
            new ValidationId(PrefixedId.Derive(Now, "val")),
            One,
            new RunId(PrefixedId.Derive(Now, "run")),
            ValidationLevel.Strict,
            Now,
            7,
            [],
            [
                new ReportedFinding(
                    new FindingId(PrefixedId.Derive(Now, "fnd")),
                    "balance",
                    Severity.Error,
                    "Off.",
                    ProblemActions.None,
                    Repairable: false
                ),
            ],
            ValidationVerdict.Failed
        );

    private sealed class Sink : IAnalyticsSink
    {
        public bool Fails { get; init; }

        public List<AnalyticsEvent> Taken { get; } = [];

        public string Name => "test";

        public Task Send(IReadOnlyList<AnalyticsEvent> events, CancellationToken cancellationToken)
        {
            Taken.AddRange(Fails ? throw new HttpRequestException("down") : events);
            return Task.CompletedTask;
        }
    }
}
