// Looks at a page from inside: its frame, its width, its text and its targets. Each function runs in the browser and gives faults as sentences.

/** What every page has, whatever it shows. */
export function frame() {
  const faults = [];
  const shown = element => element?.checkVisibility({ visibilityProperty: true });
  const headings = [...document.querySelectorAll('h1')].filter(shown);
  if (headings.length !== 1) faults.push(`${headings.length} headings of the first level instead of 1`);
  else if (!headings[0].textContent.trim()) faults.push('the heading is empty');
  const mains = document.querySelectorAll('main');
  if (mains.length !== 1 || !shown(mains[0])) faults.push(`${mains.length} main parts instead of 1`);
  else if (mains[0].innerText.trim().length < 20) faults.push('the main part says nothing');
  if (!document.title.trim()) faults.push('no title');
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) faults.push(`the id "${id}" is there more than once`);
  for (const reference of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for']) {
    for (const element of document.querySelectorAll(`[${reference}]`)) {
      for (const id of element.getAttribute(reference).split(/\s+/)) {
        if (!document.getElementById(id)) faults.push(`${reference} names "${id}", which is not there`);
      }
    }
  }
  return faults;
}

/** What must work where script does not: every button sends a form, every form that is typed into has one, every link goes somewhere. */
export function withoutScript() {
  const faults = [];
  const brief = element => element.outerHTML.slice(0, 120);
  for (const button of document.querySelectorAll('button')) {
    if (button.type !== 'submit' || !button.form) faults.push(`a button that sends nothing: ${brief(button)}`);
  }
  for (const form of document.forms) {
    const typed = [...form.elements].some(element => ['text', 'search', 'number', 'select-one'].includes(element.type));
    if (typed && ![...form.elements].some(element => element.type === 'submit')) faults.push(`a form without a button: ${brief(form)}`);
    const address = form.getAttribute('action');
    if (!address?.startsWith('/')) faults.push(`a form that goes nowhere: ${brief(form)}`);
  }
  for (const link of document.querySelectorAll('a')) {
    if (!/^(\/|#.|https?:\/\/|tel:|mailto:)/.test(link.getAttribute('href') ?? '')) faults.push(`a link that goes nowhere: ${brief(link)}`);
  }
  for (const element of document.querySelectorAll('*')) {
    for (const { name } of element.attributes) {
      if (name === 'style' || name.startsWith('on')) faults.push(`inline ${name}: ${brief(element)}`);
    }
  }
  if (document.querySelector('style, script:not([src])')) faults.push('inline script or style');
  return faults;
}

/** Nothing is wider than the window, and no text is cut off at an edge. */
export function width() {
  const faults = [];
  const brief = element => element.outerHTML.slice(0, 120);
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth > clientWidth) faults.push(`${scrollWidth} px wide in a window of ${clientWidth}`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const seen = new Set();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || seen.has(element) || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest('svg, .vh, .skip, .scroll, select')) continue;
    seen.add(element);
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (box.width && (box.left < -1 || box.right > clientWidth + 1)) faults.push(`text outside of the window: ${brief(element)}`);
    for (let around = element; around && around !== document.body; around = around.parentElement) {
      const look = getComputedStyle(around);
      if (look.display === 'inline' || look.overflowX === 'visible' && look.overflowY === 'visible') continue;
      const edge = around.getBoundingClientRect();
      const cut = box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 2 || box.bottom > edge.bottom + 2;
      if (cut && !/auto|scroll/.test(look.overflowX + look.overflowY)) faults.push(`text cut off: ${brief(element)}`);
      break;
    }
  }
  return faults;
}

/** Everything to be pressed is large enough for a thumb, except links inside of a sentence. */
export function targets(least) {
  const faults = [];
  const big = (width, height) => width >= least - .05 && height >= least - .05;
  for (const element of document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button], [tabindex="0"]')) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    // The button that Enter presses is nothing to be seen or pressed.
    if (element.matches('[aria-hidden="true"][tabindex="-1"]')) continue;
    // A ticked box is pressed by its label as well; a tile's link covers the tile.
    const boxes = [element, ...element.labels ?? []].map(one => one.getBoundingClientRect());
    for (const part of ['::before', '::after']) {
      const look = getComputedStyle(element, part);
      if (look.content !== 'none' && look.position === 'absolute') boxes.push({ width: parseFloat(look.width), height: parseFloat(look.height) });
    }
    if (boxes.some(box => big(box.width, box.height))) continue;
    if (element.matches('a') && getComputedStyle(element).display === 'inline') {
      const around = element.closest('p, li, dd, dt, td, th, div, h1, h2, h3');
      if (around && around.textContent.trim() !== element.textContent.trim()) continue;
    }
    if (element.matches('.scroll')) continue;
    const { width, height } = boxes[0];
    faults.push(`a target of ${Math.round(width)} x ${Math.round(height)} px: ${element.outerHTML.slice(0, 120)}`);
  }
  return faults;
}

/** Unfolds all that can be, so that it is looked at too. */
export function unfold() {
  for (const fold of document.querySelectorAll('details:not([open])')) fold.open = true;
}
