using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Mingus.Sync.Client;

namespace BudgetApp;

/// <summary>The one page of the sample. Bank text is data: it is encoded wherever it is shown.</summary>
internal static class Page
{
    public static string Of(Budget budget, string elements)
    {
        var html = Begin();
        html.Append("<form method=post action=/link><button id=link>Link a bank</button></form>");
        if (budget.Accounts.Count > 0)
        {
            html.Append("<form method=post action=/refresh><button id=refresh>Look for changes now</button></form>");
        }

        html.Append("<h2>Accounts</h2><table id=accounts>");
        foreach (var account in budget.Accounts)
        {
            Row(html, account.Name, Money(account.Balance?.Current, account.Currency), account.Freshness.Text);
        }

        html.Append("</table><h2>The last 30 days</h2><table id=sums>");
        foreach (var (currency, gained, spent) in budget.Sums)
        {
            Row(html, currency, Money(gained, currency), Money(spent, currency));
        }

        html.Append("</table><table id=transactions>");
        foreach (var transaction in budget.Transactions)
        {
            var day = transaction.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            Row(html, day, transaction.Description, Money(transaction.Amount, transaction.Currency));
        }

        return html.Append("</table>").Append(elements).Append(Live).ToString();
    }

    // snippet elements
    // They ask Mingus Sync by themselves, stay current, and say when the token is over.
    public static string Elements(Uri mingus, string token) =>
        $"""
            <script type="module" src="{mingus.AbsoluteUri}embed/mingus-sync.js"></script>
            <mingus-sync base-url="{mingus.GetLeftPart(UriPartial.Authority)}" token="{Text(token)}">
              <mingus-notice></mingus-notice>
              <mingus-accounts></mingus-accounts>
            </mingus-sync>
            <script>
              document.querySelector('mingus-sync').addEventListener('mingus-signed-out', () => location.reload());
            </script>
            """;

    // end snippet

    public static string Refused(MingusException refused) =>
        Begin().Append("<p id=problem>").Append(Text(refused.Message)).Append("</p><a href=/>Back</a>").ToString();

    private const string Live =
        "<script>new EventSource('/changes').addEventListener('changed', () => location.reload())</script>";

    private static StringBuilder Begin() =>
        new(
            "<!doctype html><html lang=en><meta charset=utf-8><title>Budget</title><link rel=icon href='data:,'>"
                + "<h1>Budget</h1>"
        );

    private static void Row(StringBuilder html, params ReadOnlySpan<string> cells)
    {
        html.Append("<tr>");
        foreach (var cell in cells)
        {
            html.Append("<td>").Append(Text(cell));
        }
    }

    private static string Money(decimal? amount, string? currency) =>
        amount is { } known ? $"{known.ToString(CultureInfo.InvariantCulture)} {currency}" : "unknown";

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
