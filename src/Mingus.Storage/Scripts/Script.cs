namespace Mingus.Storage.Scripts;

/// <summary>Why a script was rolled back although nothing failed: a guard found no row.</summary>
internal enum Refusal
{
    None,
    SliceStale,
    RunStale,
    Unknown,
    Taken,
    Moved,
}

/// <summary>
/// The statements of one transaction, in order, as values: each engine runs them in as few round trips as it can
/// (SQLite:
/// one local transaction, PostgreSQL: one network flush). A script of writes takes effect whole or not at all; a
/// script of
/// reads sees one snapshot. Row callbacks must only gather: they may run on another thread, before the commit.
/// </summary>
internal sealed class Script
{
    private readonly List<Step> _steps = [];

    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>Runs a statement, whatever it touches.</summary>
    public Script Run(Statement statement, Action<IArgs> bind) => Add(new Step(statement) { Shared = bind });

    /// <summary>Reads the rows a statement gives.</summary>
    public Script Read(Statement statement, Action<IArgs> bind, Action<IRow> row) =>
        Add(new Step(statement) { Shared = bind, Row = row });

    /// <summary>Runs a statement that must give at least one row; else everything is rolled back with the
    /// refusal.</summary>
    public Script Require(Statement statement, Refusal refusal, Action<IArgs> bind, Action<IRow>? row = null) =>
        Add(
            new Step(statement)
            {
                Shared = bind,
                Row = row,
                Refusal = refusal,
            }
        );

    /// <summary>Runs a statement once an item; nothing when there is none.</summary>
    public Script RunEach<T>(
        Statement statement,
        IReadOnlyList<T> items,
        Action<IArgs> shared,
        Action<IArgs, T> each,
        Action<IRow>? row = null
    ) =>
        items.Count == 0
            ? this
            : Add(
                new Step(statement)
                {
                    Shared = shared,
                    Each = (args, i) => each(args, items[i]),
                    CountOf = () => items.Count,
                    Row = row,
                }
            );

    /// <summary>Adds a row an item; one that is there already rolls everything back with the refusal.</summary>
    public Script AddEach<T>(
        Statement statement,
        IReadOnlyList<T> items,
        Refusal ifDouble,
        Action<IArgs> shared,
        Action<IArgs, T> each
    ) =>
        items.Count == 0
            ? this
            : Add(
                new Step(statement)
                {
                    Shared = shared,
                    Each = (args, i) => each(args, items[i]),
                    CountOf = () => items.Count,
                    IfDouble = ifDouble,
                }
            );

    /// <summary>Reads once an item that an earlier flush of the script gave; see <see cref="Then"/>.</summary>
    public Script ReadOfEach<T>(
        Statement statement,
        Func<IReadOnlyList<T>> items,
        Action<IArgs> shared,
        Action<IArgs, T> each,
        Action<IRow> row
    ) =>
        Add(
            new Step(statement)
            {
                Shared = shared,
                Each = (args, i) => each(args, items()[i]),
                CountOf = () => items().Count,
                Row = row,
            }
        );

    /// <summary>Statements after this one may bind what rows before it gave. Costs a network round trip.</summary>
    public Script Then()
    {
        if (_steps.Count > 0)
        {
            _steps[^1].IsLastOfFlush = true;
        }

        return this;
    }

    /// <summary>The steps, in groups that may go to the database together.</summary>
    public List<List<Step>> Flushes()
    {
        List<List<Step>> flushes =
        [
            [],
        ];
        foreach (var step in _steps)
        {
            flushes[^1].Add(step);
            if (step.IsLastOfFlush)
            {
                flushes.Add([]);
            }
        }

        return flushes;
    }

    private Script Add(Step step)
    {
        _steps.Add(step);
        return this;
    }
}

/// <summary>One statement of a script.</summary>
internal sealed class Step(Statement statement)
{
    public Statement Statement { get; } = statement;

    /// <summary>Binds the parameters that are the same for every item.</summary>
    public required Action<IArgs> Shared { get; init; }

    /// <summary>Binds the parameters of one item; null for a statement that runs once.</summary>
    public Action<IArgs, int>? Each { get; init; }

    /// <summary>How often it runs; asked when its turn comes.</summary>
    public Func<int> CountOf { get; init; } = static () => 1;

    public Action<IRow>? Row { get; init; }

    /// <summary>What it means that it gives no row; nothing for <see cref="Refusal.None"/>.</summary>
    public Refusal Refusal { get; init; }

    /// <summary>What it means that a row it adds is there already; a failure for <see cref="Refusal.None"/>.</summary>
    public Refusal IfDouble { get; init; }

    public bool IsLastOfFlush { get; set; }
}

/// <summary>A guard found no row, or a row was there already; the script was rolled back.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception($"Refused: {refusal}.")
{
    public Refusal Refusal { get; } = refusal;
}
