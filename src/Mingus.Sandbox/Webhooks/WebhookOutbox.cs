using System.Buffers;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Mingus.Sandbox.Bank;
using Mingus.Sandbox.Mischief;

namespace Mingus.Sandbox.Webhooks;

/// <summary>A webhook on its way.</summary>
internal sealed record Envelope(string ItemId, string Url, string Code, byte[] Body)
{
    public Forgery? Forgery { get; init; }
    public TimeSpan Delay { get; init; }
}

/// <summary>A webhook that was sent, with the status that came back; null where nothing came.</summary>
/// <param name="ItemId">The item it speaks of.</param>
/// <param name="Code">The webhook_code.</param>
/// <param name="Url">Where it went.</param>
/// <param name="Attempt">1 for the first attempt.</param>
/// <param name="Status">The HTTP status, or null.</param>
public sealed record WebhookDelivery(string ItemId, string Code, string Url, int Attempt, int? Status);

/// <summary>
/// Sends webhooks in the background, in the order of their causes unless mischief says otherwise, and repeats the
/// failed ones with growing waits.
/// </summary>
internal sealed class WebhookOutbox(SandboxOptions options, TimeProvider time, WebhookKeys keys, MischiefBox mischief)
    : IAsyncDisposable
{
    private const int KeptDeliveries = 1000;
    private readonly Channel<Envelope> _queue = Channel.CreateUnbounded<Envelope>();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Dictionary<string, Envelope> _held = new(StringComparer.Ordinal);
    private readonly Queue<WebhookDelivery> _deliveries = new();
    private readonly List<Task> _later = [];
    private readonly Lock _gate = new();
    private Task _sending = Task.CompletedTask;

    public SandboxClock? Clock { get; set; }

    public WebhookKeys Keys => keys;

    public IReadOnlyList<WebhookDelivery> Deliveries
    {
        get
        {
            lock (_gate)
            {
                return [.. _deliveries];
            }
        }
    }

    public void Start() => _sending = SendAllAsync(_stop.Token);

    /// <summary>Queues a webhook if the item has an address for it.</summary>
    public bool Send(Item item, string type, string code, Action<Utf8JsonWriter>? members = null, string? url = null)
    {
        var target = url ?? item.Webhook;
        if (target is null || !MaySendTo(target))
        {
            return false;
        }
        item.LastWebhook = (Clock?.Now ?? time.GetUtcNow(), code);
        var envelope = new Envelope(item.Id, target, code, Body(item.Id, type, code, members));
        foreach (var each in Arrange(envelope, mischief.TakeForWebhook(item.Id, code)))
        {
            _queue.Writer.TryWrite(each);
        }
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _queue.Writer.TryComplete();
        await Settle(_sending);
        Task[] later;
        lock (_gate)
        {
            later = [.. _later];
        }
        foreach (var task in later)
        {
            await Settle(task);
        }
        _http.Dispose();
        _stop.Dispose();
        keys.Dispose();
    }

    private static async Task Settle(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>What mischief makes of one webhook: none, one or several, now or held until the next.</summary>
    private IEnumerable<Envelope> Arrange(Envelope envelope, Fault? fault)
    {
        lock (_gate)
        {
            var held = _held.Remove(envelope.ItemId, out var earlier) ? earlier : null;
            List<Envelope> now = fault?.Kind switch
            {
                FaultKind.WebhookMissing => [],
                FaultKind.WebhookDouble => [envelope, envelope],
                FaultKind.WebhookLate => [envelope with { Delay = TimeSpan.FromMilliseconds(fault.Milliseconds) }],
                FaultKind.WebhookForged => [envelope with { Forgery = fault.Forgery ?? Forgery.AlteredBody }],
                FaultKind.WebhookOutOfOrder => [],
                _ => [envelope],
            };
            if (fault?.Kind == FaultKind.WebhookOutOfOrder)
            {
                _held[envelope.ItemId] = envelope;
            }
            return held is null ? now : [.. now, held];
        }
    }

    private async Task SendAllAsync(CancellationToken stop)
    {
        await foreach (var envelope in _queue.Reader.ReadAllAsync(stop))
        {
            if (envelope.Delay > TimeSpan.Zero)
            {
                Later(SendAfterAsync(envelope, attempt: 1, envelope.Delay, stop));
                continue;
            }
            await TrySendAsync(envelope, attempt: 1, stop);
        }
    }

    private async Task SendAfterAsync(Envelope envelope, int attempt, TimeSpan wait, CancellationToken stop)
    {
        await Task.Delay(wait, time, stop);
        await TrySendAsync(envelope, attempt, stop);
    }

    private async Task TrySendAsync(Envelope envelope, int attempt, CancellationToken stop)
    {
        var status = await PostAsync(envelope, stop);
        // The repetition is armed before the delivery is told of, so that who sees the one can count on the other.
        if (status != 200 && attempt <= options.WebhookRetries)
        {
            var wait = options.WebhookFirstRetry * Math.Pow(4, attempt - 1);
            Later(SendAfterAsync(envelope, attempt + 1, wait, stop));
        }
        lock (_gate)
        {
            _deliveries.Enqueue(new(envelope.ItemId, envelope.Code, envelope.Url, attempt, status));
            while (_deliveries.Count > KeptDeliveries)
            {
                _deliveries.Dequeue();
            }
        }
    }

    private async Task<int?> PostAsync(Envelope envelope, CancellationToken stop)
    {
        var body = envelope.Body;
        var token = keys.Sign(body, envelope.Forgery);
        if (envelope.Forgery is Forgery.AlteredBody)
        {
            body = [.. body, (byte)' '];
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var timer = time.CreateTimer(
            static s => ((CancellationTokenSource)s!).Cancel(),
            limit,
            options.WebhookTimeout,
            Timeout.InfiniteTimeSpan
        );
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, envelope.Url);
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new("application/json");
            if (token is not null)
            {
                request.Headers.Add("Plaid-Verification", token);
            }
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Later(Task task)
    {
        lock (_gate)
        {
            _later.RemoveAll(t => t.IsCompleted);
            _later.Add(task);
        }
    }

    private bool MaySendTo(string url)
    {
        var address = new Uri(url);
        return options.AllowRemoteWebhooks
            || address.IsLoopback
            || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
    }

    private static byte[] Body(string itemId, string type, string code, Action<Utf8JsonWriter>? members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (
            var w = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions
                {
                    Indented = true,
                    IndentSize = 2,
                    NewLine = "\n",
                }
            )
        )
        {
            w.WriteStartObject();
            w.WriteString("webhook_type", type);
            w.WriteString("webhook_code", code);
            w.WriteString("item_id", itemId);
            members?.Invoke(w);
            w.WriteString("environment", "sandbox");
            w.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
