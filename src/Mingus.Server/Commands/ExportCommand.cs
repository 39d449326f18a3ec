using System.CommandLine;
using System.Text.Json;
using Mingus.Server.Contracts;
using Mingus.Server.Rights;
using Mingus.Storage;
using Mingus.Sync.Ports;

namespace Mingus.Server.Commands;

/// <summary>Everything about a user, for a request that comes by letter.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandSettings settings)
    {
        var file = new Argument<string>("FILE") { Description = "The zip to write; nothing may be there yet." };
        var tenant = new Option<string>("--tenant") { Description = "The user's tenant.", Required = true };
        var user = new Option<string>("--user")
        {
            Description = "The user, by the integrator's name (the Mingus-User header).",
            Required = true,
        };
        var command = new Command(
            "export",
            """
            Write everything that is stored of a user to a zip of JSON lines and CSV, as GET /users/me/export answers
            it. The audit trail says that the operator took it.
            """
        )
        {
            file,
            tenant,
            user,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var database = settings.Open();
                var path = Path.GetFullPath(parsed.GetRequiredValue(file));
                var of = (parsed.GetRequiredValue(tenant), parsed.GetRequiredValue(user));
                return await Write(database, path, of, cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> Write(
        LedgerDatabase database,
        string path,
        (string Tenant, string Name) of,
        CancellationToken cancellationToken
    )
    {
        if (await database.Store.FindUser(of.Tenant, of.Name, cancellationToken) is not { } user)
        {
            await Console.Error.WriteLineAsync(
                $"The tenant {Plain.Of(of.Tenant)} has no user {Plain.Of(of.Name)}: 'users' lists them."
            );
            return 1;
        }

        var time = TimeProvider.System;
        var entry = new AuditEntry(time.GetUtcNow(), of.Tenant, "operator", AuditActions.UserExported, user);
        await database.Audit.Add(entry, cancellationToken);
        var json = new JsonSerializerOptions();
        ApiJson.Apply(json);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var stream = new FileStream(path, options))
        {
            await new UserExport(ExportPorts.Of(database), user, json, time).Write(
                stream,
                of.Tenant,
                of.Name,
                cancellationToken
            );
        }

        Console.WriteLine($"{path}  {new FileInfo(path).Length} bytes");
        return 0;
    }
}
