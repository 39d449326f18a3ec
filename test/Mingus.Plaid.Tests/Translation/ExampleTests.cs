using System.Text.Json.Nodes;
using Mingus.Plaid.Tests.Support;
using Mingus.Plaid.Wire;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Mingus.Plaid.Tests.Translation;

/// <summary>Plaid's own example answers, where its description lies beside the repository: read without a
/// loss.</summary>
public sealed class ExampleTests
{
    private const string Description = "shared/data/plaid/plaid-subset.openapi.yml";

    [Fact]
    public void Example_pages_are_read_without_a_loss()
    {
        var examples = ExamplesOf("/transactions/sync");
        Assert.NotEmpty(examples);
        foreach (var json in examples)
        {
            var page = PlaidJson.ReadPage(json);
            Assert.Empty(page.Unreadable);
            Assert.Equal(Count(json, "added") + Count(json, "modified") + Count(json, "removed"), page.Changes.Count);
            Assert.Equal(Count(json, "accounts"), page.Accounts.Count);
            Assert.All(page.Accounts, a => Assert.Null(a.Balance?.Unreadable));
            Assert.All(
                page.Changes.OfType<Ledger.ProviderChange.Upsert>(),
                c => Assert.Empty(c.Content.Details.CutFields)
            );
        }
    }

    [Fact]
    public void Example_windows_are_read_without_a_loss()
    {
        foreach (var json in ExamplesOf("/transactions/get"))
        {
            using var document = WireText.Parse(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
            var window = PlaidTranslation.Window(document.RootElement, 0, "r");
            Assert.Empty(window.Unreadable);
            Assert.Equal(Count(json, "transactions"), window.Records.Count);
        }
    }

    [Theory]
    [InlineData("/accounts/get")]
    [InlineData("/accounts/balance/get")]
    public void Example_accounts_are_read_without_a_loss(string path)
    {
        foreach (var json in ExamplesOf(path))
        {
            using var document = WireText.Parse(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
            var answer = PlaidTranslation.Accounts(document.RootElement, 0, "r");
            Assert.Empty(answer.Unreadable);
            Assert.Equal(Count(json, "accounts"), answer.Accounts.Count);
            Assert.All(answer.Accounts, a => Assert.NotNull(a.Balance));
            Assert.All(answer.Accounts, a => Assert.Null(a.Balance?.Unreadable));
        }
    }

    [Fact]
    public void Other_examples_are_read_without_a_loss()
    {
        foreach (var json in ExamplesOf("/item/get"))
        {
            using var document = WireText.Parse(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
            Assert.NotNull(PlaidTranslation.Item(document.RootElement, "r").LastSuccessAt);
        }

        foreach (var json in ExamplesOf("/transactions/recurring/get"))
        {
            using var document = WireText.Parse(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
            var answer = PlaidMore.Recurring(document.RootElement, "r");
            Assert.Empty(answer.Unreadable);
            Assert.Equal(Count(json, "inflow_streams"), answer.Inflows.Count);
            Assert.Equal(Count(json, "outflow_streams"), answer.Outflows.Count);
            Assert.All(answer.Inflows, s => Assert.True(s.LastAmount?.Minor > 0));
        }

        foreach (var json in ExamplesOf("/webhook_verification_key/get"))
        {
            using var document = WireText.Parse(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
            Assert.Equal("ES256", PlaidMore.WebhookKey(document.RootElement, "r").Algorithm);
        }
    }

    private static int Count(JsonObject json, string list) => json[list] is JsonArray items ? items.Count : 0;

    private static List<JsonObject> ExamplesOf(string path)
    {
        if (Beside.Find(Description) is not { } file)
        {
            Assert.Skip("Plaid's description lies beside the repository, not in it: ../shared/data/plaid.");
            return [];
        }

        using var reader = new StreamReader(file);
        var yaml = new YamlStream();
        yaml.Load(reader);
        var examples = yaml.Documents[0].RootNode["paths"][path]["post"]["responses"]["200"]["content"][
            "application/json"
        ]["examples"];
        return [.. ((YamlMappingNode)examples).Children.Values.Select(e => Json(e["value"])!.AsObject())];
    }

    private static JsonNode? Json(YamlNode node) =>
        node switch
        {
            YamlMappingNode map => new JsonObject(
                map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Json(c.Value)))
            ),
            YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
            YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value!),
            YamlScalarNode scalar => JsonValue.Create(scalar.Value),
            _ => null,
        };

    private static JsonNode? Plain(string text) =>
        text switch
        {
            "null" or "" or "~" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ when decimal.TryParse(text, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
}
