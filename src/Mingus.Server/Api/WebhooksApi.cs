using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Mingus.Ledger;
using Mingus.Plaid;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Connect;

namespace Mingus.Server.Api;

/// <summary>Webhooks of providers. Outside the routes that know their caller: the signature says who sends.</summary>
internal static class WebhooksApi
{
    /// <summary>Below which all webhooks come in.</summary>
    public const string Root = Routes.Base + "/webhooks";

    /// <summary>Where Plaid's webhooks come in.</summary>
    public const string Plaid = Root + "/plaid";

    // Real ones have less than 1 KiB; TRANSACTIONS_REMOVED lists ids.
    private const int BytesMax = 256 * 1024;

    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(1);

    private static readonly Meter Meter = new("Mingus.Server");

    private static readonly Counter<long> Taken = Meter.CreateCounter<long>(
        "webhook.received",
        description: "Webhooks by outcome; the reason where one was refused."
    );

    public static void MapWebhooks(this IEndpointRouteBuilder api) =>
        api.MapPost("/webhooks/plaid", Receive)
            .WithTags("Webhooks")
            .WithSummary(
                "Plaid's webhooks: verified by their Plaid-Verification header, recorded, answered; worked off later."
            )
            .WithName("ReceivePlaidWebhook")
            .AsksBank()
            .WithMetadata(
                new ProducesResponseTypeMetadata(401, typeof(ProblemBody), [ProblemResult.ContentType]),
                new ProducesResponseTypeMetadata(413, typeof(ProblemBody), [ProblemResult.ContentType]),
                new ProducesResponseTypeMetadata(429, typeof(ProblemBody), [ProblemResult.ContentType]),
                new ProducesResponseTypeMetadata(503, typeof(ProblemBody), [ProblemResult.ContentType])
            );

    private static async Task<Results<Ok, ProblemResult>> Receive(
        HttpContext context,
        [FromServices] WebhookIntake intake,
        [FromServices] Rates rates,
        [FromServices] TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (await ReadBody(context.Request, cancellationToken) is not { } body)
        {
            return Refused(Problems.WebhookTooLarge, "too_large");
        }

        // Two signatures are none: who would say which of them counts?
        var signatures = context.Request.Headers[PlaidSetup.SignatureHeader];
        var signature = signatures.Count == 1 ? signatures[0] : null;
        switch (await intake.Receive(signature, body, cancellationToken))
        {
            case WebhookOutcome.Received(var connections):
                Count(connections == 0 ? "no_connection" : "received", reason: "");
                return TypedResults.Ok();
            case WebhookOutcome.ComeAgain(var code):
                return Refused(Later(503, "webhook_not_taken", "It cannot be taken now.", time), code);
            case WebhookOutcome.Forged(var reason):
                var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
                return Refused(
                    rates.AdmitsStranger(address)
                        ? NotVerified
                        : Later(429, "strangers_limit", "Too many webhooks that are not genuine.", time),
                    reason
                );
            default:
                throw new InvalidOperationException("An outcome of another kind.");
        }
    }

    // The bytes as they came, for the signature is over them. Null when there are too many.
    private static async Task<byte[]?> ReadBody(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > BytesMax)
        {
            return null;
        }

        using var body = new MemoryStream((int)(request.ContentLength ?? 1024));
        var chunk = new byte[8 * 1024];
        while (true)
        {
            var read = await request.Body.ReadAsync(chunk, cancellationToken);
            if (read == 0)
            {
                return body.ToArray();
            }

            if (body.Length + read > BytesMax)
            {
                return null;
            }

            body.Write(chunk, 0, read);
        }
    }

    private static ProblemResult NotVerified { get; } =
        Problems.Of(
            401,
            "webhook_not_verified",
            "Nothing shows that the provider sent this: it is not signed, or not by a key of the provider's, or not "
                + "over these bytes, or more than five minutes ago.",
            ProblemActions.FixRequest
        );

    private static ProblemResult Later(int status, string code, string detail, TimeProvider time) =>
        Problems.Of(status, code, detail, ProblemActions.Retry, time.GetUtcNow() + ComeAgain);

    private static ProblemResult Refused(ProblemResult problem, string reason)
    {
        Count("refused", reason);
        return problem;
    }

    private static void Count(string outcome, string reason) =>
        Taken.Add(1, new("outcome", outcome), new KeyValuePair<string, object?>("reason", reason));
}
