using Mingus.Ledger;
using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Server.Streams;

/// <summary>What a stream tells of: everything of a user, or one account with the connections that show it.</summary>
internal sealed class StreamScope
{
    private readonly AccountId? _account;
    private readonly string[] _names;

    private StreamScope(AccountId? account, string[] names)
    {
        _account = account;
        _names = names;
    }

    public static StreamScope All { get; } = new(account: null, []);

    public static StreamScope Of(AccountView view) =>
        new(
            view.Account.Id,
            [view.Account.Id.ToString(), .. view.Feeds.Select(feed => feed.Connection.Id.ToString()).Distinct()]
        );

    /// <summary>An event about several accounts, or about a connection, names them in its data.</summary>
    public bool Includes(StoredEvent stored) =>
        _account is null
        || stored.AccountId == _account
        || (stored.AccountId is null && _names.Any(name => stored.Data.Contains(name, StringComparison.Ordinal)));

    public bool Includes(ProgressTick tick) =>
        _account is not { } account
        || tick.AccountIds.Contains(account)
        || _names.Contains(tick.ConnectionId.ToString(), StringComparer.Ordinal);
}
