using Mingus.Storage.Scripts;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>Commands that go to the server in one network flush, and what they give.</summary>
internal sealed class PostgresBatch(NpgsqlConnection connection, PostgresStatement[] statements) : IAsyncDisposable
{
    private readonly NpgsqlBatch _batch = new(connection);

    // The row handler of each result set.
    private readonly List<Action<IRow>?> _handlers = [];
    private readonly List<(Action<IRow> Handle, KeptRow Row)> _kept = [];
    private NpgsqlDataReader? _reader;

    /// <summary>Adds a word that is no statement on tables: begin, commit.</summary>
    public void Add(string word) => _batch.BatchCommands.Add(new NpgsqlBatchCommand(word));

    /// <summary>Adds the commands of the steps.</summary>
    public void Add(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            var statement = statements[step.Statement.Index];
            var count = step.CountOf();
            if (count == 0)
            {
                continue;
            }

            if (step.Each is not null && statement.TakesArrays)
            {
                var args = new PostgresArgs(statement);
                step.Shared(args);
                args.BeginArrays(count);
                for (var i = 0; i < count; i++)
                {
                    step.Each(args, i);
                }

                Add(step, statement, args);
                continue;
            }

            for (var i = 0; i < count; i++)
            {
                var args = new PostgresArgs(statement);
                step.Shared(args);
                step.Each?.Invoke(args, i);
                Add(step, statement, args);
            }
        }
    }

    /// <summary>What was added until now is answered without waiting for what is added after it.</summary>
    public void AddBarrier() => _batch.BatchCommands[^1].AppendErrorBarrier = true;

    /// <summary>Sends it, and reads until the last result set of its steps is read.</summary>
    /// <param name="keepsRows">Whether rows are kept until <see cref="HandOver"/>, so that a try that failed leaves no
    /// trace in who reads them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task Run(bool keepsRows, CancellationToken cancellationToken)
    {
        _reader = await _batch.ExecuteReaderAsync(cancellationToken);
        var row = new PostgresRow(_reader);
        for (var set = 0; set < _handlers.Count; set++)
        {
            if (set > 0 && !await _reader.NextResultAsync(cancellationToken))
            {
                throw new InvalidOperationException("The server sent fewer results than statements that give some.");
            }

            while (await _reader.ReadAsync(cancellationToken))
            {
                if (_handlers[set] is not { } handle)
                {
                    continue;
                }

                if (keepsRows)
                {
                    _kept.Add((handle, KeptRow.Of(_reader)));
                }
                else
                {
                    handle(row);
                }
            }
        }
    }

    /// <summary>Reads to the end, where a failure of the commit shows.</summary>
    public async Task End(CancellationToken cancellationToken)
    {
        while (_reader is not null && await _reader.NextResultAsync(cancellationToken)) { }
    }

    /// <summary>Gives the rows that were kept to who reads them.</summary>
    public void HandOver()
    {
        foreach (var (handle, row) in _kept)
        {
            handle(row);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_reader is not null)
        {
            await _reader.DisposeAsync();
        }

        await _batch.DisposeAsync();
    }

    private void Add(Step step, PostgresStatement statement, PostgresArgs args)
    {
        var text = step.Refusal == Refusal.None ? statement.Text : statement.Guarded(step.Refusal);
        var command = new NpgsqlBatchCommand(text);
        args.AddTo(command);
        _batch.BatchCommands.Add(command);
        if (statement.GivesRows || step.Refusal != Refusal.None)
        {
            _handlers.Add(step.Row);
        }
    }
}
