// Decides what happens between two pages: swaps the main part, follows what changes, counts, and quiets the alarm.
// Everything on the pages works without it.
'use strict';
(() => {
  const root = document.documentElement;
  const by = (id, from = document) => from.getElementById(id);
  const headers = { 'x-lumbar-fetch': '1' };
  const parse = text => new DOMParser().parseFromString(text, 'text/html');
  const here = () => location.pathname + location.search;
  let swappedAt = -Infinity; // when what stands there last became something else: by itself, or after a press
  let alarmSeen = root.dataset.alarm || '';
  // Something else to press stands there now, and nobody asked for it.
  const cameUp = () => { swappedAt = performance.now(); document.dispatchEvent(new Event('lumbar:came-up')); };
  let shownAt = here(); // the address of the page that is shown
  let turn = 0; // counts navigations, so that an overtaken answer is dropped

  // ---- counting: from the moment the page came, by the browser's own steady clock ----
  let counted = []; // what counts on this page: { el, from, ms, up }
  let timer = 0;

  const clock = seconds => {
    const h = Math.floor(seconds / 3600), m = Math.floor(seconds / 60) % 60, s = seconds % 60;
    const two = n => String(n).padStart(2, '0');
    return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
  };
  const put = (el, text) => { if (el && el.textContent !== text) el.textContent = text; };

  function count(within = document) {
    const now = performance.now();
    counted = counted.filter(c => c.el.isConnected && !within.contains(c.el));
    for (const el of within.querySelectorAll('[data-remaining-ms], [data-elapsed-ms]')) {
      const up = 'elapsedMs' in el.dataset;
      counted.push({ el, up, from: now, ms: Number(up ? el.dataset.elapsedMs : el.dataset.remainingMs) });
    }
    clearTimeout(timer);
    tick();
  }

  function tick() {
    const now = performance.now();
    let next = Infinity;
    for (const c of counted) {
      if (!c.el.isConnected) continue;
      const passed = now - c.from;
      const ms = c.up ? c.ms + passed : Math.max(0, c.ms - passed);
      const seconds = c.up ? Math.floor(ms / 1000) : Math.ceil(ms / 1000);
      const text = 'seconds' in c.el.dataset ? String(seconds) : clock(seconds);
      const planned = Number(c.el.dataset.plannedMs || 0);
      put(c.el.querySelector('.clock') || (planned ? null : c.el), text);
      const arc = planned && c.el.querySelector('.left');
      if (arc) {
        const left = Math.min(1000, Math.round(ms * 1000 / planned));
        arc.setAttribute('stroke-dasharray', `${left} 1000`);
        arc.setAttribute('stroke-dashoffset', `-${1000 - left}`);
      }
      if (c.up || ms > 0) next = Math.min(next, c.up ? 1000 - ms % 1000 : ms % 1000 || 1000);
    }
    if (next < Infinity && !document.hidden) timer = setTimeout(tick, next + 15);
  }

  // ---- swapping ----
  function frameFrom(doc) {
    for (const name of ['lang', 'dir']) root.setAttribute(name, doc.documentElement.getAttribute(name) || '');
    for (const name of ['theme', 'text', 'motion', 'rev', 'alarm']) {
      const value = doc.documentElement.dataset[name];
      if (value === undefined) delete root.dataset[name]; else root.dataset[name] = value;
    }
    document.body.className = doc.body.className;
    const kind = doc.body.dataset.kind;
    if (kind) document.body.dataset.kind = kind; else delete document.body.dataset.kind;
    document.title = doc.title;
    put(by('status'), by('status', doc)?.textContent ?? '');
  }

  // Takes over the whole main part: another page.
  function swap(doc, { focus = true } = {}) {
    const main = by('main', doc);
    if (!main) return false;
    frameFrom(doc);
    const [nav, newNav] = [by('nav'), by('nav', doc)];
    by('frame').className = by('frame', doc).className;
    if (nav && newNav) { if (nav.outerHTML !== newNav.outerHTML) nav.replaceWith(newNav); }
    else if (nav) nav.remove();
    else if (newNav) by('frame').prepend(newNav);
    by('main').replaceWith(main);
    kept.clear();
    restoreStill();
    count();
    if (focus) (main.querySelector('[autofocus]') || main.querySelector('h1') || main).focus({ preventScroll: true });
    return true;
  }

  // Takes over what changed in the same page. A region whose shape stayed only takes new times.
  const kept = new Map(); // region name → its HTML as the server sent it, times left out
  function shape(region) {
    const copy = region.cloneNode(true);
    for (const el of copy.querySelectorAll('[data-remaining-ms], [data-elapsed-ms]')) {
      for (const name of ['data-remaining-ms', 'data-elapsed-ms']) if (el.hasAttribute(name)) el.setAttribute(name, '');
      const text = el.querySelector('.clock') || (el.hasAttribute('data-planned-ms') ? null : el);
      if (text) text.textContent = '';
      const arc = el.querySelector('.left');
      if (arc) { arc.removeAttribute('stroke-dasharray'); arc.removeAttribute('stroke-dashoffset'); }
    }
    return copy.outerHTML;
  }
  function remember() {
    for (const region of document.querySelectorAll('[data-live]')) {
      if (!kept.has(region.dataset.live)) kept.set(region.dataset.live, shape(region));
    }
  }
  // What a person sees of forms differs from what the server sent; it is taken along.
  function state(region) {
    const inputs = [...region.querySelectorAll('input:not([type=hidden]), select')];
    return {
      inputs: inputs.map(i => [i.name, i.value, i.checked]),
      open: [...region.querySelectorAll('details')].map(d => d.open),
      focus: region.contains(document.activeElement) ? handle(document.activeElement) : null,
    };
  }
  const handle = el => ({ id: el.id, tag: el.tagName, name: el.getAttribute('name'), value: el.getAttribute('value'),
    to: el.getAttribute('href') || el.getAttribute('formaction') });
  const find = (region, was) => [...region.querySelectorAll(was.tag)].find(el => {
    const now = handle(el);
    return now.name === was.name && now.value === was.value && now.to === was.to;
  });
  function restore(region, was) {
    const inputs = [...region.querySelectorAll('input:not([type=hidden]), select')];
    inputs.forEach((input, n) => {
      const old = was.inputs[n];
      if (!old || old[0] !== input.name) return;
      if (input.type === 'radio' || input.type === 'checkbox') { if (old[1] === input.value) input.checked = old[2]; }
      else input.value = old[1];
    });
    [...region.querySelectorAll('details')].forEach((d, n) => { if (was.open[n]) d.open = true; });
    if (!was.focus) return;
    const found = (was.focus.id && by(was.focus.id)) || find(region, was.focus);
    (found || document.querySelector('main h1') || by('main'))?.focus({ preventScroll: true });
  }
  function refresh(doc) {
    const [main, fresh] = [by('main'), by('main', doc)];
    if (!fresh) return;
    if (main.dataset.page !== fresh.dataset.page) {
      // A session moved on by itself, or ended. Another page of the same address never takes over a form.
      if (main.dataset.page.startsWith('session') || fresh.dataset.page.startsWith('session')) {
        swap(doc);
        cameUp();
        scrollTo(0, 0);
      }
      return;
    }
    remember();
    const regions = new Map([...document.querySelectorAll('[data-live]')].map(r => [r.dataset.live, r]));
    const news = new Map([...doc.querySelectorAll('[data-live]')].map(r => [r.dataset.live, r]));
    const same = regions.size === news.size && [...news.keys()].every(name => regions.has(name));
    frameFrom(doc);
    if (!same) {
      const was = state(main);
      const y = scrollY;
      swap(doc, { focus: false });
      restore(by('main'), was);
      scrollTo(0, y);
      return;
    }
    for (const [name, fresh] of news) {
      const region = regions.get(name);
      const looks = shape(fresh);
      if (kept.get(name) === looks) {
        const olds = region.querySelectorAll('[data-remaining-ms], [data-elapsed-ms]');
        fresh.querySelectorAll('[data-remaining-ms], [data-elapsed-ms]').forEach((el, n) => {
          for (const key of ['remainingMs', 'elapsedMs']) if (olds[n] && key in el.dataset) olds[n].dataset[key] = el.dataset[key];
        });
      } else {
        const was = state(region);
        region.replaceWith(fresh);
        kept.set(name, looks);
        restore(fresh, was);
        restoreStill();
      }
    }
    count();
  }

  // ---- going from page to page ----
  async function go(address, { method = 'GET', body, push = true, scroll = 0, focus = true } = {}) {
    const mine = ++turn;
    history.replaceState({ ...history.state, y: scrollY }, '');
    let answer, text;
    try {
      answer = await fetch(address, { method, body, headers, redirect: 'follow' });
      text = await answer.text();
    } catch {
      // The background program may be starting anew. A link is simply followed; a press is offered again by the page.
      if (method === 'GET') location.assign(address);
      return false;
    }
    const doc = parse(text);
    // A press that was not taken is not taken, whatever has been gone to since.
    const taken = by('main', doc) && answer.status !== 503;
    if (!taken && method !== 'GET') return false;
    if (mine !== turn) return true;
    if (!by('main', doc)) { location.assign(address); return false; }
    const to = new URL(answer.headers.get('content-location') || answer.url || address, location.href);
    const refused = method !== 'GET' && !answer.ok;
    if (push && !refused) {
      const path = to.pathname + to.search + (method === 'GET' ? new URL(address, location.href).hash : '');
      if (path !== here() + location.hash) history.pushState({ y: 0 }, '', path);
    }
    if (!refused) shownAt = here();
    // A setting that was just set keeps the focus and its place: a person may press it again.
    const was = method !== 'GET' && document.activeElement ? { control: handle(document.activeElement), y: scrollY } : null;
    swap(doc, { focus });
    if (method !== 'GET') swappedAt = performance.now();
    const mark = method === 'GET' && location.hash && by(location.hash.slice(1));
    const row = was && by('main').querySelector('[data-just-set]');
    if (row) {
      scrollTo(0, was.y);
      // A switch says the other thing now, and a way back is gone with what it took back.
      const now = find(row, was.control) || row.querySelector('[role=switch]')
        || row.querySelector('.seg [aria-pressed=true]') || row.querySelector('select, input:not([type=hidden]), button') || row;
      now.focus();
      now.dispatchEvent(new CustomEvent('lumbar:stays', { bubbles: true }));
    } else if (mark) mark.scrollIntoView(); else scrollTo(0, scroll);
    // A page may say where the hand goes on: at the step that was moved, at what is wrong.
    const next = focus && by('main').querySelector('[autofocus]');
    if (next) { if (was) scrollTo(0, was.y); next.scrollIntoView({ block: 'nearest' }); }
    follow();
    return true;
  }

  // A press that was meant for what stood there a moment ago, or a double click, must not hit what stands there now.
  // "It is off" on the alarm page is never held up, and stopping is no main action.
  document.addEventListener('click', event => {
    if (document.body.classList.contains('alarm') || performance.now() - swappedAt > 700) return;
    if (!event.target.closest?.('.session #main-action')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener('click', event => {
    const link = event.target.closest?.('a[href]');
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.protocol !== location.protocol || link.target || link.hasAttribute('download')) return;
    if (url.hash && url.pathname + url.search === here()) return;
    event.preventDefault();
    go(url.pathname + url.search + url.hash);
  });

  // F11 goes to the large clock and back, as it does in a browser; Escape goes back only. Letters are left alone.
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat) return;
    const away = event.key === 'Escape' && document.querySelector('main > .face');
    if (event.key !== 'F11' && !away) return;
    const link = by('face-key');
    if (!link) return;
    event.preventDefault();
    link.click();
  });

  let sending = null; // the press that is on its way
  const queue = []; // others that came meanwhile: what is said about the body is never dropped
  const isFact = press => /^\/do\/(off|stop|skin|on|still-on)$/.test(press.path);
  const same = (a, b) => a.path === b.path && String(a.data) === String(b.data);
  async function send(press) {
    sending = press;
    try {
      const { method, path, search, data } = press;
      if (method === 'GET') {
        await go(path + '?' + data);
        // What was typed stands on the sheet by now.
        if (press.prints) print();
      } else if (!await go(path + search, { method, body: data })) {
        // Not reached: sent the plain way, so that the press is not lost. Its own form may be gone with its page.
        const form = Object.assign(document.createElement('form'), { method: 'post', action: path + search, hidden: true });
        for (const [name, value] of data) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
        document.body.append(form);
        form.submit();
      }
    } finally {
      sending = null;
      const next = queue.shift();
      if (next) send(next);
    }
  }
  document.addEventListener('submit', event => {
    const form = event.target;
    const button = event.submitter;
    const method = (button?.getAttribute('formmethod') || form.method || 'get').toUpperCase();
    const action = new URL(button?.getAttribute('formaction') || form.getAttribute('action') || here(), location.href);
    if (action.origin !== location.origin) return;
    // The window asks for a file, for as long as a person takes: no press has to wait behind it.
    if (action.pathname.startsWith('/window/')) return;
    event.preventDefault();
    const data = new URLSearchParams(new FormData(form, button));
    const press = { method, path: action.pathname, search: action.search, data, prints: button?.hasAttribute('data-print') };
    if (!sending) { send(press); return; }
    // One press is one press, however often the finger lands; a different one waits for its turn.
    if (!same(sending, press) && !queue.some(waits => same(waits, press)) && (isFact(press) || !queue.length)) queue.push(press);
  });

  // A place on the same page is gone to without asking for it anew: a form that is typed in would be lost.
  addEventListener('popstate', event => {
    if (here() !== shownAt) { go(location.href, { push: false, scroll: event.state?.y || 0 }); return; }
    if (location.hash) by(location.hash.slice(1))?.scrollIntoView();
  });
  history.scrollRestoration = 'manual';

  // ---- telling what is seen: a notification need not say again what is before somebody's eyes ----
  const seen = () => `&page=${encodeURIComponent(location.pathname)}&focus=${!document.hidden && document.hasFocus() ? 1 : 0}`;
  const tellSeen = () => { fetch(`/changes?after=0${seen()}`, { headers }).catch(() => {}); };
  addEventListener('focus', tellSeen);
  addEventListener('blur', tellSeen);
  document.addEventListener('visibilitychange', tellSeen);

  // ---- following what changes ----
  let waiting = null;
  async function follow() {
    waiting?.abort();
    const mine = waiting = new AbortController();
    while (!mine.signal.aborted) {
      try {
        const rev = root.dataset.rev;
        const answer = await fetch(`/changes?after=${rev}${seen()}`, { headers, signal: mine.signal });
        if (!answer.ok) throw new Error(String(answer.status));
        const now = (await answer.json()).rev;
        if (String(now) === rev) continue;
        await look(now, mine.signal);
      } catch {
        if (mine.signal.aborted) return;
        await new Promise(done => setTimeout(done, 2000));
      }
    }
  }
  const mainAction = () => {
    const button = document.querySelector('.session #main-action');
    return button && [button.getAttribute('formaction'), button.name, button.value].join(' ');
  };
  async function look(rev, signal) {
    const mine = turn;
    const answer = await fetch(here(), { headers, signal });
    const text = await answer.text();
    // Someone went elsewhere meanwhile, or is sending a press: that page will bring its own state.
    if (mine !== turn || signal?.aborted) return;
    const doc = parse(text);
    if (!by('main', doc)) { root.dataset.rev = rev; return; }
    const alarm = doc.documentElement.dataset.alarm || '';
    if (alarm && alarm !== alarmSeen) {
      alarmSeen = alarm;
      const to = alarm.split(' ')[0];
      if (location.pathname !== to) { await go(to); cameUp(); return; }
    }
    const before = mainAction();
    refresh(doc);
    if (mainAction() !== before) cameUp();
    root.dataset.rev = doc.documentElement.dataset.rev || rev;
  }
  // A computer that slept shows what is true at once, not after the next change.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) { clearTimeout(timer); return; }
    tick();
    look(root.dataset.rev).catch(() => {});
  });

  // ---- quieting the alarm ----
  let quietedAt = -Infinity;
  function quiet() {
    const alarm = root.dataset.alarm;
    // The alarm rings again after a while; then it can be quieted again.
    if (!alarm || performance.now() - quietedAt < 5000 || location.pathname !== alarm.split(' ')[0]) return;
    quietedAt = performance.now();
    fetch('/do/silence', { method: 'POST', headers, body: new URLSearchParams({ next: '/session/thermal' }), redirect: 'manual' }).catch(() => {});
  }
  let moved = null;
  addEventListener('pointermove', event => {
    // The first report only says where the pointer is; a window that comes up under it is not a hand.
    if (moved && Math.hypot(event.screenX - moved[0], event.screenY - moved[1]) > 3) quiet();
    moved ??= [event.screenX, event.screenY];
  }, { passive: true });
  addEventListener('pointerdown', quiet, { passive: true });
  // Which keys count is decided in keys.js, which comes first.
  addEventListener('keydown', quiet);

  // ---- "Still picture" stays chosen from step to step ----
  let still = false;
  document.addEventListener('change', event => {
    if (event.target.matches?.('.still-picture')) still = event.target.checked;
  });
  function restoreStill() {
    for (const box of document.querySelectorAll('.still-picture')) box.checked = still;
  }

  remember();
  count();
  follow();
})();
