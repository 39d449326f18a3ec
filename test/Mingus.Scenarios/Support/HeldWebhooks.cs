using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Mingus.Sync.Ports;

namespace Mingus.Scenarios.Support;

/// <summary>A webhook's bytes as they came in.</summary>
internal sealed record CapturedWebhook(string? Signature, byte[] Body);

/// <summary>Stands before the product's verifier: remembers what came, and holds it up while that is wanted.</summary>
internal sealed class HeldWebhooks
{
    private readonly ConcurrentQueue<CapturedWebhook> _captured = new();
    private TaskCompletionSource? _held;

    public IReadOnlyList<CapturedWebhook> Captured => [.. _captured];

    /// <summary>From now on none gets on.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All get on.</summary>
    public void Release() => Interlocked.Exchange(ref _held, null)?.SetResult();

    public void Lay(IServiceCollection services)
    {
        var inner = services.Last(d => d.ServiceType == typeof(IWebhookVerifier)).ImplementationFactory!;
        services.AddSingleton<IWebhookVerifier>(provider => new Verifier(this, (IWebhookVerifier)inner(provider)));
    }

    private sealed class Verifier(HeldWebhooks held, IWebhookVerifier inner) : IWebhookVerifier
    {
        public string Provider => inner.Provider;

        public async Task<WebhookVerdict> Verify(
            string? signature,
            ReadOnlyMemory<byte> body,
            CancellationToken cancellationToken
        )
        {
            held._captured.Enqueue(new CapturedWebhook(signature, body.ToArray()));
            if (held._held is { } gate)
            {
                await gate.Task.WaitAsync(cancellationToken);
            }

            return await inner.Verify(signature, body, cancellationToken);
        }
    }
}
