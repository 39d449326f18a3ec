using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mingus.Sandbox.Bank;
using Mingus.Sandbox.Wire;

namespace Mingus.Sandbox.Link;

/// <summary>
/// The consent site in place of Plaid's Link: choose a bank, choose accounts, connect, and back to the caller with a
/// public token. It only ever goes back to the link token's own address or to this machine.
/// </summary>
internal sealed class LinkSite(SandboxBank bank)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/link", (RequestDelegate)ShowAsync);
        routes.MapPost("/link", (RequestDelegate)SubmitAsync);
        routes.MapGet("/link.css", (RequestDelegate)StyleAsync);
    }

    private static Task StyleAsync(HttpContext context)
    {
        context.Response.ContentType = "text/css; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.WriteAsync(LinkPages.Style, context.RequestAborted);
    }

    private Task ShowAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (Open(query["link_token"], query["redirect_uri"]) is not { } visit)
        {
            return ProblemAsync(context, "The link token is unknown, used or expired, or its way back is not allowed.");
        }
        var (intent, back) = visit;
        string html;
        lock (bank.Gate)
        {
            if (intent.ItemId is { } itemId)
            {
                html = LinkPages.Repair(intent, back.OriginalString, bank.FindById(itemId)!);
            }
            else if (Institutions.Find(query["institution"].ToString()) is { } chosen)
            {
                html = LinkPages.Connect(intent, back.OriginalString, chosen, refused: null);
            }
            else
            {
                var preset = Institutions.Find(intent.InstitutionId ?? "");
                html = preset is null
                    ? LinkPages.ChooseBank(intent, back.OriginalString)
                    : LinkPages.Connect(intent, back.OriginalString, preset, refused: null);
            }
        }
        return PageAsync(context, html, back, StatusCodes.Status200OK);
    }

    private async Task SubmitAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await ProblemAsync(context, "A form was expected.");
            return;
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (Open(form["link_token"], form["redirect_uri"]) is not { } visit)
        {
            await ProblemAsync(context, "The link token is unknown, used or expired, or its way back is not allowed.");
            return;
        }
        var (intent, back) = visit;
        if (form["action"] != "connect")
        {
            Return(context, back, ("error", "cancelled"));
            return;
        }
        lock (bank.Gate)
        {
            var chosen = form["account"].Select(a => int.TryParse(a, out var i) ? i : -1).ToHashSet();
            if (intent.ItemId is { } itemId)
            {
                Repair(intent, bank.FindById(itemId)!, chosen);
                Return(context, back, ("repaired", "1"));
                return;
            }
        }
        await ConnectAsync(context, form, intent, back);
    }

    private async Task ConnectAsync(HttpContext context, IFormCollection form, LinkIntent intent, Uri back)
    {
        var institution = Institutions.Find(form["institution"].ToString());
        if (institution is null)
        {
            await ProblemAsync(context, "There is no such bank.");
            return;
        }
        PlaidError refusal;
        lock (bank.Gate)
        {
            try
            {
                var (token, metadata) = Agree(form, intent, institution);
                Return(context, back, ("public_token", token), ("metadata", metadata));
                return;
            }
            catch (PlaidException e)
            {
                refusal = e.Error;
            }
        }
        var html = LinkPages.Connect(intent, back.OriginalString, institution, refusal);
        await PageAsync(context, html, back, StatusCodes.Status422UnprocessableEntity);
    }

    private (string Token, string Metadata) Agree(IFormCollection form, LinkIntent intent, Institution institution)
    {
        var agreement = new Login(form["user"].ToString(), form["password"].ToString()).Agree(bank, institution);
        var chosen = form["account"].Select(a => int.TryParse(a, out var i) ? i : -1).Where(i => i >= 0).ToHashSet();
        if (chosen.Count == 0)
        {
            throw PlaidErrors.Of("NO_ACCOUNTS", "Choose at least one account.");
        }
        agreement = agreement with
        {
            Products = intent.Products,
            Webhook = intent.Webhook,
            DaysRequested = intent.DaysRequested,
            // The ticks speak of the bank's own accounts; a custom user brings others, and shares them all.
            Shared = agreement.Custom?.Accounts is null ? chosen : null,
        };
        var token = bank.Agree(agreement);
        bank.Intents.Use(intent);
        return (token, Metadata(agreement));
    }

    /// <summary>What Link tells the browser, so that a known account can be recognised before the exchange.</summary>
    private string Metadata(Agreement agreement)
    {
        var accounts = bank
            .Factory.AccountsOf(agreement)
            .Where((_, i) => agreement.Shared?.Contains(i) ?? true)
            .Select(a => new
            {
                id = a.Id,
                name = a.Name,
                mask = a.Mask,
                type = a.Type,
                subtype = a.Subtype,
            });
        var institution = new { institution_id = agreement.Institution.Id, name = agreement.Institution.Name };
        return JsonSerializer.Serialize(new { institution, accounts });
    }

    private void Repair(LinkIntent intent, Item item, HashSet<int> chosen)
    {
        bank.Repair(item, tell: false);
        if (intent.SelectsAccounts && chosen.Any(i => i >= 0 && i < item.Accounts.Count))
        {
            bank.ShareAccounts(item, chosen);
        }
        bank.Intents.Use(intent);
    }

    private (LinkIntent Intent, Uri Back)? Open(string? token, string? redirectUri)
    {
        lock (bank.Gate)
        {
            if (bank.Intents.Find(token) is not { } intent)
            {
                return null;
            }
            if (intent.ItemId is { } itemId && bank.FindById(itemId) is not { IsRemoved: false })
            {
                return null;
            }
            var wanted = string.IsNullOrEmpty(redirectUri) ? intent.RedirectUri : redirectUri;
            var isAllowed =
                Uri.TryCreate(wanted, UriKind.Absolute, out var back)
                && back.Scheme is "http" or "https"
                && (wanted == intent.RedirectUri || back.IsLoopback);
            return isAllowed ? (intent, back!) : null;
        }
    }

    private static void Return(
        HttpContext context,
        Uri back,
        params ReadOnlySpan<(string Name, string Value)> parameters
    )
    {
        var address = new StringBuilder(back.GetLeftPart(UriPartial.Query));
        foreach (var (name, value) in parameters)
        {
            address.Append(address.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?');
            address.Append(name).Append('=').Append(UrlEncoder.Default.Encode(value));
        }
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address.Append(back.Fragment).ToString();
    }

    private static Task ProblemAsync(HttpContext context, string message) =>
        PageAsync(context, LinkPages.Problem(message), back: null, StatusCodes.Status400BadRequest);

    private static Task PageAsync(HttpContext context, string html, Uri? back, int status)
    {
        var response = context.Response;
        // Browsers apply form-action to the redirect that follows a form, so the way back is named.
        var origin = back?.GetLeftPart(UriPartial.Authority);
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
            + $"form-action 'self' {origin}";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(html, context.RequestAborted);
    }
}
