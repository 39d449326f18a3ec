using Mingus.Ledger;
using Mingus.Server.Tests.Fakes;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Api;

public sealed class SyncApiTests
{
    private static readonly string Checking = $"accounts/{Facts.Checking}";

    [Theory]
    [InlineData("sync", "full")]
    [InlineData("balance", "balance")]
    [InlineData("transactions", "transactions")]
    [InlineData("historical", "historical")]
    public async Task Starting_work_answers_202_with_the_run_and_its_place(string route, string type)
    {
        await using var server = await RunningServer.Start();

        var answer = await server.Post($"{Checking}/{route}");

        Assert.Equal((202, type), (answer.Status, (string?)answer.Json["syncType"]));
        Assert.Equal($"/api/data-sync/runs/{answer.Json["id"]}", answer.Headers["Location"]);
        Assert.Equal("queued", (string?)(await server.Get(answer.Headers["Location"])).Json["status"]);
    }

    [Fact]
    public async Task A_preferred_wait_that_ends_first_answers_202_and_says_it_was_heard()
    {
        await using var server = await RunningServer.Start();

        var answer = await server.Post($"{Checking}/sync", "{}", ("Prefer", "respond-async, wait=1"));

        Assert.Equal((202, "wait=1"), (answer.Status, answer.Headers["Preference-Applied"]));
        Assert.False(
            (await server.Post($"{Checking}/sync", "{}", ("Prefer", "wait=x"))).Headers.ContainsKey(
                "Preference-Applied"
            )
        );
    }

    [Theory]
    [InlineData("backfill", null)]
    [InlineData("sync", """{"syncType":"backfill","force":true}""")]
    public async Task A_backfill_is_a_run_like_the_others(string route, string? body)
    {
        await using var server = await RunningServer.Start();

        var answer = await server.Post($"{Checking}/{route}", body);

        Assert.Equal((202, "backfill"), (answer.Status, (string?)answer.Json["syncType"]));
        Assert.Equal(404, (await server.Post($"accounts/acc_{new string('1', 32)}/{route}", body)).Status);
    }

    [Fact]
    public async Task A_disconnected_bank_is_a_conflict()
    {
        await using var server = await RunningServer.Start();
        var view = server.Ledger.ConnectionViews[0];
        server.Ledger.ConnectionViews[0] = view with
        {
            Connection = view.Connection with { Status = ConnectionStatus.Disconnected },
        };

        var answer = await server.Post($"{Checking}/sync");

        Assert.Equal((409, "disconnected", "relink"), (answer.Status, answer.Code, (string?)answer.Json["action"]));
    }

    [Fact]
    public async Task Too_many_forced_runs_answer_429_with_the_time_to_come_back()
    {
        await using var server = await RunningServer.Start(null, "--Limits:ForcedPerHour=1");
        await server.Post($"{Checking}/balance", """{"force":true}""");

        var answer = await server.Post($"{Checking}/balance", """{"force":true}""");

        Assert.Equal((429, "wait"), (answer.Status, (string?)answer.Json["action"]));
        Assert.InRange(int.Parse(answer.Headers["Retry-After"]), 1, 3600);
        Assert.NotNull(answer.Json["retryAt"]);
    }

    [Fact]
    public async Task Bulk_begins_one_run_a_connection()
    {
        await using var server = await RunningServer.Start();

        var answer = await server.Post("accounts/bulk/sync", """{"syncType":"transactions"}""");
        var nobody = await server.Post("accounts/bulk/sync", null, ("Mingus-User", "anna"));

        Assert.Equal((202, 1), (answer.Status, answer.Json["runs"]!.AsArray().Count));
        Assert.Equal("""{"runs":[]}""", nobody.Text);
    }

    [Theory]
    [InlineData(Recovery.Config, "invalid_api_keys", ProblemActions.ContactOperator, 502)]
    [InlineData(Recovery.Retry, "unreachable", ProblemActions.Retry, 503)]
    [InlineData(Recovery.Retry, "timeout", ProblemActions.Retry, 504)]
    [InlineData(Recovery.Retry, "unreadable_answer", ProblemActions.Retry, 502)]
    [InlineData(Recovery.Throttle, "rate_limit", ProblemActions.Wait, 503)]
    [InlineData(Recovery.Config, "invalid_public_token", ProblemActions.FixRequest, 400)]
    public async Task A_failing_provider_is_told_with_its_own_words(
        Recovery recovery,
        string code,
        string action,
        int status
    )
    {
        await using var server = await RunningServer.Start();
        server.Provider.Fault = new ProviderFault(recovery, code, "What happened.", action);

        var answer = await server.Post("connections", """{"publicToken":"public-1"}""");

        Assert.Equal((status, code, "What happened."), (answer.Status, answer.Code, (string?)answer.Json["detail"]));
        Assert.Equal(action, (string?)answer.Json["action"]);
    }

    [Fact]
    public async Task Linking_answers_201_with_the_connection_and_its_first_run()
    {
        await using var server = await RunningServer.Start();

        var token = await server.Post("link-tokens", """{"redirectUri":"http://127.0.0.1:5080/"}""");
        var answer = await server.Post("connections", """{"publicToken":"public-1"}""");

        Assert.Equal("link-1", (string?)token.Json["linkToken"]);
        Assert.Equal((201, "First Bank"), (answer.Status, (string?)answer.Json["institution"]!["name"]));
        Assert.StartsWith("run_", (string?)answer.Json["firstRunId"], StringComparison.Ordinal);
        Assert.Equal($"/api/data-sync/connections/{answer.Json["id"]}", answer.Headers["Location"]);
        Assert.DoesNotContain("access-1", answer.Text, StringComparison.Ordinal);
        Assert.Equal(400, (await server.Post("link-tokens", """{"redirectUri":"javascript:alert(1)"}""")).Status);
        Assert.Equal(404, (await server.Post("link-tokens", """{"connectionId":"con_1"}""")).Status);
    }

    [Fact]
    public async Task A_connection_is_removed_and_its_data_erased_only_when_asked()
    {
        await using var server = await RunningServer.Start();

        var wrong = await server.Send(HttpMethod.Delete, $"connections/{Facts.Bank}?eraseData=maybe", null);
        var kept = await server.Send(HttpMethod.Delete, $"connections/{Facts.Bank}", null);
        var erased = await server.Send(HttpMethod.Delete, $"connections/{Facts.Bank}?eraseData=true", null);

        Assert.Equal((400, 204, 204), (wrong.Status, kept.Status, erased.Status));
        Assert.Equal(["disconnect", "disconnect", "erase"], server.Ledger.Writes);
    }
}
