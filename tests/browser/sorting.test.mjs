// Tables that sort: every column of every table, up and down, against an order computed apart from the
// report's data. What the reader set stands in the address.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { browser, each, kind, languages, none, open, routes, samples, site, source, start } from './site.mjs';

const content = new URL('../../content/survey/', import.meta.url);
const data = (file) => parse(readFileSync(new URL(file, content), 'utf8'));

/** The editions in order of years: what each says of its members, by code. */
const editions = readdirSync(new URL('editions/', content))
  .filter((name) => /^\d+\.yaml$/.test(name))
  .map((name) => data(`editions/${name}`))
  .sort((a, b) => a.year - b.year);

const methodology = data('methodology.yaml');
const index = methodology.index.id;
const sortable = routes.filter((route) => /<table class="[^"]*\bsortable\b/.test(source(route)));

start();

/** Of two texts, which stands first for readers of the language: in Chinese by pinyin. */
const collator = (language) => new Intl.Collator(language === 'zh' ? 'zh-u-co-pinyin' : language);

/** What a cell stands for, told from the data, and from its text only where they do not have it. */
function meaning(route, key, row) {
  const [language, , third] = route.split('/');
  const at = kind(route) === 'editions/*' ? editions.findIndex((edition) => edition.year === +third) : editions.length - 1;
  const text = row.cells[key];
  if (text === '–' || text === '') return null;
  const of = (edition, id) => editions[edition]?.members[row.code]?.[id] ?? null;
  const shown = () => {
    const sign = text.startsWith('−') ? -1 : 1;
    return sign * parseFloat(text.replace(/[^\d.]/g, ''));
  };
  if (key === 'rank') return +/^\d+/.exec(text)[0];
  if (key === 'level') return methodology.levels.list.findIndex((level) => Object.values(level.name).includes(text));
  if (key === 'name' || key === 'region') return text;
  const own = kind(route) === 'components/*' ? third : index;
  if (key === 'change') return +(of(at, own) - of(at - 1, own)).toFixed(9);
  const id = key === 'value' ? own : key.replace(/^of-/, '');
  const value = of(at, id);
  assert.ok(value === null || Math.abs(value - shown()) <= 0.000051, `${route}: ${row.code} ${key} is ${value}, shown ${text}`);
  return value ?? shown();
}

/** Presses the button of each column twice. Gives the rows before and after each time: the member, and by
 * the column's key what its cells show. */
const press = () => {
  const read = (table) => {
    const keys = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.key);
    // The change of rank behind a rank is no part of it.
    const text = (cell) => (cell.querySelector('.steps') ? cell.firstChild.textContent : cell.textContent).replace('*', '').trim();
    return [...table.tBodies[0].rows].map((row) => ({
      code: row.querySelector('a').getAttribute('href').split('/').at(-2).toUpperCase(),
      cells: Object.fromEntries([...row.cells].map((cell, i) => [keys[i], text(cell)])),
    }));
  };
  const pressed = [];
  for (const table of document.querySelectorAll('table.sortable')) {
    for (const button of table.querySelectorAll('thead button')) {
      const head = button.closest('th');
      for (const time of [1, 2]) {
        const before = read(table);
        button.click();
        pressed.push({ key: head.dataset.key, time, said: head.getAttribute('aria-sort'), before, after: read(table) });
      }
    }
  }
  return pressed;
};

const codes = (rows) => rows.map((row) => row.code).join(' ');

