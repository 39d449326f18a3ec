using System.Globalization;
using Mingus.Storage.Scripts;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>
/// Names the user to row-level security, in the batch itself and before the first statement that binds one: no round
/// trip of its own, and over with the transaction, so that a pooled connection carries it to nobody. A transaction that
/// binds no user sees no row of any.
/// </summary>
internal sealed class NamedUser(bool isGuarded)
{
    private static readonly string Text = SqlFiles.Part("session-name-user").Trim();

    private long? _named;

    public void Name(NpgsqlBatch batch, long? userId, List<Action<IRow>?> handlers)
    {
        if (!isGuarded || userId is not { } user || user == _named)
        {
            return;
        }

        _named = user;
        var command = new NpgsqlBatchCommand(Text);
        command.Parameters.Add(
            new NpgsqlParameter<string> { TypedValue = user.ToString(CultureInfo.InvariantCulture) }
        );
        batch.BatchCommands.Add(command);
        // It gives a row, which nobody reads.
        handlers.Add(null);
    }
}
