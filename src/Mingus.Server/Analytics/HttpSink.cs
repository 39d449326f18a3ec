using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Mingus.Sync.Ports;

namespace Mingus.Server.Analytics;

/// <summary>
/// Posts analytics events to the operator's address as a JSON array of <c>{ "event", "timestamp", "properties" }</c>.
/// What fails is tried three times in all, then given up.
/// </summary>
internal sealed class HttpSink(HttpClient http, Uri address, TimeProvider time) : IAnalyticsSink, IDisposable
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    public string Name => "http";

    public async Task Send(IReadOnlyList<AnalyticsEvent> events, CancellationToken cancellationToken)
    {
        var body = Body(events);
        foreach (var pause in Pauses)
        {
            if (await TryPost(body, cancellationToken))
            {
                return;
            }

            await Task.Delay(pause, time, cancellationToken);
        }

        using var response = await Post(body, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => http.Dispose();

    private async Task<bool> TryPost(byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Post(body, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<HttpResponseMessage> Post(byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await http.PostAsync(address, content, cancellationToken);
    }

    private static byte[] Body(IReadOnlyList<AnalyticsEvent> events)
    {
        var buffer = new ArrayBufferWriter<byte>(256 * events.Count);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var one in events)
            {
                Write(writer, one);
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, AnalyticsEvent one)
    {
        writer.WriteStartObject();
        writer.WriteString("event", one.Name);
        writer.WriteString("timestamp", one.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteStartObject("properties");
        foreach (var (name, value) in one.Properties)
        {
            switch (value)
            {
                case int number:
                    writer.WriteNumber(name, number);
                    break;
                case decimal seconds:
                    writer.WriteNumber(name, seconds);
                    break;
                default:
                    writer.WriteString(name, value.ToString());
                    break;
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
