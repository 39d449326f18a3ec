using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Mingus.Server.Setup;

/// <summary>
/// The OpenAPI document as JSON in UTF-8. It is made once, at the first question: making it takes half a second of
/// processor, which is more than every stranger may ask for again and again.
/// </summary>
internal sealed class ApiDocument([FromKeyedServices(DocsSetup.Document)] IOpenApiDocumentProvider provider)
{
    private readonly Lock _lock = new();
    private Task<byte[]>? _made;

    /// <summary>The document; the same as long as the process lives. What failed is tried again.</summary>
    public Task<byte[]> Json()
    {
        lock (_lock)
        {
            return _made is null or { IsFaulted: true } ? _made = Make() : _made;
        }
    }

    // It is everybody's: it goes on when who asked first is gone.
    private async Task<byte[]> Make()
    {
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        return json.ToArray();
    }
}
