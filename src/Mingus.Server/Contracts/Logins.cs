using System.ComponentModel.DataAnnotations;

namespace Mingus.Server.Contracts;

/// <summary>The first password, set with the secret that the server printed at its start.</summary>
internal sealed record SetupRequest(
    [property: Required] string? Secret,
    [property: MaxLength(LoginRequest.NameLengthMax)] string? Name,
    [property: Required] string? Password
) : IRequestBody;

/// <summary>A login; <c>name</c> is <c>owner</c> when left out.</summary>
internal sealed record LoginRequest(
    [property: MaxLength(LoginRequest.NameLengthMax)] string? Name,
    [property: Required] string? Password
) : IRequestBody
{
    public const string DefaultName = "owner";
    public const int NameLengthMax = 200;
    public const int PasswordLengthMax = 1_024;
}

/// <summary>What the dashboard has to do first.</summary>
internal enum LoginState
{
    /// <summary>Nothing: this machine needs no credential.</summary>
    Development,

    /// <summary>Set the first password.</summary>
    Setup,

    /// <summary>Log in.</summary>
    Login,

    /// <summary>Nobody may log in here.</summary>
    Off,

    SignedIn,
}

/// <summary>
/// Who looks at the dashboard. <c>csrf</c> is what a page sends in <c>X-Mingus-Csrf</c> with all that is not a read;
/// <c>signInAt</c> is where the way to the identity provider begins, if there is one.
/// </summary>
internal sealed record SessionBody(
    LoginState State,
    string? UserId = null,
    string? Tenant = null,
    string? Csrf = null,
    DateTimeOffset? ExpiresAt = null,
    string? SignInAt = null
);
