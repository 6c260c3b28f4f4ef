using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests;

/// <summary>A player on a planet, in the frame of one region; tests press its buttons.</summary>
internal sealed class Walker
{
    public PlayerBody Body;
    public Inventory Inventory;

    public Walker(Planet planet, WorldPosition place, float above = 0, RegionId? frame = null)
        : this(new VoxelField(planet), place, above, frame)
    {
    }

    public Walker(VoxelField field, WorldPosition place, float above = 0, RegionId? frame = null)
    {
        Field = field;
        Region = frame ?? RegionId.At(place);
        var relative = place.RelativeTo(Region.Origin);
        var (x, y, z) = ((double)place.X, (double)place.Y, (double)place.Z);
        var length = Math.Sqrt(x * x + y * y + z * z);
        var up = new Vector3((float)(x / length), (float)(y / length), (float)(z / length));
        Body = new PlayerBody(relative + up * above, default, BodyFlags.None, 0);
    }

    public VoxelField Field { get; }

    public RegionId Region { get; private set; }

    public WorldPosition Place => WorldPosition.From(Region.Origin, Body.Position);

    public bool OnGround => (Body.Flags & BodyFlags.OnGround) != 0;

    /// <summary>Metres of rock above the feet; negative in the air.</summary>
    public float Depth => (float)Field.Sample(FromCentre, out _);

    /// <summary>Of the feet, in metres.</summary>
    public DoubleVector FromCentre => DoubleVector.From(Region.Origin) + DoubleVector.From(Body.Position);

    public void Step(in PlayerInput input) => PlayerStep.Apply(ref Body, ref Inventory, input, Field, Region.Origin);

    public void Step(int ticks, in PlayerInput input, Action<int>? check = null)
    {
        for (var tick = 0; tick < ticks; tick++)
        {
            Step(input);
            check?.Invoke(tick);
        }
    }

    /// <summary>As a game server does when the player crosses a border.</summary>
    public void MoveToFrame(RegionId region)
    {
        Body.Position = WorldPosition.Rebase(Body.Position, Region.Origin, region.Origin);
        Region = region;
    }

    public void FollowRegion()
    {
        var region = RegionId.At(Place);
        if (region != Region)
            MoveToFrame(region);
    }
}
