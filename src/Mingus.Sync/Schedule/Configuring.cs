using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Schedule;

/// <summary>Settings of users and accounts: effective at once, for every connection is planned anew.</summary>
public sealed class Configuring
{
    private const int PageSize = 500;

    private readonly IScheduleStore _schedule;
    private readonly ILedgerStore _store;
    private readonly ILedgerQueries _queries;
    private readonly Timetable _timetable;
    private readonly TimeProvider _time;

    internal Configuring(
        IScheduleStore schedule,
        ILedgerStore store,
        ILedgerQueries queries,
        Timetable timetable,
        TimeProvider time
    ) => (_schedule, _store, _queries, _timetable, _time) = (schedule, store, queries, timetable, time);

    /// <summary>What a user has set.</summary>
    public Task<Snapshot<StoredSettings>> Settings(UserId userId, CancellationToken cancellationToken) =>
        _schedule.Settings(userId, cancellationToken);

    /// <summary>Sets what holds for a user, or for one account; null takes an account's own away. False for an account
    /// the user does not have.</summary>
    public async Task<bool> Save(
        UserId userId,
        AccountId? accountId,
        SyncSettings? settings,
        CancellationToken cancellationToken
    )
    {
        if (!await _schedule.SaveSettings(userId, accountId, settings, cancellationToken))
        {
            return false;
        }

        for (string? after = null; ; )
        {
            var page = (await _queries.Connections(userId, new PageRequest(PageSize, after), cancellationToken)).Value;
            foreach (var view in page.Items)
            {
                await Replan(userId, view.Connection.Id, cancellationToken);
            }

            if ((after = page.Next) is null)
            {
                return true;
            }
        }
    }

    // A run at work has begun with the settings of before: what it plans, the next run looks at again.
    private async Task Replan(UserId userId, ConnectionId connectionId, CancellationToken cancellationToken)
    {
        if (
            await _store.LoadConnection(userId, connectionId, cancellationToken)
                is not { Connection: { Status: ConnectionStatus.Healthy, Problem: null } connection } context
            || connection.History is not (HistoryStatus.Complete or HistoryStatus.Unknown)
        )
        {
            return;
        }

        var due = RegularCheck.Plan(
            connection,
            RhythmCodec.Read(context.Rhythm),
            _timetable.Of(connection),
            _timetable.CallHours,
            context.Settings,
            _time.Now()
        );
        await _schedule.Reschedule(connection, due.At, due.Reason, cancellationToken);
    }
}
