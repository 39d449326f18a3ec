using Mingus.Sandbox.Mischief;

namespace Mingus.Scenarios.Support;

/// <summary>Misbehaviour of a person's bank, by name of what it does.</summary>
internal static class Mischievous
{
    public const string SyncPath = "/transactions/sync";

    /// <summary>Arms a fault for the person's last bank; without a path, for pages of the stream.</summary>
    public static void Misbehave(this Person person, Fault fault) =>
        person.Stack.Sandbox.Mischief.Add(
            fault with
            {
                ItemId = person.Banks[^1].ItemId,
                Path = fault.Path ?? SyncPath,
            }
        );

    /// <summary>Writes JSON at a place of the next page.</summary>
    public static void TamperNextPage(this Person person, string pointer, string json) =>
        person.Misbehave(
            new Fault
            {
                Kind = FaultKind.Rewrite,
                Target = pointer,
                Value = json,
            }
        );

    /// <summary>How often the person's last bank was asked for a page.</summary>
    public static int PagesAsked(this Person person) =>
        person.Stack.Sandbox.Calls.Count(SyncPath, person.Banks[^1].ItemId);
}
