using System.Text.Json;
using Mingus.Ledger;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Rows;

/// <summary>Connections and what is known of each part of work on them, at rest.</summary>
internal static class ConnectionRows
{
    public const int Columns = 22;

    public static Connection Read(IRow row) =>
        new()
        {
            Id = new ConnectionId(row.Id(0)),
            UserId = new UserId(row.Long(1)),
            Provider = row.Text(2),
            ItemId = row.Text(3),
            InstitutionId = row.Text(4),
            InstitutionName = row.Text(5),
            Status = Words<ConnectionStatus>.Read(row.Text(6)),
            Problem = ReadProblem(row, 7),
            Cursor = row.TextOrNull(8),
            History = Words<HistoryStatus>.Read(row.Text(9)),
            Version = row.Long(10),
            ConsentExpiresAt = row.InstantOrNull(11),
            DataAsOf = row.InstantOrNull(12),
            DataAsOfCheckedAt = row.InstantOrNull(13),
            NextDueAt = row.InstantOrNull(14),
            NextDueReason = row.TextOrNull(15),
            FailuresInRow = row.Int(16),
            CreatedAt = row.Instant(17),
            Webhooks = row.Long(18),
            WebhooksServed = row.Long(19),
            QuietUntil = row.InstantOrNull(20),
            Notice = ReadProblem(row, 21),
        };

    public static void BindNew(IArgs args, Connection connection, byte[] sealedToken)
    {
        Key(args, connection.UserId, connection.Id);
        args.Text("provider", connection.Provider);
        args.Text("item_id", connection.ItemId);
        args.Long("version", connection.Version);
        args.Instant("created_at", connection.CreatedAt);
        args.Bytes("sealed_token", sealedToken);
        BindState(args, connection);
    }

    /// <summary>Binds the new state; the version is the one that must be stored, the statement adds 1.</summary>
    public static void BindFenced(IArgs args, SyncCommit commit)
    {
        Key(args, commit.Connection.UserId, commit.Connection.Id);
        args.Long("version", commit.Connection.Version);
        args.Id("run_id", commit.Run.Id.Value);
        args.Flag("is_ended", commit.Run.IsEnded);
        args.Instant("lease_until", commit.LeaseUntil);
        args.Long("webhooks_seen", commit.Connection.Webhooks);
        args.Long("webhooks_served", commit.Connection.WebhooksServed);
        args.Instant("quiet_until", commit.Connection.QuietUntil);
        args.Instant("due_if_webhooks", commit.DueIfWebhooks);
        args.Text("due_if_webhooks_reason", commit.DueIfWebhooksReason);
        args.Flag("moves_notice", commit.MovesNotice);
        args.Text("notice", Write(commit.Connection.Notice));
        BindState(args, commit.Connection with { Cursor = commit.Plan.NextCursor ?? commit.Connection.Cursor });
    }

    /// <summary>Binds what a webhook moves.</summary>
    public static void BindEffect(IArgs args, WebhookEffect effect)
    {
        Key(args, effect.Seen.UserId, effect.Seen.Id);
        args.Long("version", effect.Seen.Version);
        args.Long("wanted", effect.WantsRun ? 1 : 0);
        args.Instant("due_at", effect.DueAt);
        args.Text("due_reason", effect.DueReason);
        args.Text("notice", Write(effect.Notice));
        args.Instant("consent_expires_at", effect.ConsentExpiresAt);
    }

    public static void Key(IArgs args, UserId userId, ConnectionId connectionId)
    {
        args.Long("user_id", userId.Value);
        args.Id("connection_id", connectionId.Value);
    }

    public static SyncState ReadState(IRow row) =>
        new(
            Words<SyncWork>.Read(row.Text(1)),
            row.Instant(2),
            row.InstantOrNull(3),
            Words<RunStatus>.Read(row.Text(4)),
            row.InstantOrNull(5),
            row.TextOrNull(6)
        );

    public static void BindState(IArgs args, SyncState state)
    {
        args.Word("work", state.Work);
        args.Instant("last_attempt_at", state.LastAttemptAt);
        args.Instant("last_success_at", state.LastSuccessAt);
        args.Word("last_outcome", state.LastOutcome);
        args.Instant("next_due_at", state.NextDueAt);
        args.Text("next_due_reason", state.NextDueReason);
    }

    /// <summary>Binds what the provider says of a connection when it is linked.</summary>
    public static void BindDescription(IArgs args, Connection connection)
    {
        args.Text("institution_id", connection.InstitutionId);
        args.Text("institution_name", connection.InstitutionName);
        args.Instant("consent_expires_at", connection.ConsentExpiresAt);
        args.Instant("data_as_of", connection.DataAsOf);
    }

    private static void BindState(IArgs args, Connection connection)
    {
        BindDescription(args, connection);
        args.Word("status", connection.Status);
        args.Text("problem", Write(connection.Problem));
        args.Text("cursor", connection.Cursor);
        args.Word("history", connection.History);
        args.Instant("data_as_of_checked_at", connection.DataAsOfCheckedAt);
        args.Instant("next_due_at", connection.NextDueAt);
        args.Text("next_due_reason", connection.NextDueReason);
        args.Long("failures_in_row", connection.FailuresInRow);
    }

    public static Problem? ReadProblem(IRow row, int column) =>
        row.IsNull(column) ? null : JsonSerializer.Deserialize(row.Text(column), RowJson.Default.Problem);

    private static string? Write(Problem? problem) =>
        problem is null ? null : JsonSerializer.Serialize(problem, RowJson.Default.Problem);
}
