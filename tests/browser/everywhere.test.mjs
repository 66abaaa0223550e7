// What readers do with the report (find, compare, ask “what if”, take away), one after the other, by keyboard
// alone: at the root of a host and in a folder, in each language, on a desk and on a phone. Then the same
// without script. On each page that they come to, axe finds nothing and nothing is wider than the page.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { browser, languages, serve, source, start, watch } from './site.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

start();

/** Who is looked for, and who is compared, as they are typed in a language. */
const typed = (language) => (/<html lang="zh/.test(source(language))
  ? { find: 'taiguo', add: '丹麦' }
  : { find: 'thaila', add: 'denmark' });

const places = ['/', '/some/where/'].flatMap((under) => languages.flatMap((language) => (
  [375, 1280].map((width) => ({ under, language, width, name: `${under}${language} at ${width} px` })))));

/** A page in a context of its own, with what its console complained of. */
async function reader({ under, width }, options = {}) {
  const host = await serve(under);
  const context = await browser.newContext({ viewport: { width, height: 800 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const problems = [];
  watch(page, host.root, problems);
  return {
    page,
    root: host.root,
    async close() {
      await context.close();
      host.close();
      assert.deepEqual(problems, []);
    },
  };
}

/** Presses Tab until what has the focus fits. */
async function tab(page, selector, most = 900) {
  for (let press = 0; press < most; press += 1) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate((selector) => document.activeElement.matches(selector), selector);
    if (there) {
      // It is brought into sight with the next frame.
      await page.waitForFunction(() => {
        const { top, bottom, width } = document.activeElement.getBoundingClientRect();
        return width > 0 && bottom > 0 && top < innerHeight;
      }, undefined, { timeout: 5000 });
      return;
    }
  }
  assert.fail(`${most} times Tab, and ${selector} did not come`);
}

/** What holds on every page. */
async function sound(page, what) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${what}: ${wide} px wider than the page`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes[0].html.slice(0, 150)}`), []);
}

// Each two of place, language and width together; EVERY=1 tries all.
const pairs = places.filter(({ under, language, width }) => (
  process.env.EVERY || ((under === '/') !== (language === languages[0])) === (width === 375)));
for (const place of pairs) {
  test(`by keyboard alone: ${place.name}`, async () => {
    const { language } = place;
    const words = typed(language);
    const { page, root, close } = await reader(place, { permissions: ['clipboard-read', 'clipboard-write'] });

    await page.goto(root + language);
    await page.keyboard.press('/');
    await page.locator('dialog.search-box[open] input[role=combobox]').waitFor();
    await page.keyboard.type(words.find);
    await page.locator('.search-list a').first().waitFor();
    await sound(page, 'the search');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${root}${language}countries/tha/*`);
    await sound(page, 'a country');

    await tab(page, '.what-if-open');
    await page.keyboard.press('Enter');
    await page.locator('.what-if-tool').waitFor();
    await tab(page, '.what-if-tool input[type=range]');
    const figures = () => page.locator('.what-if-tool .facts').innerText();
    const before = await figures();
    for (let press = 0; press < 40; press += 1) await page.keyboard.press('ArrowLeft');
    assert.notEqual(await figures(), before, 'nothing follows from a lower value');
    await page.waitForFunction(() => location.search !== '');
    await sound(page, 'what if');

    await tab(page, 'a[href*="/compare/?m="]');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${root}${language}compare/?m=*`);
    await page.locator('#compare-chips li').first().waitFor();
    const count = await page.locator('#compare-chips li').count();
    await tab(page, '#compare-input');
    await page.keyboard.type(words.add);
    await page.locator('#compare-options [aria-selected="true"]').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/DNK/);
    assert.equal(await page.locator('#compare-chips li').count(), count + 1);
    await tab(page, '#compare-series .ch-box, #compare-series [tabindex="0"]:not(.table-scroll)');
    await page.keyboard.press('End');
    await page.locator('#compare-series .tip').waitFor();
    await page.keyboard.press('Escape');
    await sound(page, 'the comparison');

    await page.goto(root + language);
    await tab(page, 'figure a[href*="charts/"][href$="/"]');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/charts\/[^/]+\/$/);
    await sound(page, 'a chart');
    const file = await page.locator('a[href$=".csv"]').first().evaluate((link) => link.href);
    assert.ok(file.startsWith(root), file);
    assert.equal((await page.request.get(file)).status(), 200);
    await tab(page, 'button.copy');
    await page.keyboard.press('Enter');
    const copied = await page.waitForFunction(() => navigator.clipboard.readText());
    assert.match(await copied.jsonValue(), /^https?:\/\//);

    await page.goto(`${root}${language}data/`);
    await tab(page, 'main a[href$=".xlsx"]');
    const taken = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    assert.match((await taken).suggestedFilename(), /\.xlsx$/);
    await sound(page, 'the data');
    await close();
  });

  test(`without script: ${place.name}`, async () => {
    const { language } = place;
    const { page, root, close } = await reader(place, { javaScriptEnabled: false });
    const fits = async (what) => {
      const box = await page.locator('body').boundingBox();
      assert.ok(box.width <= place.width, `${what}: ${box.width} px wide`);
    };
    const follow = async (selector, wanted) => {
      const address = await page.locator(selector).first().getAttribute('href');
      await page.goto(new URL(address, page.url()).href);
      assert.match(page.url(), wanted);
      assert.ok(page.url().startsWith(root), page.url());
      await fits(page.url());
    };
    await page.goto(root + language);
    await fits('home');
    await follow('a.search', /\/index\/$|\/search\/$|\/names\/$|\/find\/$/);
    await follow('main a[href*="countries/tha/"]', /\/countries\/tha\/$/);
    assert.equal(await page.locator('.what-if-open:visible, .what-if-tool:visible').count(), 0);
    assert.ok(await page.locator('.what-if-table').isVisible());
    await follow('main a[href*="/compare/tha/"]', /\/compare\/tha\/$/);
    assert.ok((await page.locator('main table').count()) > 1);
    await page.goto(`${root}${language}compare/`);
    await fits('the page to compare');
    assert.equal(await page.locator('#compare-input:visible').count(), 0);
    await page.goto(root + language);
    await follow('figure a[href*="charts/"][href$="/"]', /\/charts\/[^/]+\/$/);
    assert.equal(await page.locator('button.copy:visible').count(), 0);
    for (const ending of ['.csv', '.svg']) {
      const file = await page.locator(`a[href$="${ending}"]`).first().getAttribute('href');
      assert.equal((await page.request.get(new URL(file, page.url()).href)).status(), 200);
    }
    await page.goto(`${root}${language}data/`);
    await fits('the data');
    const links = await page.locator('main a[href$=".csv"], main a[href$=".json"], main a[href$=".xlsx"]').evaluateAll((list) => list.map((a) => a.getAttribute('href')));
    assert.ok(links.length > 5, `${links.length} files`);
    for (const file of links.slice(0, 8)) assert.equal((await page.request.get(new URL(file, page.url()).href)).status(), 200, file);
    await page.goto(`${root}${language}whole/`);
    await fits('the whole report');
    await close();
  });
}
