using System.Text;
using Mingus.Sync.Ports;

namespace Mingus.Server.Http;

/// <summary>Gives an answer that was given before.</summary>
internal sealed class StoredAnswerResult(StoredAnswer answer) : IResult
{
    /// <summary>Lets a result write itself into memory. Headers it sets stay on the response.</summary>
    public static async Task<StoredAnswer> Capture(HttpContext context, IResult result)
    {
        var response = context.Response;
        var body = response.Body;
        using var memory = new MemoryStream();
        response.Body = memory;
        try
        {
            await result.ExecuteAsync(context);
            await response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        finally
        {
            response.Body = body;
        }

        var location = response.Headers.Location.ToString();
        return new(
            response.StatusCode,
            response.ContentType,
            location.Length == 0 ? null : location,
            Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length)
        );
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        if (answer.Location is not null)
        {
            response.Headers.Location = answer.Location;
        }

        return answer.Body.Length == 0
            ? Task.CompletedTask
            : response.WriteAsync(answer.Body, Encoding.UTF8, httpContext.RequestAborted);
    }
}
