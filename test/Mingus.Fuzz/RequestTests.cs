using System.Net;
using System.Text;
using Mingus.Sync.Client.Tests;

namespace Mingus.Fuzz;

/// <summary>
/// Requests nobody should send, to the product as it runs. None may be answered by a fault of ours, none may hang, and
/// the product's memory stays within bounds. What a provider or a limit refuses is refused in words: it is a problem.
/// </summary>
[Trait("Category", "Slow")]
public sealed class RequestTests(ProductFixture product)
{
    private const long WorkingSetMax = 1_500_000_000;
    private const string Json = "application/json";

    private static readonly IReadOnlyList<Operation> Operations = Operation.All(Running.Root);

    [Fact]
    public async Task Query_strings()
    {
        var campaign = Campaign.Of("normalise");
        var gets = Operations.Where(operation => operation is { Method: "GET", Query.Count: > 0 }).ToList();
        await campaign.Run(async input =>
        {
            var operation = gets[campaign.Random.Next(gets.Count)];
            var value = Text(input)[..Math.Min(Text(input).Length, 3_000)];
            var query = operation
                .Query.Where(_ => campaign.Random.Next(3) > 0)
                .Select(name => (name, Value: Any(value)));
            var text = string.Join('&', query.Select(pair => $"{pair.name}={pair.Value}"));
            await Answered(new HttpRequestMessage(HttpMethod.Get, Address(Filled(operation, campaign), text)));
        });

        // As it is, or encoded: the one may not be a query at all, the other reaches whoever reads the value.
        string Any(string value) =>
            campaign.Random.Next(4) switch
            {
                0 => campaign.Mutator.Piece().Replace('#', '-'),
                1 => Uri.EscapeDataString(campaign.Mutator.Piece()),
                2 => campaign.Random.NextInt64().ToString(),
                _ => Uri.EscapeDataString(value),
            };
    }

    [Fact]
    public async Task Cursors()
    {
        var campaign = Campaign.Of("normalise");
        var lists = Operations
            .Where(operation => operation.Query.Contains("after", StringComparer.Ordinal) && operation.Method == "GET")
            .Where(operation => !operation.Path.EndsWith("/events", StringComparison.Ordinal))
            .ToList();
        var mutator = new Mutator(campaign.Random, [Encoding.ASCII.GetBytes(product.Cursor)]);
        await campaign.Run(
            async input =>
            {
                var operation = lists[campaign.Random.Next(lists.Count)];
                var cursor = Uri.EscapeDataString(Text(input)[..Math.Min(Text(input).Length, 3_000)]);
                await Answered(
                    new HttpRequestMessage(HttpMethod.Get, Address(Filled(operation, campaign), $"after={cursor}"))
                );
            },
            mutator.Next
        );
    }

    [Fact]
    public async Task Bodies()
    {
        var campaign = Campaign.Of("bodies");
        var takers = Operations.Where(operation => operation.Fields.Count > 0).ToList();
        await campaign.Run(async input =>
        {
            var operation = takers[campaign.Random.Next(takers.Count)];
            var body = campaign.Random.Next(2) == 0 ? input : Encoding.UTF8.GetBytes(Object(operation));
            await Answered(
                new HttpRequestMessage(new HttpMethod(operation.Method), Address(Filled(operation, campaign), ""))
                {
                    Content = new ByteArrayContent(body) { Headers = { { "Content-Type", Json } } },
                }
            );
        });

        // The right names with strange values, so that more than the parser is asked.
        string Object(Operation operation) =>
            "{"
            + string.Join(
                ',',
                operation
                    .Fields.Where(_ => campaign.Random.Next(3) > 0)
                    .Select(field => $"\"{field}\":{Values[campaign.Random.Next(Values.Length)]}")
            )
            + "}";
    }

    [Fact]
    public async Task Signed_webhooks()
    {
        var campaign = Campaign.Of("webhooks");
        await campaign.Run(async input =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, Address("/api/data-sync/webhooks/plaid", ""))
            {
                Content = new ByteArrayContent(input) { Headers = { { "Content-Type", Json } } },
            };
            var signature = campaign.Corpus[campaign.Random.Next(campaign.Corpus.Count)];
            var header = new string([.. Text(signature).Where(letter => letter is > ' ' and < (char)127).Take(2_000)]);
            request.Headers.TryAddWithoutValidation("Plaid-Verification", header);
            await Answered(request);
        });
    }

    private static readonly string[] Values =
    [
        "null",
        "true",
        "\"\"",
        "\"full\"",
        "\"transactions\"",
        "\"\\u0000\"",
        "\"\\ud83d\"",
        "\"2026-02-30T25:61:61Z\"",
        "-1",
        "1e400",
        "99999999999999999999",
        "0.1",
        "[]",
        "{}",
        "[null]",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "{\"from\":\"99:99\",\"to\":\"\",\"timeZone\":\"../../etc/passwd\"}",
        "\"https://127.0.0.1/\"",
        "\"https://[::1%25eth0]:443/\"",
        "\"acc_00000000000000000000000000000000\"",
        $"\"{new string('x', 5_000)}\"",
    ];

    // 503 is what a webhook gets that cannot be verified now, and what a provider out of order is told as; 502 and 504
    // likewise. Each carries a problem with a code of its own; a fault of ours is "internal_error" or carries none.
    private async Task Answered(HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await product.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (answer.StatusCode < HttpStatusCode.BadRequest)
            {
                return;
            }

            var problem = await answer.Content.ReadAsStringAsync();
            var isOurs =
                answer.StatusCode == HttpStatusCode.InternalServerError
                || ((int)answer.StatusCode >= 500 && !problem.Contains("\"code\"", StringComparison.Ordinal));
            Assert.False(
                isOurs,
                $"{request.Method} {request.RequestUri} was answered {(int)answer.StatusCode}: {problem}"
            );
            Assert.True(product.WorkingSet < WorkingSetMax, "the product's memory grew beyond its bound");
        }
    }

    private string Filled(Operation operation, Campaign campaign)
    {
        var parts = operation.Path.Split('/');
        for (var i = 1; i < parts.Length; i++)
        {
            if (parts[i].StartsWith('{'))
            {
                parts[i] =
                    campaign.Random.Next(4) > 0 && product.Ids.TryGetValue(parts[i - 1], out var id)
                        ? id
                        : Uri.EscapeDataString(campaign.Mutator.Piece().Trim('.') + "x");
            }
        }

        return string.Join('/', parts);
    }

    private Uri Address(string path, string query)
    {
        var text = $"{product.Address.AbsoluteUri.TrimEnd('/')}{path}{(query.Length == 0 ? "" : $"?{query}")}";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : product.Address;
    }

    private static string Text(byte[] input) => Encoding.UTF8.GetString(input);
}
