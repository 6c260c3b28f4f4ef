namespace PlanetarySurvival.World.Space;

/// <summary>
/// Sine and cosine of a heading, from products and sums alone: those of the runtime come from the C library of the machine and differ in
/// their last bits.
/// </summary>
internal static class Angle
{
    private const double RadiansPerUnit = 6.283185307179586 / 65536;

    /// <summary>Both, for 1/65536 turns; off by less than 2e-9, and exact at quarter turns.</summary>
    public static (double Sine, double Cosine) SineCosine(ushort turn)
    {
        // The nearest quarter turn, and at most an eighth of a turn to either side of it.
        var quarter = (turn + 8192) >> 14;
        var radians = (turn - (quarter << 14)) * RadiansPerUnit;
        var square = radians * radians;
        var sine = radians * (1 + square * (-1.0 / 6 + square * (1.0 / 120 + square * (-1.0 / 5040 + square * (1.0 / 362880)))));
        var cosine = 1 + square * (-1.0 / 2 + square * (1.0 / 24 + square * (-1.0 / 720 + square * (1.0 / 40320 + square * (-1.0 / 3628800)))));
        return (quarter & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }
}
