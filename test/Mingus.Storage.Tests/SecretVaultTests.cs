using System.Text;
using Mingus.Ledger;
using Mingus.Storage.Keys;
using Mingus.Sync.Ports;

namespace Mingus.Storage.Tests;

public sealed class SecretVaultTests
{
    private static readonly string Active = $"active01:{Convert.ToBase64String(Bytes(32, 1))}";
    private static readonly string Retired = $"old:{Convert.ToBase64String(Bytes(32, 2))}";
    private static readonly UserId User = new(42);
    private static readonly ConnectionId Connection = new(new Guid("01890a5d-ac96-774b-bcce-b302099a8057"));

    [Fact]
    public void What_is_sealed_opens_in_its_place_only()
    {
        var vault = Vault(Active);
        var sealedToken = vault.Seal(new ProtectedToken("access-sandbox-1"), User, Connection);

        Assert.Equal("access-sandbox-1", vault.Open(sealedToken, User, Connection).Reveal());
        Assert.Throws<SecretException>(() => vault.Open(sealedToken, new UserId(43), Connection));
        var other = new ConnectionId(new Guid("01890a5d-ac96-774b-bcce-b302099a8058"));
        Assert.Throws<SecretException>(() => vault.Open(sealedToken, User, other));
    }

    [Fact]
    public void Every_flipped_bit_and_every_cut_is_refused()
    {
        var vault = Vault(Active);
        var sealedToken = vault.Seal(new ProtectedToken("access-sandbox-1"), User, Connection);
        for (var bit = 0; bit < sealedToken.Length * 8; bit++)
        {
            var altered = sealedToken.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<SecretException>(() => vault.Open(altered, User, Connection));
        }

        for (var length = 0; length < sealedToken.Length; length++)
        {
            Assert.Throws<SecretException>(() => vault.Open(sealedToken[..length], User, Connection));
        }
    }

    [Fact]
    public void The_envelope_is_to_the_byte_as_it_was_decided()
    {
        byte next = 0;
        var vault = new SecretVault(
            VaultKeys.From(Active, []),
            bytes =>
            {
                foreach (ref var b in bytes)
                {
                    b = next++;
                }
            }
        );

        var sealedToken = vault.Seal(new ProtectedToken("token"), User, Connection);

        Assert.Equal(1 + 8 + (12 + 32 + 16) + (12 + 5 + 16), sealedToken.Length);
        Assert.Equal(0x01, sealedToken[0]);
        Assert.Equal("active01", Encoding.ASCII.GetString(sealedToken, 1, 8));
        Assert.Equal(Enumerable.Range(32, 12).Select(i => (byte)i), sealedToken[9..21]);
        Assert.Equal(Enumerable.Range(44, 12).Select(i => (byte)i), sealedToken[69..81]);
        var place = $"mingus|v1|connections|sealed_token|42|{Connection}";
        Assert.Equal("token", IndependentEnvelope.Open(sealedToken, Bytes(32, 1), place));
        Assert.Equal(KnownAnswer, Convert.ToHexStringLower(sealedToken));
    }

    [Fact]
    public void A_retired_key_still_opens_and_a_missing_one_is_named()
    {
        var old = Vault(Retired).Seal(new ProtectedToken("t"), User, Connection);

        Assert.Equal("t", Vault(Active, Retired).Open(old, User, Connection).Reveal());
        var failure = Assert.Throws<SecretException>(() => Vault(Active).Open(old, User, Connection));
        Assert.Contains("key old,", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sealing_twice_gives_two_envelopes()
    {
        var vault = Vault(Active);

        Assert.NotEqual(
            vault.Seal(new ProtectedToken("t"), User, Connection),
            vault.Seal(new ProtectedToken("t"), User, Connection)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-colon-and-no-file")]
    [InlineData("toolongid1:AAAA")]
    [InlineData("key:not base64")]
    [InlineData("key:AAAA")]
    public void A_bad_key_says_what_one_looks_like_and_nothing_of_itself(string text)
    {
        var failure = Assert.Throws<StorageException>(() => VaultKeys.From(text, []));

        Assert.StartsWith("Keys:Active", failure.Message, StringComparison.Ordinal);
        Assert.Contains("id:base64", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_of_two_different_keys_is_refused()
    {
        var twin = $"active01:{Convert.ToBase64String(Bytes(32, 9))}";

        Assert.Throws<StorageException>(() => VaultKeys.From(Active, [twin]));
        Assert.Equal("active01", VaultKeys.From(Active, [Active]).ActiveId);
    }

    [Fact]
    public void The_key_of_a_developers_machine_is_made_once_and_private()
    {
        var folder = Directory.CreateTempSubdirectory("mingus-key");
        var path = Path.Combine(folder.FullName, "data", "dev.key");

        var made = DevelopmentKey.LoadOrCreate(path);

        Assert.Equal(made, DevelopmentKey.LoadOrCreate(path));
        Assert.Equal(VaultKeys.From(made, []).ActiveId, VaultKeys.From(path, []).ActiveId);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        folder.Delete(recursive: true);
    }

    // Made by another implementation of AES-GCM, with the bytes 00, 01, 02, … as data key and nonces.
    private const string KnownAnswer =
        "016163746976653031202122232425262728292a2b77f2b860f15ed7c010ab0d924b14d7b34184c9b4c1d374ac9cd924699e"
        + "2cc210303aa6d5337b0e1b3470d947c39f4f5e2c2d2e2f303132333435363726924e730c6a315f33a057525bbc4d23c60156"
        + "d1fd";

    private static SecretVault Vault(string active, params string[] retired) => new(VaultKeys.From(active, retired));

    private static byte[] Bytes(int count, byte first) => [.. Enumerable.Range(first, count).Select(i => (byte)i)];
}
