// What needs no round trip: shortcuts, dialogs, downloads, and following the end of a log.
document.addEventListener('keydown', event => {
  const target = event.composedPath()[0];

  if (event.ctrlKey || event.altKey || event.metaKey || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
    return;

  if (event.key === '?') {
    document.getElementById('shortcuts')?.showModal();
  } else if (event.key === '/') {
    const filter = document.querySelector('[data-filter]');

    if (filter) {
      event.preventDefault();
      filter.focus();
    }
  } else if (/^[a-z]$/.test(event.key)) {
    document.querySelector(`[data-shortcut="${event.key}"]`)?.click();
  }
});

document.addEventListener('click', event => {
  const opener = event.target.closest('[data-opens]');

  if (opener)
    document.getElementById(opener.dataset.opens)?.showModal();
});

window.dashboard = {
  // What the component library has stored: its own question is only answered for themes with a colour.
  theme: () => JSON.parse(localStorage.getItem('fluentui-blazor:theme-settings') ?? '{}').mode ?? 'system',

  download(name, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  },
};
