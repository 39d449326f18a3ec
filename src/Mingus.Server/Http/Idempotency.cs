using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;

namespace Mingus.Server.Http;

/// <summary>
/// <c>Idempotency-Key</c> on every POST: the first answer under a key is given again for the same request, another
/// request
/// with that key is refused. Answers that say "later" (429) or "our fault" (5xx) give the key back, for a repetition of
/// those
/// is meant to be tried anew.
/// </summary>
internal sealed class Idempotency(IIdempotencyStore store, TimeProvider time, IOptions<JsonOptions> json)
    : IEndpointFilter
{
    private const int KeyLengthMax = 255;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.Headers.TryGetValue(Headers.IdempotencyKey, out var given))
        {
            return await next(context);
        }

        if (given is not [{ Length: > 0 and <= KeyLengthMax } key] || string.IsNullOrWhiteSpace(key))
        {
            return Problems.Field(Headers.IdempotencyKey, $"One value of 1 to {KeyLengthMax} characters.");
        }

        var user = await context.HttpContext.Caller().UserForWriting(context.HttpContext.RequestAborted);
        var claim = await store.Claim(user, key, Hash(context), time.GetUtcNow(), context.HttpContext.RequestAborted);
        return claim switch
        {
            IdempotencyClaim.New => await FirstAnswer(context, next, user, key),
            IdempotencyClaim.Answered answered => new StoredAnswerResult(answered.Answer),
            IdempotencyClaim.InProgress => Problems.Of(
                409,
                "request_in_progress",
                "The first request with this Idempotency-Key is still being worked on.",
                ProblemActions.Wait
            ),
            _ => Problems.Of(
                409,
                "idempotency_conflict",
                "Another request used this Idempotency-Key. Use a new key for a new request.",
                ProblemActions.FixRequest
            ),
        };
    }

    /// <summary>Works the request and keeps its answer. The caller may leave meanwhile: the key is settled all the
    /// same.</summary>
    private async Task<object?> FirstAnswer(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next,
        UserId user,
        string key
    )
    {
        var isSettled = false;
        try
        {
            var result = await next(context);
            var answer = await StoredAnswerResult.Capture(context.HttpContext, (IResult)result!);
            if (answer.Status is not 429 and < 500)
            {
                await store.Complete(user, key, answer, CancellationToken.None);
                isSettled = true;
            }

            return new StoredAnswerResult(answer);
        }
        finally
        {
            if (!isSettled)
            {
                await store.Release(user, key, CancellationToken.None);
            }
        }
    }

    /// <summary>Method, path, query and the body as it was understood: white space and order of members do not
    /// matter.</summary>
    private string Hash(EndpointFilterInvocationContext context)
    {
        var request = context.HttpContext.Request;
        var text = new StringBuilder(request.Method).Append(' ').Append(request.Path).Append(request.QueryString);
        foreach (var body in context.Arguments.OfType<IRequestBody>())
        {
            var type = json.Value.SerializerOptions.GetTypeInfo(body.GetType());
            text.Append('\n').Append(JsonSerializer.Serialize(body, type));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
