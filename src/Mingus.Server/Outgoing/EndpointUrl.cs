namespace Mingus.Server.Outgoing;

/// <summary>What an address must look like before anything is asked of it.</summary>
internal static class EndpointUrl
{
    private const int LengthMax = 2_048;

    /// <summary>What is wrong with it and what to do; null when nothing is.</summary>
    /// <param name="text">The address as given.</param>
    /// <param name="allowsPrivate">Whether http, any port and this network are allowed.</param>
    public static string? Fault(string? text, bool allowsPrivate)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "The address that events are sent to.";
        }

        if (
            text.Length > LengthMax
            || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
        )
        {
            return $"An https address of at most {LengthMax} characters.";
        }

        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            return "An address without user, password and fragment: the signature says who sends.";
        }

        return allowsPrivate || (url.Scheme == Uri.UriSchemeHttps && url.Port is 443 or 8443)
            ? null
            : "An https address on port 443 or 8443.";
    }
}
