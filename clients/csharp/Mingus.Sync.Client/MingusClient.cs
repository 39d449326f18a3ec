namespace Mingus.Sync.Client;

/// <summary>
/// Mingus Sync for the programs of an integrator: one client a process, one <see cref="UserClient"/> a user. What the
/// service refuses is a <see cref="MingusException"/>; what the network loses, an <see cref="HttpRequestException"/>.
/// </summary>
/// <param name="http">Sends the requests. Its timeout should be above 30 seconds, which an answer may be waited
/// for.</param>
/// <param name="options">Where the service is and who asks.</param>
public sealed class MingusClient(HttpClient http, MingusOptions options)
{
    private readonly Wire _wire = new(http, options);

    /// <summary>All that concerns one user, by the integrator's own id of them.</summary>
    public UserClient ForUser(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return new UserClient(_wire, userId);
    }
}
