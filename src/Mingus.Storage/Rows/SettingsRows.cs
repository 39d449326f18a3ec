using System.Text.Json;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Rows;

/// <summary>Settings at rest: one JSON document a user, and one for each account that has its own.</summary>
internal static class SettingsRows
{
    /// <summary>The id under which a user's own stand.</summary>
    public static readonly Guid OfUser = Guid.Empty;

    public static SyncSettings Read(string text) =>
        JsonSerializer.Deserialize(text, RowJson.Default.SyncSettings) ?? SyncSettings.Default;

    public static string Write(SyncSettings settings) =>
        JsonSerializer.Serialize(settings, RowJson.Default.SyncSettings);

    /// <summary>All that a user has set.</summary>
    public static StoredSettings All(IReadOnlyDictionary<Guid, string> stored) =>
        stored.Count == 0
            ? StoredSettings.None
            : new StoredSettings(
                stored.TryGetValue(OfUser, out var own) ? Read(own) : null,
                stored
                    .Where(static pair => pair.Key != OfUser)
                    .ToDictionary(static pair => new AccountId(pair.Key), static pair => Read(pair.Value))
            );

    /// <summary>What holds for a connection that shows these accounts: one call answers for all, so what any of them
    /// wants is done.</summary>
    public static SyncSettings Of(IReadOnlyDictionary<Guid, string> stored, IEnumerable<Guid> accounts)
    {
        if (stored.Count == 0)
        {
            return SyncSettings.Default;
        }

        var user = stored.TryGetValue(OfUser, out var text) ? Read(text) : SyncSettings.Default;
        var wanted = accounts.Distinct().Select(id => stored.TryGetValue(id, out var own) ? Read(own) : user).ToList();
        return wanted.Count == 0 ? user : wanted.Aggregate(static (one, other) => one.And(other));
    }
}
