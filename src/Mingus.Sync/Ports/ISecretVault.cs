using Mingus.Ledger;

namespace Mingus.Sync.Ports;

/// <summary>
/// Seals provider tokens for rest: an envelope bound to table, column, user and connection, so that a sealed value
/// moved elsewhere does not open.
/// </summary>
public interface ISecretVault
{
    /// <summary>Seals a token for one connection.</summary>
    byte[] Seal(ProtectedToken token, UserId userId, ConnectionId connectionId);

    /// <summary>Opens what was sealed for that connection.</summary>
    /// <exception cref="SecretException">It was sealed for another place, altered, or its key is not here.</exception>
    ProtectedToken Open(byte[] sealedToken, UserId userId, ConnectionId connectionId);
}

/// <summary>A sealed value that does not open. The message names the key id at most.</summary>
public sealed class SecretException(string message, Exception? inner = null) : Exception(message, inner);
