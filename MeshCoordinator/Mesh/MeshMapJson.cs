using System.Text;
using System.Text.Json;

namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>The mesh map as people and tools read it: names of regions and incarnations instead of their bits.</summary>
internal static class MeshMapJson
{
    public static string Write(MeshState state)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            WriteFields(json, state);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes revision, servers and regions into an object that was begun.</summary>
    public static void WriteFields(Utf8JsonWriter json, MeshState state)
    {
        json.WriteNumber("revision", state.Revision);

        json.WriteStartArray("servers");
        foreach (var (_, server) in state.Servers)
            Write(json, server);
        json.WriteEndArray();

        json.WriteStartArray("regions");
        foreach (var (_, region) in state.Regions)
            Write(json, region);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ServerRecord server)
    {
        json.WriteStartObject();
        json.WriteString("name", server.Name);
        json.WriteString("incarnation", server.Incarnation.Value);
        json.WriteString("state", server.State switch
        {
            ServerState.Ready => "ready",
            ServerState.Draining => "draining",
            ServerState.Suspect => "suspect",
            ServerState.Dead => "dead",
            _ => throw new InvalidOperationException($"Server {server.Name} has the unknown state {server.State}."),
        });
        json.WriteString("game", $"{server.Addresses.GameHost}:{server.Addresses.GamePort}");
        json.WriteString("grpc", server.Addresses.Grpc);
        json.WriteString("http", server.Addresses.Http);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RegionRecord region)
    {
        json.WriteStartObject();
        json.WriteString("id", region.Id.ToString());
        json.WriteNumber("epoch", region.Epoch);
        json.WriteString("owner", region.Owner.Server);
        json.WriteString("owner_incarnation", region.Owner.Incarnation.Value);
        json.WriteString("backup", region.Backup?.Server ?? "");
        json.WriteBoolean("backup_synced", region.BackupSynced);
        json.WriteBoolean("open", region.Open);
        json.WriteBoolean("moving", region.Moving);
        json.WriteBoolean("retiring", region.Retiring);
        json.WriteEndObject();
    }
}
