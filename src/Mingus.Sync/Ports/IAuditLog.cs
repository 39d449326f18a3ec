using Mingus.Ledger;

namespace Mingus.Sync.Ports;

/// <summary>Something somebody did or saw, ids only: no name, amount or text of a person.</summary>
/// <param name="At">When.</param>
/// <param name="Tenant">In which tenant; <see cref="Installation"/> for what is of none.</param>
/// <param name="Actor">Who: a credential's id, <c>operator</c>, or <c>stranger</c> who showed none.</param>
/// <param name="Action">What, as <c>user.exported</c>.</param>
/// <param name="Of">Whose data it was about; null for what concerns the tenant.</param>
/// <param name="Target">The id of what it was done to; null for the user as a whole.</param>
public sealed record AuditEntry(
    DateTimeOffset At,
    string Tenant,
    string Actor,
    string Action,
    UserId? Of = null,
    string? Target = null
)
{
    /// <summary>Instead of a tenant: what an operator did to the installation as a whole.</summary>
    public const string Installation = "";

    /// <summary>Its place in the trail, ascending; 0 before it is written.</summary>
    public long Number { get; init; }
}

/// <summary>What entries say was done.</summary>
public static class AuditActions
{
    public const string UserExported = "user.exported";
    public const string UserErased = "user.erased";
    public const string ConnectionLinked = "connection.linked";
    public const string ConnectionRemoved = "connection.removed";
    public const string ConnectionErased = "connection.erased";
    public const string KeysRotated = "keys.rotated";
    public const string ApiKeyMade = "api_key.made";
    public const string ApiKeyRotated = "api_key.rotated";
    public const string ApiKeyRevoked = "api_key.revoked";

    /// <summary>The first password was set.</summary>
    public const string LoginSetUp = "login.set_up";
    public const string LoginOpened = "login.opened";
    public const string LoginFailed = "login.failed";
}

/// <summary>The audit trail: entries are added and read; the service itself can neither change nor remove one younger
/// than ninety days.</summary>
public interface IAuditLog
{
    /// <summary>Writes an entry; durable when this returns.</summary>
    Task Add(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>A tenant's entries, newest first; for an operator those of the installation among them.</summary>
    /// <exception cref="BadPageKeyException">The position is not one of this list.</exception>
    Task<Page<AuditEntry>> List(
        string tenant,
        bool withInstallation,
        PageRequest page,
        CancellationToken cancellationToken
    );

    /// <summary>Forgets entries older than that, none younger than ninety days; answers how many.</summary>
    Task<int> Prune(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>The erasure of a person, and what is forgotten by time.</summary>
public interface IUserRights
{
    /// <summary>Removes the user and every row of theirs, the tokens of that name in the entry's tenant too, writes the
    /// tombstone and the trail's entry, all in one; false for a user who is not there.</summary>
    Task<bool> Erase(
        UserId userId,
        string externalId,
        Tombstone tombstone,
        AuditEntry entry,
        CancellationToken cancellationToken
    );

    /// <summary>When that person was erased; null for never.</summary>
    Task<DateTimeOffset?> ErasedAt(Tombstone tombstone, CancellationToken cancellationToken);

    /// <summary>Forgets ended runs created before a moment, user by user; answers how many.</summary>
    Task<int> PruneRuns(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Clears what the provider sent of records set aside before a moment; they stay listed. Answers how
    /// many.</summary>
    Task<int> ClearPayloads(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>What stays of an erased person: a hash of tenant and name under a key of the vault.</summary>
public sealed record Tombstone(byte[] Hash, string KeyId);
