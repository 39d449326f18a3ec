using System.CommandLine;
using Mingus.Server.Setup;
using Mingus.Storage;
using Mingus.Sync.Ports;

namespace Mingus.Server.Commands;

/// <summary>
/// What the program does beside serving. Without a command it serves, and every argument is a setting; behind a
/// command, <c>--Section:Key=value</c> is a setting all the same.
/// </summary>
internal static class CommandLine
{
    private const int Failed = 1;

    private static readonly string[] Help = ["--help", "-h", "-?", "/?", "help", "--version"];

    /// <summary>Whether the first argument is a word that could be a command, or asks for help. Settings begin with a
    /// dash or a slash, or have an equals sign.</summary>
    public static bool IsFor(string[] args) =>
        args is [var first, ..]
        && (Help.Contains(first, StringComparer.Ordinal) || char.IsAsciiLetter(first.FirstOrDefault()))
        && !first.Contains('=', StringComparison.Ordinal);

    /// <summary>Runs the command; answers the exit code.</summary>
    public static async Task<int> Run(string[] args, Func<string[], Task<int>> serve)
    {
        var (words, settings) = Split(args);
        var root = Root(new CommandSettings(settings), settings, serve);
        // Failures that tell the operator something are said in one line; others with all there is.
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        try
        {
            return await root.Parse(words is ["help", .. var rest] ? [.. rest, "--help"] : words)
                .InvokeAsync(invocation);
        }
        catch (Exception failure)
            when (failure
                    is ConfigException
                        or StorageException
                        or SecretException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped before it was done.");
            return Failed;
        }
    }

    /// <summary>Settings are what names a section, as <c>--Storage:ConnectionString=…</c>, and the
    /// environment.</summary>
    internal static (string[] Words, string[] Settings) Split(string[] args)
    {
        var words = new List<string>();
        var settings = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].Split('=')[0];
            var isSetting =
                name.StartsWith("--", StringComparison.Ordinal)
                && (name.Contains(':', StringComparison.Ordinal) || name is "--environment" or "--urls");
            if (!isSetting)
            {
                words.Add(args[i]);
                continue;
            }

            settings.Add(args[i]);
            if (!args[i].Contains('=', StringComparison.Ordinal) && i + 1 < args.Length)
            {
                settings.Add(args[++i]);
            }
        }

        return ([.. words], [.. settings]);
    }

    private static RootCommand Root(CommandSettings settings, string[] given, Func<string[], Task<int>> serve)
    {
        var serving = new Command("serve", "Serve the API and the page, as without a command.");
        serving.SetAction((_, _) => serve(given));
        return new RootCommand(
            """
            Keeps a correct, current copy of bank data. Without a command it serves.

            Settings are environment variables (Storage__ConnectionString) or arguments
            (--Storage:ConnectionString=VALUE), with a command as without; docs/operate/configuration.md lists them.
            Run a command with the settings that the server has. All but restore and, on SQLite, migrate may run while
            the server does.
            """
        )
        {
            serving,
            MigrateCommand.Create(settings),
            DoctorCommand.Create(settings),
            KeysCommand.Create(settings),
            CopyCommands.Backup(settings),
            CopyCommands.Restore(settings),
            ExportCommand.Create(settings),
            UsersCommand.Create(settings),
            AuditCommand.Create(settings),
            ConnectionsCommand.Create(settings),
            SyncCommand.Create(settings),
        };
    }
}
