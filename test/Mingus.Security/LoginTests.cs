using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Mingus.Security.Support;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;

namespace Mingus.Security;

/// <summary>Logging in to the dashboard: the first secret, the cookie, what it takes to guess, and to act in another's
/// name.</summary>
public sealed class LoginTests
{
    private const string Password = "four words are enough";

    private static readonly (string, string) OwnPage = ("Sec-Fetch-Site", "same-origin");

    [Fact]
    public async Task The_secret_of_the_first_start_sets_the_password_once()
    {
        await using var stack = await SafeStack.Start();
        var secret = await Offer(stack);
        var nobody = stack.As(null);

        Assert.Equal("setup", (string)(await nobody.Get("//auth/session")).Json["state"]!);
        Assert.Equal("wrong_login", (await SetUp(nobody, "another secret")).Expect(401).Code);
        var short_ = await SetUp(nobody, secret, "only eleven");
        Assert.NotNull(short_.Expect(400).Json["errors"]!["password"]);
        var done = (await SetUp(nobody, secret)).Expect(200);
        var again = await SetUp(nobody, secret);

        Assert.Equal(("signed_in", "home", "owner"), Who(done));
        Assert.Equal((410, "setup_over"), (again.Status, again.Code));
        Assert.Null(await stack.Service<Operators>().OfferSetup(CancellationToken.None));
        Assert.Equal("login", (string)(await nobody.Get("//auth/session")).Json["state"]!);
    }

    [Fact]
    public async Task The_secret_lasts_half_an_hour()
    {
        await using var stack = await SafeStack.Start();
        var secret = await Offer(stack);
        stack.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(410, (await SetUp(stack.As(null), secret)).Status);
    }

