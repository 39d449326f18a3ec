using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Mingus.Sync.Client;

/// <summary>
/// Reads a user's event stream and opens it again where it broke off, so that no event is missed or told twice. Waits
/// between tries double from half a second to 30 seconds. A refusal ends it: it is a <see cref="MingusException"/>, but
/// for a 429 or 5xx, which pass.
/// </summary>
internal sealed class EventReader(Wire wire, string user)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>A stream that says nothing for so long, not even a beat, is dead.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(45);

    public async IAsyncEnumerable<MingusEvent> Read(
        long? after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var last = after?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var pause = FirstPause;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var lines = Lines(last, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await Next(lines, cancellationToken))
            {
                pause = FirstPause;
                last = lines.Current.EventId is { Length: > 0 } id ? id : last;
                if (lines.Current.EventType != "beat")
                {
                    yield return Told(lines.Current);
                }
            }

            await Task.Delay(pause, wire.Options.Time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    // False when the stream ended or broke: it is opened again. What the caller must know is thrown.
    private static async Task<bool> Next(IAsyncEnumerator<SseItem<string>> lines, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.MoveNextAsync();
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (MingusException e) when ((int)e.Status is 429 or >= 500)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<SseItem<string>> Lines(
        string? last,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(SilenceMax);
        using var answer = await wire.Open(user, last, silence.Token);
        await using var body = await answer.Content.ReadAsStreamAsync(silence.Token);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(silence.Token))
        {
            silence.CancelAfter(SilenceMax);
            yield return item;
        }
    }

    private static MingusEvent Told(SseItem<string> item)
    {
        var data = JsonSerializer.Deserialize(item.Data, MingusJson.Default.JsonElement);
        return new MingusEvent(
            long.TryParse(item.EventId, System.Globalization.CultureInfo.InvariantCulture, out var sequence)
                ? sequence
                : null,
            item.EventType,
            data
        );
    }
}
