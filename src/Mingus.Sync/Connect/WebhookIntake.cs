using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Mingus.Sync.Decide;
using Mingus.Sync.Ports;
using Mingus.Sync.Schedule;

namespace Mingus.Sync.Connect;

/// <summary>What became of a webhook.</summary>
public abstract record WebhookOutcome
{
    private WebhookOutcome() { }

    /// <summary>It is recorded; what is to be done about it is due.</summary>
    /// <param name="Connections">Connections it is about; none for an unknown item.</param>
    public sealed record Received(int Connections) : WebhookOutcome;

    /// <summary>Nothing shows that the provider sent it. Nothing was recorded.</summary>
    public sealed record Forged(string Reason) : WebhookOutcome;

    /// <summary>It cannot be taken now; the provider sends it again.</summary>
    public sealed record ComeAgain(string Code) : WebhookOutcome;
}

/// <summary>
/// Webhooks in: verified, recorded, answered. A webhook never works anything off: it moves the due time of its
/// connection, so that one that is forged, doubled, late or lost does no harm, and the schedule coalesces a burst.
/// </summary>
public sealed class WebhookIntake
{
    private readonly IWebhookVerifier _verifier;
    private readonly IWebhookInbox _inbox;
    private readonly SyncEngine _engine;
    private readonly Timetable _timetable;
    private readonly TimeProvider _time;
    private readonly ILogger<WebhookIntake> _log;
    private int _atWork;

    internal WebhookIntake(
        IWebhookVerifier verifier,
        IWebhookInbox inbox,
        SyncEngine engine,
        Timetable timetable,
        TimeProvider time,
        ILogger<WebhookIntake> log
    ) => (_verifier, _inbox, _engine, _timetable, _time, _log) = (verifier, inbox, engine, timetable, time, log);

    /// <summary>Takes one webhook in.</summary>
    /// <param name="signature">The provider's signature header; null when there is none.</param>
    /// <param name="body">The bytes exactly as received.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<WebhookOutcome> Receive(
        string? signature,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return Interlocked.Increment(ref _atWork) <= SyncLimits.WebhooksAtOnce
                ? await Take(signature, body, cancellationToken)
                : new WebhookOutcome.ComeAgain("too_many_webhooks");
        }
        finally
        {
            Interlocked.Decrement(ref _atWork);
        }
    }

    private async Task<WebhookOutcome> Take(
        string? signature,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        switch (await _verifier.Verify(signature, body, cancellationToken))
        {
            case WebhookVerdict.Genuine(var webhook):
                var hash = SHA256.HashData(body.Span);
                var received = new ReceivedWebhook(_verifier.Provider, webhook, hash, _time.Now());
                if (await Record(received, cancellationToken) is not { } connections)
                {
                    _log.WebhookOvertaken(SyncLimits.TriesPerWebhook);
                    return new WebhookOutcome.ComeAgain("connection_moving");
                }

                _log.WebhookReceived(webhook.Type, webhook.Code, connections);
                return new WebhookOutcome.Received(connections);
            case WebhookVerdict.Forged(var reason):
                _log.WebhookForged(reason);
                return new WebhookOutcome.Forged(reason);
            case WebhookVerdict.Unknown(var fault):
                _log.WebhookNotVerified(fault.Code);
                return new WebhookOutcome.ComeAgain(fault.Code);
            default:
                throw new InvalidOperationException("A verdict of another kind.");
        }
    }

    // How many connections it is about; null when one kept moving. What was recorded by then is known by the body's
    // hash when the provider sends it again.
    private async Task<int?> Record(ReceivedWebhook received, CancellationToken cancellationToken)
    {
        var (provider, itemId) = (received.Provider, received.Webhook.ItemId);
        var connections = await _inbox.ConnectionsOf(provider, itemId, cancellationToken);
        if (connections.Count == 0)
        {
            // It can overtake our own commit of the exchange; that one begins with a run anyway.
            await _inbox.Record(received, effect: null, cancellationToken);
        }

        foreach (var connection in connections)
        {
            if (!await Record(received, connection, cancellationToken))
            {
                return null;
            }
        }

        return connections.Count;
    }

    // A run that commits meanwhile moves the connection: what the webhook means is decided on the newer state. False
    // when that happened too often.
    private async Task<bool> Record(ReceivedWebhook received, Connection seen, CancellationToken cancellationToken)
    {
        Connection? connection = seen;
        for (var tries = 0; tries < SyncLimits.TriesPerWebhook; tries++)
        {
            var effect = connection is null ? null : EffectOf(received, connection);
            if (await _inbox.Record(received, effect, cancellationToken))
            {
                if (effect?.DueAt <= received.ReceivedAt)
                {
                    _engine.LookAfterWebhook(seen.UserId, seen.Id);
                }

                return true;
            }

            var newer = await _inbox.ConnectionsOf(received.Provider, seen.ItemId, cancellationToken);
            connection = newer.FirstOrDefault(c => c.Id == seen.Id);
        }

        return false;
    }

    // An institution whose webhooks say little brings no check that the schedule would not make soon anyway.
    private WebhookEffect EffectOf(ReceivedWebhook received, Connection connection) =>
        WebhookRule.EffectOf(
            received,
            connection,
            WebhookWorth.IsWorthACheck(
                connection.NextDueAt,
                _timetable.Of(connection),
                _timetable.CallHours,
                received.ReceivedAt
            )
        );
}
