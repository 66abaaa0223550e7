// What the drawings tell the pointer, a finger and the keyboard, and what they keep without script.
//
// The gallery has an example of every kind; a member's page and the ranking stand for all others.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, kind, languages, none, open, samples, site, source, start } from './site.mjs';

start();

const galleries = languages.map((language) => `${language}charts/`);
const gallery = galleries[0];
const others = [samples.find((route) => kind(route) === 'countries/*' && route.startsWith(languages[0])), `${languages[0]}ranking/`];

// What each drawing of a page has to tell, as the file has it: the example of each kind by its id.
function drawings(route, narrow = false) {
  const plain = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
  const figures = source(route).split('<figure class="chart"').slice(1).map((text) => {
    const id = /id="([^"]+)"/.exec(text)[1];
    const svg = text.split('<svg ').find((part) => part.startsWith(`class="ch ch-${narrow ? 'n' : 'w'}`)) ?? '';
    const titles = [...svg.matchAll(/<title>([^<]*)<\/title>/g)];
    return { id, titles: titles.map(([, title]) => title.replace(/&\w+;/g, (e) => plain[e])) };
  });
  return figures.filter(({ titles }) => titles.length);
}
const examples = (route, narrow) => drawings(route, narrow).filter(({ id }) => id.startsWith('chart-example-'));

const boxOf = (page, id) => page.locator(`[id="${id}"] .ch-box`);
const painted = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

// In the page: what the tip of a drawing says, where it stands, and what it lies on.
function tipOf(box) {
  const rect = (e) => (({ left, right, top, bottom }) => ({ left, right, top, bottom }))(e.getBoundingClientRect());
  const tip = box.querySelector('.tip');
  const ring = box.querySelector('.ring');
  if (tip.hidden || !ring) return { hidden: true, text: '' };
  const [a, figure, wide] = [rect(tip), rect(box.closest('figure')), document.documentElement.clientWidth];
  const on = (b, least) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > least && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > least;
  const words = [...box.querySelectorAll('svg text')].filter((text) => text.getClientRects().length && on(rect(text), 2));
  return {
    text: tip.textContent,
    inside: a.left >= figure.left - 1 && a.right <= Math.min(figure.right, wide) + 1 && a.top >= Math.max(figure.top, 0) - 1 && a.bottom <= Math.min(figure.bottom, innerHeight) + 1,
    place: JSON.stringify(a),
    onMark: on(rect(ring), 3),
    y: scrollY + (rect(ring).top + rect(ring).bottom) / 2,
    words: words.map((text) => text.textContent),
  };
}

for (const route of galleries) {
  test(`arrows reach every datum of every kind, which is announced: ${route}`, async () => {
    const { page, close } = await open(route);
    const faults = [];
    await page.evaluate(() => {
      window.heard = [];
      const live = document.querySelector('.unseen[aria-live]');
      new MutationObserver((seen) => seen.forEach(() => window.heard.push(live.textContent))).observe(live, { childList: true });
    });
    const known = examples(route);
    assert.ok(known.length >= 15, `${known.length} kinds`);
    // In the second language one kind says enough: the script is the same.
    for (const { id, titles } of route === gallery ? known : known.slice(0, 1)) {
      const box = boxOf(page, id);
      await box.focus();
      await page.keyboard.press('Home');
      for (let i = 1; i < titles.length; i += 1) await page.keyboard.press('ArrowRight');
      const heard = await page.evaluate(() => window.heard.splice(0));
      const [a, b] = [heard, titles].map((list) => [...list].sort().join('\n'));
      if (a !== b) faults.push(`${id}: ${heard.length} of ${titles.length} announced, ${new Set(heard).size} different`);
      const last = await box.evaluate(tipOf);
      if (last.text !== heard.at(-1)) faults.push(`${id}: the tip says “${last.text}”`);
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      const [first, ...rest] = await page.evaluate(() => window.heard.splice(0));
      if (first !== heard[0]) faults.push(`${id}: Home says “${first}”`);
      if (rest.length === 0 || rest[0] === first) faults.push(`${id}: neither up nor down leads anywhere`);
    }
    await close();
    none(faults);
  });
}

test('Escape hides the tip, and the focus is not trapped', async () => {
  const { page, close } = await open(gallery);
  const box = boxOf(page, examples(gallery)[0].id);
  await box.focus();
  await page.keyboard.press('ArrowRight');
  assert.ok(await box.locator('.tip').isVisible());
  await page.keyboard.press('Escape');
  assert.ok(!(await box.locator('.tip').isVisible()));
  assert.equal(await box.locator('.ring').count(), 0);
  await page.keyboard.press('Tab');
  assert.ok(!(await box.evaluate((e) => e === document.activeElement)));
  await close();
});

