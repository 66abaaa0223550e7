// What the drawings tell the pointer and the keyboard, and what they keep without script.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, none, routes, serve, source, watch } from './site.mjs';

let browser;
let site;
before(async () => {
  browser = await launch();
  site = await serve();
});
after(async () => {
  await browser?.close();
  site?.close();
});

const charted = routes.filter((route) => route.includes('/chapters/') && /<figure class="chart"/.test(source(route)));

async function open(route, width = 1280) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const problems = [];
  watch(page, site.root, problems);
  await page.goto(site.root + route);
  return { page, close: () => context.close().then(() => none(problems)) };
}

// The titles of the drawing that is shown at this width, as the file has them.
const titles = (route, figure, narrow) => {
  const text = source(route).split('<figure class="chart"')[figure + 1];
  const svg = text.split('<svg ').find((part) => part.includes(narrow ? 'ch-n' : 'ch-w'));
  const plain = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
  return [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title]) => title.replace(/&\w+;/g, (e) => plain[e]));
};

test('arrows step through every datum, which is announced, and Escape and Tab leave', async () => {
  const { page, close } = await open(charted[0]);
  const box = page.locator('figure.chart .ch-box').first();
  const wanted = titles(charted[0], 0, false);
  await box.focus();
  const live = page.locator('.unseen[aria-live]');
  for (const title of wanted) {
    await page.keyboard.press('ArrowRight');
    assert.equal(await live.textContent(), title);
    assert.equal(await box.locator('.tip').textContent(), title);
  }
  await page.keyboard.press('Home');
  assert.equal(await live.textContent(), wanted[0]);
  await page.keyboard.press('End');
  assert.equal(await live.textContent(), wanted.at(-1));
  await page.keyboard.press('Escape');
  assert.ok(!(await box.locator('.tip').isVisible()));
  await page.keyboard.press('Tab');
  assert.ok(!(await box.evaluate((e) => e === document.activeElement)), 'the focus is not trapped');
  await close();
});

for (const width of [1280, 375]) {
  test(`the pointer reads out what it is near, inside of window and figure, at ${width} px`, async () => {
    const faults = [];
    for (const route of charted) {
      const { page, close } = await open(route, width);
      const boxes = await page.locator('figure.chart .ch-box').all();
      for (const [i, box] of boxes.entries()) {
        await box.scrollIntoViewIfNeeded();
        const known = titles(route, i, width < 600);
        const at = await box.boundingBox();
        for (const [across, down] of [[0.02, 0.3], [0.5, 0.5], [0.98, 0.7]]) {
          const y = Math.min(790, Math.max(5, at.y + down * at.height));
          await page.mouse.move(at.x + across * at.width, y);
          await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
          const seen = await box.evaluate((element) => {
            const rect = (e) => (({ left, right, top, bottom }) => ({ left, right, top, bottom }))(e.getBoundingClientRect());
            const tip = element.querySelector('.tip');
            return { text: tip.textContent, hidden: tip.hidden, tip: rect(tip), figure: rect(element.closest('figure')), wide: document.documentElement.clientWidth };
          });
          const where = `${route} chart ${i} at ${across}`;
          if (seen.hidden || !known.includes(seen.text)) faults.push(`${where}: says “${seen.text}”`);
          const { tip, figure } = seen;
          if (tip.left < figure.left - 1 || tip.right > figure.right + 1 || tip.right > seen.wide + 1 || tip.top < figure.top - 1 || tip.bottom > figure.bottom + 1 || tip.top < -1 || tip.bottom > 801) {
            faults.push(`${where}: stands out, ${JSON.stringify(tip)}`);
          }
        }
        await page.mouse.move(0, 0);
      }
      await close();
    }
    none(faults);
  });
}

test('without script the titles are there and the drawing is no stop of the keyboard', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site.root + charted[0]);
  assert.ok((await page.locator('figure.chart svg g title').count()) > 2);
  assert.equal(await page.locator('.ch-box[tabindex]').count(), 0);
  await context.close();
});
