using System.Text.Json;
using Mingus.Ledger;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Rows;

/// <summary>Runs at rest.</summary>
internal static class RunRows
{
    public static Run Read(IRow row)
    {
        var details = JsonSerializer.Deserialize(row.Text(16), RowJson.Default.RunDetails)!;
        return new()
        {
            Id = new RunId(row.Id(0)),
            UserId = new UserId(row.Long(1)),
            ConnectionId = new ConnectionId(row.Id(2)),
            AccountId = row.IdOrNull(3) is { } account ? new AccountId(account) : null,
            Type = Words<SyncType>.Read(row.Text(4)),
            Work = (SyncWork)row.Int(5),
            Force = row.Flag(6),
            Trigger = Words<RunTrigger>.Read(row.Text(7)),
            Status = Words<RunStatus>.Read(row.Text(8)),
            Progress = row.IsNull(9) ? null : JsonSerializer.Deserialize(row.Text(9), RowJson.Default.RunProgress),
            IssuesFound = row.Int(10),
            CreatedAt = row.Instant(11),
            StartedAt = row.InstantOrNull(12),
            EndedAt = row.InstantOrNull(13),
            Reason = row.TextOrNull(14),
            Resumes = row.IdOrNull(15) is { } resumes ? new RunId(resumes) : null,
            Accounts = details.Accounts,
            Result = details.Result,
            Resources = details.Resources,
            Problem = details.Problem,
            Level = details.Level ?? ValidationLevel.Normal,
        };
    }

    /// <summary>Binds a run not stored yet, and the node that has it.</summary>
    public static Action<IArgs> BinderOfNew(Run run, Node node)
    {
        var json = WriteDetails(run);
        return args => BindNew(args, run, json, node);
    }

    /// <summary>Binds the new state of a stored run.</summary>
    public static Action<IArgs> BinderOfState(Run run)
    {
        var json = WriteDetails(run);
        return args => BindState(args, run, json);
    }

    private static void BindNew(IArgs args, Run run, byte[] details, Node node)
    {
        args.Id("connection_id", run.ConnectionId.Value);
        args.Word("cause", run.Trigger);
        args.Instant("created_at", run.CreatedAt);
        node.Bind(args);
        BindState(args, run, details);
    }

    private static void BindState(IArgs args, Run run, byte[] details)
    {
        args.Long("user_id", run.UserId.Value);
        args.Id("run_id", run.Id.Value);
        args.Id("account_id", run.AccountId?.Value);
        args.Word("sync_type", run.Type);
        args.Long("work", (int)run.Work);
        args.Flag("is_forced", run.Force);
        args.Word("status", run.Status);
        args.Text("progress", run.Progress is { } progress ? Write(progress) : null);
        args.Long("issues_found", run.IssuesFound);
        args.Instant("started_at", run.StartedAt);
        args.Instant("ended_at", run.EndedAt);
        args.Text("reason", run.Reason);
        args.Id("resumes", run.Resumes?.Value);
        args.Utf8("details", details);
    }

    // Before the script runs, for others wait while it does.
    private static byte[] WriteDetails(Run run) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new RunDetails(
                run.Accounts,
                run.Result,
                run.Resources,
                run.Problem,
                run.Level == ValidationLevel.Normal ? null : run.Level
            ),
            RowJson.Default.RunDetails
        );

    public static string Write(RunProgress progress) => JsonSerializer.Serialize(progress, RowJson.Default.RunProgress);
}
