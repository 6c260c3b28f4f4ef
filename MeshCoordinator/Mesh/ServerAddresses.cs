namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>Where a game server is reached: UDP for clients, gRPC for peers, HTTP for its API.</summary>
internal sealed record ServerAddresses(string GameHost, ushort GamePort, string Grpc, string Http);