/** What is wrong with the order of a table that was sorted. */
function misplaced(route, { key, time, said, before, after }) {
  const { compare } = collator(route.split('/')[0]);
  // Names, ranks and levels rise first, figures fall.
  const falls = ['rank', 'name', 'level', 'region'].includes(key) === (time === 2);
  const order = (a, b) => (typeof a === 'string' ? compare(a, b) : a - b);
  const keyed = before.map((row) => [meaning(route, key, row), row]);
  keyed.sort(([a], [b]) => (a === null || b === null ? (a === null) - (b === null) : falls ? order(b, a) : order(a, b)));
  const expected = keyed.map(([, row]) => row);
  const way = falls ? 'descending' : 'ascending';
  if (said !== way) return [`/${route} by ${key}, press ${time}: says ${said}`];
  const at = after.findIndex((row, i) => row.code !== expected[i].code);
  const what = (row) => `${row.code} (${row.cells[key]})`;
  return at < 0 ? [] : [`/${route} by ${key}, ${way}: row ${at + 1} is ${what(after[at])}, not ${what(expected[at])}`];
}

test('every column of every table sorts as the data do, up and down, and keeps equals in order', async (t) => {
  assert.ok(sortable.length > 80, `${sortable.length} pages with tables that sort`);
  const wrong = [];
  let sorted = 0;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(120_000);
  // All kinds; of kinds with many pages a sixth.
  const picked = sortable.filter((route, i) => samples.includes(route) || process.env.EVERY || i % 6 === 0);
  await each(context, picked, null, async (page, route) => {
    await page.goto(site.root + route);
    const pressed = await page.evaluate(press);
    sorted += pressed.length;
    for (const one of pressed) wrong.push(...misplaced(route, one));
  });
  await context.close();
  t.diagnostic(`${sorted} orders on ${sortable.length} pages`);
  none(wrong);
});

test('every kind of page with a long table of members lets it be sorted', () => {
  for (const language of languages) {
    const kinds = new Set(sortable.filter((route) => route.startsWith(language)).map(kind));
    for (const wanted of ['ranking', 'countries', 'editions/*', 'regions/*', 'groups/*', 'components/*']) {
      assert.ok(kinds.has(wanted), `${language}${wanted}`);
    }
  }
});

test('ranks and levels are first sorted from the top, figures from the greatest, and none stays last', async () => {
  for (const language of languages) {
    const { page, close } = await open(`${language}countries/`);
    const table = page.locator('#members-table');
    const press = (key) => table.locator(`th[data-key=${key}] button`).click();
    const column = (key) => table.evaluate((element, name) => {
      const at = element.querySelector(`th[data-key=${name}]`).cellIndex;
      return [...element.tBodies[0].rows].map((row) => row.cells[at].textContent.trim());
    }, key);
    await press('rank');
    assert.deepEqual((await column('rank')).slice(0, 3), ['1', '2', '3']);
    await press('value');
    const falling = (await column('value')).map(parseFloat).filter((value) => !Number.isNaN(value));
    assert.equal(falling[0], Math.max(...falling));
    for (let i = 0; i < 2; i += 1) {
      await press('value');
      const shown = await column('value');
      const first = shown.indexOf('–');
      assert.ok(first === -1 || shown.slice(first).every((text) => text === '–'), 'what has no value is last');
    }
    await close();
  }
});

test('sorting and filter stand in the address, which brings them back', async () => {
  for (const language of languages) {
    const { page, close } = await open(`${language}ranking/?from=elsewhere`);
    const entries = await page.evaluate(() => history.length);
    const query = () => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.search)));
    await page.locator('th[data-key=of-hci] button').click();
    await page.locator('th[data-key=of-hci] button').click();
    await page.locator('.filter select').selectOption('africa');
    await page.locator('.filter input').pressSequentially('an');
    assert.deepEqual(await query(), { from: 'elsewhere', sort: 'of-hci', order: 'asc', region: 'africa', q: 'an' });
    assert.equal(await page.evaluate(() => history.length), entries, 'no entry of the history for a letter');
    await page.waitForLoadState('networkidle');
    const visible = () => page.locator('#ranking-table tbody tr:visible').evaluateAll((rows) => rows.map((row) => row.dataset.code).join(' '));
    const before = await visible();
    assert.ok(before.length > 3);
    await page.reload();
    await page.waitForLoadState('networkidle');
    assert.equal(await visible(), before);
    assert.equal(await page.locator('.filter input').inputValue(), 'an');
    assert.equal(await page.locator('.filter select').inputValue(), 'africa');
    assert.equal(await page.locator('th[data-key=of-hci]').getAttribute('aria-sort'), 'ascending');
    await page.locator('.filter input').fill('');
    await page.locator('.filter select').selectOption('');
    assert.deepEqual(await query(), { from: 'elsewhere', sort: 'of-hci', order: 'asc' });
    await close();
  }
});

