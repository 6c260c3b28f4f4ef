using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace PlanetarySurvival.Dashboard.ConsoleLogs;

/// <summary>What one resource writes, live.</summary>
public sealed partial class ConsoleLogsPage
{
    // A page shows what came four times a second: enough to read along, and a flood of lines costs no more than a few.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly LogView _view = new();
    private readonly LogWindow _window = new();
    private IReadOnlyList<string> _names = [];
    private string? _followed;
    private string? _problem;
    private CancellationTokenSource _following = new();
    private ElementReference _log;
    private IJSObjectReference? _script;
    private DotNetObjectReference<ConsoleLogsPage>? _self;
    private bool _hasTimes;
    private bool _isLeft;

    // Tells the script that all lines are others now.
    private int _viewNumber;

    /// <summary>The resource; null for the first one.</summary>
    [Parameter]
    public string? Name { get; set; }

    private string Summary
    {
        get
        {
            var lines = _view.Filter.Length > 0 ? $"{_view.Shown.Count} of {_view.Count} lines" : $"{_view.Count} lines";
            return _view.HeldCount > 0 ? $"{lines}, {_view.HeldCount} waiting" : lines;
        }
    }

    /// <summary>The reader has scrolled, or has another window.</summary>
    /// <param name="first">The first line in sight.</param>
    /// <param name="inSight">How many lines are in sight.</param>
    /// <param name="isAtEnd">Whether the last one is.</param>
    [JSInvokable]
    public void Scroll(int first, int inSight, bool isAtEnd)
    {
        if (_window.Scroll(first, inSight, isAtEnd))
            StateHasChanged();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isLeft = true;
        await _following.CancelAsync();
        _following.Dispose();

        try
        {
            if (_script is not null)
            {
                await _script.InvokeVoidAsync("detach", _log);
                await _script.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is closed, and its script with it.
        }

        _self?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _names = [.. Model.Resources.Where(Writes).Select(r => r.Name)];

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Name is null && _names.Count > 0)
        {
            Navigation.NavigateTo(AddressOf(_names[0]), replace: true);
            return;
        }

        if (Name is null || Name == _followed)
            return;

        await _following.CancelAsync();
        _following.Dispose();
        _following = new CancellationTokenSource();
        _followed = Name;
        _view.Clear();
        ShowOthers();

        // A log exists as soon as it is asked for: only those of resources may be.
        _problem = Model.Resources.TryGetByName(Name, out var resource) ? null : $"There is no resource {Name}.";

        if (resource is not null)
            _ = FollowAsync(resource.Name, _following.Token);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;

        try
        {
            var script = await Script.InvokeAsync<IJSObjectReference>("import", "./consolelogs.js");

            // Who reads quickly is on another page by now, which must not fail for this one's log.
            if (_isLeft)
            {
                await script.DisposeAsync();
                return;
            }

            _script = script;
            _self = DotNetObjectReference.Create(this);
            await _script.InvokeVoidAsync("attach", _log, _self, LogWindow.LineHeight);
        }
        catch (JSDisconnectedException)
        {
            // The page was closed while it opened.
        }
    }

    private static bool Writes(IResource resource) => resource is ProjectResource or ExecutableResource or ContainerResource;

    private static string AddressOf(string name) => $"/consolelogs/resource/{Uri.EscapeDataString(name)}";

    private async Task FollowAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var lines in Loggers.WatchAsync(name).WithCancellation(cancellationToken))
            {
                await InvokeAsync(() =>
                {
                    if (cancellationToken.IsCancellationRequested)
                        return;

                    _window.Lose(_view.Add(lines));
                    StateHasChanged();
                });
                await Task.Delay(Pause, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Another log is read, or none.
        }
        catch (Exception problem)
        {
            await DispatchExceptionAsync(problem);
        }
    }

    private void Choose(ChangeEventArgs change)
    {
        if (change.Value?.ToString() is { Length: > 0 } name)
            Navigation.NavigateTo(AddressOf(name));
    }

    private void Find(string? text)
    {
        _view.Find(text ?? "");
        ShowOthers();
    }

    private void PauseOrResume()
    {
        if (_view.IsPaused)
            _window.Lose(_view.Resume());
        else
            _view.Pause();
    }

    private void Clear()
    {
        _view.Clear();
        ShowOthers();
    }

    private void ToEnd() => ShowOthers();

    private void ShowOthers()
    {
        _window.Follow();
        _viewNumber++;
    }

    private async Task DownloadAsync() =>
        await Script.InvokeVoidAsync("dashboard.download", $"{Name}-{DateTime.UtcNow:yyyyMMdd-HHmmss}.log", _view.ToText());
}
