using Mingus.Ledger;
using Mingus.Scenarios.Support;
using Mingus.Sync.Ports;

namespace Mingus.Scenarios;

/// <summary>A database that answers when the time of the request is over: the caller is told that, and nothing
/// else.</summary>
[Trait("Category", "Slow")]
public sealed class LateAnswerTests
{
    [Fact]
    public async Task An_answer_that_comes_too_late_is_one_problem()
    {
        var saboteur = new Saboteur();
        await using var stack = await Stack.Start(StoreKind.Sqlite, adjust: b => saboteur.LayAll(b.Services));
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        saboteur.Twist<Snapshot<Page<AccountView>>>("ILedgerQueries.Accounts", Late);

        (await person.Get("/accounts")).ExpectProblem(503, "timeout");

        Assert.Single(await person.Accounts());
    }

    // Longer than a request that only asks the database may take.
    private static Snapshot<Page<AccountView>> Late(Snapshot<Page<AccountView>> answer)
    {
        Thread.Sleep(TimeSpan.FromSeconds(9));
        return answer;
    }
}
