using System.Data.Common;
using Microsoft.Extensions.FileProviders;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Storage;

namespace Mingus.Server.Setup;

/// <summary>
/// The dashboard at the root and the elements for other pages below <c>/embed</c>, from the files beside the program.
/// What the build compressed is sent compressed; what has its hash in its name is kept for ever.
/// </summary>
internal static class PageSetup
{
    private const string Start = "/index.html";

    /// <summary>The same page for whoever is not signed in: it asks for nothing before it knows who looks.</summary>
    private const string SignedOut = "/signed-out.html";

    private const string Kept = "public, max-age=31536000, immutable";

    public static void MapPage(this WebApplication app)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (!File.Exists(folder + Start))
        {
            app.MapGet("/", () => TypedResults.Text(NotBuilt));
            return;
        }

        var files = new PhysicalFileProvider(folder);
        var config = app.Services.GetRequiredService<ServerConfig>();
        var operators = app.Services.GetRequiredService<Operators>();
        app.Use(
            async (context, next) =>
            {
                if (IsRead(context.Request) && context.Request.IsPage())
                {
                    context.Response.Headers.Append("Vary", "Cookie");
                    context.Request.Path =
                        config.IsDevelopment || await IsSignedIn(operators, context) ? Start : SignedOut;
                }

                await Choose(files, context, next);
            }
        );
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = files,
                ContentTypeProvider = new PackedContentTypes(),
                OnPrepareResponse = file => Describe(file.Context),
            }
        );
    }

    private const string NotBuilt =
        "Mingus Sync runs. This build has no dashboard: build it with Node.js 20.19 or later and without "
        + "-p:BuildWeb=false. The API is at /api/data-sync, its description at /docs.\n";

    private static bool IsRead(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    /// <summary>Whether the cookie opens anything. While the database is away nobody knows, and the page still
    /// comes.</summary>
    private static async ValueTask<bool> IsSignedIn(Operators operators, HttpContext context)
    {
        if (context.Request.Cookies[Operators.Cookie] is not { Length: > 0 } cookie)
        {
            return false;
        }

        try
        {
            return await operators.Find(cookie, context.RequestAborted) is not null;
        }
        catch (DbException failure) when (StorageFaults.IsAway(failure))
        {
            return false;
        }
    }

    /// <summary>Which form of the file answers: packed, if the build packed it and the caller takes that.</summary>
    private static Task Choose(IFileProvider files, HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (
            !IsRead(request)
            || request.Path.Value is not { } path
            || !files.GetFileInfo(path).Exists
            || PackedContentTypes.IsPacked(path)
        )
        {
            return next(context);
        }

        context.Items[typeof(PageSetup)] = path;
        var packed = PackedContentTypes.Encodings.Where(one => files.GetFileInfo(path + one.Ending).Exists).ToList();
        if (packed.Count > 0)
        {
            context.Response.Headers.Append("Vary", "Accept-Encoding");
        }

        if (packed.Find(one => Accepts(request, one.Name)) is { Name: { } encoding, Ending: var ending })
        {
            request.Path = path + ending;
            context.Response.Headers.ContentEncoding = encoding;
        }

        return next(context);
    }

    private static void Describe(HttpContext context)
    {
        var path = context.Items[typeof(PageSetup)] as string ?? "";
        var headers = context.Response.Headers;
        // Without a hash in its name a file is asked for each time whether it changed.
        headers.CacheControl = IsHashed(path) ? Kept : "no-cache";
    }

    private static bool IsHashed(string path) =>
        path.StartsWith("/assets/", StringComparison.Ordinal)
        || path.StartsWith("/embed/chunks/", StringComparison.Ordinal);

    /// <summary>Whether the caller takes an encoding (RFC 9110, section 12.5.3): named, and not at the price of
    /// nothing.</summary>
    private static bool Accepts(HttpRequest request, string encoding)
    {
        foreach (var accepted in request.GetTypedHeaders().AcceptEncoding)
        {
            if (accepted.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase))
            {
                return accepted.Quality is not 0;
            }
        }

        return false;
    }
}
