using System.Text.Json;
using System.Text.Json.Nodes;
using Mingus.Sandbox.Tests.Support;
using Mingus.Sandbox.Wire;
using YamlDotNet.RepresentationModel;

namespace Mingus.Sandbox.Tests.Wire;

/// <summary>Answers, webhooks and accepted requests against Plaid's published schema.</summary>
public sealed class SchemaTests
{
    [Fact]
    public async Task Every_endpoint_answers_what_the_schema_says()
    {
        var schema = WireSchema.LoadOrSkip();
        await using var bed = await Testbed.StartAsync();
        var validated = new HashSet<string>(StringComparer.Ordinal);
        foreach (var institution in Sandbox.Bank.Institutions.All)
        {
            var connection = await bed.LinkAsync(institution.Id, webhook: "http://127.0.0.1:9/hook");
            var begin = new { institution_id = institution.Id, initial_products = new[] { "transactions" } };
            var token = await bed.GoodAsync("/sandbox/public_token/create", begin);
            var exchange = (
                "/item/public_token/exchange",
                (object)new { public_token = token["public_token"].GetString() }
            );
            foreach (
                var (path, body) in Tour.Of(connection, institution.Id, bed.Server.RotateWebhookKey()).Prepend(exchange)
            )
            {
                var reply = await bed.GoodAsync(path, body);
                Assert.Equal([], schema.ValidateAnswer(path, reply.Json, good: true));
                Assert.NotEmpty(reply["request_id"].GetString()!);
                validated.Add(path);
            }
        }
        Assert.Equal(schema.Paths.Order(), validated.Order());
        Assert.Equal(schema.Paths.Order(), Endpoints.ByPath.Keys.Order());
    }

    [Fact]
    public async Task Custom_users_and_young_items_fit_the_schema_too()
    {
        var schema = WireSchema.LoadOrSkip();
        await using var bed = await Testbed.StartAsync(o => o.InitialDelay = TimeSpan.FromHours(1));
        var custom =
            """{"override_accounts":[{"type":"loan","subtype":"student","currency":"DOGE","starting_balance":3}]}""";
        foreach (var (user, password) in new[] { ("user_good", "x"), ("user_custom", custom), ("user_custom", "{}") })
        {
            var connection = await bed.LinkAsync(user: user, password: password);
            foreach (var path in new[] { "/transactions/sync", "/accounts/get", "/item/get" })
            {
                var reply = await bed.GoodAsync(path, new { access_token = connection.AccessToken });
                Assert.Equal([], schema.ValidateAnswer(path, reply.Json, good: true));
            }
            bed.Server.Bank.SetError(connection.ItemId, "ITEM_LOGIN_REQUIRED");
            var sick = await bed.GoodAsync("/item/get", new { access_token = connection.AccessToken });
            Assert.Equal([], schema.ValidateAnswer("/item/get", sick.Json, good: true));
            Assert.Equal(
                "ITEM_LOGIN_REQUIRED",
                sick["item"].GetProperty("error").GetProperty("error_code").GetString()
            );
        }
    }

    [Fact]
    public async Task Every_error_has_the_shape_of_the_schema()
    {
        var schema = WireSchema.LoadOrSkip();
        await using var bed = await Testbed.StartAsync();
        foreach (var error in PlaidErrors.All)
        {
            bed.Server.Mischief.Add(new() { Kind = Sandbox.Mischief.FaultKind.Error, Code = error.Code });
            var reply = await bed.PostAsync("/item/get", new { access_token = "x" });
            Assert.Equal(error.Code, reply.ErrorCode);
            Assert.Equal([], schema.ValidateAnswer("/item/get", reply.Json, good: false));
        }
    }

    [Fact]
    public async Task Every_webhook_fits_its_schema()
    {
        var schema = WireSchema.LoadOrSkip();
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var bed = await Testbed.StartAsync();
        var connection = await bed.LinkAsync(user: "user_transactions_dynamic", webhook: receiver.Url);
        await bed.SyncAsync(connection.AccessToken);
        bed.Server.Bank.Mutate(connection.ItemId, seed: 5, steps: 60);
        await bed.GoodAsync("/sandbox/item/reset_login", new { access_token = connection.AccessToken });
        await bed.GoodAsync(
            "/item/webhook/update",
            new { access_token = connection.AccessToken, webhook = receiver.Url }
        );
        foreach (
            var code in WebhookSchemas.Keys.Except(["ERROR", "TRANSACTIONS_REMOVED", "WEBHOOK_UPDATE_ACKNOWLEDGED"])
        )
        {
            Assert.True(bed.Server.Bank.FireWebhook(connection.ItemId, code));
        }
        foreach (var (code, name) in WebhookSchemas)
        {
            var webhook = await receiver.WaitAsync(code);
            Assert.Equal([], schema.Validate(name, webhook.Json));
            Assert.Null(await WebhookReceiver.VerifyAsync(webhook, bed));
        }
    }

