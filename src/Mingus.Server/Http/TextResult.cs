using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Mingus.Server.Http;

/// <summary>A read's answer as text for a person, with the sequence of the read's own snapshot.</summary>
internal sealed class TextResult(long sequence, string text) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    private const string ContentType = "text/plain";

    public int? StatusCode => StatusCodes.Status200OK;

    /// <summary>Whether the caller would rather have text than JSON.</summary>
    public static bool IsWanted(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept.OrderByDescending(type => type.Quality ?? 1).ToList();
        var text = accepted.FindIndex(type => type.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase));
        var json = accepted.FindIndex(type =>
            type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        );
        return text >= 0 && (json < 0 || text < json);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [ContentType]));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers[Headers.Sequence] = sequence.ToString(CultureInfo.InvariantCulture);
        httpContext.Response.ContentType = $"{ContentType}; charset=utf-8";
        return httpContext.Response.WriteAsync(text, httpContext.RequestAborted);
    }
}
