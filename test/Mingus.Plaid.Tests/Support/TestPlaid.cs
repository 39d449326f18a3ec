using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Support;

/// <summary>A request as it left, after the whole pipeline.</summary>
internal sealed record SentRequest(Uri Address, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Path => Address.AbsolutePath;
}

/// <summary>The client as a host has it, with the network replaced or real.</summary>
internal sealed class TestPlaid : IDisposable
{
    public static readonly ProviderAccess Access = new(new ProtectedToken("access-test-1"), "item-1", "ins_1");

    private readonly ServiceProvider services;

    private TestPlaid(Action<PlaidOptions> configure, TimeProvider? time, HttpMessageHandler? network)
    {
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Lines));
        collection.AddSingleton(time ?? TimeProvider.System);
        collection.AddPlaid(options =>
        {
            options.BaseUrl = "http://127.0.0.1:1";
            options.ClientId = "client-canary";
            options.Secret = "secret-canary";
            options.Retries.Delay = TimeSpan.FromMilliseconds(1);
            configure(options);
        });
        if (network is not null)
        {
            collection.AddHttpClient("plaid").ConfigurePrimaryHttpMessageHandler(() => network);
        }

        services = collection.BuildServiceProvider(validateScopes: true);
    }

    public LogLines Lines { get; } = new();

    public PlaidClient Client => services.GetRequiredService<PlaidClient>();

    /// <summary>A client that talks to a real address.</summary>
    public static TestPlaid At(Uri address, Action<PlaidOptions>? configure = null, TimeProvider? time = null) =>
        new(
            options =>
            {
                options.BaseUrl = address.AbsoluteUri;
                configure?.Invoke(options);
            },
            time,
            network: null
        );

    /// <summary>A client whose network is this.</summary>
    public static TestPlaid Over(
        HttpMessageHandler network,
        Action<PlaidOptions>? configure = null,
        TimeProvider? time = null
    ) => new(configure ?? (_ => { }), time, network);

    public void Dispose() => services.Dispose();
}

/// <summary>A network of canned answers; the last one is given again and again.</summary>
internal sealed class CannedNetwork(params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
{
    private readonly Lock gate = new();
    private readonly List<SentRequest> sent = [];

    public IReadOnlyList<SentRequest> Sent
    {
        get
        {
            lock (gate)
            {
                return [.. sent];
            }
        }
    }

    public static Func<HttpResponseMessage> Json(string body, int status = 200, TimeSpan? retryAfter = null) =>
        () =>
        {
            var answer = new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            if (retryAfter is { } wait)
            {
                answer.Headers.RetryAfter = new(wait);
            }

            return answer;
        };

    public static Func<HttpResponseMessage> Error(string type, string code, int status, TimeSpan? retryAfter = null) =>
        Json(
            $$"""
            {
              "error_type": "{{type}}", "error_code": "{{code}}", "error_message": "m", "display_message": null,
              "request_id": "req1"
            }
            """,
            status,
            retryAfter
        );

    public static Func<HttpResponseMessage> Broken() => () => throw new HttpRequestException("no route");

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        var headers = request.Headers.ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.Ordinal);
        int index;
        lock (gate)
        {
            index = sent.Count;
            sent.Add(new SentRequest(request.RequestUri!, body, headers));
        }

        return answers[Math.Min(index, answers.Length - 1)]();
    }
}

/// <summary>Keeps every line that is logged.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly Lock gate = new();
    private readonly StringBuilder lines = new();

    public string Text
    {
        get
        {
            lock (gate)
            {
                return lines.ToString();
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        lock (gate)
        {
            lines
                .Append(eventId.Name)
                .Append(' ')
                .AppendLine(formatter(state, exception))
                .AppendLine(exception?.ToString());
        }
    }

    public void Dispose() { }
}
