using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Contracts;

/// <summary>A record as a feed reported it, live or removed, with the transaction it belongs to.</summary>
internal sealed record ExportedRecordBody(
    string TransactionId,
    string AccountId,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset UpdatedAt,
    RecordBody Record
)
{
    public static ExportedRecordBody From(LedgerRecord record, IReadOnlyDictionary<FeedId, string> providerAccounts) =>
        new(
            record.TransactionId.ToString(),
            record.AccountId.ToString(),
            record.FirstSeenAt,
            record.UpdatedAt,
            RecordBody.From(record, providerAccounts)
        );
}

/// <summary>The settings of one account, or of the user where it names none.</summary>
internal sealed record ExportedSettingsBody(string? AccountId, SettingsBody Settings);

/// <summary>What an export holds: its form, when it was made, how far the user's events went then, and its files with
/// the lines of each.</summary>
internal sealed record ExportManifestBody(
    string Format,
    DateTimeOffset At,
    string Tenant,
    string UserId,
    IReadOnlyDictionary<string, int> Lines
);

/// <summary>Something somebody did or saw. <c>userNumber</c> is the number of the user it was about, the same in all
/// entries about them, also when their name is erased.</summary>
internal sealed record AuditBody(
    string Id,
    DateTimeOffset At,
    string Actor,
    string Action,
    long? UserNumber,
    string? Target
)
{
    public static AuditBody From(AuditEntry entry) =>
        new($"aud_{entry.Number}", entry.At, entry.Actor, entry.Action, entry.Of?.Value, entry.Target);
}
