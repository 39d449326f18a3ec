using System.Diagnostics;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>A stop in good order takes seconds, whatever the bank does, and what was at work goes on after
/// it.</summary>
public sealed class StopTests
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(10);

    [Theory, ClassData(typeof(BothStores)), Trait("Category", "Slow")]
    public async Task A_run_at_work_is_handed_to_the_next_start(StoreKind kind)
    {
        await using var stack = await Stack.Start(kind);
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(20)));
        var added = person.Hand().Add("Told while it stopped", 7m);
        const string path = "/transactions/sync";
        var before = stack.Sandbox.Calls.Count(path);
        stack.Sandbox.Mischief.Add(
            new Fault
            {
                Kind = FaultKind.Delay,
                Path = path,
                Milliseconds = 25_000,
            }
        );
        var account = (await person.Accounts())[0].Text("id");
        var asked = (await person.Post($"/accounts/{account}/sync", new { syncType = "transactions", force = true }))
            .Expect(202)
            .Text("id");
        while (stack.Sandbox.Calls.Count(path) == before)
        {
            await Task.Delay(10);
        }

        var stopping = Stopwatch.StartNew();
        await stack.StopProduct();
        stopping.Stop();
        stack.Sandbox.Mischief.Clear();
        await stack.StartProduct();

        Assert.True(stopping.Elapsed < StopsWithin, $"it took {stopping.Elapsed}");
        var broken = await person.Ended(asked);
        Assert.Equal("abandoned", broken.Text("status"));
        var successor = (await person.Runs()).Single(run => run.TextOrNull("resumes") == asked);
        Assert.Equal("succeeded", (await person.Ended(successor.Text("id"))).Text("status"));
        Assert.NotNull(await person.Find(added));
        await person.AssertLedgerEqualsBank();
    }
}
