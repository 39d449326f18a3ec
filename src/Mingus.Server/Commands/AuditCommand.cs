using System.CommandLine;
using System.Globalization;
using Mingus.Sync.Ports;

namespace Mingus.Server.Commands;

/// <summary>The audit trail, for those who have no login to the dashboard.</summary>
internal static class AuditCommand
{
    private const int Usual = 100;
    private const int Most = 10_000;
    private const int PageSize = 500;

    public static Command Create(CommandSettings settings)
    {
        var tenant = new Option<string>("--tenant") { Description = "A tenant's entries among them." };
        var limit = new Option<int>("--limit")
        {
            Description = $"How many, {Most} at most.",
            DefaultValueFactory = static _ => Usual,
        };
        limit.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > Most)
            {
                result.AddError($"--limit is 1 to {Most}.");
            }
        });
        var command = new Command(
            "audit",
            """
            List the audit trail, newest first: when, who, what, the user's number, to what. Without a tenant it is what
            was done to the installation as a whole, as a rotation of the keys.
            """
        )
        {
            tenant,
            limit,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                List(
                    settings,
                    parsed.GetValue(tenant) ?? AuditEntry.Installation,
                    parsed.GetValue(limit),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> List(
        CommandSettings settings,
        string tenant,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var database = settings.Open();
        string? after = null;
        for (var left = limit; left > 0; )
        {
            var request = new PageRequest(Math.Min(left, PageSize), after);
            var page = await database.Audit.List(tenant, withInstallation: true, request, cancellationToken);
            foreach (var entry in page.Items)
            {
                Console.WriteLine(Line(entry));
            }

            left -= page.Items.Count;
            after = page.Next;
            if (after is null)
            {
                break;
            }
        }

        return 0;
    }

    private static string Line(AuditEntry entry)
    {
        var user = entry.Of?.Value.ToString(CultureInfo.InvariantCulture) ?? "-";
        return $"{Plain.Of((DateTimeOffset?)entry.At)}  {Plain.Of(entry.Actor), -28}  {entry.Action, -20}  "
            + $"{user, 8}  {Plain.Of(entry.Target)}";
    }
}
