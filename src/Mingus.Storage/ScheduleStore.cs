using Mingus.Ledger;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>What all connections have taught, and the budget of calls.</summary>
internal sealed class ScheduleStore(Journal journal) : IScheduleStore
{
    public async Task<IReadOnlyList<StoredRhythm>> Rhythms(int limit, CancellationToken cancellationToken)
    {
        var rhythms = new List<StoredRhythm>();
        var script = new Script().Read(
            Sql.ListRhythms,
            args => args.Long("limit", limit),
            row => rhythms.Add(new StoredRhythm(row.Text(0), row.Text(1), row.Bytes(2)))
        );
        await journal.Read(script, cancellationToken);
        return rhythms;
    }

    public async Task<IReadOnlyList<StoredConsents>> Consents(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var consents = new List<StoredConsents>();
        var script = new Script().Read(
            Sql.ListConsents,
            args =>
            {
                args.Instant("now", now);
                args.Instant("week", now.AddDays(7));
                args.Instant("month", now.AddDays(30));
            },
            row => consents.Add(new StoredConsents(row.Text(0), (int)row.Long(1), (int)row.Long(2)))
        );
        await journal.Read(script, cancellationToken);
        return consents;
    }

    public async Task<StoredBudget?> Budget(CancellationToken cancellationToken)
    {
        StoredBudget? budget = null;
        var script = new Script().Read(
            Sql.ReadBudget,
            static _ => { },
            row => budget = new StoredBudget(row.Day(0), row.Number(1), row.Number(2), row.Int(3))
        );
        await journal.Read(script, cancellationToken);
        return budget;
    }

    public Task SaveBudget(StoredBudget budget, CancellationToken cancellationToken)
    {
        var script = new Script().Run(
            Sql.SaveBudget,
            args =>
            {
                args.Day("day", budget.Day);
                args.Number("call_hours", budget.CallHours);
                args.Number("debt", budget.Debt);
                args.Long("days", budget.Days);
            }
        );
        return journal.Write(script, cancellationToken);
    }

    public async Task<Snapshot<StoredSettings>> Settings(UserId userId, CancellationToken cancellationToken)
    {
        var user = new UserState();
        SyncSettings? own = null;
        var accounts = new Dictionary<AccountId, SyncSettings>();
        void OfUser(IArgs args) => args.Long("user_id", userId.Value);
        var script = new Script()
            .Read(Sql.ReadUser, OfUser, user.Read)
            .Read(
                Sql.ListSettings,
                OfUser,
                row =>
                {
                    var settings = SettingsRows.Read(row.Text(1));
                    if (row.Id(0) == SettingsRows.OfUser)
                    {
                        own = settings;
                    }
                    else
                    {
                        accounts[new AccountId(row.Id(0))] = settings;
                    }
                }
            );
        await journal.Read(script, cancellationToken);
        return new Snapshot<StoredSettings>(user.LastSequence, new StoredSettings(own, accounts));
    }

    public async Task<bool> SaveSettings(
        UserId userId,
        AccountId? accountId,
        SyncSettings? settings,
        CancellationToken cancellationToken
    )
    {
        void Key(IArgs args)
        {
            args.Long("user_id", userId.Value);
            args.Id("account_id", accountId?.Value ?? SettingsRows.OfUser);
        }

        var script = new Script();
        if (accountId is not null)
        {
            script.Require(Sql.HasAccount, Refusal.Unknown, Key);
        }

        script = settings is null
            ? script.Run(Sql.DeleteSettings, Key)
            : script.Run(
                Sql.SaveSettings,
                args =>
                {
                    Key(args);
                    args.Text("settings", SettingsRows.Write(settings));
                }
            );
        try
        {
            await journal.Write(script, cancellationToken);
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    public Task Reschedule(Connection seen, DateTimeOffset? dueAt, string reason, CancellationToken cancellationToken)
    {
        var script = new Script().Run(
            Sql.RescheduleConnection,
            args =>
            {
                ConnectionRows.Key(args, seen.UserId, seen.Id);
                args.Long("version", seen.Version);
                args.Instant("due_at", dueAt);
                args.Text("due_reason", reason);
            }
        );
        return journal.Write(script, cancellationToken);
    }
}
