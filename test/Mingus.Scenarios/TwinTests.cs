using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>S2: two of the same on one day are two, whenever and however they come; no hash makes them one.</summary>
public sealed class TwinTests(SharedStacks stacks)
{
    public static TheoryData<StoreKind, int, bool> Deliveries =>
        new()
        {
            { StoreKind.Sqlite, 2, true },
            { StoreKind.Sqlite, 2, false },
            { StoreKind.Sqlite, 4, true },
            { StoreKind.Postgres, 2, true },
            { StoreKind.Postgres, 2, false },
            { StoreKind.Postgres, 4, true },
        };

    [Theory, MemberData(nameof(Deliveries))]
    public async Task Twins_of_one_update_or_of_several_stay_as_many_as_they_are(
        StoreKind kind,
        int count,
        bool inOneUpdate
    )
    {
        var person = await Linked(kind);
        for (var i = 0; i < count; i++)
        {
            person.Hand().Add("Coffee", 3.50m);
            if (!inOneUpdate)
            {
                await person.Sync();
            }
        }

        await person.Sync();
        await person.Sync();
        await person.Sync("historical");

        var twins = (await person.Transactions()).Where(t => t.Text("description") == "Coffee").ToList();
        Assert.Equal(count, twins.Count);
        Assert.Single(twins.Select(t => t.Text("fingerprint")).Distinct());
        Assert.Empty(await person.All("/duplicates?state=linked"));
        await person.AssertLedgerEqualsBank();
    }

    [Theory, ClassData(typeof(BothStores))]
    public async Task Pending_twins_post_as_two_without_a_link_and_one_that_goes_leaves_the_other(StoreKind kind)
    {
        var person = await Linked(kind);
        var hand = person.Hand();
        var (one, other, third) = (hand.Pend("Tram", 2.75m), hand.Pend("Tram", 2.75m), hand.Pend("Tram", 2.75m));
        await person.Sync();
        string[] ids = [.. await Ids(person)];
        Assert.Equal(3, ids.Length);

        hand.Post(one, linked: false);
        hand.Post(other, linked: false);
        hand.Remove(third);
        await person.Sync();
        await person.Sync("historical");

        var left = await Ids(person);
        Assert.Equal(2, left.Count);
        Assert.Empty(left.Except(ids));
        await person.AssertLedgerEqualsBank();
    }

    private static async Task<List<string>> Ids(Person person) =>
        [.. (await person.Transactions()).Where(t => t.Text("description") == "Tram").Select(t => t.Text("id"))];

    private async Task<Person> Linked(StoreKind kind)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(2)));
        return person;
    }
}