test('an address that asks for what is not there is read as far as it makes sense', async () => {
  const count = async (query) => {
    const { page, close } = await open(`${languages[0]}ranking/${query}`);
    const rows = await page.locator('#ranking-table tbody tr:visible').evaluateAll((all) => all.map((row) => row.dataset.code).join(' '));
    const sorted = await page.locator('#ranking-table th[aria-sort]').count();
    await close();
    return [rows, sorted];
  };
  const plain = await count('');
  for (const query of ['?sort=nonsense&order=desc', '?sort=', '?region=atlantis', '?order=desc', '?sort=%E0%A4%A', '?region=%22%3E%3Cscript%3E', '?sort=trend', '?sort=undefined#%E0%A4%A']) {
    assert.deepEqual(await count(query), plain, query);
  }
  const [, sorted] = await count('?sort=rank&order=sideways');
  assert.equal(sorted, 1);
});

test('the language link takes sorting, filter and section along', async () => {
  const [own, other] = languages;
  const { page, close } = await open(`${own}ranking/`);
  await page.locator('th[data-key=region] button').click();
  await page.locator('.filter select').selectOption('asia');
  await page.locator('.filter input').fill('s');
  await page.waitForLoadState('networkidle');
  const shown = () => page.locator('#ranking-table tbody tr:visible').count();
  const before = await shown();
  await page.locator('a.language').first().click();
  await page.waitForURL((url) => url.pathname.endsWith(`/${other}ranking/`));
  await page.waitForLoadState('networkidle');
  const url = new URL(page.url());
  assert.deepEqual(Object.fromEntries(url.searchParams), { sort: 'region', order: 'asc', region: 'asia', q: 's' });
  assert.equal(await page.locator('th[data-key=region]').getAttribute('aria-sort'), 'ascending');
  assert.ok(before > 3 && (await shown()) > 0);
  // The other years as well.
  await page.locator('.years a').nth(3).click();
  await page.waitForURL((now) => /editions/.test(now.pathname));
  assert.equal(new URL(page.url()).search, url.search);
  await close();
});

test('the section in which the reader is counts, not the one by which they came', async () => {
  const wrong = [];
  let asked = 0;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const own = languages[0];
  for (const route of routes.filter((r) => r.startsWith(own) && ['chapters/*', 'methodology', 'ranking', 'claims', 'replication'].includes(kind(r))).slice(0, 14)) {
    await page.goto(site.root + route);
    const ids = await page.locator('main :is(h2, h3)[id]').evaluateAll((all) => all.filter((head) => head.getClientRects().length).map((head) => head.id));
    for (const id of new Set([ids[0], ids[Math.floor(ids.length / 2)], ids.at(-2)])) {
      if (!id) continue;
      await page.goto(`${site.root}${route}#${encodeURIComponent(ids[0])}`);
      await page.evaluate((name) => document.getElementById(name).scrollIntoView(), id);
      const fits = await page.evaluate((name) => document.getElementById(name).getBoundingClientRect().top < 40, id);
      if (!fits) continue;
      // The link is at the head of the page: whoever presses it has gone up there.
      await page.locator('a.language').first().click();
      await page.waitForURL((url) => !url.pathname.includes(`/${own}`));
      const hash = decodeURIComponent(new URL(page.url()).hash.slice(1));
      asked += 1;
      if (hash !== id) wrong.push(`/${route}: from ${id} to ${hash || 'the top'}`);
    }
  }
  await context.close();
  assert.ok(asked > 15, `${asked}`);
  none(wrong);
});
