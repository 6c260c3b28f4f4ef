using PlanetarySurvival.World_Bits;

// Prints what must be the same bits on every machine, runtime and vector width, line by line; the width goes to the error stream.
switch (args)
{
    case []:
    case ["terrain"]:
        Console.Error.WriteLine($"lanes {PlanetarySurvival.World.Terrain.LaneWidth.Best}");
        TerrainBits.Print(Console.Out);
        return 0;
    case ["walk", var ticks] when int.TryParse(ticks, out var number) && number > 0:
        Console.Error.WriteLine($"lanes {PlanetarySurvival.World.Terrain.LaneWidth.Best}");
        Console.Out.WriteLine($"walk {number} {Walk.Hash(number)}");
        return 0;
    default:
        Console.Error.WriteLine("terrain        hashes of chunks, surfaces and single voxels of several planets");
        Console.Error.WriteLine("walk <ticks>   the hash of two players' states after a script of so many ticks");
        return 1;
}
