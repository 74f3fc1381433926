// Decides whether the pages hold: each page and state under axe-core in both themes, narrow and wide, with script and without.
//
// node check.mjs FOLDER [PART-OF-A-NAME]: FOLDER has one folder of pages for each language (`cargo run -p lumbar-ui
// --example gallery -- FOLDER/en`). The languages that are only made up, to try long words and right to left, are
// looked at for what language can change. CHROMIUM names another browser.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';
import * as look from './look.mjs';
import { serve } from './serve.mjs';

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 360, height: 740 };
/** The narrowest that WCAG 1.4.10 asks for: 1280 px at 400 %. */
const NARROWEST = { width: 320, height: 256 };
const TARGET = 44;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Those of the rules that look at colours: nothing else can differ between the themes, which have one layout. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];
const MADE_UP = ['en-XA', 'ar-XB'];
/** Pages that between them show every part there is: under every rule at both widths in both themes. */
const REPRESENTATIVE = [
  'about', 'activity-move-left', 'activity-partner-left', 'cold-or-warm', 'cold-or-warm-no-yes-no', 'error', 'first-aid-cold', 'flags',
  'health-unwell', 'routine-cold-20-20', 'routine-partner', 'routine-stretch-full', 'routines',
  'routines-none', 'safety-ended-skin', 'session-contrast-on', 'session-ended-done', 'session-is-it-on', 'session-maybe-still-on',
  'session-on', 'session-ready', 'session-resting', 'session-skin-asked', 'session-take-off', 'session-take-off-doubt', 'notifications-poor', 'notifications-nothing', 'settings-asks',
  'sources', 'today-busy-day', 'today-first-run', 'today-nothing-on', 'today-notices', 'today-on-and-massage', 'today-planned', 'before-cold-15',
  'which-cold-15', 'help-flags-emergency', 'reasons', 'settings', 'limits', 'since-unwell',
  'history-month', 'history-week', 'history-year-full', 'history-empty', 'history-month-huge', 'visit', 'visit-bad-days',
];
const WORKERS = 2;

const [folder, part = ''] = process.argv.slice(2);
if (!folder) {
  console.error('node check.mjs FOLDER [PART-OF-A-NAME]');
  process.exit(2);
}
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tally = { passed: 0, failed: 0 };
const began = Date.now();

/** Counts one look at a page, and prints what was wrong with it. */
function count(page, what, faults) {
  tally[faults.length ? 'failed' : 'passed'] += 1;
  for (const fault of faults) console.log(`${page} | ${what} | ${fault}`);
}

/** A tab that remembers what went wrong in it. */
async function open(browser, options) {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on('console', said => { if (['error', 'warning'].includes(said.type())) wrong.push(said.text()); });
  page.on('pageerror', error => wrong.push(String(error)));
  page.on('response', answer => { if (answer.status() >= 400) wrong.push(`${answer.status()} for ${answer.url()}`); });
  // The script runs through the developer tools, which no policy of the page concerns.
  const tools = await context.newCDPSession(page);
  return { page, tools, wrongs: () => wrong.splice(0) };
}

async function underAxe({ page, tools }, rules = { type: 'tag', values: TAGS }) {
  if (!await page.evaluate(() => 'axe' in window)) await tools.send('Runtime.evaluate', { expression: `${axe};0` });
  const violations = await page.evaluate(async rules => {
    // The rule on targets has to be asked for by name.
    const more = rules.type === 'tag' ? { rules: { 'target-size': { enabled: true } } } : {};
    const found = await window.axe.run(document, { runOnly: rules, ...more, resultTypes: ['violations'] });
    return found.violations.map(({ id, help, nodes }) => ({
      id, help, nodes: nodes.map(({ target, html, any, all, none }) => ({ target: target.join(' '), html, why: [...any, ...all, ...none][0]?.message })),
    }));
  }, rules);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html, why }) => `${id}: ${help} | ${target} | ${html.slice(0, 120)} | ${why ?? ''}`));
}

