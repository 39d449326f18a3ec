using Microsoft.Extensions.DependencyInjection;
using Mingus.Storage.Keys;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Makes an open database and its vault available.</summary>
public static class StorageSetup
{
    /// <summary>
    /// Registers the ports of a database opened before the host is built: what is wrong with it stops the start with
    /// its
    /// message, and nothing runs on a database that is not migrated. The host disposes it.
    /// </summary>
    public static IServiceCollection AddStorage(
        this IServiceCollection services,
        LedgerDatabase database,
        VaultKeys keys
    ) =>
        services
            .AddSingleton(_ => database)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Store)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Edits)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Queries)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Decisions)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Validations)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Idempotency)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Webhooks)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Schedule)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Notifications)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Endpoints)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Outbox)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Audit)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Rights)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Credentials)
            .AddSingleton(s => s.GetRequiredService<LedgerDatabase>().Operators)
            .AddSingleton(new SecretVault(keys))
            .AddSingleton<ISecretVault>(s => s.GetRequiredService<SecretVault>())
            .AddSingleton<IEndpointSecrets>(s => s.GetRequiredService<SecretVault>());
}
