using System.Text.Json;
using Mingus.Ledger;
using Mingus.Sandbox.Bank;
using Mingus.Sync.Ports;

namespace Mingus.Scenarios.Support;

/// <summary>Coverage as a person sees it, and histories that arrive in parts.</summary>
internal static class Histories
{
    public const string WindowPath = "/transactions/get";

    public static async Task<JsonElement> Coverage(this Person person, int account = 0) =>
        (await person.Get($"/accounts/{await person.AccountId(account)}/coverage")).Expect(200);

    /// <summary>How the bank's account at that place is called here.</summary>
    public static async Task<string> AccountId(this Person person, int account = 0) =>
        (await person.AccountsOf(person.Banks[^1]))[account].Text("id");

    /// <summary>Asks for a backfill and waits for its end.</summary>
    public static async Task<JsonElement> Backfill(this Person person, bool force = true, int account = 0)
    {
        var id = await person.AccountId(account);
        return (await person.Post($"/accounts/{id}/backfill", new { force }, ("Prefer", "wait=30"))).Expect(200);
    }

    /// <summary>How often the person's last bank was asked for a window.</summary>
    public static int WindowsAsked(this Person person) =>
        person.Stack.Sandbox.Calls.Count(WindowPath, person.Banks[^1].ItemId);

    /// <summary>Days from one to another, as they stand in an answer.</summary>
    public static List<(string From, string To)> Days(this JsonElement element, string name) =>
        [.. element.List(name).Select(days => (days.Text("from"), days.Text("to")))];

    /// <summary>The provider has the whole history from now on.</summary>
    public static void BringHistory(this Person person)
    {
        lock (person.Stack.Sandbox.Bank.Gate)
        {
            person.ItemOf().HistoryAt = DateTimeOffset.UnixEpoch;
        }
    }

    private static Item ItemOf(this Person person) => person.Stack.Sandbox.Bank.FindById(person.Banks[^1].ItemId)!;

    /// <summary>
    /// Links a bank whose stream never tells of its second account's rows: the account joins later, and the stream has
    /// said all it knows by then. What the windows find is the only word on it.
    /// </summary>
    public static async Task LinkWithLateAccount(this Person person, Saboteur saboteur, string document)
    {
        saboteur.Twist<AccountsAnswer>(
            "IProvider.GetAccounts",
            answer => answer with { Accounts = [answer.Accounts[0]] }
        );
        saboteur.Twist<ProviderPage>(
            "IProvider.GetPage",
            page =>
                page with
                {
                    Accounts = [page.Accounts[0]],
                    Changes = [.. page.Changes.Where(c => c.ProviderAccountId == page.Accounts[0].ProviderAccountId)],
                }
        );
        await person.LinkDocument(document);
    }

    /// <summary>A bank of two accounts; the second has a row every third week for two years, 34 in all.</summary>
    public static string TwoAccounts()
    {
        var old = Enumerable.Range(1, 34).Select(i => new RowDoc($"Club {i}", 5m + i, Documents.Day(-21 * i)));
        return Documents.Of(new AccountDoc("Checking", Documents.Rows(3)), new AccountDoc("Savings", [.. old]));
    }
}
