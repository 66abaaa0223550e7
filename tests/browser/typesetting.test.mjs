// Where lines end: in headings between words, never in a range of numbers, and no character alone.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { browser, each, kind, none, routes, samples, site, source, start } from './site.mjs';

start();

const content = fileURLToPath(new URL('../../content/', import.meta.url));
const file = (name) => parse(readFileSync(content + name, 'utf8'), { logLevel: 'error' });
// The whole report on one page repeats its chapters, which are all here.
const pages = samples.filter((route) => kind(route) !== 'whole');
const chinese = [...new Set([...pages, ...routes.filter((route) => kind(route) === 'chapters/*')])]
  .filter((route) => /^<!doctype html>\s*<html lang="zh/i.test(source(route)));
const widths = Array.from({ length: 29 }, (_, i) => 320 + 40 * i);
const HEADINGS = 'h1, h2:not(.unseen), h3, h4, .by-words, summary, .contents a, .menu-panel a, .takeaway';

/** What the report calls its members, areas, indices and levels, the longest first. */
const terms = (() => {
  const found = new Set();
  const visit = (value, key) => {
    if (Array.isArray(value)) return value.forEach((each) => visit(each, key));
    if (!value || typeof value !== 'object') return;
    if (['name', 'title', 'short-title', 'short', 'whole'].includes(key) && typeof value.zh === 'string') found.add(value.zh);
    for (const [name, inner] of Object.entries(value)) visit(inner, name);
  };
  for (const name of ['members', 'regions', 'methodology']) visit(file(`survey/${name}.yaml`), '');
  visit(file('report.yaml'), '');
  // What the report's titles share with its index.
  found.add('电子政务');
  return [...found].filter((term) => /^\p{Script=Han}{2,}$/u.test(term)).sort((a, b) => b.length - a.length);
})();

/** The lines of each element that shows text, as strings; and how many of its characters fit on one. */
const lines = (page, selector) => page.evaluate((selector) => {
  const range = document.createRange();
  return [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility() && !element.closest('svg')).map((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const rows = [''];
    let last;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest('svg, .anchor, .unseen') || getComputedStyle(node.parentElement).display === 'none') continue;
      let at = 0;
      for (const letter of node.data) {
        range.setStart(node, at);
        range.setEnd(node, at += letter.length);
        const box = [...range.getClientRects()].pop();
        if (!box?.width) continue;
        if (last && box.left < last.left && box.top + box.height / 2 > last.bottom) rows.push('');
        rows[rows.length - 1] += letter;
        if (!node.parentElement.closest('sup')) last = box;
      }
    }
    const style = getComputedStyle(element);
    const room = element.clientWidth || element.parentElement.clientWidth;
    return { rows: rows.map((row) => row.trim()), fits: Math.floor(room / parseFloat(style.fontSize)) };
  });
}, selector);

const RANGE = String.raw`\d[\d.,]*[%％]?(?:[–—~～-]\d[\d.,]*[%％]?)+`;

/** Notes each line that ends inside of what `pattern` finds, if that fits on a line. */
function parted({ rows, fits }, pattern, note) {
  const text = rows.join('');
  const ends = rows.slice(0, -1).map(((at) => (row) => (at += row.length))(0));
  for (const { index, 0: found } of text.matchAll(pattern)) {
    const end = ends.find((end) => end > index && end < index + found.length);
    if (end && found.length < fits) note(`"${text.slice(index, end)}|${text.slice(end, index + found.length)}" in "${rows.join('|')}"`);
  }
}

const alone = ({ rows }) => rows.length > 1 && /^\P{L}*\p{Script=Han}\P{L}*$/u.test(rows.at(-1)) && !/\p{N}/u.test(rows.at(-1));
const patterns = [new RegExp(terms.join('|'), 'gu'), new RegExp(`${RANGE}[年届位国组]?`, 'gu'), /\d[\d.,]*\d/gu];

/** What is wrong with the headings of a page at a width. */
async function faults(page, note) {
  for (const heading of await lines(page, HEADINGS)) {
    for (const pattern of patterns) parted(heading, pattern, note);
    if (alone(heading)) note(`a character alone: "${heading.rows.join('|')}"`);
  }
  const broad = await page.evaluate((selector) => [...document.querySelectorAll(selector)]
    .filter((part) => part.checkVisibility() && part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display === 'block')
    .map((part) => part.textContent), 'h1, h2:not(.unseen), h3');
  for (const text of broad) note(`broader than its column: "${text}"`);
}

