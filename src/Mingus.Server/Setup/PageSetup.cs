using Microsoft.Extensions.FileProviders;

namespace Mingus.Server.Setup;

/// <summary>The first page, served from the files beside the program.</summary>
internal static class PageSetup
{
    public static void MapPage(this WebApplication app)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        var files = new PhysicalFileProvider(folder);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = files,
                // Files keep their names: a browser asks each time whether they changed.
                OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = "no-cache",
            }
        );
    }
}
