using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Identity;

/// <summary>What a request leaves in the audit trail: who did it by their credential's id, never its text.</summary>
internal static class Trail
{
    public static Task AddToTrail(
        this HttpContext context,
        string action,
        UserId? user,
        string? target,
        CancellationToken cancellationToken
    )
    {
        var services = context.RequestServices;
        var at = services.GetRequiredService<TimeProvider>().GetUtcNow();
        return services
            .GetRequiredService<IAuditLog>()
            .Add(context.Caller().Entry(at, action, user, target), cancellationToken);
    }

    public static AuditEntry Entry(
        this Caller caller,
        DateTimeOffset at,
        string action,
        UserId? user,
        string? target = null
    ) => new(at, caller.Tenant, caller.Actor, action, user, target);
}
