using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Mingus.Server.Setup;
using Mingus.Sync.Ports;

namespace Mingus.Server.Identity;

/// <summary>
/// Logins of people who run an installation themselves. The first start offers a secret, once and for half an hour,
/// that sets the password. A login is a row of the database and a cookie that names it: logging out ends it.
/// </summary>
internal sealed class Operators(IOperatorStore store, ServerConfig config, TimeProvider time) : IDisposable
{
    public const string Cookie = "__Host-mingus";
    public const int PasswordLengthMin = 12;

    /// <summary>Before the name of somebody who logged in at the identity provider.</summary>
    private const string AtProvider = "provider:";

    /// <summary>OWASP's advice for PBKDF2 with HMAC-SHA512 (Password Storage Cheat Sheet).</summary>
    private const int Iterations = 210_000;

    /// <summary>Slow on purpose: no more than so many at once, whoever asks.</summary>
    private const int HashesAtOnce = 2;

    private static readonly TimeSpan SecretLasts = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan UnusedFor = TimeSpan.FromHours(8);
    private static readonly TimeSpan LastsAtMost = TimeSpan.FromDays(7);
    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(1);

    private readonly PasswordHasher<string> _hasher = new(
        Options.Create(new PasswordHasherOptions { IterationCount = Iterations })
    );
    private readonly SemaphoreSlim _hashing = new(HashesAtOnce);
    private readonly Lock _lock = new();
    private string? _nobodysHash;
    private (byte[] Hash, DateTimeOffset Until)? _secret;

    public void Dispose() => _hashing.Dispose();

    /// <summary>What a login of somebody known by the identity provider is under.</summary>
    public static string NameAtProvider(string who) => AtProvider + who;

    /// <summary>Whether people log in to this server.</summary>
    public bool IsEnabled => config.Login.IsEnabled && !config.IsDevelopment;

    /// <summary>A secret to set the first password with; null when that is done, or nobody may log in.</summary>
    public async Task<string?> OfferSetup(CancellationToken cancellationToken)
    {
        if (!IsEnabled || await store.HasAny(cancellationToken))
        {
            return null;
        }

        var secret = CredentialText.NewSecret();
        lock (_lock)
        {
            _secret = (CredentialText.Hash(secret), time.GetUtcNow() + SecretLasts);
        }

        return secret;
    }

    /// <summary>Whether a first password can be set now.</summary>
    public async Task<bool> AwaitsSetup(CancellationToken cancellationToken) =>
        IsOffered() && !await store.HasAny(cancellationToken);

    /// <summary>Whether that is the secret on offer.</summary>
    public bool IsSecret(string shown)
    {
        lock (_lock)
        {
            return IsOffered()
                && CryptographicOperations.FixedTimeEquals(_secret!.Value.Hash, CredentialText.Hash(shown));
        }
    }

    /// <summary>Sets the first password and uses the secret up. False when somebody has one already.</summary>
    public async Task<bool> SetUp(string name, string password, CancellationToken cancellationToken)
    {
        var hash = await Slowly(() => _hasher.HashPassword(name, password), cancellationToken);
        var isFirst = await store.AddFirst(name, hash, time.GetUtcNow(), cancellationToken);
        lock (_lock)
        {
            _secret = null;
        }

        return isFirst;
    }

    /// <summary>Whether name and password belong together; an unknown name takes as long as a wrong password.</summary>
    public async Task<bool> Knows(string name, string password, CancellationToken cancellationToken)
    {
        // Before anything is looked up: the first try after a start takes as long for every name.
        var nobodys = await NobodysHash(cancellationToken);
        var kept = await store.FindPassword(name, cancellationToken);
        var hash = kept ?? nobodys;
        var result = await Slowly(() => _hasher.VerifyHashedPassword(name, hash, password), cancellationToken);
        return kept is not null && result != PasswordVerificationResult.Failed;
    }

    /// <summary>Opens a login under a new id; the cookie's text.</summary>
    public async Task<string> LogIn(string name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var text = CredentialText.NewSecret();
        await store.AddSession(
            new StoredSession(CredentialText.Hash(text), name, now, now, now + LastsAtMost),
            cancellationToken
        );
        return text;
    }

    public Task LogOut(string cookie, CancellationToken cancellationToken) =>
        store.EndSession(CredentialText.Hash(cookie), cancellationToken);

    /// <summary>The login of a cookie; null when it is none, or over.</summary>
    public Task<Credential?> Find(string cookie, CancellationToken cancellationToken) =>
        Find(CredentialText.Hash(cookie), cancellationToken);

    public async Task<Credential?> Find(byte[] hash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (
            !IsEnabled
            || await store.FindSession(hash, cancellationToken) is not { } session
            || session.ExpiresAt <= now
            || session.SeenAt + UnusedFor <= now
            || !MayStill(session.Name)
        )
        {
            return null;
        }

        if (now - session.SeenAt >= TouchEvery)
        {
            await store.TouchSession(hash, now, cancellationToken);
        }

        return new()
        {
            Kind = CallerKind.Session,
            Id = $"session:{Convert.ToHexStringLower(hash.AsSpan(0, 8))}",
            Tenant = config.Login.Tenant,
            Scopes = Scopes.All,
            DefaultUser = config.Login.User,
            ExpiresAt = session.ExpiresAt,
            Hash = hash,
        };
    }

    public Task Prune(CancellationToken cancellationToken) =>
        store.PruneSessions(time.GetUtcNow(), time.GetUtcNow() - UnusedFor, cancellationToken);

    /// <summary>What a page of ours shows beside its cookie: another page cannot read it.</summary>
    public static string CsrfOf(string cookie) =>
        System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(cookie), "csrf"u8));

    /// <summary>Of the provider's people those may log in that the settings name, and no longer than they do.</summary>
    private bool MayStill(string name) =>
        !name.StartsWith(AtProvider, StringComparison.Ordinal)
        || config.Oidc?.Login?.Operators.Contains(name[AtProvider.Length..], StringComparer.Ordinal) == true;

    private bool IsOffered()
    {
        lock (_lock)
        {
            return _secret is { } offered && offered.Until > time.GetUtcNow();
        }
    }

    private async Task<string> NobodysHash(CancellationToken cancellationToken) =>
        _nobodysHash ??= await Slowly(
            () => _hasher.HashPassword("nobody", CredentialText.NewSecret()),
            cancellationToken
        );

    private async Task<T> Slowly<T>(Func<T> hash, CancellationToken cancellationToken)
    {
        await _hashing.WaitAsync(cancellationToken);
        try
        {
            return hash();
        }
        finally
        {
            _hashing.Release();
        }
    }
}
