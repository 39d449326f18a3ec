using Mingus.Security.Support;

namespace Mingus.Security;

/// <summary>What every answer tells a browser, whoever asks and however it ends.</summary>
public sealed class HeaderTests(SafeStack stack) : IClassFixture<SafeStack>
{
    public static TheoryData<string> Routes => Route.Names;

    [Theory, MemberData(nameof(Routes))]
    public async Task Every_answer_of_the_API_is_safe_to_look_at(string name)
    {
        var route = Route.Of(name);
        foreach (var caller in (Caller[])[stack.As(SafeStack.AcmeKey, "anna"), stack.As(null)])
        {
            var body = route.Method is "GET" or "DELETE" ? null : "{}";
            var answer = await caller.Send(route.Method, route.With(_ => "x_1"), body);
            AssertSafe(answer);
            Assert.Equal("no-store", answer.Headers["Cache-Control"]);
            Assert.Equal("same-origin", answer.Headers["Cross-Origin-Resource-Policy"]);
        }
    }

    [Theory]
    [InlineData("//")]
    [InlineData("//health/live")]
    [InlineData("//health/ready")]
    [InlineData("//openapi/v1.json")]
    [InlineData("//embed/mingus-sync.js")]
    [InlineData("//nothing/at/all.js")]
    [InlineData("/nothing")]
    public async Task So_is_everything_else(string path) => AssertSafe(await stack.As(null).Get(path));

    [Fact]
    public async Task Pages_run_only_what_is_ours()
    {
        var policy = (await stack.As(null).Get("//")).Headers["Content-Security-Policy"];

        string[] parts =
        [
            "default-src 'none'",
            "script-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types lit-html",
        ];
        Assert.Empty(parts.Except(policy.Split(';', StringSplitOptions.TrimEntries)));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    private static void AssertSafe(Answer answer)
    {
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
        Assert.Equal("same-origin", answer.Headers["Cross-Origin-Opener-Policy"]);
        Assert.Contains("camera=()", answer.Headers["Permissions-Policy"], StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", answer.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.False(answer.Headers.ContainsKey("Server"));
        Assert.False(answer.Headers.ContainsKey("X-Powered-By"));
    }
}
