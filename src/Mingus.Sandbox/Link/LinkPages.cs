using System.Text;
using System.Text.Encodings.Web;
using Mingus.Sandbox.Bank;
using Mingus.Sandbox.Wire;

namespace Mingus.Sandbox.Link;

/// <summary>The HTML of the consent pages: no script, one style sheet, one form each.</summary>
internal static class LinkPages
{
    public static string ChooseBank(LinkIntent intent, string redirectUri)
    {
        var banks = new StringBuilder();
        foreach (var bank in Institutions.All)
        {
            banks.Append(
                $"""
                <li><button name="institution" value="{bank.Id}"><strong>{Text(bank.Name)}</strong>
                <span>{Text(bank.Note)}</span></button></li>
                """
            );
        }
        return Page(
            "Choose your bank",
            $"""
            <p>{Text(intent.ClientName)} would like to read your accounts. These banks are made up.</p>
            <form method="get" action="/link">{Hidden(intent, redirectUri)}<ul class="banks">{banks}</ul></form>
            {CancelForm(intent, redirectUri)}
            """
        );
    }

    public static string Connect(LinkIntent intent, string redirectUri, Institution bank, PlaidError? refused)
    {
        return Page(
            bank.Name,
            $"""
            {Refusal(refused)}
            <form method="post" action="/link">{Hidden(intent, redirectUri)}
            <input type="hidden" name="institution" value="{bank.Id}">
            <fieldset><legend>Accounts to share with {Text(intent.ClientName)}</legend>
            {Ticks(bank.Accounts.Select(a => (a.OfficialName, $"{a.Subtype}, {a.Currency}", true)))}</fieldset>
            {SignIn()}
            <button class="main" name="action" value="connect">Connect</button></form>
            {CancelForm(intent, redirectUri)}
            """
        );
    }

    public static string Repair(LinkIntent intent, string redirectUri, Item item)
    {
        var ticks = Ticks(item.Accounts.Select(a => (a.Name, $"ending in {a.Mask}", a.Shared)));
        var accounts = intent.SelectsAccounts ? $"<fieldset><legend>Accounts to share</legend>{ticks}</fieldset>" : "";
        return Page(
            "Sign in again",
            $"""
            <p>{Text(item.Institution.Name)} asks you to confirm that {Text(intent.ClientName)} may go on reading your
            accounts.</p>
            <form method="post" action="/link">{Hidden(intent, redirectUri)}{accounts}
            {SignIn()}
            <button class="main" name="action" value="connect">Sign in again</button></form>
            {CancelForm(intent, redirectUri)}
            """
        );
    }

    public static string Problem(string message) =>
        Page("This link does not work", $"<p role=\"alert\">{Text(message)}</p>");

    private static string SignIn() =>
        $"""
            <fieldset><legend>Sign in</legend>
            <label for="user">User name</label>
            <input id="user" name="user" value="{TestUsers.Good}" autocomplete="off" required>
            <label for="password">Password</label>
            <input id="password" name="password" value="{TestUsers.GoodPassword}" autocomplete="off" required>
            <p class="hint">Any name is a household of its own. Nothing here is real.</p></fieldset>
            """;

    private static string Ticks(IEnumerable<(string Name, string Note, bool Ticked)> accounts)
    {
        var html = new StringBuilder();
        foreach (var ((name, note, ticked), index) in accounts.Select((a, i) => (a, i)))
        {
            var check = ticked ? " checked" : "";
            html.Append(
                $"""
                <label class="tick"><input type="checkbox" name="account" value="{index}"{check}>
                <span><strong>{Text(name)}</strong><br>{Text(note)}</span></label>
                """
            );
        }
        return html.ToString();
    }

    private static string Refusal(PlaidError? refused) =>
        refused is null
            ? ""
            : $"<p role=\"alert\">{Text(refused.Display ?? refused.Message)} ({Text(refused.Code)})</p>";

    private static string CancelForm(LinkIntent intent, string redirectUri) =>
        $"""
            <form method="post" action="/link">{Hidden(intent, redirectUri)}
            <button class="quiet" name="action" value="cancel">Cancel</button></form>
            """;

    private static string Hidden(LinkIntent intent, string redirectUri) =>
        $"""
            <input type="hidden" name="link_token" value="{Text(intent.Token)}">
            <input type="hidden" name="redirect_uri" value="{Text(redirectUri)}">
            """;

    private static string Page(string title, string content) =>
        $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(title)} - sandbox bank</title><link rel="stylesheet" href="/link.css"></head>
            <body><main><p class="badge">Sandbox, no real money</p><h1>{Text(title)}</h1>
            {content}
            </main></body></html>
            """;

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    public const string Style = """
        :root { color-scheme: light dark; --ink: #1c2430; --paper: #f4f2ee; --card: #ffffff; --line: #8b93a1;
          --main: #1f4e5f; --on-main: #ffffff; --soft: #59636f; --bad: #9b1c1c; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e9edf2; --paper: #14181d; --card: #1e242b;
          --line: #76818e; --main: #8ecfe3; --on-main: #10222a; --soft: #a9b3bf; --bad: #ff9d9d; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
        main { max-width: 30rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
        h1 { font-size: 1.5rem; line-height: 1.2; margin: .25rem 0 1rem; }
        .badge { margin: 0; color: var(--soft); font-size: .875rem; }
        .hint { color: var(--soft); font-size: .875rem; margin: .5rem 0 0; }
        [role=alert] { color: var(--bad); font-weight: 600; }
        fieldset { border: 1px solid var(--line); border-radius: .5rem; background: var(--card); margin: 0 0 1rem;
          padding: .75rem 1rem 1rem; min-width: 0; }
        legend { font-weight: 600; padding: 0 .25rem; }
        label { display: block; margin-top: .5rem; }
        .tick { display: flex; gap: .75rem; align-items: flex-start; min-height: 2.75rem; }
        .tick input { width: 1.25rem; height: 1.25rem; margin-top: .2rem; flex: none; }
        input:not([type=checkbox]) { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit;
          color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .375rem; }
        .banks { list-style: none; margin: 0 0 1rem; padding: 0; display: grid; gap: .5rem; }
        button { font: inherit; min-height: 2.75rem; width: 100%; padding: .5rem 1rem; border-radius: .5rem;
          border: 1px solid var(--line); background: var(--card); color: inherit; cursor: pointer; }
        .banks button { text-align: left; }
        .banks span { display: block; color: var(--soft); font-size: .875rem; }
        .main { background: var(--main); border-color: var(--main); color: var(--on-main); font-weight: 600; }
        .quiet { background: none; border-color: transparent; margin-top: .5rem; }
        :focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
        """;
}
