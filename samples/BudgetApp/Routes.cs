using Mingus.Sync.Client;

namespace BudgetApp;

/// <summary>The routes of the sample. Each asks Mingus Sync for the person who is signed in here.</summary>
internal static class Routes
{
    public static void MapBudget(this WebApplication app, MingusClient mingus, Uri address)
    {
        // Your own sign-in says who it is; Mingus Sync takes any id of yours that stays the same.
        UserClient Me(HttpContext http) => mingus.ForUser(http.Request.Cookies["budget-user"] ?? "alex");

        app.MapPost("/link", (HttpContext http, CancellationToken stop) => BeginLink(Me(http), http, stop));
        app.MapGet("/linked", (HttpContext http, string? public_token) => EndLink(Me(http), public_token));
        app.MapGet("/", (HttpContext http, CancellationToken stop) => Show(Me(http), address, http, stop));
        app.MapPost("/refresh", (HttpContext http, CancellationToken stop) => Refresh(Me(http), stop));
        app.MapGet("/changes", (HttpContext http, CancellationToken stop) => Follow(Me(http), stop));
    }

    // snippet link
    // The person presses "Link a bank": they are sent to the bank's page, which sends them back to /linked.
    private static async Task<IResult> BeginLink(UserClient user, HttpContext http, CancellationToken stop)
    {
        var back = new Uri($"{http.Request.Scheme}://{http.Request.Host}/linked");
        var link = await user.CreateLinkToken(redirectUri: back, cancellationToken: stop);
        return Results.Redirect(link.Url ?? "/");
    }

    // Back with a token, or without one if they changed their mind. Who hangs up now has a bank all the same.
    private static async Task<IResult> EndLink(UserClient user, string? publicToken)
    {
        if (publicToken is not null)
        {
            await user.Connect(publicToken);
        }

        return Results.Redirect("/");
    }

    // end snippet

    // snippet budget
    private static async Task<IResult> Show(
        UserClient user,
        Uri address,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var month = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-30);
        var budget = new Budget();
        await foreach (var account in user.Accounts(cancellationToken))
        {
            budget.Add(account);
            await foreach (var transaction in user.Transactions(account.Id, from: month))
            {
                budget.Add(transaction);
            }
        }

        var token = await Token(user, http, cancellationToken);
        return Results.Content(Page.Of(budget, Page.Elements(address, token)), "text/html; charset=utf-8");
    }

    // end snippet

    // snippet token
    // What the browser gets: fifteen minutes as this one user, and from our pages only.
    private static async Task<string> Token(UserClient user, HttpContext http, CancellationToken stop)
    {
        var ours = $"{http.Request.Scheme}://{http.Request.Host}";
        return (await user.CreateUserToken(origin: ours, cancellationToken: stop)).Token;
    }

    // end snippet

    // snippet sync
    private static async Task<IResult> Refresh(UserClient user, CancellationToken cancellationToken)
    {
        try
        {
            await user.SyncAll(cancellationToken: cancellationToken);
            return Results.Redirect("/");
        }
        catch (MingusException refused)
        {
            // The message is made for people; the action says whether they can do something about it.
            return Results.Content(Page.Refused(refused), "text/html; charset=utf-8");
        }
    }

    // end snippet

    // snippet events
    // The page learns that something changed, and loads itself anew.
    private static IResult Follow(UserClient user, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(Changes.Of(user, cancellationToken), "changed");
    // end snippet
}
