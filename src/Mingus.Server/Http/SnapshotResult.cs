using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Mingus.Server.Http;

/// <summary>
/// A read's answer with the header <c>Mingus-Sequence</c>: the user's last event sequence in the read's own snapshot,
/// where
/// a stream goes on.
/// </summary>
internal sealed class SnapshotResult<T>(long sequence, T value)
    : IResult,
        IEndpointMetadataProvider,
        IStatusCodeHttpResult,
        IValueHttpResult
{
    public object? Value => value;

    public int? StatusCode => StatusCodes.Status200OK;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"])
        );

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers[Headers.Sequence] = sequence.ToString(CultureInfo.InvariantCulture);
        return httpContext.Response.WriteAsJsonAsync(value, httpContext.RequestAborted);
    }
}

/// <summary>Headers of this API.</summary>
internal static class Headers
{
    public const string Sequence = "Mingus-Sequence";
    public const string User = "Mingus-User";
    public const string Csrf = "X-Mingus-Csrf";
    public const string IdempotencyKey = "Idempotency-Key";
    public const string Prefer = "Prefer";
    public const string PreferenceApplied = "Preference-Applied";
}
