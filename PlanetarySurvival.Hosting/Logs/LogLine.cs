namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line that a process wrote.</summary>
/// <param name="LineNumber">Counted from 1.</param>
/// <param name="Content">The line.</param>
/// <param name="IsErrorMessage">Whether it came from the standard error output.</param>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage)
{
    /// <summary>When it was read from the process.</summary>
    internal DateTime Written { get; init; }
}
