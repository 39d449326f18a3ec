using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Mingus.Sandbox.Mischief;
using Mingus.Scenarios.Support;

namespace Mingus.Scenarios;

/// <summary>One step of a random story: the bank changes, misbehaves, or is asked.</summary>
public abstract record Move
{
    private Move() { }

    public sealed record Changes(int Seed, int Steps) : Move;

    public sealed record Misbehaves(FaultKind Kind, int Variant, int Times) : Move;

    public sealed record Synced(string Type) : Move;
}

/// <summary>A random story of a bank and its reader.</summary>
public sealed record Story(IReadOnlyList<Move> Moves)
{
    public override string ToString() => string.Join("; ", Moves);
}

/// <summary>Whatever a bank answers, in whatever order: once it answers well again, the ledger is the bank's.</summary>
[Trait("Category", "Slow")]
public sealed class MischiefProperties(SmallPageStacks stacks) : IClassFixture<SmallPageStacks>
{
    private const int Stories = 30;

    [Property(MaxTest = Stories, Arbitrary = [typeof(PassingFaults)])]
    public Task After_faults_that_pass_one_sync_is_enough_on_sqlite(Story story) =>
        Follow(StoreKind.Sqlite, story, "transactions");

    [Property(MaxTest = Stories, Arbitrary = [typeof(PassingFaults)])]
    public Task After_faults_that_pass_one_sync_is_enough_on_postgres(Story story) =>
        Follow(StoreKind.Postgres, story, "transactions");

    [Property(MaxTest = Stories, Arbitrary = [typeof(AllFaults)])]
    public Task After_answers_that_lied_a_replay_is_enough_on_sqlite(Story story) =>
        Follow(StoreKind.Sqlite, story, "historical");

    [Property(MaxTest = Stories, Arbitrary = [typeof(AllFaults)])]
    public Task After_answers_that_lied_a_replay_is_enough_on_postgres(Story story) =>
        Follow(StoreKind.Postgres, story, "historical");

    private async Task Follow(StoreKind kind, Story story, string lastSync)
    {
        var person = await stacks.Person(kind);
        await person.LinkDocument(Documents.Checking(Documents.Rows(25)));
        // A replay vouches for what is as young as its oldest row: that one is there whatever happens.
        var oldest = person.Hand().Row(person.Hand().IdOf("Shop 24"));
        foreach (var move in story.Moves)
        {
            await Play(person, move);
        }

        person.Stack.Sandbox.Mischief.Clear();
        person.Hand().Put(oldest);
        var run = await person.Sync(lastSync);

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Equal("healthy", (await person.Connection()).Text("status"));
        await person.AssertLedgerEqualsBank();
        await person.AssertValid();
    }

    private static async Task Play(Person person, Move move)
    {
        switch (move)
        {
            case Move.Changes(var seed, var steps):
                person.Stack.Sandbox.Bank.Mutate(person.Banks[0].ItemId, seed, steps);
                break;
            case Move.Misbehaves misbehaves:
                person.Misbehave(StoryMaking.FaultOf(misbehaves));
                break;
            case Move.Synced(var type):
                var run = await person.Sync(type);
                Assert.Contains(run.Text("status"), (string[])["succeeded", "partial", "failed"]);
                if (run.Has("error"))
                {
                    Problems.AssertUseful(run.GetProperty("error"));
                }

                break;
        }
    }
}

/// <summary>Stories whose faults leave no lie behind.</summary>
public static class PassingFaults
{
    public static Arbitrary<Story> Story() => StoryMaking.With(StoryMaking.Passing).ToArbitrary();
}

/// <summary>Stories whose banks may also lie: rows left out, rows that cannot be read.</summary>
public static class AllFaults
{
    public static Arbitrary<Story> Story() =>
        StoryMaking.With([.. StoryMaking.Passing, .. StoryMaking.Lying]).ToArbitrary();
}

/// <summary>How stories are made.</summary>
internal static class StoryMaking
{
    public static readonly FaultKind[] Passing =
    [
        FaultKind.Error,
        FaultKind.Drop,
        FaultKind.Truncate,
        FaultKind.Garbage,
        FaultKind.Mutation,
        FaultKind.StuckCursor,
        FaultKind.PagesOutOfOrder,
        FaultKind.UnknownFields,
    ];

    public static readonly FaultKind[] Lying = [FaultKind.NullArray, FaultKind.WrongType, FaultKind.Rewrite];

    private static readonly string[] s_codes =
    [
        "ITEM_LOGIN_REQUIRED",
        "INTERNAL_SERVER_ERROR",
        "INSTITUTION_DOWN",
        "PLANNED_MAINTENANCE",
        "INVALID_ACCOUNT_ID",
        "INVALID_API_KEYS",
    ];

    private static readonly (string Pointer, string Json)[] s_lies =
    [
        ("/added/0/name", "null"),
        ("/added/1/amount", "\"x\""),
        ("/modified/0/date", "7"),
        ("/removed/0", "null"),
        ("/added/2", "[]"),
        ("/accounts/0/balances", "null"),
    ];

    public static Gen<Story> With(FaultKind[] kinds) =>
        from count in Gen.Choose(3, 12)
        from moves in MoveOf(kinds).ArrayOf(count)
        select new Story(moves);

    public static Fault FaultOf(Move.Misbehaves move)
    {
        var fault = new Fault
        {
            Kind = move.Kind,
            Times = move.Times,
            Page = 1 + (move.Variant % 3),
        };
        return move.Kind switch
        {
            FaultKind.Error => fault with { Code = s_codes[move.Variant % s_codes.Length], Page = null },
            FaultKind.Drop => fault with { When = (DropWhen)(move.Variant % 3) },
            FaultKind.Mutation => fault with { Seed = move.Variant },
            // An order that changes in the middle of an update is another update.
            FaultKind.PagesOutOfOrder => fault with { Page = 1 },
            FaultKind.Garbage => fault with { Status = move.Variant % 2 == 0 ? 200 : 502 },
            FaultKind.Rewrite => fault with
            {
                Target = s_lies[move.Variant % s_lies.Length].Pointer,
                Value = s_lies[move.Variant % s_lies.Length].Json,
                Page = null,
            },
            _ => fault,
        };
    }

    private static Gen<Move> MoveOf(FaultKind[] kinds) =>
        Gen.Frequency(
            (
                3,
                Gen.Choose(1, 9_999).SelectMany(seed => Gen.Choose(1, 15).Select(s => (Move)new Move.Changes(seed, s)))
            ),
            (
                3,
                from kind in Gen.Elements(kinds)
                from variant in Gen.Choose(0, 99)
                from times in Gen.Choose(1, 6)
                select (Move)new Move.Misbehaves(kind, variant, times)
            ),
            (4, Gen.Constant((Move)new Move.Synced("transactions"))),
            (1, Gen.Constant((Move)new Move.Synced("full"))),
            (1, Gen.Constant((Move)new Move.Synced("historical")))
        );
}
