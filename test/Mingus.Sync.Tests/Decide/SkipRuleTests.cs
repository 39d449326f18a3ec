using Mingus.Ledger;
using Mingus.Sync.Decide;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Tests.Decide;

public sealed class SkipRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    // asked | minutes since transactions, since balance (-1 never) | history | skipped as
    [Theory]
    [InlineData(SyncWork.Transactions, 1, -1, HistoryStatus.Complete, "fresh")]
    [InlineData(SyncWork.Transactions, 6, -1, HistoryStatus.Complete, null)]
    [InlineData(SyncWork.Transactions, -1, 1, HistoryStatus.Complete, null)]
    [InlineData(SyncWork.Balance, -1, 1, HistoryStatus.Complete, "fresh")]
    [InlineData(SyncWork.Full, 1, 1, HistoryStatus.Complete, "fresh")]
    [InlineData(SyncWork.Full, 1, 6, HistoryStatus.Complete, null)]
    [InlineData(SyncWork.Full, 1, -1, HistoryStatus.Complete, null)]
    [InlineData(SyncWork.Historical, 1, 1, HistoryStatus.Complete, null)]
    [InlineData(SyncWork.Transactions, 1, 1, HistoryStatus.Initial, null)]
    [InlineData(SyncWork.Transactions, 1, 1, HistoryStatus.Unknown, "fresh")]
    public void A_request_within_the_freshness_window_is_skipped(
        SyncWork asked,
        int transactionsMinutes,
        int balanceMinutes,
        HistoryStatus history,
        string? expected
    )
    {
        var context = Context(history, problem: null, transactionsMinutes, balanceMinutes);

        Assert.Equal(expected, SkipRule.ReasonToSkip(context, asked, TimeSpan.FromMinutes(5), Now));
    }

    [Theory]
    [InlineData(ProblemActions.Wait, 60, "throttled")]
    [InlineData(ProblemActions.Wait, -1, null)]
    [InlineData(ProblemActions.Retry, 60, null)]
    public void A_throttled_connection_is_left_alone_until_the_time_given(string action, int seconds, string? expected)
    {
        var problem = new Problem("limit", "Wait.", action, Now.AddSeconds(seconds));
        var context = Context(HistoryStatus.Complete, problem, transactions: -1, balance: -1);

        Assert.Equal(expected, SkipRule.ReasonToSkip(context, SyncWork.Transactions, TimeSpan.FromMinutes(5), Now));
    }

    private static ConnectionContext Context(HistoryStatus history, Problem? problem, int transactions, int balance)
    {
        var connection = new Connection
        {
            Id = new ConnectionId(PrefixedId.Derive(Now, "con")),
            UserId = new UserId(1),
            Provider = "scripted",
            ItemId = "item",
            InstitutionId = "ins",
            InstitutionName = "First Bank",
            History = history,
            Problem = problem,
            Version = 1,
            CreatedAt = Now,
        };
        var states = new List<SyncState>();
        Add(SyncWork.Transactions, transactions);
        Add(SyncWork.Balance, balance);
        return new ConnectionContext(connection, [], [], states, new HashSet<FindingId>(), UserVersion: 1);

        void Add(SyncWork part, int minutes)
        {
            if (minutes >= 0)
            {
                var at = Now.AddMinutes(-minutes);
                states.Add(new SyncState(part, at, at, RunStatus.Succeeded, null, null));
            }
        }
    }
}
