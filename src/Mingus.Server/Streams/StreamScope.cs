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

    /// <summary>
    /// Events about several accounts name them in their data. Runs and connections concern every account behind them,
    /// whichever
    /// of them was asked for.
    /// </summary>
    public bool Includes(StoredEvent stored)
    {
        if (_account is null || stored.AccountId == _account)
        {
            return true;
        }

        var isOfConnection =
            stored.Type.StartsWith("sync.", StringComparison.Ordinal)
            || stored.Type.StartsWith("connection.", StringComparison.Ordinal)
            || stored.Type == "notification";
        var names = isOfConnection ? _names : _names.AsSpan(0, 1);
        foreach (var name in names)
        {
            if (stored.Data.Contains(name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public bool Includes(ProgressTick tick) =>
        _account is not { } account
        || tick.AccountIds.Contains(account)
        || _names.Contains(tick.ConnectionId.ToString(), StringComparer.Ordinal);
}
