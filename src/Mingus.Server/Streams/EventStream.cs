using System.Data.Common;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Identity;
using Mingus.Storage;
using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Server.Streams;

/// <summary>
/// One open stream. Events come from the event table by sequence, so that none is missed or doubled; the hub only says
/// when to
/// look, and carries progress, which is not stored.
/// </summary>
internal sealed class EventStream(
    ILedgerQueries queries,
    EventPages pages,
    EventHub hub,
    TimeProvider time,
    EventWriter writer,
    Caller caller,
    StreamScope scope
)
{
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(15);

    /// <summary>How soon a stream of a user who never wrote sees their first write.</summary>
    private static readonly TimeSpan LookForUserEvery = TimeSpan.FromSeconds(1);

    /// <summary>How soon the events are asked for again when the database was away.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private long _position;
    private PeriodicTimer? _beats;
    private Task<bool> _beat = Task.FromResult(true);

    public async Task Run(UserId? known, long? position, CancellationToken cancellationToken)
    {
        using var beats = _beats = new PeriodicTimer(BeatEvery, time);
        _beat = beats.WaitForNextTickAsync(cancellationToken).AsTask();
        if (known is not { } user)
        {
            await Open(0, cancellationToken);
            user = await Appear(cancellationToken);
            position = 0;
        }
        else
        {
            position ??= (await queries.Events(user, after: 0, limit: 1, cancellationToken)).LastSequence;
            await Open(position.Value, cancellationToken);
        }

        _position = position.Value;
        using var subscription = hub.Subscribe(user);
        using var events = pages.Open(user);
        var tick = subscription.Ticks.WaitToReadAsync(cancellationToken).AsTask();
        long? committed = null;
        while (true)
        {
            var isUpToDate = await CatchUp(events, committed, cancellationToken);
            await Task.WhenAny(tick, _beat, isUpToDate ? tick : Task.Delay(LookAgainAfter, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            var looksAnyway = !isUpToDate || _beat.IsCompleted;
            await BeatIfDue(cancellationToken);
            var told = _position;
            if (tick.IsCompleted)
            {
                told = TellTicks(subscription);
                tick = subscription.Ticks.WaitToReadAsync(cancellationToken).AsTask();
            }

            committed = looksAnyway ? null : told;
        }
    }

    /// <summary>Writes every stored event after the position, then sends all that was written; false when the database
    /// is away, which ends no stream. Looks only where the user's events are known to reach further, or where that is
    /// null.</summary>
    private async Task<bool> CatchUp(EventPages.Reader events, long? committed, CancellationToken cancellationToken)
    {
        while (committed is null || committed > _position)
        {
            EventPage page;
            try
            {
                var asked = committed is { } until
                    ? events.Until(until, _position, cancellationToken)
                    : events.Now(_position, cancellationToken);
                page = await Alive(asked, cancellationToken);
            }
            catch (DbException failure) when (StorageFaults.IsAway(failure))
            {
                return false;
            }

            if (page.IsGap || _position > page.LastSequence)
            {
                _position = page.LastSequence;
                Write("stream.reset", new StreamReset("stream.reset", time.GetUtcNow(), _position));
            }
            else
            {
                foreach (var stored in page.Items)
                {
                    _position = stored.Sequence;
                    if (scope.Includes(stored))
                    {
                        writer.Write(stored.Sequence, stored.Type, stored.Data);
                    }
                }
            }

            if (page.IsGap || page.Items.Count < EventPages.PageSize)
            {
                break;
            }

            await writer.Flush(cancellationToken);
        }

        await writer.Flush(cancellationToken);
        return true;
    }

    /// <summary>What the database is asked for, with signs of life while it takes its time.</summary>
    private async Task<T> Alive<T>(Task<T> asked, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(asked, _beat) != asked)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await BeatIfDue(cancellationToken);
        }

        return await asked;
    }

    private async Task BeatIfDue(CancellationToken cancellationToken)
    {
        if (_beat.IsCompleted)
        {
            Beat();
            await writer.Flush(cancellationToken);
            _beat = _beats!.WaitForNextTickAsync(cancellationToken).AsTask();
        }
    }

    /// <summary>Writes of progress what concerns the stream; gives how far the user's events reach.</summary>
    private long TellTicks(Subscription subscription)
    {
        var committed = _position;
        while (subscription.Ticks.TryRead(out var tick))
        {
            if (tick is Tick.Committed { LastSequence: var last })
            {
                committed = Math.Max(committed, last);
            }

            if (tick is Tick.Progressed { Progress: var progress } && scope.Includes(progress))
            {
                var accounts = progress.AccountIds;
                writer.Write(
                    id: null,
                    "sync.progress",
                    new StreamProgress(
                        "sync.progress",
                        progress.At,
                        progress.RunId.ToString(),
                        progress.ConnectionId.ToString(),
                        accounts.Count == 1 ? accounts[0].ToString() : null,
                        [.. accounts.Select(id => id.ToString())],
                        ProgressBody.From(progress.Progress)
                    )
                );
            }
        }

        return committed;
    }

    /// <summary>Its id lets a browser that lost the stream before the first event go on from here.</summary>
    private Task Open(long position, CancellationToken cancellationToken)
    {
        _position = position;
        Write("stream.open", new StreamOpen("stream.open", time.GetUtcNow(), position, caller.ExternalId));
        return writer.Flush(cancellationToken);
    }

    /// <summary>Waits until the user exists, with signs of life.</summary>
    private async Task<UserId> Appear(CancellationToken cancellationToken)
    {
        using var looks = new PeriodicTimer(LookForUserEvery, time);
        var beatAt = time.GetUtcNow() + BeatEvery;
        while (true)
        {
            await looks.WaitForNextTickAsync(cancellationToken);
            if (await caller.Find(cancellationToken) is { } user)
            {
                return user;
            }

            if (time.GetUtcNow() >= beatAt)
            {
                beatAt = time.GetUtcNow() + BeatEvery;
                Beat();
                await writer.Flush(cancellationToken);
            }
        }
    }

    private void Beat() => writer.Write(id: null, "beat", new StreamBeat("beat", time.GetUtcNow(), _position));

    private void Write<T>(string type, T data) => writer.Write(_position, type, data);
}
