using System.Diagnostics;
using System.Globalization;

namespace Mingus.Bench.Rig;

/// <summary>
/// A child that works in turns: told a number of updates, it answers the seconds they took; told to end, it answers
/// what else it knows. A process of its own, so that neither its garbage nor its compiling counts for somebody else.
/// </summary>
internal sealed class Worker : IDisposable
{
    private const string End = "end";

    private readonly Process _process;

    public Worker(params string[] args) => _process = Child.Start(args);

    /// <summary>Has it work so many updates; answers updates done and the seconds they took.</summary>
    public async Task<(int Done, double Seconds)> Turn(int updates)
    {
        await _process.StandardInput.WriteLineAsync(updates.ToString(CultureInfo.InvariantCulture));
        var answer = await _process.StandardOutput.ReadLineAsync();
        return answer?.Split(' ') is [var done, var seconds]
            ? (int.Parse(done, CultureInfo.InvariantCulture), double.Parse(seconds, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"A worker answered '{answer}'.");
    }

    /// <summary>Ends it and answers its other numbers.</summary>
    public async Task<Dictionary<string, double>> Finish()
    {
        await _process.StandardInput.WriteLineAsync(End);
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split('=') is [var name, var value])
            {
                numbers[name] = double.Parse(value, CultureInfo.InvariantCulture);
            }
        }

        await _process.WaitForExitAsync();
        return numbers;
    }

    /// <summary>The child's side: works turns until told to end, then says its numbers.</summary>
    public static async Task Serve(
        Func<int, Task<(int Done, TimeSpan Time)>> turn,
        Func<IEnumerable<KeyValuePair<string, double>>> numbers
    )
    {
        while (await Console.In.ReadLineAsync() is { } line && line != End)
        {
            var (done, time) = await turn(int.Parse(line, CultureInfo.InvariantCulture));
            Say($"{done} {time.TotalSeconds}");
        }

        foreach (var (name, value) in numbers())
        {
            Say($"{name}={value}");
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
