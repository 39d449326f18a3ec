using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Mingus.Plaid;
using Mingus.Server.Api;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Scalar.AspNetCore;

namespace Mingus.Server.Setup;

/// <summary>The OpenAPI document, generated from the routes, and the page that shows it.</summary>
internal static class DocsSetup
{
    public const string Document = "v1";

    private const string Introduction =
        "Keeps a correct, complete, current copy of people's bank data. Amounts are decimal text; positive increases "
        + "what the holder owns. Lists are paged by `limit` and `after`; every read carries `Mingus-Sequence`, where "
        + "the event stream goes on. Every POST takes an `Idempotency-Key`. What goes wrong is told as problem "
        + "details (RFC 9457) with a stable `code` and an `action`.";

    public static void AddDocs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ApiDocument>();
        builder.Services.AddOpenApi(
            Document,
            options =>
            {
                options.AddDocumentTransformer(Introduce);
                options.AddOperationTransformer(DescribeParameters);
                options.AddOperationTransformer(DescribePreview);
                options.AddOperationTransformer(DescribeScope);
                options.AddSchemaTransformer(SchemaNotes.Describe);
                options.CreateSchemaReferenceId = SchemaNotes.NameOf;
            }
        );
    }

    public static void MapDocs(this WebApplication app)
    {
        // It asks no database, and the first one may take seconds on a busy machine.
        app.MapGet(
                $"/openapi/{Document}.json",
                async (ApiDocument document) => Results.Bytes(await document.Json(), "application/json;charset=utf-8")
            )
            .ExcludeFromDescription()
            .DisableRequestTimeout();
        app.MapScalarApiReference(
            "/docs",
            options => options.WithTitle("Mingus Sync API").DisableDefaultFonts().DisableTelemetry()
        );
    }

    private static Task Introduce(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "Mingus Sync",
            Version = "1",
            Description = Introduction,
        };
        // The address is the reader's own; the document is the same wherever it is read.
        document.Servers = [];
        return Task.CompletedTask;
    }

    /// <summary>Queries are read as text so that wrong ones are answered by name; here they get their real
    /// types.</summary>
    private static Task DescribeParameters(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            parameter.Schema = parameter.Name switch
            {
                "limit" => new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Minimum = "1",
                    Maximum = "500",
                    Default = JsonValue.Create(QueryReader.LimitDefault),
                },
                "from" or "to" => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" },
                "eraseData" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
                _ => parameter.Schema,
            };
        }

        if (context.Description.RelativePath == WebhooksApi.Plaid.TrimStart('/'))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(
                Header(PlaidSetup.SignatureHeader, "Plaid's signed token over the body's bytes.", lengthMax: 4_096)
            );
        }
        else if (context.Description is { HttpMethod: "POST", RelativePath: { } path } && IsOfApi(path))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(
                Header(Headers.IdempotencyKey, "The same key and body give the first answer again.")
            );
            if (operation.Responses?.ContainsKey("202") == true)
            {
                operation.Parameters.Add(Header(Headers.Prefer, "'wait=30' holds the answer until the run ends."));
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>A status has one schema: where a route answers a run or a preview, the generator knows only the last of
    /// the two.</summary>
    private static Task DescribePreview(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var answers = context.Description.SupportedResponseTypes.Where(answer => answer.StatusCode == 200);
        if (
            answers.Any(answer => answer.Type == typeof(PreviewBody))
            && operation.Responses?["200"].Content?.Values.FirstOrDefault() is OpenApiMediaType content
        )
        {
            string[] shapes = ["Run", "Preview"];
            content.Schema = new OpenApiSchema
            {
                OneOf = [.. shapes.Select(shape => new OpenApiSchemaReference(shape, context.Document))],
            };
        }

        return Task.CompletedTask;
    }

    private static bool IsOfApi(string path) => path.StartsWith("api/", StringComparison.Ordinal);

    /// <summary>The one scope that a credential needs here.</summary>
    private static Task DescribeScope(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var needed = context.Description.ActionDescriptor.EndpointMetadata.OfType<NeededScope>().LastOrDefault();
        if (needed is not null)
        {
            operation.AddExtension("x-scope", new JsonNodeExtension(ScopeNames.NameOf(needed.Scope)));
        }

        return Task.CompletedTask;
    }

    private static OpenApiParameter Header(string name, string description, int lengthMax = 255) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = lengthMax },
        };
}
