// Has a form checked while it is typed in: what the server says of it takes the place of what it said before.
// Without this script a button does the same.
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
})();