const layout = async page => [...await page.evaluate(look.width), ...await page.evaluate(look.targets, TARGET)];

/** A page in the language that ships: everything. */
async function wholly(tab, name, address) {
  const { page } = tab;
  const representative = REPRESENTATIVE.includes(name);
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(address);
  count(name, 'frame', await page.evaluate(look.frame));
  await page.evaluate(look.unfold);
  count(name, 'wide', await layout(page));
  count(name, 'wide, light', await underAxe(tab));
  await page.emulateMedia({ colorScheme: 'dark' });
  count(name, 'wide, dark', await underAxe(tab, representative ? undefined : { type: 'rule', values: OF_COLOUR }));
  await page.setViewportSize(NARROW);
  count(name, 'narrow', await layout(page));
  if (representative) {
    count(name, 'narrow, dark', await underAxe(tab));
    await page.emulateMedia({ colorScheme: 'light' });
    count(name, 'narrow, light', await underAxe(tab));
  }
  await page.setViewportSize(NARROWEST);
  count(name, 'narrowest', await page.evaluate(look.width));
  count(name, 'console', tab.wrongs());
}

/** A page in a made-up language: what longer words and the other direction can change. */
async function madeUp(tab, name, address) {
  const { page } = tab;
  await page.goto(address);
  await page.evaluate(look.unfold);
  count(name, 'narrow', await layout(page));
  if (REPRESENTATIVE.includes(path.basename(name))) {
    await page.setViewportSize(WIDE);
    count(name, 'wide', await layout(page));
    await page.setViewportSize(NARROW);
  }
  count(name, 'console', tab.wrongs());
}

/** A page where script is off. */
async function still(tab, name, address) {
  await tab.page.goto(address, { waitUntil: 'domcontentloaded' });
  count(name, 'without script', [
    ...await tab.page.evaluate(look.frame), ...await tab.page.evaluate(look.withoutScript), ...tab.wrongs(),
  ]);
}

const names = locale => readdirSync(path.join(folder, locale)).filter(file => file.endsWith('.html'))
  .map(file => path.basename(file, '.html')).filter(name => name.includes(part)).sort();
const pages = names('en');
const unknown = part ? [] : REPRESENTATIVE.filter(name => !pages.includes(name));
if (unknown.length) count('check.mjs', 'representative', unknown.map(name => `there is no page ${name}`));
const tasks = pages.map(file => ({ check: wholly, locale: 'en', file, name: file }));
for (const locale of MADE_UP) tasks.push(...names(locale).map(file => ({ check: madeUp, locale, file, name: `${locale}/${file}` })));
tasks.push(...pages.map(file => ({ check: still, locale: 'en', file, name: file })));

const server = await serve(folder);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  handleSIGINT: false,
  handleSIGTERM: false,
  handleSIGHUP: false,
  // Each run has an empty profile of its own, and the browser keeps to itself.
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--hide-scrollbars'],
});
let ended = ''; // what broke the run off
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    ended = `${signal} came from outside`;
    browser.close();
  });
}
try {
  await Promise.all(Array.from({ length: WORKERS }, async () => {
    const tabs = new Map([
      [wholly, await open(browser, {})],
      [madeUp, await open(browser, { viewport: NARROW })],
      [still, await open(browser, { javaScriptEnabled: false })],
    ]);
    for (let task = tasks.shift(); task && !ended; task = tasks.shift()) {
      const { check, locale, file, name } = task;
      try {
        await check(tabs.get(check), name, `${server.address}/${locale}/${file}.html`);
      } catch (error) {
        // Without its browser every further page would fail as well.
        if (tabs.get(check).page.isClosed()) ended ||= 'the browser ended by itself';
        if (!ended) count(name, 'broke off', [String(error).split('\n')[0]]);
      }
    }
  }));
} finally {
  await browser.close();
  server.close();
}
if (ended) count('check.mjs', 'broke off', [`${ended}; ${tasks.length} looks were left`]);
console.log(`${pages.length} pages in ${Math.round((Date.now() - began) / 1000)} s`);
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed ? 1 : 0);
