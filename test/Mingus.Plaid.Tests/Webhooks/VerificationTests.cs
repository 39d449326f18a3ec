using System.Text;
using Microsoft.Extensions.Time.Testing;
using Mingus.Ledger;
using Mingus.Plaid.Webhooks;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Webhooks;

/// <summary>What counts as Plaid's, and what does not however good it looks.</summary>
public sealed class VerificationTests : IDisposable
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{"webhook_type":"TRANSACTIONS","webhook_code":"SYNC_UPDATES_AVAILABLE","item_id":"item-1"}"""
    );

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.Zero));
    private readonly Signer _signer = new("kid-1");
    private readonly Signer _stranger = new("kid-1");
    private readonly List<string> _asked = [];
    private readonly Dictionary<string, PlaidWebhookKey> _keys = new(StringComparer.Ordinal);
    private readonly PlaidWebhooks _webhooks;
    private ProviderFault? _fault;

    public VerificationTests()
    {
        _keys["kid-1"] = _signer.Public();
        _webhooks = new PlaidWebhooks(new WebhookKeyRing(Fetch, _time), _time);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private long Seconds => Now.ToUnixTimeSeconds();

    [Fact]
    public async Task A_good_one_is_genuine_and_read()
    {
        var verdict = Assert.IsType<WebhookVerdict.Genuine>(await Verify(_signer.Sign(Body, Now)));

        var webhook = verdict.Webhook;
        Assert.Equal(("item-1", WebhookMeaning.Changes), (webhook.ItemId, webhook.Meaning));
    }

    public static TheoryData<string, string> Forgeries =>
        new()
        {
            { "unsigned", "unsigned" },
            { "empty", "unsigned" },
            { "not a token", "malformed" },
            { "two parts", "malformed" },
            { "four parts", "malformed" },
            { "padded", "signature" },
            { "too long", "malformed" },
            { "a name twice", "malformed" },
            { "no kid", "malformed" },
            { "a kid with a path in it", "malformed" },
            { "iat as text", "malformed" },
            { "no hash", "malformed" },
            { "none", "algorithm" },
            { "None", "algorithm" },
            { "es256", "algorithm" },
            { "HS256", "algorithm" },
            { "RS256", "algorithm" },
            { "critical extension", "algorithm" },
            { "der", "signature" },
            { "no signature", "signature" },
            { "zero signature", "signature" },
            { "another key", "signature" },
            { "claims changed after", "signature" },
            { "301 s old", "age" },
            { "61 s ahead", "age" },
            { "another body", "body" },
            { "upper-case hash", "body" },
        };

    [Theory, MemberData(nameof(Forgeries))]
    public async Task A_forged_one_is_refused(string what, string reason)
    {
        var verdict = Assert.IsType<WebhookVerdict.Forged>(await Verify(Forge(what)));

        Assert.Equal(reason, verdict.Reason);
        if (reason is "unsigned" or "malformed" or "algorithm")
        {
            Assert.Empty(_asked);
        }
    }

    [Fact]
    public async Task One_space_more_is_another_body()
    {
        var token = _signer.Sign(Body, Now);

        var verdict = await _webhooks.Verify(token, (byte[])[.. Body, (byte)' '], default);

        Assert.Equal(new WebhookVerdict.Forged("body"), verdict);
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(60)]
    public async Task Age_is_good_up_to_its_limits(int seconds) =>
        Assert.IsType<WebhookVerdict.Genuine>(await Verify(_signer.Sign(Body, Now.AddSeconds(seconds))));

    [Fact]
    public async Task An_expired_key_signs_no_more()
    {
        _keys["kid-1"] = _signer.Public(expiredAt: Now);

        Assert.Equal(new WebhookVerdict.Forged("expired_key"), await Verify(_signer.Sign(Body, Now)));
    }

    [Fact]
    public async Task A_new_key_makes_the_others_be_asked_for_again()
    {
        using var next = new Signer("kid-2");
        await Verify(_signer.Sign(Body, Now));
        (_keys["kid-1"], _keys["kid-2"]) = (_signer.Public(expiredAt: Now), next.Public());
        Assert.IsType<WebhookVerdict.Genuine>(await Verify(_signer.Sign(Body, Now)));

        Assert.IsType<WebhookVerdict.Genuine>(await Verify(next.Sign(Body, Now)));

        Assert.Equal(new WebhookVerdict.Forged("expired_key"), await Verify(_signer.Sign(Body, Now)));
        Assert.Equal(["kid-1", "kid-2", "kid-1"], _asked);
    }

    [Fact]
    public async Task A_key_is_asked_for_once_an_hour_and_kept_a_day_while_Plaid_is_silent()
    {
        for (var i = 0; i < 50; i++)
        {
            Assert.IsType<WebhookVerdict.Genuine>(await Verify(_signer.Sign(Body, Now)));
        }

        Assert.Single(_asked);
        _fault = new ProviderFault(Recovery.Retry, "timeout", "Late.", ProblemActions.Wait);
        _time.Advance(TimeSpan.FromHours(2));
        Assert.IsType<WebhookVerdict.Genuine>(await Verify(_signer.Sign(Body, Now)));
        _time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(new WebhookVerdict.Unknown(_fault), await Verify(_signer.Sign(Body, Now)));
    }

    [Fact]
    public async Task An_unknown_key_is_remembered_for_a_minute()
    {
        using var next = new Signer("kid-2");
        Assert.Equal(new WebhookVerdict.Forged("unknown_key"), await Verify(next.Sign(Body, Now)));
        _keys["kid-2"] = next.Public();
        Assert.Equal(new WebhookVerdict.Forged("unknown_key"), await Verify(next.Sign(Body, Now)));
        Assert.Single(_asked);

        _time.Advance(TimeSpan.FromSeconds(61));

        Assert.IsType<WebhookVerdict.Genuine>(await Verify(next.Sign(Body, Now)));
    }

    [Fact]
    public async Task Ten_thousand_unknown_keys_cost_ten_calls()
    {
        for (var i = 0; i < 10_000; i++)
        {
            var token = _signer.Sign($$"""{"alg":"ES256","kid":"kid-x{{i}}"}""", Signer.Claims(Seconds, Body));
            Assert.IsType<WebhookVerdict.Forged>(await Verify(token));
        }

        Assert.Equal(10, _asked.Count);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<WebhookVerdict.Genuine>(await Verify(_signer.Sign(Body, Now)));
    }

    [Fact]
    public async Task Who_asks_at_the_same_moment_shares_one_call()
    {
        var gate = new TaskCompletionSource<PlaidWebhookKey>();
        var ring = new WebhookKeyRing(
            (id, _) =>
            {
                _asked.Add(id);
                return gate.Task;
            },
            _time
        );
        var webhooks = new PlaidWebhooks(ring, _time);
        var token = _signer.Sign(Body, Now);

        var asking = Enumerable.Range(0, 20).Select(_ => webhooks.Verify(token, Body, default)).ToList();
        gate.SetResult(_signer.Public());

        Assert.All(await Task.WhenAll(asking), v => Assert.IsType<WebhookVerdict.Genuine>(v));
        Assert.Single(_asked);
    }

    public static TheoryData<string> BadKeys => ["RS256", "P-384", "another id", "short x", "not on the curve"];

    [Theory, MemberData(nameof(BadKeys))]
    public async Task A_key_that_may_not_sign_webhooks_is_none(string what)
    {
        var key = _signer.Public();
        _keys["kid-1"] = what switch
        {
            "RS256" => key with { Algorithm = "RS256" },
            "P-384" => key with { Curve = "P-384" },
            "another id" => key with { KeyId = "kid-9" },
            "short x" => key with { X = Signer.Text(new byte[31]) },
            _ => key with { X = Signer.Text(new byte[32]), Y = Signer.Text(new byte[32]) },
        };

        Assert.Equal(new WebhookVerdict.Forged("unusable_key"), await Verify(_signer.Sign(Body, Now)));
    }

    public void Dispose()
    {
        _signer.Dispose();
        _stranger.Dispose();
    }

    private string? Forge(string what)
    {
        var good = _signer.Sign(Body, Now);
        var (head, claims) = (_signer.Head(), Signer.Claims(Seconds, Body));
        return what switch
        {
            "unsigned" => null,
            "empty" => "",
            "not a token" => "a b.c d.e f",
            "two parts" => good[..good.LastIndexOf('.')],
            "four parts" => good + ".AAAA",
            "padded" => good + "==",
            "too long" => _signer.Sign(head, claims[..^1] + $",\"x\":\"{new string('a', 4_096)}\"}}"),
            "a name twice" => _signer.Sign(head[..^1] + ",\"alg\":\"ES256\"}", claims),
            "no kid" => _signer.Sign("""{"alg":"ES256"}""", claims),
            "a kid with a path in it" => _signer.Sign("""{"alg":"ES256","kid":"../kid-1"}""", claims),
            "iat as text" => _signer.Sign(
                head,
                claims.Replace($"{Seconds}", $"\"{Seconds}\"", StringComparison.Ordinal)
            ),
            "no hash" => _signer.Sign(head, $$"""{"iat":{{Seconds}}}"""),
            "none" or "None" => Parts(_signer.Head(what), claims, ""),
            "es256" or "RS256" => _signer.Sign(_signer.Head(what), claims),
            "HS256" => _signer.SignHs256(Body, Now),
            "critical extension" => _signer.Sign(head[..^1] + ",\"crit\":[\"exp\"]}", claims),
            "der" => _signer.SignDer(head, claims),
            "no signature" => Parts(head, claims, ""),
            "zero signature" => Parts(head, claims, Signer.Text(new byte[64])),
            "another key" => _stranger.Sign(head, claims),
            "claims changed after" => Changed(good, Signer.Claims(Seconds + 1, Body)),
            "301 s old" => _signer.Sign(Body, Now.AddSeconds(-301)),
            "61 s ahead" => _signer.Sign(Body, Now.AddSeconds(61)),
            "another body" => _signer.Sign("{}"u8.ToArray(), Now),
            "upper-case hash" => _signer.Sign(head, UpperHash(claims)),
            _ => throw new ArgumentException(what),
        };
    }

    private static string Parts(string head, string claims, string signature) =>
        $"{Signer.Text(head)}.{Signer.Text(claims)}.{signature}";

    private static string Changed(string token, string claims)
    {
        var parts = token.Split('.');
        return $"{parts[0]}.{Signer.Text(claims)}.{parts[2]}";
    }

    private static string UpperHash(string claims)
    {
        var from = claims.LastIndexOf(':') + 2;
        return claims[..from] + claims[from..].ToUpperInvariant();
    }

    private Task<WebhookVerdict> Verify(string? token) => _webhooks.Verify(token, Body, default);

    private Task<PlaidWebhookKey> Fetch(string keyId, CancellationToken cancellationToken)
    {
        _asked.Add(keyId);
        var unknown = new ProviderFault(
            Recovery.Config,
            "invalid_webhook_verification_key_id",
            "No such key.",
            ProblemActions.ContactOperator
        );
        return _fault is not null ? throw new ProviderException(_fault)
            : _keys.TryGetValue(keyId, out var key) ? Task.FromResult(key)
            : throw new ProviderException(unknown);
    }
}
