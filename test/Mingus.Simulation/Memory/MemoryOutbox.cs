using System.Globalization;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Memory;

/// <summary>One event on its way to the address.</summary>
internal sealed class StoredDelivery(UserId userId, WebhookDelivery delivery)
{
    public UserId UserId { get; } = userId;

    public WebhookDelivery Delivery { get; set; } = delivery;

    /// <summary>Until when it is somebody's who sends it; null when nobody does.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }
}

/// <summary>What is to be sent to the one address there is, in memory: a row for each event, in the write that made
/// it.</summary>
internal sealed class MemoryOutbox(MemoryDatabase database, Lapses lapses) : IWebhookOutbox
{
    private const int AtOnce = 8;

    private readonly OrderedDictionary<WebhookDeliveryId, StoredDelivery> _pending = [];
    private WebhookEndpoint? _endpoint;
    private byte[] _secret = [];

    /// <summary>Every delivery by whose and which event it carries.</summary>
    public Dictionary<(UserId, long), StoredDelivery> All { get; } = [];

    /// <summary>Those that are neither delivered nor given up.</summary>
    public IEnumerable<StoredDelivery> Pending => _pending.Values;

    public bool HasAddress => _endpoint is not null;

    /// <summary>Told of each attempt whose end was written.</summary>
    public Action<StoredDelivery>? OnFinished { get; set; }

    public void Open(WebhookEndpoint endpoint, byte[] secret) => (_endpoint, _secret) = (endpoint, secret);

    /// <summary>In the write of the events: a delivery of each.</summary>
    public void Add(UserLedger user, IReadOnlyList<WrittenEvent> events)
    {
        if (_endpoint is null || (lapses.SkipsOutbox && events.Count > 1))
        {
            return;
        }

        foreach (var (sequence, told) in events)
        {
            var number = Guid.Parse($"{user.Id.Value:x8}-0000-0000-0000-{sequence:x12}");
            var delivery = new StoredDelivery(
                user.Id,
                new WebhookDelivery
                {
                    Id = new WebhookDeliveryId(number),
                    Type = told.Type,
                    Sequence = sequence,
                    State = DeliveryState.Pending,
                    Attempts = 0,
                    NextAt = told.At,
                    CreatedAt = told.At,
                }
            );
            All[(user.Id, sequence)] = delivery;
            _pending[delivery.Delivery.Id] = delivery;
        }
    }

    public bool IsAnyDue(DateTimeOffset now) =>
        _pending.Values.Any(d => d.Delivery.NextAt <= now && !(d.ClaimedUntil > now));

    public Task<IReadOnlyList<DueDelivery>> Claim(
        DateTimeOffset now,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    )
    {
        if (_endpoint is null || _pending.Values.Count(d => d.ClaimedUntil > now) >= AtOnce)
        {
            return Task.FromResult<IReadOnlyList<DueDelivery>>([]);
        }

        var claimed = _pending
            .Values.Where(d => d.Delivery.NextAt <= now && !(d.ClaimedUntil > now))
            .OrderBy(static d => d.Delivery.NextAt)
            .Take(limit)
            .ToList();
        foreach (var one in claimed)
        {
            one.Delivery = one.Delivery with { Attempts = one.Delivery.Attempts + 1 };
            one.ClaimedUntil = lapses.ClaimsForever ? DateTimeOffset.MaxValue : until;
            if (lapses.DeliversAtClaim)
            {
                Settle(one, one.Delivery with { State = DeliveryState.Delivered, NextAt = null });
            }
        }

        return Task.FromResult<IReadOnlyList<DueDelivery>>([.. claimed.Select(DueOf)]);
    }

    public Task Finish(DeliveryResult result, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (
            _pending.TryGetValue(result.Delivery.Id, out var stored)
            && stored.ClaimedUntil is not null
            && stored.Delivery.Attempts == result.Delivery.Attempts
        )
        {
            Settle(stored, result.Delivery);
            _endpoint = _endpoint! with { FailingSince = result.FailingSince };
        }

        return Task.CompletedTask;
    }

    /// <summary>A person sends again what was given up.</summary>
    public void ReplayFailed(DateTimeOffset now)
    {
        foreach (var failed in All.Values.Where(static d => d.Delivery.State == DeliveryState.Failed))
        {
            failed.Delivery = failed.Delivery with { State = DeliveryState.Pending, Attempts = 0, NextAt = now };
            _pending[failed.Delivery.Id] = failed;
        }
    }

    public Task<int> Prune(DateTimeOffset before, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing is pruned here.");

    private void Settle(StoredDelivery stored, WebhookDelivery after)
    {
        (stored.Delivery, stored.ClaimedUntil) = (after, null);
        if (after.State != DeliveryState.Pending)
        {
            _pending.Remove(after.Id);
        }

        OnFinished?.Invoke(stored);
    }

    private DueDelivery DueOf(StoredDelivery stored)
    {
        var told = database.Of(stored.UserId).Events[(int)stored.Delivery.Sequence!.Value - 1];
        var at = told.Event.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return new DueDelivery(
            stored.Delivery,
            _endpoint!,
            _secret,
            SealedPrevious: null,
            $"{stored.UserId.Value}",
            $$"""{"type":"{{told.Event.Type}}","at":"{{at}}"}"""
        );
    }
}
