/** What a look at the page finds wrong with it; empty when nothing is. */
export interface PageAudit {
  /** Content that is wider than the window, and controls that reach out of what is seen of their place. */
  readonly clipped: readonly string[];
  /** Texts that are hard to tell from their ground, with the ratio. */
  readonly faint: readonly string[];
  /** Controls that have no name for who cannot see them. */
  readonly nameless: readonly string[];
}

/** Runs in the page, where this program's language knows nothing of documents: so it is text. */
export const PAGE_AUDIT = `(() => {
  const shown = (element) => element.checkVisibility() && !element.closest('[inert], .spoken, [aria-hidden="true"]');
  const named = (element) => element.tagName.toLowerCase() + '#' + element.id + '.' + element.className + ' ' + (element.textContent ?? '').slice(0, 30);
  const clipped = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) clipped.push('the page is ' + root.scrollWidth + ' wide');
  if (root.scrollHeight > innerHeight) clipped.push('the page is ' + root.scrollHeight + ' high');
  for (const element of document.querySelectorAll('body *')) {
    if (!shown(element) || element.tagName === 'OPTION') continue;
    const place = element.getBoundingClientRect();
    if (place.width > 0 && (place.left < -0.5 || place.right > innerWidth + 0.5)) clipped.push(named(element));
    const style = getComputedStyle(element);
    const scrolls = ['auto', 'scroll'].includes(style.overflowX);
    if (scrolls && element.scrollWidth > element.clientWidth + 1) clipped.push('inside ' + named(element));
  }
  // Those of one row or panel must not lie on each other.
  const controls = [...document.querySelectorAll('button, input, select, output, dd, .plot-now')].filter(shown);
  for (const [at, one] of controls.entries()) {
    const a = one.getBoundingClientRect();
    for (const other of controls.slice(at + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const b = other.getBoundingClientRect();
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const samePanel = one.closest('.peers, .aside-page, .transport, .lobby') === other.closest('.peers, .aside-page, .transport, .lobby');
      if (samePanel && wide > 1 && high > 1) clipped.push(named(one) + ' on ' + named(other));
    }
  }

  const numbers = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (colour) => {
    const [r, g, b] = colour.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at);
      // Of a gradient, its lightest end.
      const [r, g, b, alpha = 1] = numbers(style.backgroundImage === 'none' ? style.backgroundColor : style.backgroundImage);
      if (alpha > 0.5) return [r, g, b];
    }
    return [0, 0, 0];
  };
  const faint = [];
  for (const element of document.querySelectorAll('body *')) {
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (!shown(element) || element.matches(':disabled, option') || !(text || element.matches('input[type=text], select'))) continue;
    const [one, other] = [light(numbers(getComputedStyle(element).color).slice(0, 3)), light(ground(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) faint.push(named(element) + ' ' + ratio.toFixed(2));
  }

  const nameless = [...document.querySelectorAll('button, input, select, canvas, [role=group], section, aside')]
    .filter(shown)
    .filter((element) => !(element.getAttribute('aria-label') || element.getAttribute('aria-labelledby') || element.labels?.length || (element.tagName === 'BUTTON' && element.textContent.trim())))
    .map(named);
  return { clipped: [...new Set(clipped)], faint, nameless };
})()`;
