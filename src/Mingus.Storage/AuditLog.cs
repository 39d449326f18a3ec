using System.Globalization;
using Mingus.Ledger;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>The audit trail.</summary>
internal sealed class AuditLog(Journal journal) : IAuditLog
{
    public Task Add(AuditEntry entry, CancellationToken cancellationToken) =>
        journal.Write(new Script().AddAudit(entry), cancellationToken);

    public async Task<Page<AuditEntry>> List(
        string tenant,
        bool withInstallation,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var before = Before(page.After);
        var entries = new List<AuditEntry>();
        var script = new Script().Read(
            Sql.ListAudit,
            args =>
            {
                args.Text("tenant_id", tenant);
                args.Text("also", withInstallation ? AuditEntry.Installation : tenant);
                args.Long("before", before);
                args.Long("limit", page.Limit + 1);
            },
            row =>
                entries.Add(
                    new AuditEntry(
                        row.Instant(1),
                        row.Text(2),
                        row.Text(3),
                        row.Text(4),
                        row.LongOrNull(5) is { } user ? new UserId(user) : null,
                        row.TextOrNull(6)
                    )
                    {
                        Number = row.Long(0),
                    }
                )
        );
        await journal.Read(script, cancellationToken);
        var hasMore = entries.Count > page.Limit;
        var shown = hasMore ? entries[..page.Limit] : entries;
        return new Page<AuditEntry>(shown, hasMore ? shown[^1].Number.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<int> Prune(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var count = 0;
        var script = new Script().Read(Sql.PruneAudit, args => args.Instant("before", before), _ => count++);
        await journal.Write(script, cancellationToken);
        return count;
    }

    private static long Before(string? after)
    {
        if (after is null)
        {
            return long.MaxValue;
        }

        return long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new BadPageKeyException();
    }
}

/// <summary>Entries beside other writes.</summary>
internal static class AuditScript
{
    /// <summary>Writes the entry with the rest of the script, or not at all.</summary>
    public static Script AddAudit(this Script script, AuditEntry entry) =>
        script.Run(
            Sql.AddAudit,
            args =>
            {
                args.Instant("at", entry.At);
                args.Text("tenant_id", entry.Tenant);
                args.Text("actor", entry.Actor);
                args.Text("action", entry.Action);
                args.Long("of_user", entry.Of?.Value);
                args.Text("target", entry.Target);
            }
        );
}
