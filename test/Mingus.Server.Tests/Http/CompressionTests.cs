using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Mingus.Server.Tests.Fakes;

namespace Mingus.Server.Tests.Http;

/// <summary>Reads are compressed for whoever asks for it, and nothing else is.</summary>
public sealed class CompressionTests
{
    private const string Everything = "gzip, deflate, br, zstd";

    [Theory]
    [InlineData(Everything, "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    public async Task A_read_is_sent_as_the_caller_takes_it(string? accepted, string? encoding)
    {
        await using var server = await RunningServer.Start();
        var plain = await Send(server, HttpMethod.Get, "accounts", accepted: null);

        var answer = await Send(server, HttpMethod.Get, "accounts", accepted);

        Assert.Equal((200, "application/json", encoding), (answer.Status, answer.Type, answer.Encoding));
        Assert.Equal(accepted is not null, answer.Vary.Contains("Accept-Encoding", StringComparison.Ordinal));
        Assert.Equal(Unpacked(plain), Unpacked(answer));
        Assert.Equal(encoding is not null, answer.Body.Length < plain.Body.Length);
        Assert.Equal(plain.Sequence, answer.Sequence);
    }

    [Fact]
    public async Task What_is_wrong_is_compressed_too()
    {
        await using var server = await RunningServer.Start();

        var answer = await Send(server, HttpMethod.Get, "accounts/acc_nowhere", Everything);

        Assert.Equal((404, "application/problem+json", "br"), (answer.Status, answer.Type, answer.Encoding));
        Assert.Equal("not_found", (string?)JsonNode.Parse(Unpacked(answer))!["code"]);
    }

    [Fact]
    public async Task A_failure_while_a_read_is_answered_is_a_whole_problem()
    {
        await using var server = await RunningServer.Start();
        server.Ledger.Failure = new InvalidOperationException("the database is not what it was");

        var answer = await Send(server, HttpMethod.Get, "accounts", Everything);

        Assert.Equal((500, null), (answer.Status, answer.Encoding));
        Assert.Equal("internal_error", (string?)JsonNode.Parse(Unpacked(answer))!["code"]);
    }

    [Fact]
    public async Task A_stream_is_never_compressed()
    {
        await using var server = await RunningServer.Start();
        using var request = Request(HttpMethod.Get, "events", Everything);

        using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    /// <summary>A login's answer holds the CSRF token, the answer to a POST what is shown once.</summary>
    [Theory]
    [InlineData("GET", "/auth/session")]
    [InlineData("POST", "user-tokens")]
    [InlineData("POST", "accounts/bulk/sync")]
    public async Task What_may_hold_a_secret_is_not_compressed(string method, string path)
    {
        await using var server = await RunningServer.Start();

        var answer = await Send(server, new HttpMethod(method), path, Everything);

        Assert.Contains("json", answer.Type ?? "", StringComparison.Ordinal);
        Assert.Null(answer.Encoding);
    }

    /// <summary>No answer to a GET of the API has a member that sounds like a secret.</summary>
    [Fact]
    public async Task No_read_answers_a_secret()
    {
        await using var server = await RunningServer.Start();
        var document = (await server.Get("/openapi/v1.json")).Json;
        var answered = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            if (path.StartsWith("/api/", StringComparison.Ordinal) && operations!["get"] is { } read)
            {
                Collect(document, read["responses"]!, answered, []);
            }
        }

        Assert.Contains("balances", answered);
        answered.Remove(NullInReads);
        Assert.DoesNotContain(answered, static name => Secrets.Any(word => name.Contains(word, Ordinal)));
    }

    private const StringComparison Ordinal = StringComparison.OrdinalIgnoreCase;

    private static readonly string[] Secrets = ["csrf", "secret", "token", "password"];

    /// <summary>A webhook endpoint's, which is null in every read: it stands in the answer that makes it.</summary>
    private const string NullInReads = "secret";

    private static void Collect(JsonNode document, JsonNode? node, ISet<string> names, HashSet<string> seen)
    {
        if (node is JsonArray list)
        {
            foreach (var one in list)
            {
                Collect(document, one, names, seen);
            }
        }

        foreach (var (name, value) in node as JsonObject ?? [])
        {
            if (name == "$ref" && seen.Add(value!.ToString()))
            {
                var at = value.ToString().Split('/')[1..].Aggregate(document, static (from, step) => from[step]!);
                Collect(document, at, names, seen);
            }
            else if (name == "properties")
            {
                names.UnionWith(value!.AsObject().Select(static member => member.Key));
            }

            Collect(document, value is JsonValue ? null : value, names, seen);
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? accepted)
    {
        var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : $"{RunningServer.Api}/{path}");
        if (accepted is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        }

        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        return request;
    }

    private static async Task<Sent> Send(RunningServer server, HttpMethod method, string path, string? accepted)
    {
        using var request = Request(method, path, accepted);
        using var response = await server.Client.SendAsync(request);
        var sequence = response.Headers.TryGetValues("Mingus-Sequence", out var values) ? values.Single() : null;
        return new Sent(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response.Content.Headers.ContentEncoding.SingleOrDefault(),
            string.Join(',', response.Headers.Vary),
            sequence,
            await response.Content.ReadAsByteArrayAsync()
        );
    }

    private static string Unpacked(Sent answer)
    {
        using var packed = new MemoryStream(answer.Body);
        using Stream plain = answer.Encoding switch
        {
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            _ => packed,
        };
        using var reader = new StreamReader(plain);
        return reader.ReadToEnd();
    }

    private sealed record Sent(int Status, string? Type, string? Encoding, string Vary, string? Sequence, byte[] Body);
}
