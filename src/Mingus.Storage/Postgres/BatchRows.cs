using Mingus.Storage.Scripts;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>The rows that the commands of a batch give.</summary>
internal static class BatchRows
{
    /// <summary>Reads every result set to the end of the batch, where a failure of the commit shows.</summary>
    public static async Task ReadAll(
        NpgsqlDataReader reader,
        List<Action<IRow>?> handlers,
        Action<Action<IRow>> read,
        CancellationToken cancellationToken
    )
    {
        var set = 0;
        do
        {
            if (reader.FieldCount == 0)
            {
                continue;
            }

            var handler = handlers[set++];
            while (await reader.ReadAsync(cancellationToken))
            {
                if (handler is not null)
                {
                    read(handler);
                }
            }
        } while (await reader.NextResultAsync(cancellationToken));
    }
}
