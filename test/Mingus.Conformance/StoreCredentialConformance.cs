using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Conformance;

/// <summary>Credentials at rest: found by their hash, kept apart by tenant, ended for good.</summary>
public abstract class StoreCredentialConformance(IStoreSubject subject)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 9, 26, 53, 589, TimeSpan.Zero);

    private int _made;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ICredentialStore Store => subject.Node.Credentials;

    [Fact]
    public async Task A_key_comes_back_as_it_was_kept()
    {
        var key = NewKey("tenant of one");

        await Store.AddKey(key, Token);

        Assert.Equivalent(key, await Store.FindKey(key.Prefix, Token), strict: true);
        Assert.Equivalent(new[] { key }, await Store.ListKeys("tenant of one", Token), strict: true);
        Assert.Null(await Store.FindKey("mgs_live_nothing", Token));
    }

    [Fact]
    public async Task A_replaced_key_lasts_as_long_as_said_and_no_longer_than_it_would_have()
    {
        var (long_, short_) = (NewKey("t", days: 365), NewKey("t", days: 1));
        await Store.AddKey(long_, Token);
        await Store.AddKey(short_, Token);
        var (first, second) = (NewKey("t"), NewKey("t"));

        Assert.True(await Store.ReplaceKey(first, long_.Id, Now.AddDays(2), Token));
        Assert.True(await Store.ReplaceKey(second, short_.Id, Now.AddDays(2), Token));

        var replaced = await Store.FindKey(long_.Prefix, Token);
        Assert.Equal((Now.AddDays(2), first.Id), (replaced!.ExpiresAt, replaced.ReplacedBy));
        Assert.Equal(Now.AddDays(1), (await Store.FindKey(short_.Prefix, Token))!.ExpiresAt);
        Assert.NotNull(await Store.FindKey(second.Prefix, Token));
    }

    [Fact]
    public async Task A_key_is_replaced_and_revoked_by_its_own_tenant_only()
    {
        var key = NewKey("its tenant");
        await Store.AddKey(key, Token);
        var other = NewKey("another tenant");

        Assert.False(await Store.ReplaceKey(other, key.Id, Now, Token));
        Assert.Null(await Store.FindKey(other.Prefix, Token));
        Assert.Null(await Store.RevokeKey("another tenant", key.Id, Now, Token));
        Assert.Null((await Store.FindKey(key.Prefix, Token))!.RevokedAt);
    }

    [Fact]
    public async Task A_revoked_key_stays_revoked_since_then_and_its_tokens_are_gone()
    {
        var key = NewKey("t");
        await Store.AddKey(key, Token);
        var (own, others) = (NewToken("t", key.Id.ToString()), NewToken("t", "another key"));
        await Store.AddUserToken(own, Token);
        await Store.AddUserToken(others, Token);

        await Store.RevokeKey("t", key.Id, Now.AddHours(1), Token);
        var again = await Store.RevokeKey("t", key.Id, Now.AddHours(2), Token);

        Assert.Equal(Now.AddHours(1), again!.RevokedAt);
        Assert.Null(await Store.FindUserToken(own.Hash, Token));
        Assert.NotNull(await Store.FindUserToken(others.Hash, Token));
        Assert.False(await Store.ReplaceKey(NewKey("t"), key.Id, Now, Token));
    }

    [Fact]
    public async Task The_last_use_only_moves_forward()
    {
        var key = NewKey("t");
        await Store.AddKey(key, Token);

        await Store.TouchKey(key.Id, Now.AddMinutes(5), Token);
        await Store.TouchKey(key.Id, Now.AddMinutes(3), Token);

        Assert.Equal(Now.AddMinutes(5), (await Store.FindKey(key.Prefix, Token))!.LastUsedAt);
    }

    [Fact]
    public async Task Keys_that_expire_between_two_moments_are_found_unless_something_took_their_place()
    {
        var far = 4000;
        var (due, replaced, revoked) = (NewKey("t", days: far), NewKey("t", days: far), NewKey("t", days: far));
        foreach (var key in (StoredKey[])[due, replaced, revoked, NewKey("t", days: far + 1)])
        {
            await Store.AddKey(key, Token);
        }

        await Store.ReplaceKey(NewKey("t"), replaced.Id, Now.AddDays(far), Token);
        await Store.RevokeKey("t", revoked.Id, Now, Token);

        var found = await Store.ExpiringKeys(Now.AddDays(far - 1), Now.AddDays(far), Token);
        Assert.Equal([due.Id], found.Select(key => key.Id));
    }

    [Fact]
    public async Task A_user_token_comes_back_until_it_is_revoked_by_its_tenant()
    {
        var token = NewToken("t", "key");
        await Store.AddUserToken(token, Token);

        Assert.Equivalent(token, await Store.FindUserToken(token.Hash, Token), strict: true);
        Assert.False(await Store.RevokeUserToken("another tenant", token.Id, Token));
        Assert.True(await Store.RevokeUserToken("t", token.Id, Token));
        Assert.False(await Store.RevokeUserToken("t", token.Id, Token));
        Assert.Null(await Store.FindUserToken(token.Hash, Token));
    }

    [Fact]
    public async Task All_tokens_of_a_user_end_together_and_old_ones_are_forgotten()
    {
        var mine = NewToken("t", "key") with { ExternalUserId = "who leaves" };
        var (other, old) = (NewToken("t", "key"), NewToken("t", "key") with { ExpiresAt = Now.AddYears(-1) });
        foreach (var token in (StoredUserToken[])[mine, other, old])
        {
            await Store.AddUserToken(token, Token);
        }

        await Store.RevokeUserTokens("t", "who leaves", Token);
        Assert.Equal(1, await Store.PruneUserTokens(Now.AddMonths(-1), Token));

        Assert.Null(await Store.FindUserToken(mine.Hash, Token));
        Assert.Null(await Store.FindUserToken(old.Hash, Token));
        Assert.NotNull(await Store.FindUserToken(other.Hash, Token));
    }

    private StoredKey NewKey(string tenant, int days = 365)
    {
        var name = Name();
        return new()
        {
            Id = new ApiKeyId(PrefixedId.Derive(Now, name)),
            Tenant = tenant,
            Name = $"key {name}",
            Prefix = $"mgs_live_{name}",
            Hash = CommonHash(name),
            Scopes = ["read", "sync"],
            CreatedAt = Now,
            ExpiresAt = Now.AddDays(days),
        };
    }

    private StoredUserToken NewToken(string tenant, string issuedBy)
    {
        var name = Name();
        return new()
        {
            Id = new UserTokenId(PrefixedId.Derive(Now, name)),
            Hash = CommonHash(name),
            Tenant = tenant,
            ExternalUserId = "a person",
            IssuedBy = issuedBy,
            Scopes = ["read"],
            Origin = "https://app.example",
            CreatedAt = Now,
            ExpiresAt = Now.AddMinutes(15),
        };
    }

    private string Name() => $"{GetType().Name}-{TestContext.Current.TestMethod?.MethodName}-{++_made}";

    private static byte[] CommonHash(string name) =>
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name));
}
