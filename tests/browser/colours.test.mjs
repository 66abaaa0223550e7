// One colour for one meaning: in tables and charts of all kinds of pages, in both themes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, each, none, routes, samples, site, source, start } from './site.mjs';

start();

// Without script every mark keeps its title, which says what it is.
// In the page: what is painted in which colour, with what the page itself says of it.
function paints() {
  const found = [];
  const note = (what, colour) => found.push([what, colour]);
  const style = (element) => getComputedStyle(element);
  for (const pill of document.querySelectorAll('.level')) note(`level ${pill.textContent.trim()}`, style(pill).backgroundColor);
  for (const move of document.querySelectorAll(':is(.change, .steps).up')) note('gain', style(move).color);
  for (const move of document.querySelectorAll(':is(.change, .steps).down')) note('loss', style(move).color);
  for (const cell of document.querySelectorAll('tr.focus > :first-child')) note('focus', style(cell).boxShadow.match(/rgb\([^)]*\)/)[0]);
  const levels = new Set([...document.querySelectorAll('.level')].map((pill) => pill.textContent.trim()));
  for (const figure of document.querySelectorAll('figure.chart')) {
    const { colon } = figure.dataset;
    const svg = figure.querySelector('svg.ch-w');
    if (!svg) continue;
    for (const mark of svg.querySelectorAll('g:not(.z) title')) {
      const shape = mark.parentNode.localName === 'g' ? mark.parentNode.querySelector('path') : mark.parentNode;
      const [title, fill] = [mark.textContent, style(shape).fill];
      const group = shape.closest('g[class]').getAttribute('class');
      const of = (group.endsWith(' u') && /\(([^()]+)\)$/.exec(title)?.[1]) || title.split(colon)[0].split(/[,，、]\s*/).at(-1);
      if (/^q\d+( u)?$/.test(group) && Number(/\d+/.exec(group)[0]) < 11) note(`level ${of}`, fill);
      // Steps of a change have a sign.
      if (/^f1[78]$/.test(group)) note(title.split(colon).at(-1).startsWith('+') ? 'gain' : 'loss', fill);
    }
    // Lines have their names at their ends, in their colour.
    const heads = [...figure.querySelectorAll('.chart-data thead th')].slice(1).map((cell) => cell.textContent.trim());
    if (svg.querySelector('.z')) for (const text of svg.querySelectorAll('g[class*=" t"] text')) {
      const words = [...text.childNodes].map((node) => node.textContent).join(' ');
      const name = heads.filter((head) => words.includes(head)).sort((a, b) => b.length - a.length)[0];
      if (name) note(`series ${name}`, style(text).fill);
    }
  }
  // What the tokens say.
  const probe = document.body.appendChild(document.createElement('i'));
  const token = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const names = ['focus', 'world', 'region', 'index', 'gain', 'loss', ...[1, 2, 3, 4, 5, 6].flatMap((i) => [`component-${i}`, `other-${i}`]), ...[1, 2, 3, 4, 5, 6, 7].map((i) => `level-${i}`)];
  return { found, tokens: Object.fromEntries(names.map((name) => [name, token(name)])), levels: [...levels] };
}

const charted = routes.filter((route) => source(route).includes('class="ch ch-w"'));
const picked = [...new Set([...samples, ...charted.filter((route) => /\/(chapters|components)\//.test(route)), ...charted.filter((_, i) => i % 100 === 0)])];

for (const colorScheme of ['light', 'dark']) {
  test(`each meaning has one colour on all pages: ${colorScheme} (${picked.length} pages)`, async (t) => {
    const context = await browser.newContext({ colorScheme, javaScriptEnabled: false, bypassCSP: true, viewport: { width: 1280, height: 900 } });
    const colours = new Map();
    let tokens;
    // The same parts have the same tokens in both themes.
    await each(context, colorScheme === 'light' ? picked : samples, null, async (page, route) => {
      await page.goto(site.root + route);
      const seen = await page.evaluate(paints);
      tokens = seen.tokens;
      for (const [what, colour] of seen.found) {
        // The names are those of a language; gain, loss and focus are the same in all.
        const key = what.includes(' ') ? `${route.split('/')[0]} ${what}` : what;
        if (!colours.has(key)) colours.set(key, new Map());
        if (!colours.get(key).has(colour)) colours.get(key).set(colour, route);
      }
    });
    await context.close();
    const faults = [];
    const values = Object.entries(tokens);
    for (const [a, one] of values) for (const [b, other] of values) if (a < b && one === other) faults.push(`--${a} and --${b} are ${one}`);
    const meaningful = new Map(values.filter(([name]) => !name.startsWith('other')).map(([name, colour]) => [colour, name]));
    const owners = new Map();
    for (const [what, seen] of colours) {
      // A member or an edition has no colour of its own; what has one keeps it.
      const own = [...seen.keys()].filter((colour) => meaningful.has(colour));
      const changing = what.includes('series') && own.every((colour) => meaningful.get(colour) === 'focus');
      if (!changing && seen.size > 1 && own.length) faults.push(`${what}: ${[...seen].map(([colour, route]) => `${meaningful.get(colour) ?? colour} on ${route}`).join(', ')}`);
      for (const colour of own) {
        const name = meaningful.get(colour);
        if (what.includes('level ') && !name.startsWith('level')) faults.push(`${what} has the colour of --${name}`);
        if (/^(gain|loss|focus)$/.test(what) && name !== what) faults.push(`${what} has the colour of --${name}`);
        if (!/^(component|index|level)/.test(name)) continue;
        const key = `${what.split(' ')[0]} ${name}`;
        if (owners.has(key) && owners.get(key) !== what) faults.push(`--${name} is ${owners.get(key)} and ${what}`);
        owners.set(key, what);
      }
      if (!own.length && /level |gain|loss/.test(what)) faults.push(`${what} has no colour of its own: ${[...seen.keys()]}`);
    }
    t.diagnostic([...owners].map(([key, what]) => `${key}: ${what}`).join('\n'));
    assert.ok(colours.has('gain') && colours.has('loss') && colours.has('focus'));
    assert.ok([...owners.keys()].filter((key) => key.includes('component')).length >= 6, 'components are drawn');
    assert.ok([...owners.keys()].filter((key) => key.includes('level')).length >= 6, 'levels are drawn');
    none(faults);
  });
}

test('the key of colours has the colours of what it names', async () => {
  const keyed = routes.filter((route) => source(route).includes('class="colours"'));
  assert.ok(keyed.length >= 2);
  const context = await browser.newContext();
  const page = await context.newPage();
  for (const route of keyed) {
    await page.goto(site.root + route);
    const seen = await page.evaluate(() => [...document.querySelectorAll('.colours li')].map((item) => [item.textContent.trim(), getComputedStyle(item.querySelector('.swatch')).backgroundColor]));
    assert.ok(seen.length >= 10);
    assert.equal(new Set(seen.map(([, colour]) => colour)).size, seen.length, `${route}: two meanings share a colour`);
    assert.ok(seen.every(([name, colour]) => name && colour !== 'rgba(0, 0, 0, 0)'), route);
  }
  await context.close();
});
