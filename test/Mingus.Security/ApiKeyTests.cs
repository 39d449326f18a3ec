using Mingus.Security.Support;

namespace Mingus.Security;

/// <summary>Keys that tenants make themselves: shown once, no wider than their maker, overlapping when
/// rotated.</summary>
public sealed class ApiKeyTests(SafeStack stack) : IClassFixture<SafeStack>
{
    private Caller Acme => stack.As(SafeStack.AcmeKey);

    [Fact]
    public async Task A_key_is_shown_once_and_listed_without_its_secret()
    {
        var made = (await Acme.Post("/api-keys", """{"name":"back end","scopes":["read","sync"]}""")).Expect(201).Json;
        var text = (string)made["key"]!;

        Assert.Matches("^mgs_live_[0-9A-Za-z]{12}_[0-9A-Za-z_-]{43}_[0-9A-Za-z]{6}$", text);
        Assert.Equal(200, (await stack.As(text, "anna").Get("/accounts")).Status);
        var list = (await Acme.Get("/api-keys")).Expect(200);
        Assert.DoesNotContain(text, list.Text, StringComparison.Ordinal);
        var listed = list.Json["items"]!.AsArray().Single(key => (string)key!["id"]! == (string)made["id"]!)!;
        Assert.Equal(text[..21], (string)listed["prefix"]!);
        Assert.Equal("""["read","sync"]""", listed["scopes"]!.ToJsonString());
        Assert.Equal("active", (string)listed["state"]!);
        Assert.NotNull(listed["lastUsedAt"]);
        var lasts = (DateTimeOffset)listed["expiresAt"]! - (DateTimeOffset)listed["createdAt"]!;
        Assert.Equal(TimeSpan.FromDays(365), lasts);
        Assert.Equal(401, (await stack.As(text[..21]).Get("/accounts")).Status);
    }

    [Fact]
    public async Task Another_tenant_sees_none_of_them()
    {
        var made = (await Acme.Post("/api-keys", "{}")).Expect(201).Json;

        var list = (await stack.As(SafeStack.OtherKey).Get("/api-keys")).Expect(200);

        Assert.DoesNotContain((string)made["id"]!, list.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_makes_or_rotates_a_key_that_may_more_than_they_may()
    {
        var wide = (await Acme.Post("/api-keys", "{}")).Expect(201).Json;
        var narrow = stack.As(await Acme.Key("keys", "read"));

        (await narrow.Post("/api-keys", """{"scopes":["sync"]}""")).Expect(400);
        Assert.Equal("scope_missing", (await narrow.Post($"/api-keys/{wide["id"]}/rotate")).Expect(403).Code);
        var own = (await narrow.Post("/api-keys", "{}")).Expect(201).Json;
        Assert.Equal("""["read","keys"]""", own["scopes"]!.ToJsonString());
    }

    [Fact]
    public async Task Rotated_the_old_key_opens_for_a_day_beside_the_new_one()
    {
        await using var own = await SafeStack.Start();
        var acme = own.As(SafeStack.AcmeKey);
        var old = (await acme.Post("/api-keys", """{"scopes":["read"]}""")).Expect(201).Json;
        var before = own.As((string)old["key"]!, "anna");

        var rotated = (await acme.Post($"/api-keys/{old["id"]}/rotate")).Expect(201).Json;

        var after = own.As((string)rotated["key"]!, "anna");
        Assert.Equal((200, 200), ((await before.Get("/accounts")).Status, (await after.Get("/accounts")).Status));
        own.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(5));
        Assert.Equal(200, (await before.Get("/accounts")).Status);
        own.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((401, 200), ((await before.Get("/accounts")).Status, (await after.Get("/accounts")).Status));
        own.Time.Advance(TimeSpan.FromDays(364) - TimeSpan.FromMinutes(5));
        Assert.Equal(200, (await after.Get("/accounts")).Status);
        own.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(401, (await after.Get("/accounts")).Status);
    }

    [Fact]
    public async Task Made_rotated_and_revoked_they_are_in_the_trail_by_their_ids()
    {
        await using var own = await SafeStack.Start();
        var acme = own.As(SafeStack.AcmeKey);
        var made = (await acme.Post("/api-keys", """{"name":"of the back end"}""")).Expect(201).Json;
        var rotated = (await acme.Post($"/api-keys/{made["id"]}/rotate")).Expect(201).Json;
        (await acme.Send("DELETE", $"/api-keys/{rotated["id"]}")).Expect(204);

        var trail = (await acme.Get("/audit")).Expect(200);

        Assert.Equal(
            [
                ("api_key.revoked", $"{rotated["id"]}"),
                ("api_key.rotated", $"{made["id"]}"),
                ("api_key.made", $"{made["id"]}"),
            ],
            trail.Json["items"]!.AsArray().Select(entry => ((string)entry!["action"]!, (string)entry["target"]!))
        );
        Assert.DoesNotContain("back end", trail.Text, StringComparison.Ordinal);
        Assert.Equal("[]", (await own.As(SafeStack.OtherKey).Get("/audit")).Json["items"]!.ToJsonString());
    }

    [Theory]
    [InlineData("/api-keys", """{"days":0}""", "days")]
    [InlineData("/api-keys", """{"days":3651}""", "days")]
    [InlineData("/api-keys", """{"scopes":[]}""", "scopes")]
    [InlineData("/api-keys", """{"scopes":["root"]}""", "scopes")]
    public async Task What_makes_no_sense_is_named(string path, string body, string field) =>
        Assert.NotNull((await Acme.Post(path, body)).Expect(400).Json["errors"]![field]);
}
