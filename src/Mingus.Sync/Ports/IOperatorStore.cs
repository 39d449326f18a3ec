namespace Mingus.Sync.Ports;

/// <summary>An open login at rest: its text is not kept.</summary>
/// <param name="Hash">SHA-256 of the cookie's text, 32 bytes.</param>
/// <param name="Name">Whose it is.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="SeenAt">When it was last used, to the minute.</param>
/// <param name="ExpiresAt">From this moment on it opens nothing, however much it is used.</param>
public sealed record StoredSession(
    byte[] Hash,
    string Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset SeenAt,
    DateTimeOffset ExpiresAt
);

/// <summary>Who may log in to the dashboard of an installation, and who is logged in.</summary>
public interface IOperatorStore
{
    /// <summary>Whether anybody may log in yet.</summary>
    Task<bool> HasAny(CancellationToken cancellationToken);

    /// <summary>Makes the first one. False when there is one already.</summary>
    Task<bool> AddFirst(string name, string passwordHash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The slow hash of somebody's password; null when there is nobody of that name.</summary>
    Task<string?> FindPassword(string name, CancellationToken cancellationToken);

    Task AddSession(StoredSession session, CancellationToken cancellationToken);

    /// <summary>The login of that hash, an expired one too; null for none.</summary>
    Task<StoredSession?> FindSession(byte[] hash, CancellationToken cancellationToken);

    /// <summary>Notes that it was used.</summary>
    Task TouchSession(byte[] hash, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Ends it for good.</summary>
    Task EndSession(byte[] hash, CancellationToken cancellationToken);

    /// <summary>Forgets those that expired before then, or were last used before the other moment.</summary>
    Task PruneSessions(DateTimeOffset before, DateTimeOffset unseenSince, CancellationToken cancellationToken);
}
