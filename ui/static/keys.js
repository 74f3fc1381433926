// Decides which key presses count. Somebody who types in another program must never say "it is off" when Lumbar comes
// up under their hands: after it came up keys wait for a pause, and a button nobody moved to must be held.
'use strict';
(() => {
  const PAUSE = 1500; // ms without a key until keys count again
  const HOLD = 600; // ms for which a key is held on a button the person has not moved to
  let quietUntil = -Infinity; // keys do not count before this moment
  let chosen = null; // the control that the person moved the focus to
  let moving = false; // the focus moves by the person's own hand
  let held = null; // the key that is down on a button: { key, button, timer }

  const controls = 'a, button, input, select, textarea, summary, [contenteditable]';
  // Pausing a movement is undone as easily as it is done; moving a step in a form keeps nothing yet.
  const harmless = button => /\/do\/(pause|resume|own-routine-check)$/.test(button.getAttribute('formaction') || '');
  const presses = event => event.key === ' ' || event.key === 'Enter';

  function release() {
    if (!held) return;
    clearTimeout(held.timer);
    held.button.classList.remove('held');
    held = null;
  }

  function cameUp() {
    release();
    chosen = null;
    quietUntil = performance.now() + PAUSE;
  }

  // Before everything else on the page, so that a key that does not count does not quiet the alarm either.
  addEventListener('keydown', event => {
    const now = performance.now();
    const shortcut = event.ctrlKey || event.altKey || event.metaKey;
    if (now < quietUntil) {
      quietUntil = now + PAUSE;
      event.stopImmediatePropagation();
      if (!shortcut) event.preventDefault();
      return;
    }
    if (event.key === 'Tab' || event.key.startsWith('Arrow')) {
      moving = true;
      setTimeout(() => { moving = false; });
      return;
    }
    if (!presses(event) || shortcut) return;
    const focused = event.target.closest?.(controls);
    if (focused && (focused === chosen || !focused.matches('button, [type=submit]'))) return;
    const button = focused || (event.key === ' ' && document.querySelector('.session #main-action'));
    if (!button) return;
    event.preventDefault();
    if (event.repeat || held) return;
    if (harmless(button)) { button.click(); return; }
    button.classList.add('held');
    const timer = setTimeout(() => {
      release();
      if (button.isConnected) button.click();
    }, HOLD);
    held = { key: event.key, button, timer };
  }, true);

  addEventListener('keyup', event => {
    // The click that a button makes of Space comes with the key going up.
    if (presses(event) && event.target !== chosen && event.target.closest?.('button')) event.preventDefault();
    if (held && event.key === held.key) release();
  }, true);

  addEventListener('pointerdown', () => {
    moving = true;
    setTimeout(() => { moving = false; });
  }, true);
  addEventListener('focusin', event => { chosen = moving ? event.target : null; });
  // A setting keeps the focus that the person gave it: the next key need not be held.
  document.addEventListener('lumbar:stays', event => { chosen = event.target; });
  addEventListener('blur', release);
  // The window comes to the front by itself for an alarm; nobody can tell that from a hand that chose it.
  addEventListener('focus', () => { if (document.body.classList.contains('alarm')) cameUp(); });
  document.addEventListener('lumbar:came-up', cameUp);
  if (document.body.classList.contains('alarm')) cameUp();
})();
