namespace Mingus.Sync.Client;

/// <summary>Where Mingus Sync is and who asks.</summary>
public sealed class MingusOptions
{
    /// <summary>The service's address, such as <c>https://sync.example.com</c>; what follows it is added.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gives the API key or user token of each request; null in Development, where none is needed.</summary>
    public Func<CancellationToken, ValueTask<string>>? Credential { get; init; }

    /// <summary>Times a request is sent again that got no answer, or a 502, 503 or 504; POSTs go again under the same
    /// <c>Idempotency-Key</c>, so that nothing is done twice.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Before a request is sent again the first time; it doubles.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Whose clock is waited on.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
