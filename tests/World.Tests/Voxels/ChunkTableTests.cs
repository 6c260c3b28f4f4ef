using CsCheck;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests.Voxels;

public class ChunkTableTests
{
    [Fact]
    public void A_table_has_what_a_dictionary_has_after_any_comings_and_goings() =>
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 2]).Array[0, 1500].Sample(
            steps =>
            {
                var (table, dictionary) = (new ChunkTable<object>(), new Dictionary<ChunkId, object>());
                foreach (var (place, kind) in steps)
                {
                    var id = new ChunkId(place % 8, place / 64, place / 8 % 8);
                    if (kind == 0)
                    {
                        table.Remove(id);
                        dictionary.Remove(id);
                    }
                    else if (table.Find(id) is null)
                    {
                        dictionary.Add(id, steps);
                        table.Add(id, steps);
                    }

                    Assert.Equal(dictionary.Count, table.Count);
                }

                for (var place = 0; place < 512; place++)
                {
                    var id = new ChunkId(place % 8, place / 64, place / 8 % 8);
                    Assert.Equal(dictionary.ContainsKey(id), table.Find(id) is not null);
                }

                Assert.Null(table.Find(default));
            },
            iter: 200);
}
