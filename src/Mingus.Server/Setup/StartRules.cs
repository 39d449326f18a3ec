using System.Data.Common;
using System.Net;
using Mingus.Server.Outgoing;
using Mingus.Storage.Keys;

namespace Mingus.Server.Setup;

/// <summary>
/// What may not be where the data is real: keys that others can know, secrets and passwords that everybody knows,
/// addresses on the internet without TLS, files that everybody on the machine reads. Looked at outside Development,
/// before anything starts.
/// </summary>
internal sealed class StartRules(IConfiguration settings, string workingDirectory, List<string> faults)
{
    private const UnixFileMode Everybody = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Of examples, images and habits.</summary>
    private static readonly HashSet<string> KnownToAll = new(StringComparer.OrdinalIgnoreCase)
    {
        "sandbox",
        "secret",
        "password",
        "postgres",
        "mingus",
        "admin",
        "root",
        "test",
        "changeme",
        "change-me",
        "example",
        "123456",
        "12345678",
    };

    private static readonly string[] InsideNames = [".local", ".internal", ".localhost", ".lan", ".home.arpa"];

    public void Check(StorageConfig storage, VaultKeys? keys, bool isSandboxEnabled)
    {
        CheckKeys(keys);
        CheckProvider(isSandboxEnabled);
        CheckAddresses();
        CheckPassword("Storage__ConnectionString", storage.ConnectionString);
        CheckPassword("Storage__MigrationConnectionString", storage.MigrationConnectionString);
        CheckFiles(storage.ConnectionString);
    }

    private void CheckKeys(VaultKeys? keys)
    {
        if (keys is not null && !keys.IsActiveRandom)
        {
            faults.Add("Keys__Active is no random key: make one with 'keys generate'.");
        }

        if (settings["Keys:Active"] is { Length: > 0 } active && IsOfDevelopment(active.Trim()))
        {
            faults.Add(
                "Keys__Active is the key that Development made in data/dev.key: make one for here with 'keys "
                    + "generate', and list that one in Keys__Retired__0 if it has sealed anything that stays."
            );
        }
    }

    private bool IsOfDevelopment(string active)
    {
        var made = Path.Combine(workingDirectory, "data", "dev.key");
        return File.Exists(made)
            && (Path.GetFullPath(active, workingDirectory) == made || active == File.ReadAllText(made).Trim());
    }

    private void CheckProvider(bool isSandboxEnabled)
    {
        var isReal =
            !isSandboxEnabled
            && Uri.TryCreate(settings["Plaid:BaseUrl"], UriKind.Absolute, out var provider)
            && !provider.IsLoopback;
        if (isReal && settings["Plaid:Secret"]?.Trim() is { } secret && KnownToAll.Contains(secret))
        {
            faults.Add("Plaid__Secret is one of the sandbox bank or of an example: set the provider's own.");
        }
    }

    private void CheckAddresses()
    {
        foreach (var name in (string[])["Plaid:BaseUrl", "Plaid:WebhookUrl"])
        {
            if (IsOpenToAll(settings[name]))
            {
                faults.Add(
                    $"{name.Replace(":", "__", StringComparison.Ordinal)} is an http address on the internet: what "
                        + "goes there can be read and changed on its way. Use https."
                );
            }
        }

        var own = settings["urls"]?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (own.Any(IsOpenToAll))
        {
            faults.Add(
                "ASPNETCORE_URLS listens by http on an address of the internet. Listen on 127.0.0.1 behind a proxy "
                    + "that has TLS, or by https with a certificate (Kestrel__Certificates__Default__Path)."
            );
        }
    }

    /// <summary>Whether it is http to a host that anybody on the internet could be on the way to. Names without a dot
    /// are of containers and networks at home.</summary>
    private static bool IsOpenToAll(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var address)
        && address.Scheme == Uri.UriSchemeHttp
        && !address.IsLoopback
        && (
            IPAddress.TryParse(address.DnsSafeHost, out var number)
                ? PublicAddress.IsPublic(number)
                : address.Host.Contains('.', StringComparison.Ordinal)
                    && !Array.Exists(InsideNames, end => address.Host.EndsWith(end, StringComparison.Ordinal))
        );

    private void CheckPassword(string name, string? connection)
    {
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = connection ?? "";
        }
        catch (ArgumentException)
        {
            // Said where the connection string is read.
            return;
        }

        var password = Part("Password") ?? Part("Pwd");
        if (
            password is not null
            && (KnownToAll.Contains(password) || password == (Part("Username") ?? Part("User ID")))
        )
        {
            faults.Add($"{name} has a password that everybody tries first: give that database role another.");
        }

        string? Part(string key) => parts.TryGetValue(key, out var value) ? value as string : null;
    }

    private void CheckFiles(string connection)
    {
        foreach (
            var section in settings.GetSection("Keys:Retired").GetChildren().Prepend(settings.GetSection("Keys:Active"))
        )
        {
            if (section.Value?.Trim() is { Length: > 0 } text)
            {
                CheckFile(section.Path.Replace(":", "__", StringComparison.Ordinal), text);
            }
        }

        if (DatabaseNames.FileOf(connection) is { } file)
        {
            CheckFile("Storage__ConnectionString", file);
        }
    }

    private void CheckFile(string name, string path)
    {
        var full = Path.GetFullPath(path, workingDirectory);
        if (
            !OperatingSystem.IsWindows()
            && File.Exists(full)
            && (File.GetUnixFileMode(full) & Everybody) != UnixFileMode.None
        )
        {
            faults.Add(
                $"{name} names a file that everybody on this machine may read or write: chmod 600 {full} (a secret of "
                    + "a container: mode 0400)."
            );
        }
    }
}
