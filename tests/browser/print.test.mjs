// Paper: pages printed to PDF through the browser and read back with poppler's pdftotext.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { browser, each, kind, none, routes, samples, site, source, start, turns } from './site.mjs';

start();
const run = promisify(execFile);
const papers = mkdtempSync(join(tmpdir(), 'paper-'));
after(() => rmSync(papers, { recursive: true, force: true }));

/** The margins of `@page`, in points, with a hair for letters that lean out of their boxes. */
const MARGIN = { x: 45 - 3, top: 42 - 6, bottom: 15 };

/** Of the pages of a kind, `n` that stand far apart. */
const some = (wanted, n) => {
  const all = routes.filter((route) => kind(route) === wanted);
  return all.filter((_, i) => i % Math.ceil(all.length / n) === 0);
};
const list = [...new Set([
  ...samples, ...some('countries/*', 6), ...some('editions/*', 6), ...some('chapters/*', 100),
])];

const plain = (text) => text.normalize('NFKC').replace(/[\s\u200b\u2060\u00ad]/gu, '');
const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The sheets of a PDF: their sizes and words, in the order in which they were drawn. */
async function read(file) {
  const { stdout } = await run('pdftotext', ['-raw', '-bbox', file, '-'], { maxBuffer: 1e9 });
  return stdout.split('<page ').slice(1).map((sheet) => {
    const [, width, height] = /^width="([\d.]+)" height="([\d.]+)"/.exec(sheet).map(Number);
    const words = [...sheet.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g)]
      .map(([, x0, y0, x1, y1, text]) => {
        const letters = text.replace(/&(\w+);/g, (_, name) => entities[name] ?? '?');
        // Boxes are as high as the face's highest letters; most of a text stands in the middle.
        const [middle, high] = [(+y0 + +y1) / 2, +y1 - +y0];
        // Boxes of Chinese faces are more than twice as high as a line.
        const wide = /[\u2e80-\uffef\u00b7\u2010-\u2044]/.test(letters) || high > 3.2 * (+x1 - +x0) / letters.length;
        const half = high * (wide ? 0.14 : 0.34);
        // Half of a full-width mark is empty, and may lie over its neighbour or the margin.
        const empty = (pattern) => (wide && pattern.test(letters) ? 0.22 * high : 0);
        const [left, right] = [empty(/^[“‘（《〈「『【]/), empty(/[”’）》〉」』】，、。；：？！]\u2060?$/)];
        return { x0: +x0 + left, x1: +x1 - right, y0: middle - half, y1: middle + half, letters };
      });
    return { width, height, words, text: plain(words.map((word) => word.letters).join('')) };
  });
}

let made = 0;
/** Prints what `page` shows. */
async function print(page, format) {
  const path = join(papers, `${made++}.pdf`);
  await page.pdf({ path, format });
  const sheets = await read(path);
  rmSync(path);
  return sheets;
}

/** The tables that the page prints: the words of their heads, and of their rows in order. */
const tables = (page) => page.evaluate(() => {
  const made = (element, which) => {
    const { content, display } = getComputedStyle(element, which);
    if (display === 'none' || !content || ['none', 'normal'].includes(content)) return '';
    const attribute = /^attr\(([\w-]+)\)/.exec(content);
    return attribute ? element.getAttribute(attribute[1]) : (/^"((?:[^"\\]|\\.)*)"/.exec(content)?.[1] ?? '');
  };
  const text = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches('svg title, svg desc')) return '';
    const { display, visibility } = getComputedStyle(node);
    if (display === 'none' || visibility === 'hidden') return '';
    return made(node, '::before') + [...node.childNodes].map(text).join('') + made(node, '::after');
  };
  return [...document.querySelectorAll('table')].filter((table) => table.checkVisibility()).map((table) => ({
    name: table.id || table.className,
    head: table.tHead ? [...table.tHead.rows].map(text).join('') : '',
    rows: [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => row.checkVisibility()).map(text),
  }));
});

