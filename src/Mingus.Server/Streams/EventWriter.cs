using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace Mingus.Server.Streams;

/// <summary>
/// Writes server-sent events (WHATWG HTML, section 9.2). What is written is sent by <see cref="Flush"/>, which gives a
/// slow reader ten seconds and then gives up with <see cref="TimeoutException"/>.
/// </summary>
internal sealed class EventWriter(PipeWriter output, JsonSerializerOptions json)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public void Write(long? id, string type, string data)
    {
        if (id is { } sequence)
        {
            Line("id: ", sequence.ToString(CultureInfo.InvariantCulture));
        }

        Line("event: ", type);
        Line("data: ", data);
        output.Write("\n"u8);
    }

    public void Write<T>(long? id, string type, T data) => Write(id, type, JsonSerializer.Serialize(data, json));

    public async Task Flush(CancellationToken cancellationToken)
    {
        // Nearly always the network takes it at once, and there is nothing to wait for.
        var flush = output.FlushAsync(cancellationToken);
        if (flush.IsCompletedSuccessfully)
        {
            _ = flush.Result;
            return;
        }

        await flush.AsTask().WaitAsync(Patience, cancellationToken);
    }

    private void Line(string name, string value)
    {
        Encoding.UTF8.GetBytes(name, output);
        Encoding.UTF8.GetBytes(value, output);
        output.Write("\n"u8);
    }
}
