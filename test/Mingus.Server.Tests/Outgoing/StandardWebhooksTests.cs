using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Mingus.Ledger;
using Mingus.Server.Outgoing;
using Mingus.Server.Tests.Fakes;
using Mingus.Server.Tests.Operate;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Outgoing;

/// <summary>What the sender sends, as the library of the Standard Webhooks specification sees it: npm's
/// <c>standardwebhooks</c>, which knows nothing of us.</summary>
[Trait("Category", "Slow")]
public sealed class StandardWebhooksTests : IDisposable
{
    private const int Messages = 1_000;
    private const string Accepted = "ok";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly string _folder = Directory.CreateTempSubdirectory("mingus-webhooks").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_specifications_own_library_takes_a_thousand_and_each_secret_of_an_overlap()
    {
        var random = new Random(1_612);
        var (secret, previous, foreign) = (
            WebhookMessage.NewSecret(),
            WebhookMessage.NewSecret(),
            WebhookMessage.NewSecret()
        );
        var sent = new List<Sent>();
        for (var i = 0; i < Messages; i++)
        {
            sent.Add(await Send(i, random, secret, i % 2 == 0 ? previous : null));
        }

        var bySecret = await Verify(sent.Select(one => one.Line(secret)));
        var byPrevious = await Verify(sent.Select(one => one.Line(previous)));
        var byForeign = await Verify(sent.Select(one => one.Line(foreign)));
        var changed = await Verify(sent.Select(one => one.Changed(random).Line(secret)));
        var late = await Verify(sent.Select(one => one.At(Now.AddMinutes(-10)).Line(secret)));

        Assert.Equal(Enumerable.Repeat(Accepted, Messages), bySecret);
        Assert.All(byPrevious, (verdict, i) => Assert.Equal(i % 2 == 0, verdict == Accepted));
        Assert.All((string[])[.. byForeign, .. changed, .. late], verdict => Assert.NotEqual(Accepted, verdict));
    }

    private static async Task<Sent> Send(int number, Random random, string secret, string? previous)
    {
        var id = new WebhookEndpointId(PrefixedId.Derive(Now, $"endpoint {number}"));
        var endpoint = new WebhookEndpoint
        {
            Id = id,
            Tenant = "tenant",
            UserId = new UserId(1),
            Url = "https://receiver.example/",
            CreatedAt = Now,
        };
        var delivery = new WebhookDelivery
        {
            Id = new WebhookDeliveryId(id.Value),
            Type = "sync.completed",
            Sequence = number,
            State = DeliveryState.Pending,
            Attempts = 1,
            CreatedAt = Now,
        };
        var outbox = new FakeOutbox();
        var before = previous is null ? null : outbox.Seal(new ProtectedToken(previous), id);
        var data = JsonSerializer.Serialize(
            new
            {
                at = Now,
                text = AnyText(random),
                count = random.NextInt64(),
            }
        );
        var due = new DueDelivery(
            delivery,
            endpoint,
            outbox.Seal(new ProtectedToken(secret), id),
            before,
            AnyText(random),
            data
        );
        var wire = new Wire();
        using var sender = new WebhookSender(new HttpClient(wire), outbox, TimeProvider.System);
        var result = await sender.Send(due, TestContext.Current.CancellationToken);
        Assert.Equal(DeliveryState.Delivered, result.Delivery.State);
        return wire.Seen!;
    }

    /// <summary>Letters of every script, quotes, line ends, emoji; no halves of a pair.</summary>
    private static string AnyText(Random random) =>
        string.Concat(
            Enumerable
                .Range(0, random.Next(0, 300))
                .Select(_ => random.Next(4) == 0 ? random.Next(0x80) : random.Next(0x1_0000, 0x2_0000))
                .Select(rune => new Rune(rune))
        );

    private async Task<IReadOnlyList<string>> Verify(IEnumerable<string> lines)
    {
        var node = Path.Combine(Checkout.Root, "test", "Mingus.Server.Tests", "node");
        if (!Directory.Exists(Path.Combine(node, "node_modules", "standardwebhooks")))
        {
            await Run("npm", ["ci", "--no-audit", "--no-fund"], node);
        }

        var file = Path.Combine(_folder, "messages.jsonl");
        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
        var said = await Run("node", ["verify.mjs", file], node);
        return said.Trim().Split('\n');
    }

    private static async Task<string> Run(string program, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var stop = TestContext.Current.CancellationToken;
        var (output, errors) = (
            process.StandardOutput.ReadToEndAsync(stop),
            process.StandardError.ReadToEndAsync(stop)
        );
        await process.WaitForExitAsync(stop);
        Assert.True(process.ExitCode == 0, $"{program} failed: {await errors}");
        return await output;
    }

    private sealed record Sent(IReadOnlyDictionary<string, string> Headers, byte[] Body)
    {
        public string Line(string secret) =>
            JsonSerializer.Serialize(
                new
                {
                    headers = Headers,
                    body = Convert.ToBase64String(Body),
                    secret,
                }
            );

        /// <summary>With a digit, letter or sign of it another one.</summary>
        public Sent Changed(Random random)
        {
            var body = Body.ToArray();
            body[random.Next(body.Length)] ^= 1;
            return this with { Body = body };
        }

        public Sent At(DateTimeOffset moment) =>
            this with
            {
                Headers = new Dictionary<string, string>(Headers)
                {
                    ["webhook-timestamp"] = WebhookMessage.Seconds(moment),
                },
            };
    }

    private sealed class Wire : HttpMessageHandler
    {
        public Sent? Seen { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var headers = request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => string.Join(",", h.Value));
            Seen = new Sent(headers, await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
