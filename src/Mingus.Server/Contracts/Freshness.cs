using System.Text.Json.Serialization;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>When we last asked, and up to when the bank's data goes: two different things.</summary>
internal sealed record FreshnessBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? CheckedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? DataAsOf,
    string Text
)
{
    public static FreshnessBody From(AccountView view, DateTimeOffset now)
    {
        var checkedAt = view.Feeds.Max(CheckedAtOf);
        var dataAsOf = view.Feeds.Max(feed => feed.Connection.DataAsOf);
        return new(checkedAt, dataAsOf, Freshness.Text(checkedAt, dataAsOf, now));
    }

    /// <summary>When a feed's bank was last asked with success. A validation asks nobody.</summary>
    public static DateTimeOffset? CheckedAtOf(FeedView feed) =>
        feed.States.Where(static state => state.Work != SyncWork.Validate).Max(static state => state.LastSuccessAt);
}