const views = [
  ['at 1280 px', gallery, { viewport: { width: 1280, height: 900 } }],
  ['at 375 px', gallery, { viewport: { width: 375, height: 800 } }],
  ['at 375 px', galleries[1], { viewport: { width: 375, height: 800 } }, 1],
  ['enlarged to 200 %', gallery, { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }, 3],
  ['at 1280 px', others[0], {}],
  ['at 1280 px', others[1], {}],
];
for (const [name, route, options, most] of views) {
  test(`the pointer reads out what it is near, inside of window and figure: ${route} ${name}`, async () => {
    const { page, close } = await open(route, options);
    const narrow = options.viewport?.width < 600;
    const known = route.endsWith('/charts/') ? examples(route, narrow) : drawings(route, narrow);
    assert.ok(known.length);
    const faults = [];
    for (const { id, titles } of known.slice(0, most)) {
      const box = boxOf(page, id);
      await box.evaluate((e) => e.scrollIntoView({ block: 'center', behavior: 'instant' }));
      const at = await box.boundingBox();
      for (const [across, down] of [[0.02, 0.3], [0.5, 0.5], [0.98, 0.7]]) {
        const y = Math.min(page.viewportSize().height - 10, Math.max(5, at.y + down * at.height));
        await page.mouse.move(at.x + across * at.width, y);
        await painted(page);
        const seen = await box.evaluate(tipOf);
        const where = `${id} at ${across}`;
        if (!titles.includes(seen.text)) faults.push(`${where}: says “${seen.text}”`);
        else if (!seen.inside) faults.push(`${where}: stands out, ${seen.place}`);
        else if (seen.onMark) faults.push(`${where}: covers its own mark`);
      }
      await page.mouse.move(0, 0);
      if (!(await box.evaluate(tipOf)).hidden) faults.push(`${id}: stays when the pointer has gone`);
    }
    await close();
    none(faults);
  });
}

test('the tip covers no word where there is a free place, and rows are read downwards', async () => {
  const { page, close } = await open(gallery);
  const faults = [];
  for (const name of ['bars', 'columns', 'line', 'dumbbell', 'intervals', 'contribution', 'profile']) {
    const { id, titles } = examples(gallery).find((example) => example.id === `chart-example-${name}`);
    const box = boxOf(page, id);
    await box.evaluate((e) => e.scrollIntoView({ block: 'center', behavior: 'instant' }));
    await box.focus();
    let above = 0;
    for (let i = 0; i < titles.length; i += 1) {
      await page.keyboard.press('ArrowRight');
      const { text, words, y } = await box.evaluate(tipOf);
      if (!['line', 'columns'].includes(name) && y < above - 1) faults.push(`${id}: “${text}” is read after what is below it`);
      above = y;
      if (words.length) faults.push(`${id}: “${text}” lies on ${words.join(', ')}`);
    }
  }
  await close();
  none(faults);
});

test('a tap reads out, and a tap elsewhere ends it', async () => {
  const { page, close } = await open(gallery, { viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true });
  const { id, titles } = examples(gallery, true)[0];
  const box = boxOf(page, id);
  await box.scrollIntoViewIfNeeded();
  const at = await box.boundingBox();
  await page.touchscreen.tap(at.x + at.width / 2, at.y + at.height / 2);
  await painted(page);
  const seen = await box.evaluate(tipOf);
  assert.ok(titles.includes(seen.text), `says “${seen.text}”`);
  assert.ok(seen.inside);
  await page.waitForTimeout(300);
  assert.ok(await box.locator('.tip').isVisible(), 'it stays when the finger is lifted');
  await page.locator(`[id="${id}"] h3`).tap();
  assert.ok(!(await box.locator('.tip').isVisible()));
  await close();
});

test('in forced colours and without motion the chosen mark and its tip can be seen', async () => {
  const { page, close } = await open(gallery, { forcedColors: 'active', reducedMotion: 'reduce' });
  const box = boxOf(page, examples(gallery)[0].id);
  await box.focus();
  await page.keyboard.press('ArrowRight');
  const seen = await box.evaluate((e) => {
    const [ring, tip] = [getComputedStyle(e.querySelector('.ring:last-child')), getComputedStyle(e.querySelector('.tip'))];
    return { ring: ring.stroke, ground: getComputedStyle(document.body).backgroundColor, border: tip.borderTopWidth, words: tip.color, behind: tip.backgroundColor, move: getComputedStyle(document.documentElement).scrollBehavior };
  });
  assert.notEqual(seen.ring, seen.ground);
  assert.notEqual(seen.words, seen.behind);
  assert.equal(seen.border, '1px');
  assert.equal(seen.move, 'auto');
  await close();
});

test('without script the titles are there and the drawing is no stop of the keyboard', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site.root + gallery);
  assert.ok((await page.locator('figure.chart svg g title').count()) > 100);
  assert.equal(await page.locator('.ch-box[tabindex]').count(), 0);
  await context.close();
});
