using Mingus.Ledger;

namespace Mingus.Server.Identity;

/// <summary>Who asks: a tenant, and one of its users by the integrator's own id.</summary>
internal sealed class Caller(string tenant, string externalId, Users users)
{
    public string Tenant => tenant;

    /// <summary>Who it is in the audit trail.</summary>
    public string Actor => "api";

    public string ExternalId => externalId;

    /// <summary>Null for a user who never wrote anything.</summary>
    public ValueTask<UserId?> Find(CancellationToken cancellationToken) =>
        users.Find(tenant, externalId, cancellationToken);

    /// <summary>The user, made by this first write if need be.</summary>
    public ValueTask<UserId> UserForWriting(CancellationToken cancellationToken) =>
        users.Ensure(tenant, externalId, cancellationToken);
}

/// <summary>
/// The user a handler works for. A read by an unknown user gets <see cref="Nobody"/>, who owns no row: everything is
/// empty or
/// not found, and nothing is written. A write makes the user.
/// </summary>
internal sealed record CurrentUser(UserId Id)
{
    /// <summary>Surrogates begin at 1.</summary>
    public static readonly UserId Nobody = new(0);

    public static async ValueTask<CurrentUser?> BindAsync(HttpContext context)
    {
        var caller = context.Caller();
        return HttpMethods.IsGet(context.Request.Method)
            ? new(await caller.Find(context.RequestAborted) ?? Nobody)
            : new(await caller.UserForWriting(context.RequestAborted));
    }
}

/// <summary>The caller of a request, once the middleware knows it.</summary>
internal static class CallerFeature
{
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>()
        ?? throw new InvalidOperationException("This route is outside the routes that know their caller.");
}
