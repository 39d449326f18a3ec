using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S14 on two nodes: people ask here and there at once, and the schedule of both looks on.</summary>
[Trait("Category", "Slow")]
public sealed class NodesTests
{
    [Fact]
    public async Task Requests_at_two_nodes_at_once_are_worked_one_after_the_other_and_double_nothing()
    {
        await using var stack = await Stack.Start(StoreKind.Nodes, settings: "--Schedule:Enabled=true");
        var person = stack.NewPerson();
        await person.LinkDocument(Documents.Checking(Documents.Rows(3)));
        var account = (await person.Accounts())[0].Text("id");
        Enumerable.Range(0, 20).ToList().ForEach(i => person.Hand().Add($"New {i}", 1m + i));
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Delay,
                Milliseconds = 300,
                Times = 3,
            }
        );

        var asking = Enumerable.Range(0, 6).Select(_ => person.AskSync());
        var runs = (await Task.WhenAll(asking)).Select(answer => answer.Expect(200)).ToList();

        Assert.All(runs, run => Assert.Equal("succeeded", run.Text("status")));
        var all = (await person.Runs()).Where(run => run.Text("status") == "succeeded").ToList();
        // At each node one run, and one more for those who asked during it.
        Assert.InRange(all.Count, 2, 6);
        var worked = all.Select(run => (Began: run.Moment("startedAt"), Ended: run.Moment("endedAt")))
            .OrderBy(run => run.Began)
            .ToList();
        Assert.All(worked.Zip(worked.Skip(1)), pair => Assert.True(pair.First.Ended <= pair.Second.Began, $"{pair}"));
        Assert.Equal(20, all.Sum(run => run.Int("recordsCreated")) - 3);
        Assert.Equal(23, (await person.Transactions(account)).Count);
        await person.AssertLedgerEqualsBank();
    }
}
