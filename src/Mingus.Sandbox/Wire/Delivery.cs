using System.Text;
using Mingus.Sandbox.Mischief;

namespace Mingus.Sandbox.Wire;

/// <summary>Puts an answer on the wire, whole, or in one of the ways in which answers break.</summary>
internal static class Delivery
{
    private const int Drips = 20;

    public static async Task SendAsync(HttpContext context, Answer answer, TimeProvider time, CancellationToken stop)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = "application/json";
        if (answer.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString();
        }
        foreach (var fault in answer.Faults)
        {
            switch (fault.Kind)
            {
                case FaultKind.Drop when fault.When == DropWhen.After:
                    context.Abort();
                    return;
                case FaultKind.Drop:
                    response.ContentLength = answer.Body.Length;
                    await response.Body.WriteAsync(Half(answer.Body), stop);
                    await response.Body.FlushAsync(stop);
                    context.Abort();
                    return;
                case FaultKind.Truncate:
                    await WriteAsync(response, Half(answer.Body), stop);
                    return;
                case FaultKind.Garbage:
                    response.StatusCode = fault.Status;
                    response.ContentType = "text/html";
                    await WriteAsync(response, "<html><body><h1>Bad gateway</h1></body></html>"u8.ToArray(), stop);
                    return;
                case FaultKind.Oversize:
                    await WriteOversizeAsync(response, answer.Body, fault.Mebibytes, stop);
                    return;
                case FaultKind.SlowBody:
                    await DripAsync(response, answer.Body, TimeSpan.FromMilliseconds(fault.Milliseconds), time, stop);
                    return;
                default:
                    break;
            }
        }
        await WriteAsync(response, answer.Body, stop);
    }

    private static ReadOnlyMemory<byte> Half(byte[] body) => body.AsMemory(0, body.Length / 2);

    private static async Task WriteAsync(HttpResponse response, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, stop);
    }

    /// <summary>The answer with one more member of so many spaces; its end comes, if anyone reads that far.</summary>
    private static async Task WriteOversizeAsync(
        HttpResponse response,
        byte[] body,
        int mebibytes,
        CancellationToken stop
    )
    {
        await response.Body.WriteAsync(body.AsMemory(0, body.Length - 1), stop);
        await response.Body.WriteAsync(",\"padding\":\""u8.ToArray(), stop);
        var spaces = Encoding.ASCII.GetBytes(new string(' ', 1024 * 1024));
        for (var i = 0; i < mebibytes; i++)
        {
            await response.Body.WriteAsync(spaces, stop);
        }
        await response.Body.WriteAsync("\"}"u8.ToArray(), stop);
    }

    private static async Task DripAsync(
        HttpResponse response,
        byte[] body,
        TimeSpan span,
        TimeProvider time,
        CancellationToken stop
    )
    {
        response.ContentLength = body.Length;
        var size = (body.Length / Drips) + 1;
        for (var at = 0; at < body.Length; at += size)
        {
            await response.Body.WriteAsync(body.AsMemory(at, Math.Min(size, body.Length - at)), stop);
            await response.Body.FlushAsync(stop);
            await Task.Delay(span / Drips, time, stop);
        }
    }
}
