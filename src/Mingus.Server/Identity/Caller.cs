using Mingus.Ledger;

namespace Mingus.Server.Identity;

/// <summary>Who asks: a credential, and one user of its tenant by the integrator's own id.</summary>
internal sealed class Caller(Credential credential, string? externalId, Users users)
{
    public Credential Credential => credential;

    public string Tenant => credential.Tenant;

    /// <summary>Who it is in the audit trail.</summary>
    public string Actor => credential.Id;

    /// <summary>Null on a route about the tenant when the request names nobody.</summary>
    public string? NamedUser => externalId;

    public string ExternalId =>
        externalId ?? throw new InvalidOperationException("This route is about the tenant: it knows no user.");

    /// <summary>Null for a user who never wrote anything.</summary>
    public ValueTask<UserId?> Find(CancellationToken cancellationToken) =>
        users.Find(Tenant, ExternalId, cancellationToken);

    /// <summary>The user, made by this first write if need be.</summary>
    public ValueTask<UserId> UserForWriting(CancellationToken cancellationToken) =>
        users.Ensure(Tenant, ExternalId, cancellationToken);
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
