using System.Globalization;
using System.Text.Json.Serialization;
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
        var checkedAt = view.Feeds.SelectMany(feed => feed.States).Max(state => state.LastSuccessAt);
        var dataAsOf = view.Feeds.Max(feed => feed.Connection.DataAsOf);
        return new(checkedAt, dataAsOf, Sentence(checkedAt, dataAsOf, now));
    }

    private static string Sentence(DateTimeOffset? checkedAt, DateTimeOffset? dataAsOf, DateTimeOffset now)
    {
        var first = checkedAt is { } at ? $"Checked {Age(now - at)}" : "Not checked yet";
        return dataAsOf is { } day
            ? first
                + day.UtcDateTime.ToString("', bank data as of 'yyyy-MM-dd HH:mm' UTC'", CultureInfo.InvariantCulture)
            : first;
    }

    private static string Age(TimeSpan age) =>
        age switch
        {
            { TotalMinutes: < 1 } => "just now",
            { TotalHours: < 1 } => $"{(int)age.TotalMinutes} min ago",
            { TotalDays: < 1 } => $"{(int)age.TotalHours} h ago",
            { TotalDays: < 2 } => "yesterday",
            _ => $"{(int)age.TotalDays} days ago",
        };
}
