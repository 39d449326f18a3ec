using System.Text.Json;
using Mingus.Crash.Databases;

namespace Mingus.Crash.Checks;

/// <summary>What holds between two states of one database, whatever died between them.</summary>
internal static class Passage
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    public static IEnumerable<string> Problems(Image before, Image after) =>
        [.. Counters(before, after), .. Identities(before, after), .. Told(before, after), .. Runs(before, after)];

    // Nothing that was durable goes back, and records move only with their connection (invariant 1).
    private static IEnumerable<string> Counters(Image before, Image after)
    {
        foreach (var (id, was) in before.Users)
        {
            if (!after.Users.TryGetValue(id, out var user) || user.LastSequence < was.LastSequence)
            {
                yield return $"user {was.Name} went back from sequence {was.LastSequence} to {user?.LastSequence}";
            }
        }
        foreach (var (key, was) in before.Events)
        {
            if (!after.Events.TryGetValue(key, out var now) || now != was)
            {
                yield return $"event {key} was {was.Data} and is {now?.Data}";
            }
        }
        foreach (var (id, was) in before.Connections)
        {
            var now = after.Connections.GetValueOrDefault(id);
            if (now is null || now.Version < was.Version)
            {
                yield return $"connection {id} went back from version {was.Version} to {now?.Version}";
            }
            else if (now.Version == was.Version && (now.Cursor != was.Cursor || HasMoved(before, after, was.ItemId)))
            {
                yield return $"connection {id} has new records or a new cursor under its old version {was.Version}";
            }
        }
    }

    private static bool HasMoved(Image before, Image after, string itemId) =>
        after
            .Records.Where(r => r.Value.ItemId == itemId)
            .Any(r => before.Records.GetValueOrDefault(r.Key)?.Content != r.Value.Content);

    // Records stay, and each is found by the transaction it was first shown as, unless a decision says that what seemed
    // one was two (invariant 7).
    private static IEnumerable<string> Identities(Image before, Image after)
    {
        var parted = after.Partings.Where(d => !before.Partings.ContainsKey(d.Key)).Select(d => d.Value).ToList();
        foreach (var (key, was) in before.Records)
        {
            var now = after.Records.GetValueOrDefault(key);
            var isParted = parted.Exists(state => state.Contains($"{key.Feed}/{key.ProviderId}\"", Ordinal));
            var isFound = now is not null && (now.Transaction == after.Follow(was.Transaction) || isParted);
            if (!isFound || now!.Account != was.Account)
            {
                yield return $"record {key} of {was.Transaction} in {was.Account} is now {now?.Transaction} in "
                    + $"{now?.Account}";
            }
        }
    }

    // Invariant 9: whoever reads again what the events between name has everything that changed.
    private static IEnumerable<string> Told(Image before, Image after)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        var accounts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var told in after.Events.Where(e => !before.Events.ContainsKey(e.Key)).Select(e => e.Value))
        {
            using var data = JsonDocument.Parse(told.Data);
            if (data.RootElement.TryGetProperty("more", out var more) && more.GetBoolean())
            {
                accounts.Add(told.Account ?? "none");
            }
            else if (data.RootElement.TryGetProperty("transactionIds", out var ids))
            {
                named.UnionWith(ids.EnumerateArray().Select(id => id.GetString()!));
            }
        }
        return from record in after.Records
            let was = before.Records.GetValueOrDefault(record.Key)
            where was != record.Value
            where !named.Contains(record.Value.Transaction) && !accounts.Contains(record.Value.Account)
            select $"{record.Value.Transaction} changed unnamed by events: {was?.Content} -> {record.Value.Content}";
    }

    // A run that ended stays as it ended; none is forgotten.
    private static IEnumerable<string> Runs(Image before, Image after) =>
        from was in before.Runs.Values
        let now = after.Runs.GetValueOrDefault(was.Id)
        where now is null || (was.IsEnded && now.Status != was.Status)
        select $"run {was.Id} was {was.Status} and is {now?.Status}";
}
