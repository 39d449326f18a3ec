namespace Mingus.Sandbox.Link;

/// <summary>What a link token stands for.</summary>
internal sealed record LinkIntent
{
    public required string Token { get; init; }
    public required string ClientName { get; init; }
    public required string ClientUser { get; init; }
    public IReadOnlyList<string> Products { get; init; } = [];
    public string? Webhook { get; init; }
    public int? DaysRequested { get; init; }
    public string? RedirectUri { get; init; }
    public string? InstitutionId { get; init; }

    /// <summary>The item to repair; null links a new one.</summary>
    public string? ItemId { get; init; }

    /// <summary>Whether the user may choose accounts anew while repairing.</summary>
    public bool SelectsAccounts { get; init; }

    /// <summary>Real instant after which the token is void.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>The link tokens that are not used yet.</summary>
internal sealed class LinkIntents(TimeProvider time)
{
    private readonly Dictionary<string, LinkIntent> _byToken = new(StringComparer.Ordinal);

    public void Add(LinkIntent intent)
    {
        foreach (var old in _byToken.Values.Where(i => i.ExpiresAt <= time.GetUtcNow()).ToList())
        {
            _byToken.Remove(old.Token);
        }
        _byToken[intent.Token] = intent;
    }

    public LinkIntent? Find(string? token) =>
        token is not null && _byToken.TryGetValue(token, out var intent) && intent.ExpiresAt > time.GetUtcNow()
            ? intent
            : null;

    public void Use(LinkIntent intent) => _byToken.Remove(intent.Token);
}
