using System.Net;

namespace Mingus.Plaid;

/// <summary>What is wrong with an answer's body before anybody looks at its JSON.</summary>
internal enum AnswerFlaw
{
    None,

    /// <summary>Larger than we read; nothing of it is kept.</summary>
    TooLarge,

    /// <summary>Its compression is broken.</summary>
    Corrupt,
}

/// <summary>An answer's whole body in memory, and its error if it is a failed one.</summary>
internal sealed class AnswerContent(byte[] body, AnswerFlaw flaw, PlaidError? error) : ByteArrayContent(body)
{
    public byte[] Body { get; } = body;

    public AnswerFlaw Flaw { get; } = flaw;

    /// <summary>Plaid's error; null for a good answer and for a failed one that is not Plaid's.</summary>
    public PlaidError? Error { get; } = error;
}

/// <summary>
/// Reads every body inside the resilience pipeline, so that timeouts and repetition cover the body and not only the
/// head, and circuits see Plaid's error code. Bounded after decompression: a small answer may unpack to gigabytes.
/// </summary>
internal sealed class AnswerReader(int bytesMax) : DelegatingHandler
{
    private const int ChunkBytes = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var response = await base.SendAsync(request, cancellationToken);
        var whole = new HttpResponseMessage(response.StatusCode) { RequestMessage = request };
        using (response)
        {
            foreach (var header in response.Headers)
            {
                whole.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            whole.Content = await Read(response, cancellationToken);
        }

        return whole;
    }

    private async Task<AnswerContent> Read(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > bytesMax)
        {
            return new AnswerContent([], AnswerFlaw.TooLarge, null);
        }

        try
        {
            var body = await ReadBody(response.Content, cancellationToken);
            return body is null
                ? new AnswerContent([], AnswerFlaw.TooLarge, null)
                : new AnswerContent(body, AnswerFlaw.None, ErrorOf(response.StatusCode, body));
        }
        catch (InvalidDataException)
        {
            return new AnswerContent([], AnswerFlaw.Corrupt, null);
        }
    }

    // Null when there is more than we read.
    private async Task<byte[]?> ReadBody(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream((int)(content.Headers.ContentLength ?? ChunkBytes));
        var chunk = new byte[ChunkBytes];
        while (true)
        {
            var read = await stream.ReadAsync(chunk, cancellationToken);
            if (read == 0)
            {
                return body.ToArray();
            }

            if (body.Length + read > bytesMax)
            {
                return null;
            }

            body.Write(chunk, 0, read);
        }
    }

    private static PlaidError? ErrorOf(HttpStatusCode status, byte[] body) =>
        (int)status is >= 200 and < 300 ? null : PlaidError.Parse(body);
}
