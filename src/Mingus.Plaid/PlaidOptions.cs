namespace Mingus.Plaid;

/// <summary>How to reach Plaid and how hard (<c>Plaid:*</c>). Checked at start: a bad value stops the host.</summary>
public sealed class PlaidOptions
{
    /// <summary>Where Plaid's paths begin; a path prefix is kept. Plaid's own host, our sandbox or a replay.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>The client id, sent as a header and never in a body.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret of that environment, sent as a header and never in a body.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Where Plaid announces changes; null when it is to announce none.</summary>
    public string? WebhookUrl { get; set; }

    /// <summary>The name people read while linking, at most 30 characters: Plaid replaces a longer one.</summary>
    public string ClientName { get; set; } = "Mingus Sync";

    /// <summary>The language of the linking page, two letters.</summary>
    public string Language { get; set; } = "en";

    /// <summary>Countries whose banks may be linked, ISO 3166 codes of two capital letters; none means the
    /// US.</summary>
    public IList<string> CountryCodes { get; } = [];

    /// <summary>History asked for when a bank is linked, 1 to 730 days. It counts once per connection.</summary>
    public int DaysRequested { get; set; } = 730;

    /// <summary>How long calls may take.</summary>
    public PlaidTimeouts Timeouts { get; set; } = new();

    /// <summary>How failed calls are repeated.</summary>
    public PlaidRetries Retries { get; set; } = new();

    /// <summary>When calls for one bank are suspended.</summary>
    public PlaidCircuit Circuit { get; set; } = new();

    /// <summary>Calls a minute, by the names in <see cref="PlaidLimits.Names"/>. What is not set here is Plaid's
    /// documented limit on Plaid's own hosts and none elsewhere.</summary>
    public IDictionary<string, PlaidLimit> Limits { get; } =
        new Dictionary<string, PlaidLimit>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Largest answer read, after decompression.</summary>
    public int AnswerBytesMax { get; set; } = 20 * 1024 * 1024;

    internal Uri BaseUri => new(BaseUrl.EndsWith('/') ? BaseUrl : BaseUrl + "/");

    internal IEnumerable<string> Countries => CountryCodes.Count > 0 ? CountryCodes : ["US"];

    // Plaid's own environments; anything else is a sandbox or a replay of ours.
    internal bool IsPlaidHost => BaseUri.Host.EndsWith(".plaid.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong with the values, each with what to set; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (!IsWebAddress(BaseUrl))
        {
            yield return "Plaid:BaseUrl must be a web address without a query, for instance https://sandbox.plaid.com.";
        }
        else if (IsPlaidHost && BaseUri.Scheme != Uri.UriSchemeHttps)
        {
            yield return "Plaid:BaseUrl must use https for Plaid's own hosts: the secret travels in a header.";
        }

        if (!IsHeaderText(ClientId) || !IsHeaderText(Secret))
        {
            yield return "Plaid:ClientId and Plaid:Secret must be set; the Plaid dashboard shows them under Keys.";
        }

        if (WebhookUrl is not null && !IsWebAddress(WebhookUrl))
        {
            yield return "Plaid:WebhookUrl must be an http or https address, or not set at all.";
        }

        if (ClientName.Length is 0 or > 30)
        {
            yield return "Plaid:ClientName must have 1 to 30 characters.";
        }

        if (Language.Length != 2 || CountryCodes.Any(c => c.Length != 2))
        {
            yield return "Plaid:Language and each of Plaid:CountryCodes must have two letters.";
        }

        if (DaysRequested is < 1 or > 730)
        {
            yield return "Plaid:DaysRequested must be 1 to 730.";
        }

        foreach (var problem in Timeouts.Problems().Concat(Retries.Problems()).Concat(Circuit.Problems()))
        {
            yield return problem;
        }

        foreach (var name in Limits.Keys.Where(n => !PlaidLimits.Names.Contains(n)))
        {
            yield return $"Plaid:Limits:{name} is not known; known are {string.Join(", ", PlaidLimits.Names)}.";
        }
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Query.Length == 0
        && uri.Fragment.Length == 0;

    private static bool IsHeaderText(string text) =>
        !string.IsNullOrWhiteSpace(text) && text.All(c => c is > ' ' and < (char)127);
}

/// <summary>How long calls may take (<c>Plaid:Timeouts:*</c>).</summary>
public sealed class PlaidTimeouts
{
    /// <summary>Sync, live balances and refresh, which wait for the bank: all attempts together.</summary>
    public TimeSpan Slow { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Every other call: all attempts together.</summary>
    public TimeSpan Normal { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>One attempt of a call that does not wait for the bank. A slow one may use all its time in one
    /// attempt.</summary>
    public TimeSpan Attempt { get; set; } = TimeSpan.FromSeconds(12);

    internal IEnumerable<string> Problems() =>
        new[] { Slow, Normal, Attempt }.Any(t => t < TimeSpan.FromMilliseconds(10) || t > TimeSpan.FromHours(1))
            ? ["Plaid:Timeouts must each be 00:00:00.010 to 01:00:00."]
            : [];
}

/// <summary>How failed calls are repeated (<c>Plaid:Retries:*</c>).</summary>
public sealed class PlaidRetries
{
    /// <summary>Attempts in all, the first included; 1 for no repetition.</summary>
    public int Attempts { get; set; } = 3;

    /// <summary>Wait before the first repetition; it doubles, with jitter.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait Plaid may ask for that is waited for here; a longer one is left to the
    /// engine.</summary>
    public TimeSpan RetryAfterMax { get; set; } = TimeSpan.FromSeconds(5);

    internal IEnumerable<string> Problems() =>
        Attempts is < 1 or > 10 || Delay < TimeSpan.Zero || Delay > TimeSpan.FromSeconds(30)
            ? ["Plaid:Retries:Attempts must be 1 to 10, Plaid:Retries:Delay 00:00:00 to 00:00:30."]
            : [];
}

/// <summary>When calls for one bank are suspended (<c>Plaid:Circuit:*</c>).</summary>
public sealed class PlaidCircuit
{
    /// <summary>Failures among the calls for one bank that suspend it, once half of them failed; 0 for never.</summary>
    public int Failures { get; set; } = 6;

    /// <summary>The time over which calls are counted.</summary>
    public TimeSpan Within { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the bank is left alone before one call tries again.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(30);

    internal IEnumerable<string> Problems() =>
        Failures is 1 or < 0 || Within < TimeSpan.FromSeconds(1) || Pause < TimeSpan.FromSeconds(1)
            ? ["Plaid:Circuit:Failures must be 0 or at least 2, Within and Pause at least 00:00:01."]
            : [];
}

/// <summary>Calls a minute; 0 for no limit, null for the default.</summary>
public sealed class PlaidLimit
{
    /// <summary>For one connection.</summary>
    public int? PerItem { get; set; }

    /// <summary>For all connections together, in this process.</summary>
    public int? PerClient { get; set; }
}
