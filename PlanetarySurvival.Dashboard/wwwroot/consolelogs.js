// Keeps the end of a log in sight until the reader scrolls up, and says which lines are in sight.
const attached = new WeakMap();

export function attach(log, page, lineHeight) {
  let follows = true;
  let view = log.dataset.view;
  let gone = Number(log.dataset.gone);
  let reported = '';
  let pending = 0;

  // Where the end was when it was last shown. Who is above it has scrolled, though the browser has not said so yet.
  let shownEnd = 0;

  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < lineHeight;

  const toEnd = () => {
    log.scrollTop = log.scrollHeight;
    shownEnd = log.scrollTop;
  };

  const report = () => {
    pending = 0;

    if (!log.isConnected)
      return; // the page was left

    const place = [Math.floor(log.scrollTop / lineHeight), Math.ceil(log.clientHeight / lineHeight), follows];

    if (String(place) !== reported) {
      reported = String(place);
      page.invokeMethodAsync('Scroll', ...place).catch(problem => {
        // It may have been left while this was on its way.
        if (log.isConnected)
          throw problem;
      });
    }
  };

  const scrolled = () => {
    follows = isAtEnd();
    pending ||= setTimeout(report, 50);
  };

  // Runs before the browser draws, so that the end never jumps.
  const changed = () => {
    const lost = Number(log.dataset.gone) - gone;

    gone += lost;
    follows &&= log.scrollTop >= shownEnd || isAtEnd();
    follows ||= log.dataset.view !== view;
    view = log.dataset.view;

    if (follows)
      toEnd();
    else if (lost > 0)
      log.scrollTop -= lost * lineHeight;
  };

  const mutations = new MutationObserver(changed);
  const sizes = new ResizeObserver(() => {
    if (follows)
      toEnd();
    pending ||= setTimeout(report, 50);
  });

  log.addEventListener('scroll', scrolled, { passive: true });
  mutations.observe(log, { attributes: true, childList: true, subtree: true, attributeFilter: ['style', 'data-view', 'data-gone'] });
  sizes.observe(log);
  attached.set(log, () => {
    clearTimeout(pending);
    log.removeEventListener('scroll', scrolled);
    mutations.disconnect();
    sizes.disconnect();
  });
  changed();
}

export function detach(log) {
  attached.get(log)?.();
  attached.delete(log);
}
