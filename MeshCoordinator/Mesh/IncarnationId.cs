namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>One start of one game server process. Everything that grants or takes permission names it, never the server's name alone (rule L0).</summary>
internal readonly record struct IncarnationId(Guid Value) : IComparable<IncarnationId>
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 16;

    /// <summary>Whether this names no incarnation.</summary>
    public bool IsNone => Value == Guid.Empty;

    /// <summary>Reads the 16 bytes of a Guid. False for any other length and for the empty one, which names nobody.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IncarnationId incarnation)
    {
        incarnation = bytes.Length == Size ? new IncarnationId(new Guid(bytes)) : default;
        return !incarnation.IsNone;
    }

    public int CompareTo(IncarnationId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("N")[..8];
}
