using System.Text.Json.Nodes;
using Mingus.Server.Tests.Fakes;

namespace Mingus.Server.Tests.Api;

/// <summary>The published document is reviewed text: it changes only together with its snapshot.</summary>
public sealed class OpenApiTests
{
    private const string Update = "UPDATE_SNAPSHOTS";

    [Fact]
    public async Task The_document_is_the_one_that_was_reviewed()
    {
        await using var server = await RunningServer.Start();
        var document = (await server.Get("/openapi/v1.json")).Text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var path = SnapshotPath();
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, document);
        }

        Assert.True(
            await File.ReadAllTextAsync(path) == document,
            $"docs/api/openapi.json differs from the code. If the change is meant, run the tests with {Update}=1."
        );
    }

    [Fact]
    public async Task The_document_is_made_once_however_many_ask()
    {
        await using var server = await RunningServer.Start();

        var asked = Enumerable.Range(0, 8).Select(_ => server.Document.Json());

        Assert.Single((await Task.WhenAll(asked)).Distinct(ReferenceEqualityComparer.Instance));
    }

    [Fact]
    public async Task Every_route_of_the_API_is_described()
    {
        await using var server = await RunningServer.Start();
        var document = (await server.Get("/openapi/v1.json")).Json;

        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                var name = $"{method} {path}";
                Assert.True(operation!["summary"] is not null, $"{name} has no summary.");
                Assert.True(operation["operationId"] is not null, $"{name} has no name.");
                var responses = operation["responses"]!.AsObject();
                Assert.True(responses.Any(r => r.Key[0] == '2'), $"{name} never succeeds.");
                if (path.StartsWith("/api", StringComparison.Ordinal))
                {
                    // Webhooks name nothing of a user's that could be missing: they are genuine or not.
                    var failure = path.Contains("/webhooks/", StringComparison.Ordinal) ? "401" : "404";
                    Assert.True(Problem(responses, failure) is not null, $"{name} does not say how it fails.");
                }
            }
        }
    }

    private static JsonNode? Problem(JsonObject responses, string status) =>
        responses[status]?["content"]?["application/problem+json"];

    private static string SnapshotPath()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Mingus.slnx")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "docs", "api", "openapi.json");
    }
}
