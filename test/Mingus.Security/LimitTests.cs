using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mingus.Security.Support;

namespace Mingus.Security;

/// <summary>Each limit one below, at and one above: the last is refused with its limit in words.</summary>
public sealed class LimitTests(LimitTests.World world) : IClassFixture<LimitTests.World>
{
    private const int BodyMax = 1024 * 1024;

    private Caller Anna => world.Anna;

    [Theory]
    [InlineData(BodyMax - 1, false)]
    [InlineData(BodyMax, false)]
    [InlineData(BodyMax + 1, true)]
    public async Task A_body_has_a_mebibyte(int bytes, bool isRefused)
    {
        const string Around = """{"name":""}""";
        var body = Around.Insert(Around.Length - 2, new string('x', bytes - Around.Length));
        Assert.Equal(bytes, Encoding.UTF8.GetByteCount(body));

        var answer = await Anna.Send("PATCH", $"/accounts/{world.Account}", body);

        Assert.Equal(isRefused ? (413, "body_too_large") : (400, "invalid_request"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(10_000)]
    public async Task A_deep_body_is_refused_by_name_and_nothing_falls_over(int depth)
    {
        var inner = depth - 1;
        var body = $$"""{"nothing":{{new string('[', inner)}}{{new string(']', inner)}}}""";

        var answer = await Anna.Send("PATCH", $"/accounts/{world.Account}", body);

        Assert.Equal(400, answer.Status);
        Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("name", 199, 200)]
    [InlineData("name", 200, 200)]
    [InlineData("name", 201, 400)]
    public async Task A_name_has_200_characters(string field, int length, int status) =>
        Assert.Equal(
            status,
            (await Anna.Send("PATCH", $"/accounts/{world.Account}", Body(field, new string('x', length)))).Status
        );

    [Theory]
    [InlineData(1_999, 200)]
    [InlineData(2_000, 200)]
    [InlineData(2_001, 400)]
    public async Task A_note_has_2000_characters(int length, int status) =>
        Assert.Equal(
            status,
            (
                await Anna.Send("PATCH", $"/transactions/{world.Transaction}", Body("note", new string('x', length)))
            ).Status
        );

    [Theory]
    [InlineData(499, 200)]
    [InlineData(500, 200)]
    [InlineData(501, 400)]
    [InlineData(0, 400)]
    public async Task A_page_has_500_items(int limit, int status) =>
        Assert.Equal(status, (await Anna.Get($"/accounts/{world.Account}/transactions?limit={limit}")).Status);

    [Theory]
    [InlineData(254, 200)]
    [InlineData(255, 200)]
    [InlineData(256, 400)]
    public async Task A_users_name_has_255_characters(int length, int status) =>
        Assert.Equal(
            status,
            (await world.Stack.As(SafeStack.AcmeKey, new string('u', length)).Get("/accounts")).Status
        );

    [Theory]
    [InlineData(20 * 1024, 200)]
    [InlineData(33 * 1024, 431)]
    public async Task Headers_have_32_kibibytes(int bytes, int status) =>
        Assert.Equal(status, (await Anna.Get("/accounts", ("X-Much", new string('x', bytes)))).Status);

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_compressed_body_is_not_unpacked(string encoding)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(world.Stack.Address, $"{Caller.Api}/link-tokens")
        );
        request.Headers.Add("Authorization", $"Bearer {SafeStack.AcmeKey}");
        request.Headers.Add("Mingus-User", "anna");
        request.Content = new ByteArrayContent(new byte[100]);
        request.Content.Headers.Add("Content-Type", "application/json");
        request.Content.Headers.Add("Content-Encoding", encoding);

        using var response = await world.Stack.Http.SendAsync(request);

        Assert.Equal(415, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Doubled_and_unknown_members_are_named()
    {
        var doubled = await Anna.Send("PATCH", $"/accounts/{world.Account}", """{"name":"a","name":"b"}""");
        var unknown = await Anna.Send("PATCH", $"/accounts/{world.Account}", """{"nmae":"a"}""");

        Assert.NotNull(doubled.Expect(400).Json["errors"]!["name"]);
        Assert.NotNull(unknown.Expect(400).Json["errors"]!["nmae"]);
    }

    [Fact]
    public async Task A_user_holds_five_streams_open()
    {
        var streams = new List<HttpResponseMessage>();
        try
        {
            for (var i = 0; i < 6; i++)
            {
                using var request = new HttpRequestMessage(
                    HttpMethod.Get,
                    new Uri(world.Stack.Address, $"{Caller.Api}/events")
                );
                request.Headers.Add("Authorization", $"Bearer {SafeStack.AcmeKey}");
                request.Headers.Add("Mingus-User", "who listens much");
                streams.Add(await world.Stack.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
            }

            Assert.All(streams[..5], stream => Assert.Equal(200, (int)stream.StatusCode));
            Assert.Equal(429, (int)streams[5].StatusCode);
            Assert.NotNull(streams[5].Headers.RetryAfter);
            Assert.Equal(200, (await Anna.Get("/events")).Status);
        }
        finally
        {
            streams.ForEach(stream => stream.Dispose());
        }
    }

    [Fact]
    public async Task More_requests_than_fit_are_told_at_once_to_come_again_and_health_still_answers()
    {
        await using var small = await SafeStack.Start("--Limits:RequestsAtOnce=1");
        var caller = small.As(SafeStack.AcmeKey, "anna");
        var answers = await Task.WhenAll(Enumerable.Range(0, 600).Select(_ => caller.Get("/accounts")));
        var health = await small.As(null).Get("//health/live");

        var refused = answers.Where(answer => answer.Status == 503).ToList();
        Assert.Equal(200, health.Status);
        Assert.Contains(answers, answer => answer.Status == 200);
        Assert.NotEmpty(refused);
        Assert.Equal(answers.Length, refused.Count + answers.Count(answer => answer.Status == 200));
        Assert.All(refused, answer => Assert.Equal(("overloaded", "1"), (answer.Code, answer.Headers["Retry-After"])));
        Assert.Equal(200, (await caller.Get("/accounts")).Status);
    }

    private static string Body(string field, string value) =>
        new JsonObject { [field] = value }.ToJsonString(JsonSerializerOptions.Default);

    /// <summary>Anna with an account.</summary>
    public sealed class World : IAsyncLifetime
    {
        internal SafeStack Stack { get; private set; } = null!;

        internal Caller Anna { get; private set; } = null!;

        internal string Account { get; private set; } = "";

        internal string Transaction { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Stack = await SafeStack.Start();
            Anna = Stack.As(SafeStack.AcmeKey, "anna");
            await Anna.Link();
            Account = (string)(await Anna.Get("/accounts")).Json["items"]![0]!["id"]!;
            var transactions = (await Anna.Get($"/accounts/{Account}/transactions?limit=1")).Json["items"]!;
            Transaction = (string)transactions[0]!["id"]!;
        }

        public ValueTask DisposeAsync() => Stack.DisposeAsync();
    }
}
