using Mingus.Server.Tests.Fakes;

namespace Mingus.Server.Tests.Http;

public sealed class BadRequestTests
{
    private static readonly string Checking = $"accounts/{Facts.Checking}";

    [Theory]
    [InlineData("accounts?limit=0", "limit")]
    [InlineData("accounts?limit=501", "limit")]
    [InlineData("accounts?limit=ten", "limit")]
    [InlineData("accounts?limit=1&limit=2", "limit")]
    [InlineData("accounts?after=nonsense", "after")]
    [InlineData("CHECKING/transactions?from=2026-13-01", "from")]
    [InlineData("CHECKING/transactions?to=1.2.2026", "to")]
    [InlineData("CHECKING/transactions?from=2026-02-02&to=2026-02-01", "to")]
    [InlineData("CHECKING/transactions?status=foo", "status")]
    [InlineData("CHECKING/transactions?include=everything", "include")]
    [InlineData("CHECKING/balances?every=week", "every")]
    [InlineData("findings?state=closed", "state")]
    [InlineData("findings?run=acc_1", "run")]
    [InlineData("events?after=-1", "after")]
    public async Task A_wrong_query_value_is_named(string path, string field)
    {
        await using var server = await RunningServer.Start();

        var answer = await server.Get(path.Replace("CHECKING", Checking, StringComparison.Ordinal));

        Assert.Equal((400, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Equal("invalid_request", answer.Code);
        Assert.NotEmpty((string)answer.Json["errors"]![field]!);
        Assert.Equal("fix_request", (string?)answer.Json["action"]);
    }

    [Fact]
    public async Task All_wrong_values_are_named_at_once()
    {
        await using var server = await RunningServer.Start();

        var answer = await server.Get($"{Checking}/transactions?limit=0&from=x&status=y");

        Assert.Equal(["limit", "from", "status"], answer.Json["errors"]!.AsObject().Select(e => e.Key));
    }

    [Theory]
    [InlineData("""{"syncType":"everything"}""", "syncType")]
    [InlineData("""{"syncType":3}""", "syncType")]
    [InlineData("""{"force":"yes"}""", "force")]
    [InlineData("""{"hurry":true}""", "hurry")]
    [InlineData("""{"force":true,"force":false}""", "force")]
    [InlineData("""{"SyncType":"full"}""", "SyncType")]
    public async Task A_wrong_body_field_is_named(string body, string field)
    {
        await using var server = await RunningServer.Start();

        var answer = await server.Post($"{Checking}/sync", body);

        Assert.Equal((400, "invalid_request"), (answer.Status, answer.Code));
        Assert.Equal([field], answer.Json["errors"]!.AsObject().Select(e => e.Key));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"full\"")]
    [InlineData("{\"force\":true} trailing")]
    [InlineData("{\"force\":tru}")]
    public async Task A_body_that_is_no_JSON_object_is_refused(string body)
    {
        await using var server = await RunningServer.Start();

        var answer = await server.Post($"{Checking}/sync", body);

        Assert.Equal((400, "malformed_json"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_required_body_that_is_missing_is_a_clear_problem()
    {
        await using var server = await RunningServer.Start();

        Assert.Equal(400, (await server.Post("connections")).Status);
        Assert.Equal(400, (await server.Post("connections", "null")).Status);
        var empty = await server.Post("connections", "{}");
        Assert.NotNull(empty.Json["errors"]!["publicToken"]);
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        await using var server = await RunningServer.Start();
        using var form = new FormUrlEncodedContent([new("publicToken", "x")]);

        using var response = await server.Client.PostAsync($"{RunningServer.Api}/connections", form);
        var answer = await Answer.From(response);

        Assert.Equal((415, "not_json"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(1024 * 1024, 400)]
    [InlineData((1024 * 1024) + 1, 413)]
    public async Task A_body_has_at_most_one_mebibyte(int size, int status)
    {
        await using var server = await RunningServer.Start();
        const string frame = """{"publicToken":""}""";

        var answer = await server.Post("connections", frame.Insert(16, new string('x', size - frame.Length)));

        Assert.Equal(status, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
    }

    [Fact]
    public async Task A_body_nested_too_deeply_is_refused()
    {
        await using var server = await RunningServer.Start();
        var deep = string.Concat(Enumerable.Repeat("{\"force\":", 40)) + "1" + new string('}', 40);

        Assert.Equal(400, (await server.Post($"{Checking}/sync", deep)).Status);
    }

    [Fact]
    public async Task An_unknown_route_is_a_problem()
    {
        await using var server = await RunningServer.Start();

        var route = await server.Get("no/such/thing");
        Assert.Equal((404, "no_such_route"), (route.Status, route.Code));
        var method = await server.Send(HttpMethod.Put, "accounts", "{}");
        Assert.Equal((405, "method_not_allowed"), (method.Status, method.Code));
    }

    [Fact]
    public async Task An_unexpected_failure_says_nothing_but_its_trace()
    {
        await using var server = await RunningServer.Start();
        server.Ledger.Failure = new InvalidOperationException("password=secret");

        var answer = await server.Get("accounts");

        Assert.Equal((500, "internal_error"), (answer.Status, answer.Code));
        Assert.NotEmpty((string)answer.Json["traceId"]!);
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }
}
