using System.Net.Http.Headers;
using Mingus.Server.Tests.Fakes;

namespace Mingus.Server.Tests.Api;

public sealed class PageTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/app.js", "text/javascript")]
    [InlineData("/ledger.css", "text/css")]
    [InlineData("/icon.svg", "image/svg+xml")]
    public async Task The_page_and_its_parts_are_served_whole_under_a_strict_policy(string path, string type)
    {
        await using var server = await RunningServer.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));

        using var response = await server.Client.SendAsync(request);

        Assert.Equal((200, type), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.NotEmpty(await response.Content.ReadAsStringAsync());
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_page_brings_everything_with_it()
    {
        await using var server = await RunningServer.Start();

        var page = await server.Get("/docs/");

        Assert.Equal((200, "text/html"), (page.Status, page.ContentType));
        Assert.DoesNotContain("src=\"http", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("cdn.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_is_safe_to_look_at()
    {
        await using var server = await RunningServer.Start();

        foreach (
            var path in (string[])["/", "/api/data-sync/accounts", "/api/nothing", "/openapi/v1.json", "/health/live"]
        )
        {
            var answer = await server.Get(path);
            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
            Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
            Assert.False(answer.Headers.ContainsKey("Server"));
        }
    }
}
