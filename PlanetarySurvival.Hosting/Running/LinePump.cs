using PlanetarySurvival.Hosting.Logs;

namespace PlanetarySurvival.Hosting.Running;

/// <summary>Cuts what a process writes into lines; a line without an end is cut at a bound.</summary>
internal static class LinePump
{
    private const int BufferCharacters = 4_096;

    public static async Task RunAsync(TextReader reader, Action<string> add)
    {
        var buffer = new char[BufferCharacters];
        var line = new System.Text.StringBuilder();

        while (await ReadAsync(reader, buffer).ConfigureAwait(false) is > 0 and var count)
        {
            foreach (var character in buffer.AsSpan(0, count))
            {
                if (character is '\n' || line.Length >= ResourceLog.LineLengthMax)
                {
                    add(line.ToString());
                    line.Clear();
                }

                if (character is not ('\n' or '\r'))
                    line.Append(character);
            }
        }

        if (line.Length > 0)
            add(line.ToString());
    }

    private static async ValueTask<int> ReadAsync(TextReader reader, char[] buffer)
    {
        try
        {
            return await reader.ReadAsync(buffer.AsMemory()).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException)
        {
            return 0; // the process is gone, and its pipe was closed under the reader
        }
    }
}
