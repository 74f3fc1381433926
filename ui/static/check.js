// Helps with fields. A form is checked while it is typed in: what the server says of it takes the place of what it said
// before. A field for a key of the desktop takes the keys as they are pressed. Without this script a button, and typing the
// key's name, do the same.
'use strict';
(() => {
  const PAUSE = 400; // ms without a key
  let timer = 0, asked = 0;
  async function check(form) {
    const mine = ++asked;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.check, { method: 'POST', body, headers: { 'x-lumbar-fetch': '1' } });
      const doc = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (mine !== asked || !form.isConnected) return;
      for (const said of doc.querySelectorAll('[data-checked]')) {
        const old = form.querySelector(`[data-checked="${said.dataset.checked}"]`);
        if (old && old.innerHTML !== said.innerHTML) old.replaceChildren(...said.childNodes);
      }
      for (const field of form.querySelectorAll('[name][aria-describedby]')) {
        const wrong = doc.querySelector(`[name="${field.name}"][aria-invalid]`);
        if (wrong) field.setAttribute('aria-invalid', 'true'); else field.removeAttribute('aria-invalid');
      }
    } catch { /* The next key, or the button, asks again. */ }
  }
  document.addEventListener('input', event => {
    const form = event.target.closest?.('form[data-check]');
    if (!form) return;
    clearTimeout(timer);
    timer = setTimeout(() => check(form), PAUSE);
  });

  const alone = /^(F([1-9]|1[0-9]|2[0-4])|Pause)$/;
  const named = { Space: 'Space', Insert: 'Insert', Delete: 'Delete', Home: 'Home', End: 'End', PageUp: 'PageUp',
    PageDown: 'PageDown', ArrowUp: 'Up', ArrowDown: 'Down', ArrowLeft: 'Left', ArrowRight: 'Right' };
  document.addEventListener('keydown', event => {
    const field = event.target.closest?.('input[data-key]');
    if (!field || event.key === 'Tab' || event.key === 'Enter') return;
    // The place on the keyboard: with Alt held the sign may be another.
    const [, sign] = /^(?:Key([A-Z])|Digit[0-9])$/.test(event.code) ? [0, event.code.slice(-1)] : [];
    const pressed = sign || named[event.code] || (alone.test(event.key) && event.key);
    // Without a key that is held it is text.
    if (!pressed || !(event.ctrlKey || event.altKey || event.metaKey || alone.test(event.key))) return;
    event.preventDefault();
    const held = [[event.ctrlKey, 'Ctrl'], [event.altKey, 'Alt'], [event.shiftKey, 'Shift'], [event.metaKey, 'Super']];
    field.value = [...held.filter(([down]) => down).map(([, name]) => name), pressed].join('+');
  });
})();