test('lines of Chinese headings end between words, from 320 to 1440 px', async () => {
  assert.ok(terms.length > 200 && chinese.length > 20);
  const context = await browser.newContext();
  const problems = [];
  await each(context, chinese, null, async (page, route) => {
    await page.goto(site.root + route);
    // Every 40 px, half of them on each page; EVERY=1 tries all.
    for (const width of widths.filter((_, i) => process.env.EVERY || i % 2 === chinese.indexOf(route) % 2)) {
      await page.setViewportSize({ width, height: 900 });
      await faults(page, (what) => problems.push(`${route} at ${width}: ${what}`));
    }
  });
  await context.close();
  none(problems);
});

test('without words for its headings, a page fails', async () => {
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await page.goto(site.root + chinese.find((route) => kind(route) === 'chapters/*'));
  await page.addStyleTag({ content: ':is(h1, h2, h3, figcaption, nav) { word-break: break-all !important } .nb { white-space: normal !important }' });
  const problems = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await faults(page, (what) => problems.push(what));
  }
  assert.match(problems.join('\n'), /\|/);
  await context.close();
});

test('running text: ranges of numbers stay whole, and no character is alone on a last line', async (t) => {
  const context = await browser.newContext();
  const problems = [];
  let [paragraphs, single] = [0, 0];
  const list = [...new Set([...pages, ...chinese])];
  await each(context, list, null, async (page, route) => {
    await page.goto(site.root + route);
    for (const width of [320, 375, 768, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      for (const paragraph of await lines(page, 'main :is(p, dd), main li:not(:has(p, li)), main figcaption p')) {
        const note = (what) => problems.push(`${route} at ${width}: ${what}`);
        paragraphs += 1;
        parted(paragraph, new RegExp(`(?<![/\\w.-])${RANGE}(?![\\w-])`, 'gu'), note);
        if (!alone(paragraph)) continue;
        single += 1;
        note(`a character alone: "${paragraph.rows.slice(-2).join('|')}"`);
      }
    }
  });
  await context.close();
  t.diagnostic(`${single} of ${paragraphs} paragraphs end with a character alone`);
  none(problems);
});

test('nothing is added to the text', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const problems = [];
  await each(context, chinese, null, async (page, route) => {
    await page.goto(site.root + route);
    const found = await page.evaluate(() => ({
      text: document.documentElement.textContent,
      attributes: [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes].map((a) => a.value)).join('\n'),
      entries: [...document.querySelectorAll('.contents a')].map((a) => [a.textContent, document.getElementById(decodeURIComponent(a.hash.slice(1)))?.textContent ?? '']),
      words: document.querySelectorAll('wbr').length,
    }));
    if (/[\u200b\u00ad]/.test(found.text)) problems.push(`${route}: invisible characters`);
    if (/wbr|class="nb"|\u200b/.test(found.attributes)) problems.push(`${route}: marks in attributes`);
    if (route.includes('/') && kind(route) !== 'landing' && !found.words) problems.push(`${route}: no words`);
    for (const [entry, heading] of found.entries) {
      if (!heading.startsWith(entry)) problems.push(`${route}: "${entry}" leads to "${heading}"`);
    }
  });
  await context.close();
  none(problems);
});

// What keeps characters together is part of its line: no line ends before it while there is room.
test('what is kept together stands in its line', async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const problems = [];
  await each(context, pages.filter((route) => chinese.includes(route)), null, async (page, route) => {
    await page.goto(site.root + route);
    for (const width of [1440, 375]) {
      await page.setViewportSize({ width, height: 900 });
      const apart = await page.evaluate(() => {
        document.querySelectorAll('details').forEach((fold) => { fold.open = true; });
        return [...document.querySelectorAll('span.nb')].filter((kept) => {
          const parent = kept.parentElement;
          const style = getComputedStyle(parent);
          if (getComputedStyle(kept).display !== 'inline' && !/flex|grid/.test(style.display)) return true;
          // In a row of boxes it stands beside the text; where the text needs a second line, apart from it.
          const lines = parent.getBoundingClientRect().height / parseFloat(style.lineHeight);
          return /flex|grid/.test(style.display) && parent.checkVisibility() && lines > 2.2;
        }).map((kept) => kept.parentElement.textContent.trim().slice(-30));
      });
      problems.push(...apart.map((text) => `${route} at ${width} px: the end of “…${text}” stands apart`));
    }
  });
  await context.close();
  none(problems);
});