    [Fact]
    public async Task The_cookie_is_for_this_host_alone_and_no_script_reads_it()
    {
        await using var stack = await SafeStack.Start();

        var cookie = (await SetUp(stack.As(null), await Offer(stack))).Headers["Set-Cookie"];

        Assert.StartsWith("__Host-mingus=", cookie, StringComparison.Ordinal);
        foreach (var part in (string[])["secure", "httponly", "samesite=strict", "path=/"])
        {
            Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
        var kept = Assert.Single(await stack.Query("SELECT hex(session_hash), name FROM sessions"));
        Assert.StartsWith(SafeStack.Hash(ValueOf(cookie)), kept, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_login_reads_and_with_the_csrf_of_its_page_writes()
    {
        await using var stack = await SafeStack.Start();
        var (cookie, csrf) = await Owner(stack);
        var page = stack.As(null);

        var me = await page.Get("/users/me", cookie);
        Assert.Equal("""{"userId":"owner","tenant":"home"}""", me.Expect(200).Text);
        (await page.Post("/link-tokens", "{}", cookie, OwnPage, csrf)).Expect(200);

        Assert.Equal("csrf", (await page.Post("/link-tokens", "{}", cookie, OwnPage)).Expect(403).Code);
        var wrong = ("X-Mingus-Csrf", "x" + csrf.Item2[1..]);
        Assert.Equal("csrf", (await page.Post("/link-tokens", "{}", cookie, OwnPage, wrong)).Expect(403).Code);
    }

    /// <summary>What is asked with every page would be refused, and looks like guessing: it is asked in the name of a
    /// login only.</summary>
    [Fact]
    public async Task A_page_asks_ahead_only_for_whom_the_server_knows()
    {
        await using var stack = await SafeStack.Start();
        var (cookie, csrf) = await Owner(stack);
        var page = stack.As(null);
        const string Signed = "<html lang";
        const string Nobody = "<html data-signed-out lang";

        var known = await page.Get("//", cookie);
        Assert.Contains(Signed, known.Expect(200).Text, StringComparison.Ordinal);
        Assert.Contains("Cookie", known.Headers["Vary"], StringComparison.Ordinal);
        Assert.Contains(Nobody, (await page.Get("//")).Expect(200).Text, StringComparison.Ordinal);
        var made = await page.Get("//", ("Cookie", "__Host-mingus=made-up"));
        Assert.Contains(Nobody, made.Expect(200).Text, StringComparison.Ordinal);

        (await page.Post("//auth/logout", "{}", cookie, OwnPage, csrf)).Expect(204);

        Assert.Contains(Nobody, (await page.Get("//", cookie)).Expect(200).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("none")]
    [InlineData(null)]
    public async Task From_another_page_no_unsafe_route_does_anything(string? site)
    {
        await using var stack = await SafeStack.Start();
        var (cookie, csrf) = await Owner(stack);
        var before = await stack.Query("SELECT count(*) FROM users");

        foreach (var route in Route.All.Where(route => route.Method != "GET"))
        {
            (string, string)[] headers = site is null ? [cookie, csrf] : [cookie, csrf, ("Sec-Fetch-Site", site)];
            var answer = await stack.As(null).Send(route.Method, route.With(_ => "x_1"), "{}", headers);
            Assert.Equal((403, "another_site"), (answer.Status, answer.Code));
        }

        Assert.Equal(before, await stack.Query("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task Logged_out_the_cookie_opens_nothing_wherever_it_was_copied()
    {
        await using var stack = await SafeStack.Start();
        var (cookie, csrf) = await Owner(stack);
        var page = stack.As(null);

        Assert.Equal(403, (await page.Post("//auth/logout", "{}", cookie, OwnPage)).Status);
        (await page.Post("//auth/logout", "{}", cookie, OwnPage, csrf)).Expect(204);

        Assert.Equal(401, (await page.Get("/users/me", cookie)).Status);
        Assert.Equal("login", (string)(await page.Get("//auth/session", cookie)).Json["state"]!);
        Assert.Equal("0", Assert.Single(await stack.Query("SELECT count(*) FROM sessions")));
    }

    [Fact]
    public async Task A_login_ends_eight_hours_after_its_last_use_and_after_seven_days_in_any_case()
    {
        await using var stack = await SafeStack.Start();
        var (cookie, _) = await Owner(stack);
        var page = stack.As(null);

        for (var hours = 0; hours < 7 * 24; hours += 7)
        {
            Assert.Equal(200, (await page.Get("/users/me", cookie)).Status);
            stack.Time.Advance(TimeSpan.FromHours(7));
        }

        Assert.Equal(401, (await page.Get("/users/me", cookie)).Status);
        var (second, _) = await LogIn(stack, Password);
        stack.Time.Advance(TimeSpan.FromHours(8));
        Assert.Equal(401, (await page.Get("/users/me", second)).Status);
    }

    [Fact]
    public async Task Unknown_and_wrong_get_one_answer_and_a_new_login_a_new_id()
    {
        await using var stack = await SafeStack.Start();
        var (first, _) = await Owner(stack);
        var page = stack.As(null);

        var unknown = await page.Post("//auth/login", """{"name":"nobody","password":"xxxxxxxxxxxxx"}""");
        var wrong = await page.Post("//auth/login", """{"password":"xxxxxxxxxxxxx"}""");
        var (second, _) = await LogIn(stack, Password);

        Assert.Equal((401, unknown.Text), (wrong.Status, wrong.Text));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Of_a_thousand_guesses_in_a_minute_twenty_at_most_reach_the_hash()
    {
        await using var stack = await SafeStack.Start();
        await Owner(stack);
        stack.Time.Stand();
        var page = stack.As(null);
        var tries = 0;
        for (var guess = 0; guess < 1_020; guess++)
        {
            var answer = await page.Post("//auth/login", $$"""{"name":"n{{guess % 7}}","password":"guess"}""");
            tries += answer.Status == 401 ? 1 : 0;
            Assert.True(answer.Status is 401 or 429, answer.Text);
            Assert.True(answer.Status == 401 || answer.Headers.ContainsKey("Retry-After"));
            // Seventeen a second.
            stack.Time.Advance(TimeSpan.FromSeconds(guess % 17 == 16 ? 1 : 0));
        }

        // Five, and after waits of 1, 2, 4, 8 and 16 seconds one each.
        Assert.Equal(10, tries);
        var failed = await stack.Query("SELECT count(*) FROM audit WHERE action = 'login.failed'");
        Assert.Equal($"{tries}", Assert.Single(failed));
        Assert.Equal("login_locked", (await page.Post("//auth/login", $$"""{"password":"{{Password}}"}""")).Code);
        stack.Time.Advance(TimeSpan.FromSeconds(60));
        await LogIn(stack, Password);
    }

    /// <summary>From sixty addresses of this machine, as from the machines of sixty people who know nothing of
    /// it.</summary>
    [Theory]
    [InlineData("owner")]
    [InlineData("nobody")]
    public async Task Guesses_of_one_name_wait_from_wherever_they_come_but_not_its_owner_at_home(string name)
    {
        await using var stack = await SafeStack.Start();
        await Owner(stack);
        stack.Time.Stand();
        var answers = new List<HttpStatusCode>();
        for (var i = 1; i <= 60; i++)
        {
            answers.Add(await Guess(stack, $"127.0.1.{i}", name, "guess"));
        }

        Assert.All(answers.Take(5), answer => Assert.Equal(HttpStatusCode.Unauthorized, answer));
        Assert.All(answers.Skip(5), answer => Assert.Equal(HttpStatusCode.TooManyRequests, answer));
        // The password was set from here.
        await LogIn(stack, Password);
        stack.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.OK, await Guess(stack, "127.0.1.99", "owner", Password));
    }

    [Fact]
    public async Task Logins_and_failed_ones_are_in_the_trail_without_names_and_addresses()
    {
        await using var stack = await SafeStack.Start();
        var nobody = stack.As(null);
        var secret = await Offer(stack);
        (await SetUp(nobody, "another secret")).Expect(401);
        var (cookie, _) = Shown((await SetUp(nobody, secret)).Expect(200));
        (await nobody.Post("//auth/login", """{"name":"my password by mistake","password":"wrong"}""")).Expect(401);
        await LogIn(stack, Password);

        var trail = (await nobody.Get("/audit", cookie)).Expect(200);

        var entries = trail.Json["items"]!.AsArray();
        Assert.Equal(
            ["login.opened", "login.failed", "login.set_up", "login.failed"],
            entries.Select(entry => (string)entry!["action"]!)
        );
        Assert.Equal(
            ["session", "stranger", "session", "stranger"],
            entries.Select(entry => ((string)entry!["actor"]!).Split(':')[0])
        );
        // One network, by a name that only tells it from others.
        Assert.Matches(
            "^net_[0-9a-f]{16}$",
            Assert.Single(entries.Select(entry => (string)entry!["target"]!).Distinct())
        );
        foreach (var text in (string[])["127.0.0.1", "by mistake", "wrong", secret, Password])
        {
            Assert.DoesNotContain(text, trail.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_rotation_of_the_keys_is_in_the_trail_that_an_operator_reads_and_in_no_tenants()
    {
        await using var stack = await SafeStack.Start();
        var (cookie, _) = await Owner(stack);
        await stack
            .Service<IAuditLog>()
            .Add(
                new(stack.Time.GetUtcNow(), AuditEntry.Installation, "operator", AuditActions.KeysRotated),
                CancellationToken.None
            );

        var operators = (await stack.As(null).Get("/audit", cookie)).Expect(200);
        var tenants = (await stack.As(SafeStack.AcmeKey, "anna").Get("/audit")).Expect(200);

        Assert.Equal("keys.rotated", (string)operators.Json["items"]![0]!["action"]!);
        Assert.DoesNotContain("keys.rotated", tenants.Text, StringComparison.Ordinal);
    }

    /// <summary>As what takes too long is: the page reads words from every failure.</summary>
    [Fact]
    public async Task What_the_login_does_not_know_is_told_in_words()
    {
        await using var stack = await SafeStack.Start();

        var answer = await stack.As(null).Get("//auth/login");

        Assert.Equal((405, "method_not_allowed"), (answer.Status, answer.Code));
    }

    /// <summary>A person's name must not show by how long it takes to be wrong. Tries in turn, so that whatever else
    /// the machine does falls on both alike.</summary>
    [Fact, Trait("Category", "Long")]
    public async Task A_known_name_takes_as_long_as_an_unknown_one()
    {
        await using var stack = await SafeStack.Start();
        await Owner(stack);
        var page = stack.As(null);
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < 400; i++)
        {
            var name = i % 2 == 0 ? "owner" : $"nobody{i}";
            stack.Time.Advance(TimeSpan.FromMinutes(1));
            var begin = Stopwatch.GetTimestamp();
            (await page.Post("//auth/login", $$"""{"name":"{{name}}","password":"a wrong password"}""")).Expect(401);
            (i % 2 == 0 ? known : unknown).Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        var (one, other) = (Median(known), Median(unknown));
        TestContext.Current.TestOutputHelper?.WriteLine($"known {one:0.0} ms, unknown {other:0.0} ms");
        Assert.True(one > 20, $"{one:0.0} ms is no slow hash");
        Assert.True(Math.Abs(one - other) < 5, $"known {one:0.0} ms, unknown {other:0.0} ms");
    }

    [Fact]
    public async Task Another_site_logs_nobody_in_and_where_it_is_off_nobody_does()
    {
        await using var stack = await SafeStack.Start("--Auth:Login:Enabled=false");
        var off = await stack.As(null).Post("//auth/login", $$"""{"password":"{{Password}}"}""");
        Assert.Equal((403, "login_off"), (off.Status, off.Code));
        Assert.Equal("off", (string)(await stack.As(null).Get("//auth/session")).Json["state"]!);

        await using var on = await SafeStack.Start();
        await Owner(on);
        var foreign = await on.As(null)
            .Post("//auth/login", $$"""{"password":"{{Password}}"}""", ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal((403, "another_site"), (foreign.Status, foreign.Code));
    }

    private static async Task<string> Offer(SafeStack stack) =>
        (await stack.Service<Operators>().OfferSetup(CancellationToken.None))!;

    private static async Task<HttpStatusCode> Guess(SafeStack stack, string from, string name, string password)
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = Connect };
        using var http = new HttpClient(handler);
        using var content = new StringContent(
            $$"""{"name":"{{name}}","password":"{{password}}"}""",
            Encoding.UTF8,
            "application/json"
        );
        using var answer = await http.PostAsync(new Uri(stack.Address, "/auth/login"), content);
        return answer.StatusCode;

        async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken stop)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(context.DnsEndPoint, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
    }

    private static Task<Answer> SetUp(Support.Caller caller, string secret, string password = Password) =>
        caller.Post("//auth/setup", $$"""{"secret":"{{secret}}","password":"{{password}}"}""", OwnPage);

    private static async Task<((string, string) Cookie, (string, string) Csrf)> Owner(SafeStack stack) =>
        Shown((await SetUp(stack.As(null), await Offer(stack))).Expect(200));

    private static async Task<((string, string) Cookie, (string, string) Csrf)> LogIn(
        SafeStack stack,
        string password
    ) => Shown((await stack.As(null).Post("//auth/login", $$"""{"password":"{{password}}"}""", OwnPage)).Expect(200));

    private static ((string, string), (string, string)) Shown(Answer answer) =>
        (
            ("Cookie", $"__Host-mingus={ValueOf(answer.Headers["Set-Cookie"])}"),
            ("X-Mingus-Csrf", (string)answer.Json["csrf"]!)
        );

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static (string, string, string) Who(Answer answer) =>
        ((string)answer.Json["state"]!, (string)answer.Json["tenant"]!, (string)answer.Json["userId"]!);

    private static string ValueOf(string cookie) => cookie["__Host-mingus=".Length..cookie.IndexOf(';')];
}
