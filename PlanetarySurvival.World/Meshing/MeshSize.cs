namespace PlanetarySurvival.World.Meshing;

/// <summary>What a mesh needs of its caller's buffers.</summary>
/// <param name="Vertices">Vertices, at most <see cref="ChunkMesher.VerticesMax"/>.</param>
/// <param name="Indices">Indices, three to a triangle, at most <see cref="ChunkMesher.IndicesMax"/>.</param>
public readonly record struct MeshSize(int Vertices, int Indices)
{
    /// <summary>Whether there is nothing to draw.</summary>
    public bool IsEmpty => Indices == 0;

    /// <summary>Triangles.</summary>
    public int Triangles => Indices / 3;
}
