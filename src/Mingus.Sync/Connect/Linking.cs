using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Connect;

/// <summary>A new connection, or the one that was there already.</summary>
public sealed record Linked(ConnectionId ConnectionId, RunId? FirstRunId, bool IsNew);

/// <summary>Linking, repairing and ending connections. Provider failures leave as <see cref="ProviderException"/>.</summary>
public sealed class Linking
{
    /// <summary>A token for the provider's linking page; null when the connection to repair is unknown.</summary>
    public Task<LinkToken?> CreateLinkToken(
        UserId userId,
        ConnectionId? repair,
        string? redirectUri,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    /// <summary>Exchanges the public token, seals the access, reads the accounts, queues the first sync.</summary>
    public Task<Linked> Connect(UserId userId, string publicToken, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Removes the access at the provider and ends the connection; with <paramref name="erase"/> its data goes too.
    /// False for an unknown one.</summary>
    public Task<bool> Disconnect(
        UserId userId,
        ConnectionId connectionId,
        bool erase,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();
}
