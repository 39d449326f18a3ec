using System.Diagnostics;
using System.Text.Json;
using Mingus.Sandbox.Tests.Support;

namespace Mingus.Sandbox.Tests.Wire;

/// <summary>Plaid's official client library for Node drives every endpoint, with only its base path changed.</summary>
public sealed class NodeClientTests
{
    [Fact]
    public async Task The_official_client_drives_every_endpoint()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var options = new SandboxOptions { HistoryDelay = TimeSpan.Zero };
        var stop = TestContext.Current.CancellationToken;
        await using var server = await SandboxServer.StartAsync(
            ["http://127.0.0.1:0"],
            options,
            TimeProvider.System,
            stop
        );
        using var seen = JsonDocument.Parse(await DriveAsync(server.BaseUrl, receiver.Url));
        var calls = seen.RootElement;

        string[] good =
        [
            "linkTokenCreate",
            "sandboxPublicTokenCreate",
            "itemPublicTokenExchange",
            "transactionsSync",
            "accountsGet",
            "accountsBalanceGet",
            "itemGet",
            "transactionsGet",
            "transactionsRefresh",
            "sandboxTransactionsCreate",
            "transactionsRecurringGet",
            "institutionsGetById",
            "itemWebhookUpdate",
            "sandboxItemFireWebhook",
            "sandboxItemResetLogin",
            "webhookVerificationKeyGet",
            "itemRemove",
        ];
        Assert.All(good, name => Assert.Equal(200, calls.GetProperty(name).GetProperty("status").GetInt32()));
        Assert.All(good, name => Assert.NotEmpty(Data(calls, name).GetProperty("request_id").GetString()!));
        Assert.Equal(17, good.Length);

        AssertContent(calls);
        await receiver.WaitAsync("WEBHOOK_UPDATE_ACKNOWLEDGED");
        await receiver.WaitAsync("ERROR");
    }

    private static void AssertContent(JsonElement calls)
    {
        Assert.Equal(5, Data(calls, "transactionsSync").GetProperty("added").GetArrayLength());
        Assert.True(Data(calls, "transactionsSync").GetProperty("has_more").GetBoolean());
        Assert.Equal(3, Data(calls, "accountsGet").GetProperty("accounts").GetArrayLength());
        Assert.Equal(3, Data(calls, "accountsBalanceGet").GetProperty("accounts").GetArrayLength());
        Assert.Equal(10, Data(calls, "transactionsGet").GetProperty("transactions").GetArrayLength());
        Assert.Equal(
            "ins_109508",
            Data(calls, "itemGet").GetProperty("item").GetProperty("institution_id").GetString()
        );
        Assert.Equal(JsonValueKind.Null, Data(calls, "itemGet").GetProperty("item").GetProperty("error").ValueKind);
        Assert.NotEqual(0, Data(calls, "transactionsRecurringGet").GetProperty("inflow_streams").GetArrayLength());
        Assert.StartsWith(
            "iVBORw0KGgo",
            Data(calls, "institutionsGetById").GetProperty("institution").GetProperty("logo").GetString()!
        );
        Assert.EndsWith(
            "?moved",
            Data(calls, "itemWebhookUpdate").GetProperty("item").GetProperty("webhook").GetString()!
        );
        Assert.True(Data(calls, "sandboxItemFireWebhook").GetProperty("webhook_fired").GetBoolean());
        Assert.True(Data(calls, "sandboxItemResetLogin").GetProperty("reset_login").GetBoolean());
        Assert.Equal(
            "ES256",
            Data(calls, "webhookVerificationKeyGet").GetProperty("key").GetProperty("alg").GetString()
        );
        Assert.Equal("ITEM_LOGIN_REQUIRED", Data(calls, "loginRequired").GetProperty("error_code").GetString());
        Assert.Equal("ITEM_NOT_FOUND", Data(calls, "removed").GetProperty("error_code").GetString());

        var (drained, refreshed, created) = (
            Count(calls, "drained"),
            Count(calls, "refreshed"),
            Count(calls, "created")
        );
        Assert.True(drained > 50);
        Assert.InRange(refreshed, drained + 2, drained + 4);
        Assert.Equal(refreshed + 1, created);
    }

    private static JsonElement Data(JsonElement calls, string name) => calls.GetProperty(name).GetProperty("data");

    private static int Count(JsonElement calls, string name) => calls.GetProperty(name).GetProperty("count").GetInt32();

    private static async Task<string> DriveAsync(Uri baseUrl, string webhook)
    {
        var folder = Path.Combine(Repository.Root, "test", "Mingus.Sandbox.Tests", "node");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "plaid")))
        {
            await RunAsync("npm", ["ci", "--no-audit", "--no-fund"], folder);
        }
        return await RunAsync("node", ["drive.mjs", baseUrl.ToString().TrimEnd('/'), webhook], folder);
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string folder)
    {
        var stop = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var errors = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        Assert.True(process.ExitCode == 0, $"{program} failed: {await errors}");
        return await output;
    }
}
