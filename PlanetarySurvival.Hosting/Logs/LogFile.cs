using System.Globalization;

namespace PlanetarySurvival.Hosting.Logs;

/// <summary>A file of lines that is put aside when it is full; the last one that was put aside is kept.</summary>
internal sealed class LogFile : IDisposable
{
    private const long LengthMaxBytes = 16 * 1024 * 1024;

    private readonly string _path;
    private StreamWriter? _writer;

    public LogFile(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, name + ".log");
    }

    /// <summary>Not thread-safe. A disk that cannot be written costs the lines, not the run.</summary>
    public void Write(string line)
    {
        try
        {
            _writer ??= Open();
            _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} {line}"));

            if (_writer.BaseStream.Length > LengthMaxBytes)
            {
                Dispose();
                File.Move(_path, Path.ChangeExtension(_path, ".1.log"), overwrite: true);
            }
        }
        catch (IOException)
        {
            LinesLost++;
        }
    }

    public long LinesLost { get; private set; }

    public void Dispose()
    {
        _writer?.Dispose();
        _writer = null;
    }

    private StreamWriter Open() => new(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { AutoFlush = true };
}
