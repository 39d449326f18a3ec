using System.Net;
using Mingus.Server.Setup;
using Mingus.Storage.Keys;
using Mingus.Sync.Ports;

namespace Mingus.Server.Identity;

/// <summary>
/// What logins leave in the audit trail. Where from is told by a keyed hash of the network: the same network has the
/// same, so a new one shows, and no address is kept. No name that was tried is kept: it may be a password.
/// </summary>
internal sealed class LoginTrail(IAuditLog audit, SecretVault vault, ServerConfig config, TimeProvider time)
{
    private const string Stranger = "stranger";
    private const int NetworkBytes = 8;

    public Task Failed(IPAddress? address, CancellationToken cancellationToken) =>
        Add(Stranger, AuditActions.LoginFailed, address, cancellationToken);

    public Task Opened(string action, Credential credential, IPAddress? address, CancellationToken cancellationToken) =>
        Add(credential.Id, action, address, cancellationToken);

    private Task Add(string actor, string action, IPAddress? address, CancellationToken cancellationToken)
    {
        var tenant = config.Login.Tenant;
        var network = vault.TombstoneOf(tenant, $"network {LoginDelays.Name(address)}").Hash;
        var target = $"net_{Convert.ToHexStringLower(network.AsSpan(0, NetworkBytes))}";
        return audit.Add(new(time.GetUtcNow(), tenant, actor, action, Of: null, target), cancellationToken);
    }
}
