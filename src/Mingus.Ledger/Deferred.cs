namespace Mingus.Ledger;

/// <summary>A value that is there, or is made when it is first asked for: an equal one each time, so that two threads
/// which ask at once may both make it. Equal by value.</summary>
internal sealed class Deferred<T> : IEquatable<Deferred<T>>
    where T : class, IEquatable<T>
{
    private readonly Func<T>? _make;
    private T? _value;

    public Deferred(T value) => _value = value;

    public Deferred(Func<T> make) => _make = make;

    public T Value => _value ??= _make!();

    public bool Equals(Deferred<T>? other) =>
        ReferenceEquals(this, other) || (other is not null && Value.Equals(other.Value));

    public override bool Equals(object? obj) => Equals(obj as Deferred<T>);

    public override int GetHashCode() => Value.GetHashCode();
}
