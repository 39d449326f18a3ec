using Npgsql;

namespace Mingus.Bench.Limits;

/// <summary>COPY in binary form into the indexed table, in commits of 500 rows; the bytes are those the server
/// gave.</summary>
internal sealed class PostgresLimit : ILimit
{
    private readonly NpgsqlConnection _source;
    private readonly NpgsqlConnection _target;
    private readonly MemoryStream _rows = new();
    private long _last;

    private PostgresLimit(NpgsqlConnection source, NpgsqlConnection target) => (_source, _target) = (source, target);

    public static async Task<PostgresLimit> Open(string source, string target)
    {
        var connections = (From: new NpgsqlConnection(source), To: new NpgsqlConnection(target));
        await connections.From.OpenAsync();
        await connections.To.OpenAsync();
        return new PostgresLimit(connections.From, connections.To);
    }

    public async Task<bool> Ready()
    {
        var next = $"SELECT * FROM records WHERE row_number > {_last} ORDER BY row_number LIMIT {ILimit.RowsPerCommit}";
        await using var command = new NpgsqlCommand($"SELECT count(*), max(row_number) FROM ({next}) AS n", _source);
        await using (var reader = await command.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            if (reader.GetInt64(0) < ILimit.RowsPerCommit)
            {
                return false;
            }

            _last = reader.GetInt64(1);
        }

        _rows.SetLength(0);
        await using var copy = await _source.BeginRawBinaryCopyAsync($"COPY ({next}) TO STDOUT (FORMAT BINARY)");
        await copy.CopyToAsync(_rows);
        return true;
    }

    public async Task Write()
    {
        _rows.Position = 0;
        await using var copy = await _target.BeginRawBinaryCopyAsync("COPY records FROM STDIN (FORMAT BINARY)");
        await _rows.CopyToAsync(copy);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
    }
}
