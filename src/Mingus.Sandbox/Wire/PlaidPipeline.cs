using System.Buffers;
using System.Text.Json;
using Mingus.Sandbox.Bank;
using Mingus.Sandbox.Mischief;

namespace Mingus.Sandbox.Wire;

/// <summary>A finished answer and what mischief is still to be done to it on the wire.</summary>
internal sealed record Answer(int Status, byte[] Body, IReadOnlyList<Fault> Faults)
{
    public int? RetryAfter { get; init; }
}

/// <summary>Takes a call from its bytes to its answer: reads, counts, misbehaves, checks, carries out.</summary>
internal sealed class PlaidPipeline(SandboxBank bank, MischiefBox mischief, CallLog calls)
{
    private const string ApiVersion = "2020-09-14";
    private const int MaxBody = 4 * 1024 * 1024;

    public async Task AnswerAsync(HttpContext context)
    {
        var stop = context.RequestAborted;
        var body = await ReadAsync(context.Request, stop);
        using var json = body is null ? null : Parse(body, context.Request);
        var path = context.Request.Path.Value ?? "/";
        var (item, page) = Known(json?.RootElement);
        var faults = mischief.TakeForCall(item?.Id, path, page);
        calls.Add(item?.Id, path);
        foreach (var delay in faults.Where(f => f.Kind == FaultKind.Delay))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(delay.Milliseconds), bank.Clock.Time, stop);
        }
        if (faults.Any(f => f is { Kind: FaultKind.Drop, When: DropWhen.Before }))
        {
            context.Abort();
            return;
        }
        var answer = Carry(context.Request, path, json?.RootElement, item, faults);
        await Delivery.SendAsync(context, answer, bank.Clock.Time, stop);
    }

    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        if (request.ContentLength > MaxBody)
        {
            return null;
        }
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, stop);
        return buffer.ToArray();
    }

    private static JsonDocument? Parse(byte[] body, HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            return null;
        }
        try
        {
            var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return json;
            }
            json.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The item and the page a request speaks of, as far as it can be told before it is checked.</summary>
    private (Item? Item, int Page) Known(JsonElement? body)
    {
        if (body is not { } b || TextOf(b, "access_token") is not { } token)
        {
            return (null, 1);
        }
        lock (bank.Gate)
        {
            if (bank.Find(token) is not { } item)
            {
                return (null, 1);
            }
            return (item, PageOf(b, item));
        }
    }

    private int PageOf(JsonElement body, Item item)
    {
        if (TextOf(body, "cursor") is { } cursor)
        {
            return Cursor.PageOf(cursor, item, bank.Options.Seed);
        }
        if (!body.TryGetProperty("options", out var options) || options.ValueKind != JsonValueKind.Object)
        {
            return 1;
        }
        var offset = WholeOf(options, "offset") ?? 0;
        var count = Math.Max(1, WholeOf(options, "count") ?? 100);
        return (offset / count) + 1;
    }

    private static string? TextOf(JsonElement body, string name)
    {
        try
        {
            return body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair; the check of the request tells so.
            return null;
        }
    }

    private static int? WholeOf(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var n)
            ? n
            : null;

    private Answer Carry(HttpRequest request, string path, JsonElement? body, Item? item, IReadOnlyList<Fault> faults)
    {
        lock (bank.Gate)
        {
            var buffer = new ArrayBufferWriter<byte>(4096);
            try
            {
                Misbehave(item, faults);
                Write(buffer, w => CarryOut(request, path, body, faults, w));
                return new Answer(200, Tampering.Apply(buffer.WrittenSpan, body, faults), faults);
            }
            catch (PlaidException e)
            {
                buffer.ResetWrittenCount();
                Write(buffer, w => ErrorWriter.WriteMembers(w, e.Error));
                return new Answer(e.Error.Status, buffer.WrittenSpan.ToArray(), faults)
                {
                    RetryAfter = faults.FirstOrDefault(f => f.Kind == FaultKind.Error)?.RetryAfterSeconds,
                };
            }
        }
    }

    /// <summary>The faults that take the place of the call.</summary>
    private void Misbehave(Item? item, IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults)
        {
            if (fault.Kind == FaultKind.Error)
            {
                throw PlaidErrors.Of(fault.Code!);
            }
            if (fault.Kind == FaultKind.Mutation)
            {
                if (item is not null)
                {
                    bank.Mutate(item.Id, fault.Seed, steps: 1);
                }
                throw PlaidErrors.Of("TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION");
            }
        }
    }

    private void CarryOut(
        HttpRequest request,
        string path,
        JsonElement? body,
        IReadOnlyList<Fault> faults,
        Utf8JsonWriter answer
    )
    {
        if (!HttpMethods.IsPost(request.Method) || !Endpoints.ByPath.TryGetValue(path, out var endpoint))
        {
            throw PlaidErrors.Of("NOT_FOUND");
        }
        if (body is not { } checkedBody)
        {
            throw PlaidErrors.Of("INVALID_BODY");
        }
        CheckCaller(request, checkedBody);
        Check(Shapes.ByPath[path], checkedBody);
        var reorder = faults.Any(f => f.Kind == FaultKind.PagesOutOfOrder);
        endpoint(new Call(bank, new PlaidRequest(checkedBody), reorder), answer);
    }

    private static void Check(Shape shape, JsonElement body)
    {
        try
        {
            shape.Check(body);
        }
        catch (InvalidOperationException e)
        {
            // Half a surrogate pair is JSON and not text.
            throw PlaidErrors.Of("INVALID_BODY", e.Message);
        }
    }

    private void CheckCaller(HttpRequest request, JsonElement body)
    {
        var client = TextOf(body, "client_id") ?? request.Headers["PLAID-CLIENT-ID"].ToString();
        var secret = TextOf(body, "secret") ?? request.Headers["PLAID-SECRET"].ToString();
        if (client.Length == 0 || secret.Length == 0)
        {
            var missing = client.Length == 0 ? "client_id" : "secret";
            throw PlaidErrors.Of("MISSING_FIELDS", $"the following required fields are missing: {missing}");
        }
        if (client != (bank.Options.ClientId ?? client) || secret != (bank.Options.Secret ?? secret))
        {
            throw PlaidErrors.Of("INVALID_API_KEYS");
        }
        if (request.Headers["Plaid-Version"].ToString() is { Length: > 0 } version && version != ApiVersion)
        {
            throw PlaidErrors.Of("INCOMPATIBLE_API_VERSION", $"this sandbox speaks version {ApiVersion}");
        }
    }

    private void Write(ArrayBufferWriter<byte> buffer, Action<Utf8JsonWriter> members)
    {
        using var w = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        w.WriteStartObject();
        members(w);
        w.WriteString("request_id", Rng.Id(bank.Options.Seed, ["request", bank.NextNumber()], 15));
        w.WriteEndObject();
    }
}