/** What is wrong with a table: rows that are missing or out of order, sheets that its heads do not stand on. */
function hold(sheets, { name, head, rows }) {
  const heads = plain(head);
  const [first, ...rest] = rows.map(plain).filter(Boolean);
  if (!first) return [];
  // Tables may begin alike: the one that goes on as it should is meant.
  const tries = sheets.flatMap(({ text }, sheet) => {
    const starts = [];
    for (let at = text.indexOf(heads + first); at >= 0; at = text.indexOf(heads + first, at + 1)) starts.push(at);
    return starts.map((at) => follow(sheets, { sheet, end: at + heads.length + first.length }, heads, rest));
  });
  const [best] = tries.sort((a, b) => a.length - b.length);
  return (best ?? [`no head and first row "${first}"`]).map((what) => `${name}: ${what}`);
}

function follow(sheets, at, heads, rows) {
  const problems = [];
  for (const row of rows) {
    const here = sheets[at.sheet].text;
    if (here.startsWith(row, at.end)) {
      at.end += row.length;
      continue;
    }
    // On the next sheet, after the heads.
    const next = sheets[at.sheet + 1]?.text.indexOf(heads + row) ?? -1;
    if (next < 0) problems.push(`row "${row}" does not follow "${here.slice(Math.max(0, at.end - 20), at.end)}"`);
    else at = { sheet: at.sheet + 1, end: next + heads.length + row.length };
  }
  return problems;
}

/** Notes words over words, and words outside of the margins. */
function spread({ width, height, words }, note) {
  const low = words.filter((word) => word.y0 > height - 48);
  words.forEach((a, i) => {
    if (a.x0 < MARGIN.x || a.x1 > width - MARGIN.x || a.y0 < MARGIN.top || a.y1 > height - MARGIN.bottom) {
      note(`"${a.letters}" stands at ${a.x0.toFixed()}–${a.x1.toFixed()} of ${width.toFixed()}, ${a.y0.toFixed()} of ${height.toFixed()}`);
    }
    for (const b of words.slice(i + 1)) {
      const [x, y] = [Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0), Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0)];
      // A text whose outline is drawn first is drawn twice.
      const twice = a.letters === b.letters && Math.abs(a.x0 - b.x0) < 1;
      if (x > 2.5 && y > 1 && !twice) note(`"${a.letters}" and "${b.letters}" overlap by ${x.toFixed(1)} × ${y.toFixed(1)}`);
    }
  });
  if (!low.some(({ letters }) => /^\d+$/.test(letters))) note('a sheet has no number');
}

/** How much of a sheet's height is empty below its last word but the sheet's number. */
const empty = ({ height, words }) => {
  const bottom = Math.max(...words.map((word) => word.y1).filter((y) => y < height - 48));
  return (height - 48 - bottom) / (height - 90);
};

/** What a printed page gets wrong. */
async function faults(page, route, format, scripted) {
  const problems = [];
  const note = (what) => problems.push(`${route} (${format}): ${what}`);
  // Between the margins: the browser makes whatever is broader smaller, with all else.
  await page.setViewportSize({ width: format === 'A4' ? 672 : 695, height: 900 });
  const broad = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (broad > 0) note(`${broad} px wider than the paper`);
  const sheets = await print(page, format);
  for (const table of await tables(page)) hold(sheets, table).forEach(note);
  sheets.forEach((sheet, i) => spread(sheet, (what) => note(`sheet ${i + 1}: ${what}`)));
  const first = sheets[0].text;
  const canonical = /<link rel="canonical" href="([^"]+)"/.exec(source(route))[1];
  if (!first.includes(plain(canonical))) note('no address');
  const issued = /data-issued>([^<]+)</.exec(source(route));
  if (issued && !first.includes(plain(issued[1]))) note('no date of issue');
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
  if (first.includes(today) !== scripted) note(`the day of printing is ${scripted ? 'not ' : ''}there`);
  if (kind(route) === 'chapters/*') {
    sheets.slice(0, -1).forEach((sheet, i) => {
      if (empty(sheet) > 0.25) note(`sheet ${i + 1} is ${(100 * empty(sheet)).toFixed()}% empty`);
    });
  }
  return problems;
}

