namespace Mingus.Server.Identity;

/// <summary>What kind of credential a caller shows.</summary>
internal enum CallerKind
{
    /// <summary>None: this machine, in Development.</summary>
    Local,

    /// <summary>An integrator's API key.</summary>
    Key,

    /// <summary>A browser's token of one user.</summary>
    UserToken,

    /// <summary>A login to the dashboard: a cookie.</summary>
    Session,

    /// <summary>One user's token, signed by the operator's identity provider.</summary>
    Signed,
}

/// <summary>A credential that is known and stands: whose it is and what it may.</summary>
internal sealed record Credential
{
    public required CallerKind Kind { get; init; }

    /// <summary>Its name for rates, streams and trails; says nothing of its text.</summary>
    public required string Id { get; init; }

    public required string Tenant { get; init; }

    public required Scopes Scopes { get; init; }

    /// <summary>The one user it is for; null for any of the tenant.</summary>
    public string? User { get; init; }

    /// <summary>Whom it acts for when the request names nobody; null: the request must.</summary>
    public string? DefaultUser { get; init; }

    /// <summary>The only origin it may come from; null for any.</summary>
    public string? Origin { get; init; }

    /// <summary>Null for one without end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>SHA-256 of its text, by which it is looked up again; null for one that only a restart ends.</summary>
    public byte[]? Hash { get; init; }

    /// <summary>The public part of a key; null for anything else.</summary>
    public string? Prefix { get; init; }
}
