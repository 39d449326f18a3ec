using System.Text.Json;
using System.Text.Json.Serialization;
using Mingus.Sandbox.Bank;
using Mingus.Sandbox.Mischief;
using Mingus.Sandbox.Webhooks;

namespace Mingus.Sandbox.Control;

/// <summary>What tests and operators may do beyond Plaid, over HTTP, from this machine only.</summary>
internal sealed class ControlApi(SandboxServer server)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public void Map(IEndpointRouteBuilder routes)
    {
        Get(routes, "/control/clock", _ => ClockState());
        Post<ClockChange>(routes, "/control/clock", (_, change) => ChangeClock(change));
        Get(routes, "/control/items", _ => server.Bank.Items);
        Get(routes, "/control/items/{id}/truth", id => server.Bank.Truth(id));
        Post<MutationWish>(routes, "/control/items/{id}/mutate", Mutate);
        Post<ErrorWish>(routes, "/control/items/{id}/error", SetError);
        Post<FreezeWish>(routes, "/control/items/{id}/freeze", Freeze);
        Post<WebhookWish>(routes, "/control/items/{id}/webhook", FireWebhook);
        Get(routes, "/control/mischief", _ => server.Mischief.Waiting);
        Post<MischiefWish>(routes, "/control/mischief", (_, wish) => AddMischief(wish));
        Delete(routes, "/control/mischief", server.Mischief.Clear);
        Get(routes, "/control/calls", _ => server.Calls.Counts);
        Delete(routes, "/control/calls", server.Calls.Clear);
        Get(routes, "/control/webhooks", _ => server.Webhooks);
        Post<Nothing>(routes, "/control/webhook-key/rotate", (_, _) => new { kid = server.RotateWebhookKey() });
    }

    private object ClockState() =>
        new
        {
            now = server.Clock.Now,
            today = server.Clock.Today,
            factor = server.Clock.Factor,
        };

    private object ChangeClock(ClockChange change)
    {
        if (change.Factor is { } factor)
        {
            server.Clock.SetFactor(factor);
        }
        server.Clock.Advance(change.Advance ?? TimeSpan.Zero);
        return ClockState();
    }

    private object Mutate(string id, MutationWish wish)
    {
        server.Bank.Mutate(id, wish.Seed, wish.Steps);
        return Summary(id);
    }

    private object SetError(string id, ErrorWish wish)
    {
        server.Bank.SetError(id, wish.Code);
        return Summary(id);
    }

    private object Freeze(string id, FreezeWish wish)
    {
        server.Bank.Freeze(id, wish.Frozen);
        return Summary(id);
    }

    private object FireWebhook(string id, WebhookWish wish) => new { fired = server.Bank.FireWebhook(id, wish.Code) };

    private ItemSummary Summary(string id) => server.Bank.Items.First(i => i.ItemId == id);

    private object AddMischief(MischiefWish wish)
    {
        var fault = wish.Fault.ToFault() with
        {
            ItemId = wish.ItemId,
            Path = wish.Path,
            Page = wish.Page,
            Times = wish.Times ?? 1,
            After = wish.After ?? 0,
        };
        server.Mischief.Add(fault);
        return fault;
    }

    private static void Get(IEndpointRouteBuilder routes, string path, Func<string, object> answer) =>
        routes.MapGet(path, (RequestDelegate)(context => AnswerAsync(context, () => answer(IdOf(context)))));

    private static void Delete(IEndpointRouteBuilder routes, string path, Action act) =>
        routes.MapDelete(
            path,
            (RequestDelegate)(
                context =>
                    AnswerAsync(
                        context,
                        () =>
                        {
                            act();
                            return new Nothing();
                        }
                    )
            )
        );

    private static void Post<T>(IEndpointRouteBuilder routes, string path, Func<string, T, object> answer)
        where T : class =>
        routes.MapPost(
            path,
            (RequestDelegate)(
                async context =>
                {
                    try
                    {
                        var body = await context.Request.ReadFromJsonAsync<T>(s_json, context.RequestAborted);
                        await AnswerAsync(
                            context,
                            () => answer(IdOf(context), body ?? throw new JsonException("no body"))
                        );
                    }
                    catch (Exception e) when (e is JsonException or InvalidOperationException)
                    {
                        await RefuseAsync(context, StatusCodes.Status400BadRequest, e.Message);
                    }
                }
            )
        );

    private static string IdOf(HttpContext context) => context.GetRouteValue("id") as string ?? "";

    private static async Task AnswerAsync(HttpContext context, Func<object> answer)
    {
        if (context.Connection.RemoteIpAddress is { } address && !System.Net.IPAddress.IsLoopback(address))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "The control surface is for this machine only.");
            return;
        }
        object result;
        try
        {
            result = answer();
        }
        catch (KeyNotFoundException)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such item.");
            return;
        }
        catch (ArgumentException e)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, e.Message);
            return;
        }
        await context.Response.WriteAsJsonAsync(result, result.GetType(), s_json, context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = message }, s_json, context.RequestAborted);
    }
}

/// <summary>Moves the clock forward, changes its speed, or both.</summary>
internal sealed record ClockChange(TimeSpan? Advance, double? Factor);

internal sealed record MutationWish(long Seed, int Steps = 1);

/// <summary>Null heals.</summary>
internal sealed record ErrorWish(string? Code);

internal sealed record FreezeWish(bool Frozen);

internal sealed record WebhookWish(string Code);

internal sealed record Nothing;

internal sealed record MischiefWish(FaultWish Fault)
{
    public string? ItemId { get; init; }
    public string? Path { get; init; }
    public int? Page { get; init; }
    public int? Times { get; init; }
    public int? After { get; init; }
}

/// <summary>A fault as JSON: only the kind is needed, the rest has the defaults of <see cref="Fault"/>.</summary>
internal sealed record FaultWish(FaultKind Kind)
{
    public string? Code { get; init; }
    public int? RetryAfter { get; init; }
    public int Ms { get; init; } = 1000;
    public int Mib { get; init; } = 64;
    public int Status { get; init; } = 200;
    public DropWhen When { get; init; }
    public string? Target { get; init; }
    public JsonElement? Value { get; init; }
    public Forgery? Forgery { get; init; }
    public long Seed { get; init; } = 1;

    public Fault ToFault() =>
        new()
        {
            Kind = Kind,
            Code = Code,
            RetryAfterSeconds = RetryAfter,
            Milliseconds = Ms,
            Mebibytes = Mib,
            Status = Status,
            When = When,
            Target = Target,
            Value = Value?.GetRawText(),
            Forgery = Forgery,
            Seed = Seed,
        };
}
