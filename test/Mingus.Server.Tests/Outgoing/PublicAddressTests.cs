using System.Net;
using System.Net.Sockets;
using Mingus.Server.Outgoing;

namespace Mingus.Server.Tests.Outgoing;

/// <summary>Nobody reaches this network by choosing where webhooks go.</summary>
public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.1.1.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:81b::200e")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    public void An_address_of_the_internet_is_public(string text) =>
        Assert.True(PublicAddress.IsPublic(IPAddress.Parse(text)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456:789a::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("100::1")]
    public void An_address_of_this_network_is_not(string text) =>
        Assert.False(PublicAddress.IsPublic(IPAddress.Parse(text)));

    // What people write to get around a list of names; no connection reaches the listener.
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("0")]
    [InlineData("[::1]")]
    [InlineData("[::]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[0:0:0:0:0:ffff:7f00:1]")]
    [InlineData("127.0.0.1.")]
    public async Task No_spelling_of_this_machine_is_connected_to(string host)
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var connections = new GuardedConnections(Dns.GetHostAddressesAsync, allowsPrivate: false);
        using var http = new HttpClient(connections.CreateHandler());

        await Assert.ThrowsAnyAsync<HttpRequestException>(() =>
            http.GetAsync(new Uri($"http://{host}:{port}/"), TestContext.Current.CancellationToken)
        );

        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task A_name_is_looked_up_once_and_one_wrong_address_refuses_all()
    {
        var looks = 0;
        var connections = new GuardedConnections(
            (_, _) =>
            {
                looks++;
                return Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]);
            },
            allowsPrivate: false
        );
        using var http = new HttpClient(connections.CreateHandler());

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() =>
            http.GetAsync(new Uri("https://receiver.example/"), TestContext.Current.CancellationToken)
        );

        Assert.IsType<AddressRefusedException>(failure.InnerException);
        Assert.Equal(1, looks);
    }

    [Theory]
    [InlineData("https://receiver.example/hooks", true)]
    [InlineData("https://receiver.example:8443/hooks?a=b", true)]
    [InlineData("http://receiver.example/hooks", false)]
    [InlineData("https://receiver.example:444/hooks", false)]
    [InlineData("https://user:secret@receiver.example/", false)]
    [InlineData("https://receiver.example/#part", false)]
    [InlineData("ftp://receiver.example/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("receiver.example", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_address_is_plain_https(string? url, bool isGood) =>
        Assert.Equal(isGood, EndpointUrl.Fault(url, allowsPrivate: false) is null);
}
