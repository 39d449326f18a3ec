using Mingus.Storage.Scripts;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>
/// Tells the server which of a batch's statements to plan anew: in the batch itself, and over with the transaction. A
/// plan is kept for a session until the server analyses the table; one that was made while the tables were empty reads
/// all of a user's records for each of them (decision 48).
/// </summary>
internal sealed class PlanChoice
{
    private const string EachTime = "force_custom_plan";
    private const string Kept = "auto";

    private static readonly string Text = SqlFiles.Part("session-plan").Trim();

    private bool _isEachTime;

    public void Choose(NpgsqlBatch batch, PostgresStatement next, List<Action<IRow>?> handlers)
    {
        if (next.IsPlannedEachTime == _isEachTime)
        {
            return;
        }

        _isEachTime = next.IsPlannedEachTime;
        var command = new NpgsqlBatchCommand(Text);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _isEachTime ? EachTime : Kept });
        batch.BatchCommands.Add(command);
        // It gives a row, which nobody reads.
        handlers.Add(null);
    }
}
