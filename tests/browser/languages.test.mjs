// A report in a language that is not built in and runs from right to left, made as an author makes it:
// the language is put in the list, its words are filled in. The browser then sets the pages.
//
// PROGRAM the built program (default: `target/debug/egov-report` of the checkout)

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const program = resolve(process.env.PROGRAM || join(checkout, 'target/debug/egov-report'));
const folder = mkdtempSync(join(tmpdir(), 'languages-'));
const content = join(folder, 'content');

/** The words of the sheet, each filled in with what it says elsewhere. */
function fill(file) {
  let shown = '-';
  const lines = readFileSync(file, 'utf8').split('\n').map((line) => {
    if (line.startsWith('# ')) shown = line.slice(2);
    if (line.startsWith('#') || !line) return line;
    const text = (line.includes('{') ? shown.split(': ').at(-1) : shown).trim() || '-';
    return line.replaceAll('""', () => JSON.stringify(text));
  });
  writeFileSync(file, lines.join('\n'));
}

let browser;
before(async () => {
  cpSync(join(checkout, 'tests/fixtures/wellbeing/content'), content, { recursive: true });
  rmSync(join(content, 'strings/fr.yaml'));
  for (const name of readdirSync(content, { recursive: true }).map(String)) {
    const file = join(content, name);
    if (name.endsWith('.fr.md')) renameSync(file, file.replace(/\.fr\.md$/, '.ar.md'));
    if (!name.endsWith('.yaml')) continue;
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(', fr]', ', {tag: ar-EG, segment: ar}]').replaceAll(', fr: ', ', ar: ').replaceAll('  fr: ', '  ar: '));
  }
  const run = (...words) => execFileSync(program, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  run('check', '--words', 'ar', '--write');
  fill(join(content, 'strings/ar.yaml'));
  run('build', '--manual');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const pages = ['ar/', 'ar/towns/ell/', 'ar/ranking/', 'ar/reading/overview/', 'ar/manual/bars/', 'ar/methodology/'];
for (const width of [375, 768, 1280]) {
  test(`Arabic pages are mirrored and fit, charts are not mirrored: ${width} px`, async () => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    for (const route of pages) {
      await page.goto(pathToFileURL(join(folder, 'site', route, 'index.html')).href);
      const seen = await page.evaluate(() => {
        const root = document.documentElement;
        const shown = (e) => e && e.getClientRects().length ? e.getBoundingClientRect() : undefined;
        const heading = document.querySelector('h1');
        const range = document.createRange();
        range.selectNodeContents(heading);
        // The first of its lines: where words begin.
        const lines = [...range.getClientRects()];
        const words = { right: Math.max(...lines.filter((line) => Math.abs(line.top - lines[0].top) < 8).map((line) => line.right)) };
        const home = shown(document.querySelector('header a'));
        const cells = [...document.querySelectorAll('table')].filter(shown).map((table) => [...table.querySelectorAll('tbody tr:first-child > *')].map((cell) => cell.getBoundingClientRect().right));
        return {
          dir: getComputedStyle(root).direction, lang: root.lang,
          over: root.scrollWidth - root.clientWidth,
          heading: heading.getBoundingClientRect().right - words.right,
          home: home && home.left + home.width / 2 > innerWidth / 2,
          rows: cells.filter((row) => row.length > 1).every((row) => row.every((right, i) => i === 0 || right < row[i - 1])),
          tables: cells.length,
          charts: [...document.querySelectorAll('figure.chart svg')].filter(shown).map((svg) => getComputedStyle(svg).direction),
        };
      });
      const where = `${route} at ${width}`;
      assert.equal(seen.dir, 'rtl', where);
      assert.equal(seen.lang, 'ar-EG', where);
      assert.ok(seen.over <= 0, `${where}: ${seen.over} px too wide`);
      assert.ok(Math.abs(seen.heading) < 2, `${where}: the heading begins ${seen.heading} px from the right`);
      assert.ok(seen.home, `${where}: the report's name stands on the right`);
      assert.ok(seen.rows, `${where}: columns run from right to left`);
      assert.ok(seen.charts.every((direction) => direction === 'ltr'), `${where}: ${seen.charts}`);
      if (route === 'ar/ranking/') assert.ok(seen.tables > 0, where);
      if (route === 'ar/manual/bars/') assert.ok(seen.charts.length > 0, where);
    }
    await context.close();
  });
}

test('the other languages of the report stay as they are', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(folder, 'site/en/towns/ell/index.html')).href);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).direction), 'ltr');
  const link = page.locator('a[hreflang="ar-EG"]').first();
  assert.equal(await link.evaluate((e) => getComputedStyle(e).direction), 'rtl');
  // Addresses end at folders, which only a server opens.
  await page.goto(new URL('index.html', await link.evaluate((e) => e.href)).href);
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  await context.close();
});

test('numbers in other digits sort, and each language of the menu takes sorting and filter along', async () => {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(folder, 'site/ar/ranking/index.html')).href);
  await page.locator('th[data-key=value] button').click();
  await page.locator('th[data-key=value] button').click();
  const values = await page.locator('#ranking-table tbody tr').evaluateAll((rows) => rows.map((row) => row.cells[2].textContent));
  // Arabic digits and decimal separator, read here on their own.
  const numbers = values.map((text) => Number(text.replace(/[٠-٩]/g, (digit) => digit.codePointAt(0) - 0x660).replace('٫', '.')));
  assert.ok(numbers.length > 5 && numbers.every((value, i) => i === 0 || value >= numbers[i - 1]), values.join(' '));
  await page.locator('.filter input').fill('al');
  const links = await page.locator('details.languages a.language').evaluateAll((all) => all.map((link) => new URL(link.href)));
  assert.equal(links.length, 2);
  for (const link of links) {
    assert.deepEqual(Object.fromEntries(link.searchParams), { sort: 'value', order: 'asc', q: 'al' });
  }
  await page.close();
});
