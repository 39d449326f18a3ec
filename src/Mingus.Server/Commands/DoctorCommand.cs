using System.CommandLine;
using Mingus.Server.Setup;
using Mingus.Storage;
using Mingus.Storage.Upkeep;

namespace Mingus.Server.Commands;

/// <summary>Looks at everything the server needs, and says what is wrong and what to do. Changes nothing.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LateAfter = TimeSpan.FromHours(1);

    public static Command Create(CommandSettings settings)
    {
        var command = new Command(
            "doctor",
            "Say what is wrong and what to do: settings, database, schema, keys, provider, connections. "
                + "Changes nothing. Ends with 0 when nothing is broken, else with 1."
        );
        command.SetAction((_, cancellationToken) => Look(settings, cancellationToken));
        return command;
    }

    private static async Task<int> Look(CommandSettings settings, CancellationToken cancellationToken)
    {
        var found = new List<Checked>();
        var config = Settings(settings, found);
        var storage = Storage(settings);
        if (storage is not null)
        {
            found.AddRange(await DatabaseChecks.Look(storage, cancellationToken));
        }

        if (
            storage is not null
            && found.TrueForAll(static c => c.Name is not ("database" or "schema") || c.Standing == Standing.Good)
        )
        {
            await Contents(settings, found, cancellationToken);
        }

        if (config?.Plaid.BaseUrl is { } provider)
        {
            found.Add(await Answers("provider", provider, cancellationToken));
        }

        found.ForEach(Say);
        var bad = found.Count(static c => c.Standing == Standing.Bad);
        var warnings = found.Count(static c => c.Standing == Standing.Warning);
        Console.WriteLine($"{found.Count} looked at, {bad} broken, {warnings} to look at");
        return bad == 0 ? 0 : 1;
    }

    private static ServerConfig? Settings(CommandSettings settings, List<Checked> found)
    {
        try
        {
            var config = ConfigReader.Read(
                settings.Configuration,
                settings.IsDevelopment,
                CommandSettings.WorkingDirectory
            );
            found.Add(
                new("settings", Standing.Good, settings.IsDevelopment ? "Development" : "as outside Development")
            );
            return config;
        }
        catch (ConfigException faults)
        {
            found.AddRange(faults.Faults.Select(static fault => new Checked("settings", Standing.Bad, fault)));
            return null;
        }
    }

    // What is wrong with it has been said with the other settings.
    private static StorageOptions? Storage(CommandSettings settings)
    {
        try
        {
            return settings.Storage();
        }
        catch (ConfigException)
        {
            return null;
        }
    }

    private static async Task Contents(
        CommandSettings settings,
        List<Checked> found,
        CancellationToken cancellationToken
    )
    {
        await using var database = settings.Open();
        try
        {
            var keys = settings.Keys();
            foreach (var (id, count) in await database.Upkeep.CountKeys(cancellationToken))
            {
                found.Add(Key(id, count, isHere: keys.Has(id), isActive: id == keys.ActiveId));
            }
        }
        catch (ConfigException)
        {
            // Said with the settings.
        }

        found.Add(await Connections(database, cancellationToken));
    }

    private static Checked Key(string id, long count, bool isHere, bool isActive)
    {
        var text = $"{count} sealed under {id}";
        return (isHere, isActive) switch
        {
            (false, _) => new("keys", Standing.Bad, $"{text}, which is not here", "Add that key to Keys__Retired."),
            (_, false) => new("keys", Standing.Warning, $"{text}, a retired key", "Run 'keys rotate'."),
            _ => new("keys", Standing.Good, $"{text}, the active key"),
        };
    }

    private static async Task<Checked> Connections(LedgerDatabase database, CancellationToken cancellationToken)
    {
        var late = TimeProvider.System.GetUtcNow() - LateAfter;
        var (all, unwell, overdue) = (0, 0, 0);
        await foreach (var connection in database.Upkeep.Connections(null, null, cancellationToken))
        {
            all++;
            unwell += connection.Status == "needs_attention" ? 1 : 0;
            overdue += connection.Status != "disconnected" && connection.NextDueAt < late ? 1 : 0;
        }

        var text = $"{all} connections, {unwell} need attention, {overdue} overdue by more than an hour";
        return overdue > 0
            ? new("syncing", Standing.Warning, text, "Is a server running, with Schedule__Enabled? See its log.")
            : new("syncing", Standing.Good, unwell == 0 ? text : $"{text} ('connections --unwell' says why)");
    }

    private static async Task<Checked> Answers(string name, Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = AnswerMax };
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, address);
            using var answer = await client.SendAsync(request, cancellationToken);
            return new(name, Standing.Good, $"{address} answers");
        }
        catch (HttpRequestException failure)
        {
            return Silent(failure.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Silent($"nothing within {AnswerMax.TotalSeconds:0} s");
        }

        Checked Silent(string why) =>
            new(
                name,
                Standing.Bad,
                $"{address} does not answer: {why}",
                "Check Plaid__BaseUrl, the name service, and what stands between."
            );
    }

    private static void Say(Checked one)
    {
        var mark = one.Standing switch
        {
            Standing.Good => "ok    ",
            Standing.Warning => "look  ",
            _ => "BROKEN",
        };
        Console.WriteLine($"{mark}  {one.Name, -12}  {one.Text}");
        if (one.Remedy is not null)
        {
            Console.WriteLine($"                      -> {one.Remedy}");
        }
    }
}
