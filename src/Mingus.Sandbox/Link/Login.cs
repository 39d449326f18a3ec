using Mingus.Sandbox.Bank;
using Mingus.Sandbox.Wire;

namespace Mingus.Sandbox.Link;

/// <summary>A user name and a password typed at a bank, with Plaid's meanings of the test users.</summary>
internal sealed record Login(string User, string Password)
{
    private const string ErrorPrefix = "error_";

    /// <summary>Signs in and prepares an item.</summary>
    /// <exception cref="PlaidException">The bank refuses, as the test user wants it to.</exception>
    public Agreement Agree(SandboxBank sandbox, Institution bank)
    {
        if (User == TestUsers.Good && Password.StartsWith(ErrorPrefix, StringComparison.OrdinalIgnoreCase))
        {
            var code = Password[ErrorPrefix.Length..].ToUpperInvariant();
            throw PlaidErrors.Exists(code) ? PlaidErrors.Of(code) : PlaidErrors.Of("INVALID_CREDENTIALS");
        }
        var custom = User == TestUsers.Custom ? ReadCustom(sandbox.Options.EnforceCustomUserLimits) : null;
        var error = custom?.ForceError?.ToUpperInvariant();
        if (error is not null && error != "ITEM_LOGIN_REQUIRED")
        {
            throw PlaidErrors.Exists(error) ? PlaidErrors.Of(error) : PlaidErrors.Of("PLAID_ERROR");
        }
        if (custom?.Accounts is { Count: 0 })
        {
            throw PlaidErrors.Of("NO_ACCOUNTS");
        }
        return new Agreement
        {
            ItemId = sandbox.NewItemId(bank.Id, User),
            Institution = bank,
            User = User,
            Custom = custom,
            ErrorCode = error,
        };
    }

    private CustomUser ReadCustom(bool enforceLimits)
    {
        try
        {
            return CustomUser.Read(Password, enforceLimits);
        }
        catch (FormatException e)
        {
            throw PlaidErrors.Invalid($"override_password: {e.Message}");
        }
    }
}
