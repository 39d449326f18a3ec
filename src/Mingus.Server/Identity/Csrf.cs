using System.Security.Cryptography;
using System.Text;
using Mingus.Ledger;
using Mingus.Server.Http;

namespace Mingus.Server.Identity;

/// <summary>
/// A cookie is sent by whatever page makes the browser ask. What is no read must come from a page of ours: the browser
/// says so, and the page shows what only it can have read.
/// </summary>
internal static class Csrf
{
    /// <summary>Why the request may not go on; null when it may.</summary>
    public static ProblemResult? Refusal(HttpContext context, string cookie)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            return null;
        }

        if (context.Request.Headers["Sec-Fetch-Site"] != "same-origin")
        {
            return AnotherSite;
        }

        var shown = Encoding.UTF8.GetBytes(context.Request.Headers[Headers.Csrf].ToString());
        return CryptographicOperations.FixedTimeEquals(shown, Encoding.UTF8.GetBytes(Operators.CsrfOf(cookie)))
            ? null
            : Problems.Of(
                403,
                "csrf",
                $"Send the 'csrf' of GET /auth/session in {Headers.Csrf}.",
                ProblemActions.FixRequest
            );
    }

    public static ProblemResult AnotherSite =>
        Problems.Of(403, "another_site", "A page of another site may not do that.", ProblemActions.None);
}
