using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mingus.Server.Setup;
using Mingus.Storage.Keys;
using Mingus.Sync.Events;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

/// <summary>The server as shipped on a free port of Kestrel, over a ledger and a provider of the test's own.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    public const string Api = "/api/data-sync";

    private readonly WebApplication _app;

    private RunningServer(WebApplication app, FakeLedger ledger, FakeProvider provider)
    {
        (_app, Ledger, Provider) = (app, ledger, provider);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Client = new HttpClient { BaseAddress = new Uri(address.First()), Timeout = TimeSpan.FromSeconds(40) };
    }

    public FakeLedger Ledger { get; }

    public FakeProvider Provider { get; }

    public FakeWebhooks Webhooks { get; private init; } = new();

    public FakeOperators Operators { get; private init; } = new();

    public HttpClient Client { get; }

    public EventHub Hub => _app.Services.GetRequiredService<EventHub>();

    internal ApiDocument Document => _app.Services.GetRequiredService<ApiDocument>();

    public static Task<RunningServer> Start(FakeLedger? ledger = null, params string[] settings) =>
        StartIn("Development", ledger, settings);

    public static async Task<RunningServer> StartIn(string environment, FakeLedger? ledger, params string[] settings)
    {
        ledger ??= Facts.Ledger();
        var provider = new FakeProvider();
        var webhooks = new FakeWebhooks();
        var operators = new FakeOperators();
        var outbox = new FakeOutbox();
        string[] always =
        [
            $"--environment={environment}",
            "--urls=http://127.0.0.1:0",
            "--Plaid:BaseUrl=http://127.0.0.1:9",
            $"--Keys:Active={VaultKeys.Generate()}",
        ];
        var app = await Program.Build(
            [.. always, .. settings],
            (builder, config) =>
            {
                builder.AddEngine(RoomsSetup.EngineOptions(config), new EventHub());
                builder.Logging.ClearProviders();
                var trail = new FakeTrail();
                builder.Services.AddSingleton<ILedgerStore>(ledger);
                builder.Services.AddSingleton<ILedgerQueries>(ledger);
                builder.Services.AddSingleton<IDecisionStore>(ledger);
                builder.Services.AddSingleton<IValidationStore>(ledger);
                builder.Services.AddSingleton<IScheduleStore>(ledger);
                builder.Services.AddSingleton<ILedgerEdits>(ledger);
                builder.Services.AddSingleton<INotificationStore>(ledger);
                builder.Services.AddSingleton<IWebhookEndpoints>(outbox);
                builder.Services.AddSingleton<IWebhookOutbox>(outbox);
                builder.Services.AddSingleton<IEndpointSecrets>(outbox);
                builder.Services.AddSingleton<IIdempotencyStore>(ledger);
                builder.Services.AddSingleton<ICredentialStore>(new FakeCredentials());
                builder.Services.AddSingleton<IOperatorStore>(operators);
                builder.Services.AddSingleton<IAuditLog>(trail);
                builder.Services.AddSingleton<IUserRights>(trail);
                builder.Services.AddSingleton(new SecretVault(config.Keys));
                builder.Services.AddSingleton<IProvider>(provider);
                builder.Services.AddSingleton<ISecretVault>(provider);
                builder.Services.AddSingleton<IWebhookVerifier>(webhooks);
                builder.Services.AddSingleton<IWebhookInbox>(webhooks);
                return Task.CompletedTask;
            }
        );
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningServer(app, ledger, provider) { Webhooks = webhooks, Operators = operators };
    }

    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, body: null, headers);

    public Task<Answer> Post(string path, string? body = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, body, headers);

    public async Task<Answer> Send(
        HttpMethod method,
        string path,
        string? body,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : $"{Api}/{path}");
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.From(response);
    }

    public async Task Stop() => await _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}

/// <summary>An answer, read.</summary>
internal sealed record Answer(int Status, string Text, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Code => (string?)Json["code"];

    public static async Task<Answer> From(HttpResponseMessage response)
    {
        var headers = response
            .Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);
        return new(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Content.Headers.ContentType?.MediaType,
            headers
        );
    }
}
