// What the pages do when a reader acts: languages, keyboard, filter, theme, print.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kind, languages, none, open, routes, samples, site, source, start } from './site.mjs';

// A member whose name is looked for, as each language writes it.
const member = { en: 'Cameroon', zh: '喀麦隆' };

start();

test('the language link leads to the same page and the same anchor', async () => {
  const chapter = routes.find((r) => kind(r) === 'chapters/*' && /<h2[^>]* id="/.test(source(r)));
  const anchor = /<h2[^>]* id="([^"]+)"/.exec(source(chapter))[1];
  const own = languages.find((language) => chapter.startsWith(language));
  const other = languages.find((language) => language !== own);
  const counterpart = site.root + other + chapter.slice(own.length);
  const { page, close } = await open(`${chapter}#${anchor}`);
  await page.locator('a.language').click();
  await page.waitForURL(`${counterpart}#${anchor}`);
  assert.ok(await page.locator(`[id="${anchor}"]`).isVisible());
  // An anchor that was reached by a link on the page counts as well, and the way back holds.
  await page.locator('a.language').click();
  await page.waitForURL(`${site.root}${chapter}#${anchor}`);
  await close();
});

test('the first stop of the keyboard is the link to the content', async () => {
  for (const language of languages) {
    const { page, close } = await open(`${language}ranking/`);
    await page.keyboard.press('Tab');
    const skip = await page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      return { name: document.activeElement.className, top: box.top, left: box.left, height: box.height };
    });
    assert.equal(skip.name, 'skip');
    assert.ok(skip.top >= 0 && skip.left >= 0 && skip.height > 10, 'it can be seen while it has the focus');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement.closest('main') !== null), 'the focus is in the content');
    await close();
  }
});

test('what has the focus can be seen to have it', async () => {
  const { page, close } = await open(`${languages[0]}ranking/`);
  for (let stop = 0; stop < 12; stop += 1) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
      return { ring: ring || style.boxShadow !== 'none', what: document.activeElement.outerHTML.slice(0, 80) };
    });
    assert.ok(seen.ring, seen.what);
  }
  await close();
});

test('the menu opens by keyboard, wide and narrow', async () => {
  for (const width of [1280, 375]) {
    const { page, close } = await open(languages[0], { viewport: { width, height: 800 } });
    const menu = page.locator('details.menu');
    await menu.locator('> summary').focus();
    await page.keyboard.press('Enter');
    assert.ok(await menu.evaluate((details) => details.open));
    const link = menu.locator('a').first();
    assert.ok(await link.isVisible());
    await page.keyboard.press('Tab');
    assert.ok(await menu.evaluate((details) => details.contains(document.activeElement)), 'its links come next');
    const box = await menu.locator('.menu-panel').boundingBox();
    assert.ok(box.x >= -1 && box.x + box.width <= width + 1, `the panel is in the window of ${width} px`);
    await close();
  }
});

test('tables sort by keyboard and say so', async () => {
  for (const language of languages) {
    const { page, close } = await open(`${language}ranking/`);
    const table = page.locator('table.sortable').first();
    const heads = table.locator('thead th');
    const buttons = heads.locator('button');
    assert.ok((await buttons.count()) >= 4, 'headers hold buttons');
    const column = (n) => table.locator('tbody tr').evaluateAll((rows, i) => rows.map((row) => row.cells[i].innerText.trim()), n);
    const numbers = async (n) => (await column(n)).map((text) => parseFloat(text)).filter((value) => !Number.isNaN(value));
    const sorted = (list, sign) => list.every((value, i) => i === 0 || sign * (value - list[i - 1]) >= 0);
    const before = (await column(1)).slice().sort();
    // The third column is the index itself.
    const head = heads.nth(2);
    await head.locator('button').focus();
    await page.keyboard.press('Enter');
    const first = await head.getAttribute('aria-sort');
    assert.match(first ?? '', /^(ascending|descending)$/);
    assert.ok(sorted(await numbers(2), first === 'ascending' ? 1 : -1), `the values are ${first}`);
    await page.keyboard.press('Space');
    const second = await head.getAttribute('aria-sort');
    assert.match(second ?? '', /^(ascending|descending)$/);
    assert.notEqual(second, first);
    assert.ok(sorted(await numbers(2), second === 'ascending' ? 1 : -1), `the values are ${second}`);
    // By name, in the language's own order.
    await heads.nth(1).locator('button').click();
    assert.equal(await heads.nth(1).getAttribute('aria-sort'), 'ascending');
    const current = await heads.evaluateAll((all) => all.filter((th) => /ascending|descending/.test(th.ariaSort ?? '')).length);
    assert.equal(current, 1, 'one column at a time');
    const names = await column(1);
    const lang = await page.evaluate(() => document.documentElement.lang);
    const collator = new Intl.Collator(lang);
    const wrong = names.filter((name, i) => i > 0 && collator.compare(names[i - 1], name) > 0);
    assert.deepEqual(wrong, [], 'names out of order');
    assert.deepEqual(names.slice().sort(), before, 'no row is lost');
    await close();
  }
});

test('the filter of the ranking finds a member', async () => {
  for (const language of languages) {
    const name = member[language.slice(0, -1)];
    const { page, close } = await open(`${language}ranking/`);
    const filter = page.locator('.filter').first();
    assert.ok(await filter.isVisible());
    const search = filter.locator('input[type=search]');
    const shown = () => page.locator('table.sortable tbody tr').evaluateAll((rows) => rows.filter((row) => row.getClientRects().length).map((row) => row.innerText));
    const all = (await shown()).length;
    await search.fill(name);
    await page.waitForTimeout(300);
    const found = await shown();
    assert.equal(found.length, 1, `${name}: ${found.length} rows of ${all}`);
    assert.ok(found[0].includes(name));
    await search.fill('no such name');
    await page.waitForTimeout(300);
    assert.equal((await shown()).length, 0);
    assert.ok(await filter.locator('.empty').isVisible(), 'it says that nothing is found');
    await search.fill('');
    await page.waitForTimeout(300);
    assert.equal((await shown()).length, all);
    const region = filter.locator('select');
    if (await region.count()) {
      await region.selectOption({ index: 1 });
      await page.waitForTimeout(300);
      const part = (await shown()).length;
      assert.ok(part > 0 && part < all, `${part} rows of ${all} in one region`);
    }
    await close();
  }
});

test('the reader’s theme is kept', async () => {
  for (const system of ['light', 'dark']) {
    const { page, close } = await open(languages[0], { colorScheme: system });
    const state = () => page.evaluate(() => [document.documentElement.dataset.theme, getComputedStyle(document.body).backgroundColor, getComputedStyle(document.documentElement).backgroundColor].map(String));
    const before = await state();
    await page.locator('button.theme').click();
    const after = await state();
    assert.match(after[0], /^(light|dark)$/);
    assert.notEqual(after[0], system, 'the first press leaves the system’s theme');
    assert.notDeepEqual(after.slice(1), before.slice(1), 'the ground changes');
    await page.reload();
    assert.deepEqual(await state(), after, 'after a reload');
    await page.goto(`${site.root}${languages[1]}ranking/`);
    assert.equal((await state())[0], after[0], 'on another page');
    await page.locator('button.theme').click();
    assert.notEqual((await state())[0], after[0], 'and back');
    await close();
  }
});
