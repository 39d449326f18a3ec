using Mingus.Server.Http;

namespace Mingus.Server.Identity;

/// <summary>What a credential may. Each route of the API names exactly one.</summary>
[Flags]
internal enum Scopes
{
    None = 0,

    /// <summary>See accounts, transactions, runs, events and everything else of a user.</summary>
    Read = 1,

    /// <summary>Ask banks: runs of every type.</summary>
    Sync = 2,

    /// <summary>Link banks, repair and remove connections.</summary>
    Connect = 4,

    /// <summary>Decide and change what a person decides and changes: duplicates, findings, notes, settings.</summary>
    Decide = 8,

    /// <summary>Take all of a user's data along.</summary>
    Export = 16,

    /// <summary>Erase a user.</summary>
    Erase = 32,

    /// <summary>The tenant's addresses of outgoing webhooks.</summary>
    Webhooks = 64,

    /// <summary>The tenant's API keys and its audit trail.</summary>
    Keys = 128,

    /// <summary>What a browser's token of one user may have at most: nothing of the tenant's.</summary>
    OfOneUser = Read | Sync | Connect | Decide | Export | Erase,

    All = OfOneUser | Webhooks | Keys,
}

/// <summary>Scopes as words.</summary>
internal static class ScopeNames
{
    private static readonly (string Name, Scopes Scope)[] Known =
    [
        ("read", Scopes.Read),
        ("sync", Scopes.Sync),
        ("connect", Scopes.Connect),
        ("decide", Scopes.Decide),
        ("export", Scopes.Export),
        ("erase", Scopes.Erase),
        ("webhooks", Scopes.Webhooks),
        ("keys", Scopes.Keys),
    ];

    /// <summary>Every scope there is.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Select(known => known.Name)];

    public static string NameOf(Scopes scope) => Known.Single(known => known.Scope == scope).Name;

    public static IReadOnlyList<string> NamesOf(Scopes scopes) =>
        [.. Known.Where(known => scopes.HasFlag(known.Scope)).Select(known => known.Name)];

    /// <summary>The one of that name; null for a word that names none.</summary>
    public static Scopes? Find(string name) =>
        Known.FirstOrDefault(known => known.Name == name) is { Name: not null } known ? known.Scope : null;

    /// <summary>All that are named; words that name none are passed over.</summary>
    public static Scopes Of(IEnumerable<string> names) =>
        names.Aggregate(Scopes.None, (scopes, name) => scopes | (Find(name) ?? Scopes.None));

    /// <summary>Those a request asks for of those it may have: all when it names none; a wrong one is the
    /// query's.</summary>
    public static Scopes Chosen(IReadOnlyList<string>? names, Scopes have, QueryReader query)
    {
        if (names is null)
        {
            return have;
        }

        var wanted = Of(names);
        if (names.Count == 0 || names.Any(name => Find(name) is null) || (wanted & ~have) != Scopes.None)
        {
            query.Wrong("scopes", $"Some of: {string.Join(", ", NamesOf(have))}.");
        }

        return wanted;
    }
}

/// <summary>The one scope that a route asks for.</summary>
internal sealed record NeededScope(Scopes Scope);

/// <summary>Marks a route that is about the tenant: it needs no user.</summary>
internal sealed record OfTenant
{
    public static OfTenant Instance { get; } = new();
}

/// <summary>How routes say what they ask for.</summary>
internal static class ScopeSetup
{
    public static TBuilder Needs<TBuilder>(this TBuilder route, Scopes scope)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new NeededScope(scope));

    public static TBuilder ForTheTenant<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(OfTenant.Instance);
}