    [Fact]
    public void The_accepted_members_of_every_request_are_those_of_the_schema()
    {
        var schema = WireSchema.LoadOrSkip();
        Assert.Equal(schema.Paths.Order(), Shapes.ByPath.Keys.Order());
        foreach (var (path, shape) in Shapes.ByPath)
        {
            AssertSame(schema, path, schema.RequestOf(path), shape);
        }
    }

    [Fact]
    public void The_validator_sees_what_is_wrong()
    {
        var schema = WireSchema.LoadOrSkip();
        const string good = """{"transaction_id":"a","account_id":"b"}""";
        Assert.Empty(schema.Validate("RemovedTransaction", JsonDocument.Parse(good).RootElement));
        string[] bad =
        [
            """{"transaction_id":"a"}""",
            """{"transaction_id":"a","account_id":null}""",
            """{"transaction_id":1,"account_id":"b"}""",
            """{"transaction_id":"a","account_id":"b","amount":1}""",
            "[]",
        ];
        Assert.All(bad, b => Assert.Single(schema.Validate("RemovedTransaction", JsonDocument.Parse(b).RootElement)));
        var frequency = JsonValue.Create("HOURLY").Deserialize<JsonElement>();
        Assert.Single(schema.Validate("RecurringTransactionFrequency", frequency));
    }

    internal static Dictionary<string, string> WebhookSchemas { get; } =
        new(StringComparer.Ordinal)
        {
            ["SYNC_UPDATES_AVAILABLE"] = "SyncUpdatesAvailableWebhook",
            ["INITIAL_UPDATE"] = "InitialUpdateWebhook",
            ["HISTORICAL_UPDATE"] = "HistoricalUpdateWebhook",
            ["DEFAULT_UPDATE"] = "DefaultUpdateWebhook",
            ["TRANSACTIONS_REMOVED"] = "TransactionsRemovedWebhook",
            ["RECURRING_TRANSACTIONS_UPDATE"] = "RecurringTransactionsUpdateWebhook",
            ["ERROR"] = "ItemErrorWebhook",
            ["LOGIN_REPAIRED"] = "ItemLoginRepairedWebhook",
            ["PENDING_EXPIRATION"] = "PendingExpirationWebhook",
            ["PENDING_DISCONNECT"] = "PendingDisconnectWebhook",
            ["USER_PERMISSION_REVOKED"] = "UserPermissionRevokedWebhook",
            ["USER_ACCOUNT_REVOKED"] = "UserAccountRevokedWebhook",
            ["NEW_ACCOUNTS_AVAILABLE"] = "NewAccountsAvailableWebhook",
            ["WEBHOOK_UPDATE_ACKNOWLEDGED"] = "WebhookUpdateAcknowledgedWebhook",
        };

    private static void AssertSame(WireSchema schema, string at, YamlNode node, Shape shape)
    {
        var cut = at == "/link/token/create" ? LinkShapes.OfOtherProducts : [];
        var properties = schema.PropertiesOf(node);
        var names = shape.Fields.Select(f => f.Name).Except(cut).Order();
        Assert.True(properties.Keys.Order().SequenceEqual(names), $"{at}: {string.Join(", ", names)}");
        var required = shape.Fields.Where(f => f.Required).Select(f => f.Name).Order();
        Assert.True(schema.RequiredOf(node).Order().SequenceEqual(required), $"{at}: {string.Join(", ", required)}");
        foreach (var field in shape.Fields.Where(f => f.Shape is not null))
        {
            var inner = schema.Resolve(properties[field.Name]);
            AssertSame(schema, $"{at}.{field.Name}", WireSchema.Find(inner, "items") ?? inner, field.Shape!);
        }
    }
}
