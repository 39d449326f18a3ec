using Microsoft.AspNetCore.Http.Features;
using Mingus.Server.Identity;

namespace Mingus.Server.Rights;

/// <summary>An export on its way: what has gone out cannot be taken back, so a failure in between ends the
/// connection.</summary>
internal sealed class ExportResult(UserExport export, Caller caller) : IResult
{
    public const string ContentType = "application/zip";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        // The zip writes some headers without waiting, whatever it is asked.
        if (httpContext.Features.Get<IHttpBodyControlFeature>() is { } body)
        {
            body.AllowSynchronousIO = true;
        }

        var response = httpContext.Response;
        response.ContentType = ContentType;
        response.Headers.ContentDisposition = "attachment; filename=\"mingus-export.zip\"";
        response.Headers.CacheControl = "no-store";
        return export.Write(response.Body, caller.Tenant, caller.ExternalId, httpContext.RequestAborted);
    }
}