const printed = async (options, routes, format) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const problems = [];
  await each(context, routes, (page) => page.emulateMedia({ media: 'print' }), async (page, route) => {
    await page.goto(site.root + route);
    problems.push(...await faults(page, route, format, options.javaScriptEnabled !== false));
  });
  await context.close();
  none(problems);
};

test('A4: every row in order under its heads, nothing over anything else, no large gaps', () =>
  printed({}, list, 'A4'));

test('Letter, without scripts: the same', () => printed({ javaScriptEnabled: false }, turns.filter((route) => kind(route) !== 'whole'), 'Letter'));

test('a table whose box ends early is found, and one that is wider than the paper', async () => {
  const route = samples.find((route) => kind(route) === 'countries');
  for (const [rule, found] of [
    ['.table-scroll { max-height: 30rem !important }', /overlap by/],
    ['table { width: 60rem !important }', /wider than the paper/],
    ['thead { display: table-row-group !important }', /does not follow/],
  ]) {
    const context = await browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    await page.emulateMedia({ media: 'print' });
    await page.goto(site.root + route);
    await page.addStyleTag({ content: `@media print { ${rule} }` });
    const problems = await faults(page, route, 'A4', true);
    assert.match(problems.join('\n'), found, rule);
    await context.close();
  }
});

test('the heading is printed, and nothing that is worked with', async () => {
  const context = await browser.newContext();
  const problems = [];
  await each(context, turns, (page) => page.emulateMedia({ media: 'print' }), async (page, route) => {
    await page.goto(site.root + route);
    const [title, tools] = await page.evaluate(() => {
      const shown = (part) => part.checkVisibility() && part.getClientRects().length > 0;
      const tools = 'nav, .site-header, .skip, .menu, .filter, .tools, input, select, button, summary';
      return [
        [...document.querySelectorAll('h1')].filter(shown).length,
        // Buttons in the heads of tables may stay as the heads' text.
        [...document.querySelectorAll(tools)].filter((part) => shown(part) && !part.closest('thead')).map((part) => part.outerHTML.slice(0, 80)),
      ];
    });
    if (title !== 1) problems.push(`${route}: ${title} headings`);
    problems.push(...tools.map((what) => `${route}: ${what}`));
  });
  await context.close();
  none(problems);
});

test('steps of ranks stand in brackets with their sign, and the row in focus is shaded', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.emulateMedia({ media: 'print' });
  for (const route of samples.filter((route) => kind(route) === 'ranking')) {
    await page.goto(site.root + route);
    const text = (await print(page, 'A4')).map((sheet) => sheet.text).join('');
    const rows = await page.evaluate(() => [...document.querySelectorAll('.ranking tbody tr')].flatMap((row) => {
      const steps = row.querySelector('.steps');
      return steps ? [[row.cells[0].firstChild.data.trim(), steps.matches('.up'), steps.textContent.replace(/\D/g, ''), row.cells[1].textContent]] : [];
    }));
    assert.ok(rows.length > 100, route);
    none(rows.filter(([rank, up, steps, name]) => !text.includes(plain(`${rank}(${up ? '▲' : '▼'}${steps})${name}`))).map(String));
    const [cell, other] = await page.evaluate(() => ['.ranking .focus', '.ranking tr:not(.focus)'].map((row) =>
      [...document.querySelectorAll(`${row} > *`)].slice(0, 5).map((part) => {
        const { backgroundColor, printColorAdjust } = getComputedStyle(part);
        return `${backgroundColor} ${printColorAdjust}`;
      })));
    assert.equal(new Set(cell).size, 1, `${route}: the whole row`);
    assert.match(cell[0], / exact$/);
    assert.notEqual(cell[0], other[0]);
  }
  await context.close();
});

test('a dark screen prints light', async () => {
  const context = await browser.newContext({ colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto(site.root + samples.find((route) => kind(route) === 'chapters/*'));
  for (const theme of ['', 'dark']) {
    await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const colours = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.documentElement);
      return [getComputedStyle(document.body).color, backgroundColor, getComputedStyle(document.querySelector('.ch')).fill, color];
    });
    assert.deepEqual(colours.slice(0, 3), ['rgb(0, 0, 0)', 'rgb(255, 255, 255)', 'rgb(26, 31, 36)']);
  }
  await context.close();
});
