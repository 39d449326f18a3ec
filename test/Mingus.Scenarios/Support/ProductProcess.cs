using System.Diagnostics;
using Mingus.Server;

namespace Mingus.Scenarios.Support;

/// <summary>The product as an operator runs it: a process with an environment of its own.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ProductProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        Address = new Uri("http://127.0.0.1");
    }

    public Uri Address { get; private set; }

    public static async Task<ProductProcess> Start(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var program = typeof(Program).Assembly.Location;
        var info = new ProcessStartInfo("dotnet", ["exec", program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        var product = new ProductProcess(Process.Start(info)!);
        await product.ReadAddress();
        return product;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAddress()
    {
        const string Announced = "Open ";
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Announced, StringComparison.Ordinal))
            {
                Address = new Uri(line[Announced.Length..]);
                _ = _process.StandardOutput.ReadToEndAsync();
                return;
            }
        }

        Assert.Fail($"the product did not start: {await _errors}");
    }
}
