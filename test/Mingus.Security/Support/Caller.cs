using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Mingus.Security.Support;

/// <summary>An answer, read.</summary>
internal sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Code => Text.StartsWith('{') ? (string?)Json["code"] : null;

    public Answer Expect(int status)
    {
        Assert.True(Status == status, $"{Status}, not {status}: {Text}");
        return this;
    }
}

/// <summary>Somebody who shows a credential, or none.</summary>
internal sealed class Caller(SafeStack stack, string? credential, string? user)
{
    public const string Api = "/api/data-sync";

    /// <summary>Where the credential acts.</summary>
    public string Tenant => credential == SafeStack.OtherKey ? "other" : "acme";

    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) =>
        Send("GET", path, body: null, headers);

    public Task<Answer> Post(string path, string? body = null, params (string Name, string Value)[] headers) =>
        Send("POST", path, body, headers);

    public async Task<Answer> Send(
        string method,
        string path,
        string? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method),
            new Uri(stack.Address, path.StartsWith("//", StringComparison.Ordinal) ? path[1..] : Api + path)
        );
        if (credential is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {credential}");
        }

        if (user is not null)
        {
            request.Headers.TryAddWithoutValidation("Mingus-User", user);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await stack.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var all = response
            .Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);
        // A stream has no end to wait for.
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        return new((int)response.StatusCode, isStream ? "" : await response.Content.ReadAsStringAsync(), all);
    }

    /// <summary>Links a bank and waits for the end of its first sync; the connection.</summary>
    public async Task<JsonNode> Link(string bankUser = "user_good", string password = "pass_good")
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(stack.Sandbox.BaseUrl, "/sandbox/public_token/create")
        );
        request.Headers.Add("PLAID-CLIENT-ID", "client");
        request.Headers.Add("PLAID-SECRET", "secret");
        request.Content = JsonContent.Create(
            new
            {
                institution_id = "ins_109508",
                initial_products = new[] { "transactions" },
                options = new { override_username = bankUser, override_password = password },
            }
        );
        using var response = await stack.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        var token = (string)JsonNode.Parse(text)!["public_token"]!;
        var connection = (await Post("/connections", $$"""{"publicToken":"{{token}}"}""")).Expect(201).Json;
        await Ended((string)connection["firstRunId"]!);
        return connection;
    }

    /// <summary>Waits for the end of a run.</summary>
    public async Task<JsonNode> Ended(string run)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var found = (await Get($"/runs/{run}")).Expect(200).Json;
            if ((string)found["status"]! is not ("queued" or "running"))
            {
                return found;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"The run {run} does not end.");
    }

    /// <summary>A user token's text.</summary>
    public async Task<string> Token(string body) =>
        (string)(await Post("/user-tokens", body)).Expect(201).Json["token"]!;

    /// <summary>An API key's text.</summary>
    public async Task<string> Key(params string[] scopes)
    {
        var names = string.Join(',', scopes.Select(scope => $"\"{scope}\""));
        return (string)(await Post("/api-keys", $$"""{"scopes":[{{names}}]}""")).Expect(201).Json["key"]!;
    }
}
