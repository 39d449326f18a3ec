namespace Mingus.Scenarios.Support;

/// <summary>Scenarios of failures, waits and freshness run on several nodes, too.</summary>
public sealed class AllStores : TheoryData<StoreKind>
{
    public AllStores() => AddRange(StoreKind.Sqlite, StoreKind.Postgres, StoreKind.Nodes);
}

/// <summary>Every scenario runs on both engines.</summary>
public sealed class BothStores : TheoryData<StoreKind>
{
    public BothStores() => AddRange(StoreKind.Sqlite, StoreKind.Postgres);

    /// <summary>Each of the cases on both engines.</summary>
    public static TheoryData<StoreKind, T> With<T>(params IEnumerable<T> cases)
    {
        var all = new TheoryData<StoreKind, T>();
        foreach (var one in cases)
        {
            all.Add(StoreKind.Sqlite, one);
            all.Add(StoreKind.Postgres, one);
        }

        return all;
    }
}
