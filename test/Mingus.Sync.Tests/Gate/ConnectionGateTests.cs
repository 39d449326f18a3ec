using Mingus.Ledger;
using Mingus.Sync.Gate;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Tests.Gate;

public sealed class ConnectionGateTests
{
    private static readonly ConnectionId One = new(new Guid("00000000-0000-7000-8000-000000000001"));
    private static readonly ConnectionId Two = new(new Guid("00000000-0000-7000-8000-000000000002"));

    private readonly ConnectionGate _gate = new();
    private int _made;

    // active run | forced | asked again | forced | provider called | expected
    [Theory]
    [InlineData(SyncType.Transactions, false, SyncType.Transactions, false, false, ConnectionGate.Entry.Joined)]
    [InlineData(SyncType.Full, false, SyncType.Balance, false, false, ConnectionGate.Entry.Joined)]
    [InlineData(SyncType.Historical, true, SyncType.Transactions, false, false, ConnectionGate.Entry.Joined)]
    [InlineData(SyncType.Transactions, true, SyncType.Transactions, true, false, ConnectionGate.Entry.Joined)]
    [InlineData(SyncType.Transactions, false, SyncType.Transactions, true, false, ConnectionGate.Entry.Waiting)]
    [InlineData(SyncType.Transactions, false, SyncType.Balance, false, false, ConnectionGate.Entry.Waiting)]
    [InlineData(SyncType.Transactions, false, SyncType.Historical, false, false, ConnectionGate.Entry.Waiting)]
    [InlineData(SyncType.Transactions, false, SyncType.Transactions, false, true, ConnectionGate.Entry.Waiting)]
    internal void A_request_joins_a_run_that_covers_it_and_has_not_called_the_provider(
        SyncType active,
        bool activeForce,
        SyncType asked,
        bool askedForce,
        bool hasCalled,
        ConnectionGate.Entry expected
    )
    {
        var running = _gate.Enter(Job(active, activeForce)).Job;
        if (hasCalled)
        {
            _gate.CallingProvider(running);
        }

        Assert.Equal(expected, _gate.Enter(Job(asked, askedForce)).Entry);
    }

    // Else its row would stay queued until the next start, though it was acknowledged.
    [Fact]
    public void A_run_found_after_a_start_waits_beside_requests_that_cover_it()
    {
        var asked = _gate.Enter(Job(SyncType.Full, force: true)).Job;
        var found = Job(SyncType.Transactions);

        Assert.Equal(ConnectionGate.Entry.Waiting, _gate.EnterQueued(found));
        Assert.Same(found, _gate.Leave(asked));
        Assert.Null(_gate.Leave(found));
    }

    [Fact]
    public void One_follow_up_takes_the_union_of_all_that_waits()
    {
        var active = _gate.Enter(Job(SyncType.Transactions)).Job;
        _gate.CallingProvider(active);
        var (first, follow) = _gate.Enter(Job(SyncType.Transactions));
        var (second, same) = _gate.Enter(Job(SyncType.Balance, force: true));
        var (third, again) = _gate.Enter(Job(SyncType.Balance));

        Assert.Equal(ConnectionGate.Entry.Waiting, first);
        Assert.Equal(ConnectionGate.Entry.Widened, second);
        Assert.Equal(ConnectionGate.Entry.Joined, third);
        Assert.Same(follow, same);
        Assert.Same(follow, again);
        Assert.Equal(SyncWork.Transactions | SyncWork.Balance, follow.Run.Work);
        Assert.True(follow.Run.Force);
        Assert.Same(follow, _gate.Leave(active));
        Assert.Null(_gate.Leave(follow));
        Assert.False(_gate.IsBusy(One));
    }

    [Fact]
    public void Connections_do_not_wait_for_each_other()
    {
        _gate.Enter(Job(SyncType.Full));

        Assert.Equal(ConnectionGate.Entry.Active, _gate.Enter(Job(SyncType.Full, connection: Two)).Entry);
    }

    [Fact]
    public void A_hundred_callers_at_once_make_one_run_and_one_follow_up()
    {
        var entries = new System.Collections.Concurrent.ConcurrentBag<(ConnectionGate.Entry Entry, RunJob Job)>();
        Parallel.For(
            0,
            100,
            _ =>
            {
                var entered = _gate.Enter(Job(SyncType.Transactions));
                if (entered.Entry == ConnectionGate.Entry.Active)
                {
                    _gate.CallingProvider(entered.Job);
                }

                entries.Add(entered);
            }
        );

        Assert.Single(entries, e => e.Entry == ConnectionGate.Entry.Active);
        Assert.InRange(entries.Count(e => e.Entry == ConnectionGate.Entry.Waiting), 0, 1);
        Assert.InRange(entries.Select(e => e.Job).Distinct().Count(), 1, 2);
    }

    private RunJob Job(SyncType type, bool force = false, ConnectionId? connection = null)
    {
        var id = Interlocked.Increment(ref _made);
        return new RunJob(
            new Run
            {
                Id = new RunId(PrefixedId.Derive(DateTimeOffset.UnixEpoch, $"run {id}")),
                UserId = new UserId(1),
                ConnectionId = connection ?? One,
                Type = type,
                Work = SyncTypes.WorkOf(type),
                Force = force,
                Trigger = RunTrigger.Person,
                Status = RunStatus.Queued,
                CreatedAt = DateTimeOffset.UnixEpoch,
            },
            isStored: false
        );
    }
}
