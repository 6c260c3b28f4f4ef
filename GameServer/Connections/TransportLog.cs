using LiteNetLib;

namespace PlanetarySurvival.GameServer.Connections;

/// <summary>
/// What the transport has to say, for those who turn it on. Left alone it writes a line to the console for each datagram of garbage, which
/// anyone can send.
/// </summary>
internal sealed partial class TransportLog(ILogger<TransportLog> logger) : INetLogger
{
    /// <inheritdoc/>
    public void WriteNet(NetLogLevel level, string str, params object[] args)
    {
        if (logger.IsEnabled(LogLevel.Debug))
            Log.Said(logger, level, args.Length == 0 ? str : string.Format(System.Globalization.CultureInfo.InvariantCulture, str, args));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "The transport says ({Level}): {Text}")]
        public static partial void Said(ILogger logger, NetLogLevel level, string text);
    }
}
