using System.Globalization;

namespace PlanetarySurvival.Client.Sessions;

/// <summary>What a client counted since it was made. Read on the thread that steps the client.</summary>
public sealed class ClientStatistics
{
    /// <summary>Snapshots of the acting server that were taken over.</summary>
    public long Snapshots { get; internal set; }

    /// <summary>Snapshots that came after a newer one of the same connection.</summary>
    public long SnapshotsLate { get; internal set; }

    /// <summary>Messages that could not be read, or that named another player.</summary>
    public long Malformed { get; internal set; }

    /// <summary>Welcomes and snapshots of an older authority than the one known.</summary>
    public long Refused { get; internal set; }

    /// <summary>
    /// Times that another server took over while the former connection lived: it was heard of after the change, or closed by its server.
    /// </summary>
    public long Transfers { get; internal set; }

    /// <summary>Times that the acting server's connection was lost, whether or not another server took over at once.</summary>
    public long SessionsLost { get; internal set; }

    /// <summary>Standby connections that were opened.</summary>
    public long Standbys { get; internal set; }

    /// <summary>Corrections by more than a millimetre.</summary>
    public long Corrections { get; internal set; }

    /// <summary>The largest correction, metres.</summary>
    public double CorrectionMetresMax { get; internal set; }

    /// <summary>All corrections together, metres.</summary>
    public double CorrectionMetresSum { get; internal set; }

    /// <summary>Steps in which no input could be made.</summary>
    public long StepsStoodStill { get; internal set; }

    /// <summary>Inputs that were made.</summary>
    public long InputsMade { get; internal set; }

    /// <summary>Those up to the last that the acting server has applied.</summary>
    public long InputsApplied { get; internal set; }

    /// <summary>Those up to the last that survives the loss of any one process.</summary>
    public long InputsSafe { get; internal set; }

    /// <summary>Inputs that were called safe and that a later server did not know; not 0 means that the mesh broke its promise.</summary>
    public long InputsSafeBroken { get; internal set; }

    /// <summary>Inputs of which no server can say whether it applied them, and that were given up: the mesh lost more than one process.</summary>
    public long InputsLost { get; internal set; }

    /// <summary>Datagrams sent, pings included.</summary>
    public long PacketsSent { get; internal set; }

    /// <summary>Datagrams received, pings included.</summary>
    public long PacketsReceived { get; internal set; }

    /// <summary>Bytes of UDP payload sent.</summary>
    public long BytesSent { get; internal set; }

    /// <summary>Bytes of UDP payload received.</summary>
    public long BytesReceived { get; internal set; }

    /// <summary>Of the primary connection; zero without one.</summary>
    public TimeSpan RoundTrip { get; internal set; }

    /// <summary>Adds what an earlier client of the same player counted.</summary>
    public void Add(ClientStatistics earlier)
    {
        Snapshots += earlier.Snapshots;
        SnapshotsLate += earlier.SnapshotsLate;
        Malformed += earlier.Malformed;
        Refused += earlier.Refused;
        Transfers += earlier.Transfers;
        SessionsLost += earlier.SessionsLost;
        Standbys += earlier.Standbys;
        Corrections += earlier.Corrections;
        CorrectionMetresMax = Math.Max(CorrectionMetresMax, earlier.CorrectionMetresMax);
        CorrectionMetresSum += earlier.CorrectionMetresSum;
        StepsStoodStill += earlier.StepsStoodStill;
        InputsMade += earlier.InputsMade;
        InputsApplied += earlier.InputsApplied;
        InputsSafe += earlier.InputsSafe;
        InputsSafeBroken += earlier.InputsSafeBroken;
        InputsLost += earlier.InputsLost;
        PacketsSent += earlier.PacketsSent;
        PacketsReceived += earlier.PacketsReceived;
        BytesSent += earlier.BytesSent;
        BytesReceived += earlier.BytesReceived;
    }

    /// <summary>One line for people.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Transfers} transfers, {SessionsLost} sessions lost, " +
        $"inputs {InputsMade}/{InputsApplied}/{InputsSafe}, correction {CorrectionMetresMax:0.####} m max");
}
