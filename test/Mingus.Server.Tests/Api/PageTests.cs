using System.IO.Compression;
using System.Net.Http.Headers;
using Mingus.Server.Tests.Fakes;

namespace Mingus.Server.Tests.Api;

public sealed class PageTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/theme.js", "text/javascript")]
    [InlineData("/icon.svg", "image/svg+xml")]
    public async Task The_page_and_its_parts_are_served_whole_under_a_strict_policy(string path, string type)
    {
        await using var server = await RunningServer.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));

        using var response = await server.Client.SendAsync(request);

        Assert.Equal((200, type), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.NotEmpty(await response.Content.ReadAsStringAsync());
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    /// <summary>Whatever the caller unpacks is the file, byte for byte; who unpacks nothing gets it plain.</summary>
    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    public async Task Every_file_is_the_same_in_every_encoding(string accepted, string? encoding)
    {
        await using var server = await RunningServer.Start();
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        var packed = Directory.EnumerateFiles(folder, "*.br", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(packed);
        foreach (var file in packed.Select(name => name[..^".br".Length]))
        {
            var path = file[folder.Length..].Replace('\\', '/');
            using var request = new HttpRequestMessage(HttpMethod.Get, path == "/index.html" ? "/" : path);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

            using var response = await server.Client.SendAsync(request);

            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
            Assert.Single(response.Headers.Vary, static name => name == "Accept-Encoding");
            var body = await response.Content.ReadAsByteArrayAsync();
            Assert.Equal(await File.ReadAllBytesAsync(file), Unpacked(body, encoding));
        }
    }

    [Theory]
    [InlineData("/embed/mingus-sync.js", "no-cache")]
    [InlineData("/", "no-cache")]
    public async Task A_file_without_a_hash_in_its_name_is_asked_for_each_time(string path, string caching)
    {
        await using var server = await RunningServer.Start();
        using var first = await server.Client.GetAsync(path);
        Assert.Equal(caching, first.Headers.CacheControl?.ToString());
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var again = await server.Client.SendAsync(request);

        Assert.Equal(304, (int)again.StatusCode);
    }

    [Fact]
    public async Task The_page_comes_while_the_database_is_away_and_asks_for_nothing()
    {
        string[] settings = ["--Plaid:ClientId=x", "--Plaid:Secret=x", "--Auth:Login:Enabled=true"];
        await using var server = await RunningServer.StartIn("Production", Facts.Ledger(), settings);
        server.Operators.IsAway = true;

        var page = await server.Get("/", ("Cookie", "__Host-mingus=somebodys"));

        Assert.Equal(200, page.Status);
        Assert.Contains("<html data-signed-out", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_its_hash_in_its_name_is_kept()
    {
        await using var server = await RunningServer.Start();
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        string[] hashed =
        [
            .. Directory
                .EnumerateFiles(folder, "*.js", SearchOption.AllDirectories)
                .Select(file => file[folder.Length..].Replace('\\', '/'))
                .Where(path => path.Contains("/assets/", StringComparison.Ordinal)),
        ];
        foreach (var path in hashed)
        {
            using var response = await server.Client.GetAsync(path);
            Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
        }
    }

    [Theory]
    [InlineData("/accounts/acc_01", 200)]
    [InlineData("/duplicates", 200)]
    [InlineData("/settings", 200)]
    [InlineData("/accounts/theme.js", 404)]
    [InlineData("/embed/nothing", 404)]
    [InlineData("/assets/nothing", 404)]
    [InlineData("/api/nothing", 404)]
    [InlineData("/api/data-sync/nothing", 404)]
    [InlineData("/health/nothing", 404)]
    [InlineData("/openapi/nothing", 404)]
    public async Task An_address_of_the_dashboard_is_answered_by_its_page(string path, int status)
    {
        await using var server = await RunningServer.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");

        using var response = await server.Client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200, response.Content.Headers.ContentType?.MediaType == "text/html");
    }

    [Fact]
    public async Task A_program_that_asks_for_no_page_gets_none()
    {
        await using var server = await RunningServer.Start();

        Assert.Equal(404, (await server.Get("/accounts/acc_01")).Status);
    }

    private static byte[] Unpacked(byte[] body, string? encoding)
    {
        using var packed = new MemoryStream(body);
        using Stream reader = encoding switch
        {
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            _ => packed,
        };
        using var unpacked = new MemoryStream();
        reader.CopyTo(unpacked);
        return unpacked.ToArray();
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
