// Writes down what a screen reader is told on pages: the browser's own tree of names and roles, shortened to what is read.
//
// node aloud.mjs FOLDER PAGE... : FOLDER holds the pages (of the gallery, or of a week that was lived), PAGE is a name without
// its ending. What it prints is markdown. It changes nothing. CHROMIUM names another browser.
import path from 'node:path';
import { chromium } from 'playwright-core';
import { serve } from './serve.mjs';

/** Said of what holds others only where it has a name, or where readers say it in any case. */
const HOLDERS = ['list', 'table', 'navigation', 'main', 'group', 'region', 'form', 'radiogroup', 'banner'];
/** What is read as one line, with all that is in it. */
const LINES = ['heading', 'link', 'button', 'image', 'img', 'textbox', 'combobox', 'checkbox', 'radio', 'switch', 'alert',
  'DisclosureTriangle', 'timer', 'status', 'spinbutton', 'searchbox', 'slider'];
/** In a table a row is one line, its cells apart. */
const CELLS = ['cell', 'gridcell', 'rowheader', 'columnheader'];

const [folder, ...pages] = process.argv.slice(2);
if (!pages.length) {
  console.error('node aloud.mjs FOLDER PAGE...');
  process.exit(2);
}

const role = node => node.role?.value ?? '';
const name = node => (node.name?.value ?? '').replace(/\s+/g, ' ').trim();
const has = (node, property) => node.properties?.find(({ name }) => name === property)?.value?.value;

/** The words below a node, as they follow each other. */
function words(node, nodes) {
  if (node.ignored || !name(node) || !['StaticText', ...LINES].includes(role(node))) {
    return (node.childIds ?? []).map(id => words(nodes.get(id), nodes)).filter(Boolean).join(' ');
  }
  return name(node);
}

function line(node) {
  const about = [];
  if (role(node) === 'heading') about.push(`level ${has(node, 'level')}`);
  for (const state of ['checked', 'pressed', 'expanded', 'disabled', 'invalid', 'required']) {
    const value = has(node, state);
    if (value !== undefined && value !== 'false' && value !== false) about.push(value === true || value === 'true' ? state : `${state} ${value}`);
    else if (state === 'expanded' && value === false) about.push('closed');
  }
  if (node.description?.value) about.push(`“${node.description.value.trim()}”`);
  const spoken = { DisclosureTriangle: 'opens', img: 'image', StaticText: 'text' }[role(node)] ?? role(node);
  return `${spoken}${about.length ? `, ${about.join(', ')}` : ''}: ${name(node) || '**no name**'}`;
}

/** All lines below a node, each as deep as what holds it. */
function read(node, nodes, deep, lines) {
  const say = text => lines.push(`${'  '.repeat(deep)}- ${text}`);
  const below = more => (node.childIds ?? []).forEach(id => read(nodes.get(id), nodes, deep + more, lines));
  const is = role(node);
  const linked = at => role(at) === 'link' || (at.childIds ?? []).some(id => linked(nodes.get(id)));
  if (node.ignored) return below(0);
  // The table has said it.
  if (is === 'caption') return;
  if (is === 'StaticText') {
    if (name(node)) say(name(node));
    return;
  }
  if (is === 'row') {
    const cells = [];
    const find = at => CELLS.includes(role(at)) ? cells.push(`${linked(at) ? 'link ' : ''}${words(at, nodes) || '–'}`) : (at.childIds ?? []).forEach(id => find(nodes.get(id)));
    find(node);
    if (cells.every(cell => cell === '–')) return;
    say(`row: ${cells.join(' | ')}`);
    return;
  }
  if (is === 'paragraph' || is === 'listitem' && !(node.childIds ?? []).some(id => HOLDERS.includes(role(nodes.get(id))))) {
    const text = words(node, nodes);
    const links = (node.childIds ?? []).map(id => nodes.get(id)).filter(at => ['link', 'button'].includes(role(at))).length;
    if (text && !links) return say(is === 'listitem' ? `item: ${text}` : text);
  }
  if (LINES.includes(is)) {
    say(line(node));
    return;
  }
  if (HOLDERS.includes(is) && (name(node) || is === 'list' || is === 'table')) {
    const count = is === 'list' ? ` of ${(node.childIds ?? []).length}` : '';
    say(`${is}${count}${name(node) ? `: ${name(node)}` : ''}`);
    return below(1);
  }
  below(0);
}

const server = await serve(path.dirname(path.resolve(folder)));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--headless', '--no-sandbox'] });
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
const page = await context.newPage();
const tools = await context.newCDPSession(page);
for (const one of pages) {
  await page.goto(`${server.address}/${path.basename(path.resolve(folder))}/${one}.html`);
  const { nodes: all } = await tools.send('Accessibility.getFullAXTree');
  const nodes = new Map(all.map(node => [node.nodeId, node]));
  const main = all.find(node => role(node) === 'main' && !node.ignored);
  const lines = [];
  read({ ...main, role: { value: 'page' } }, nodes, 0, lines);
  console.log(`## ${await page.title()}\n\n${lines.join('\n')}\n`);
}
await browser.close();
server.close();
