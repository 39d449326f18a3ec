using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Mingus.Sync.Ports;

namespace Mingus.Scenarios.Support;

/// <summary>What a scenario breaks in the product's ports, and when.</summary>
internal sealed class Saboteur
{
    private readonly Lock _gate = new();
    private readonly List<Charge> _charges = [];
    private readonly List<string> _calls = [];

    /// <summary>Changes asked for a page; null leaves it to the product.</summary>
    public int? PageSize { get; set; }

    /// <summary>Every call of a port that went through here, as Port.Method.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>The next call of a method fails before it does anything.</summary>
    public void BreakBefore(string method, Exception failure) => Add(new(method, failure, IsAfter: false, null));

    /// <summary>The next call of a method does its work, and its answer is lost.</summary>
    public void BreakAfter(string method, Exception failure) => Add(new(method, failure, IsAfter: true, null));

    /// <summary>The next answer of a method is replaced.</summary>
    public void Twist<T>(string method, Func<T, T> twist) =>
        Add(new(method, null, IsAfter: true, answer => twist((T)answer)!));

    /// <summary>The next call of a method does nothing, and this is its answer.</summary>
    public void Instead<T>(string method, T answer) =>
        Add(new(method, null, IsAfter: false, null) { Instead = Task.FromResult(answer) });

    /// <summary>The next call of a method waits, before it does anything, until it is let go.</summary>
    public HeldCall Hold(string method)
    {
        var held = new HeldCall();
        Add(new(method, null, IsAfter: false, null) { Held = held });
        return held;
    }

    /// <summary>Stands before every port of the product.</summary>
    public void LayAll(IServiceCollection services)
    {
        Sabotage.Lay<ILedgerStore>(services, this);
        Sabotage.Lay<ILedgerQueries>(services, this);
        Sabotage.Lay<ILedgerEdits>(services, this);
        Sabotage.Lay<IProvider>(services, this);
        Sabotage.Lay<ISecretVault>(services, this);
    }

    public Charge? Take(string port, string method)
    {
        lock (_gate)
        {
            _calls.Add($"{port}.{method}");
            var charge = _charges.Find(c => c.Method == $"{port}.{method}");
            if (charge is not null)
            {
                _charges.Remove(charge);
            }

            return charge;
        }
    }

    private void Add(Charge charge)
    {
        lock (_gate)
        {
            _charges.Add(charge);
        }
    }

    /// <summary>One failure laid at one method of a port.</summary>
    internal sealed record Charge(string Method, Exception? Failure, bool IsAfter, Func<object, object>? Twist)
    {
        /// <summary>Where the call waits; null when it does not.</summary>
        public HeldCall? Held { get; init; }

        /// <summary>What is answered instead of the call; null when it is made.</summary>
        public Task? Instead { get; init; }
    }
}

/// <summary>A call of a port that waits before it does anything.</summary>
internal sealed class HeldCall
{
    private readonly TaskCompletionSource _come = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the call is there.</summary>
    public Task Come => _come.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Lets it do its work.</summary>
    public void LetGo() => _letGo.TrySetResult();

    /// <summary>Has it fail instead.</summary>
    public void Fail(Exception failure) => _letGo.TrySetException(failure);

    public Task Wait()
    {
        _come.TrySetResult();
        return _letGo.Task;
    }
}

/// <summary>Stands before a port of the product and passes every call on, but for what the saboteur laid.</summary>
public class Sabotage : DispatchProxy
{
    private static readonly MethodInfo s_wait = typeof(Sabotage).GetMethod(
        nameof(Then),
        BindingFlags.Static | BindingFlags.NonPublic
    )!;

    private static readonly MethodInfo s_hold = typeof(Sabotage).GetMethod(
        nameof(When),
        BindingFlags.Static | BindingFlags.NonPublic
    )!;

    private object _inner = null!;
    private Saboteur _saboteur = null!;

    /// <summary>Puts the saboteur before a port that is registered.</summary>
    internal static void Lay<T>(IServiceCollection services, Saboteur saboteur)
        where T : class
    {
        var registered = services.Last(d => d.ServiceType == typeof(T));
        services.AddSingleton(provider =>
        {
            var proxy = Create<T, Sabotage>();
            var own = (Sabotage)(object)proxy;
            own._inner =
                registered.ImplementationInstance
                ?? registered.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!);
            own._saboteur = saboteur;
            return proxy;
        });
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var charge = _saboteur.Take(targetMethod!.DeclaringType!.Name, targetMethod.Name);
        if (charge is { IsAfter: false, Failure: { } failure })
        {
            throw failure;
        }

        if (_saboteur.PageSize is { } size && targetMethod.Name == nameof(IProvider.GetPage))
        {
            args![2] = size;
        }

        if (charge?.Instead is { } instead)
        {
            return instead;
        }

        if (charge?.Held is { } held)
        {
            var type = targetMethod.ReturnType.GenericTypeArguments is [var answered] ? answered : typeof(bool);
            return s_hold.MakeGenericMethod(type).Invoke(null, [held, () => Call(targetMethod, args)]);
        }

        var answer = Call(targetMethod, args);
        return charge is null ? answer : Spoil(answer, targetMethod.ReturnType, charge);
    }

    private object? Call(MethodInfo method, object?[]? args)
    {
        try
        {
            return method.Invoke(_inner, args);
        }
        catch (TargetInvocationException e)
        {
            throw e.InnerException!;
        }
    }

    // A method that answers nothing is held as if it answered something.
    private static async Task<T> When<T>(object held, Func<object?> call)
    {
        await ((HeldCall)held).Wait();
        var work = (Task)call()!;
        await work;
        return work is Task<T> answers ? await answers : default!;
    }

    private static object? Spoil(object? answer, Type type, Saboteur.Charge charge) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>)
            ? s_wait.MakeGenericMethod(type.GenericTypeArguments[0]).Invoke(null, [answer, charge])
            : throw charge.Failure!;

    private static async Task<T> Then<T>(Task<T> work, object charge)
    {
        var (_, failure, _, twist) = (Saboteur.Charge)charge;
        var answer = await work;
        return failure is null ? (T)twist!(answer!) : throw failure;
    }
}
