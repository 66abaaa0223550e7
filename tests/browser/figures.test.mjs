// The numbers of figures, the references to them, the gallery, and the contents beside a chapter.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, each, kind, languages, none, open, routes, site, start } from './site.mjs';

start();

const chapters = (language) => routes.filter((route) => route.startsWith(language) && kind(route) === 'chapters/*');

// In the page: each chart's number and title, and each reference with where it leads.
function figures() {
  return {
    charts: [...document.querySelectorAll('.prose figure.chart')].map((figure) => ({
      id: figure.id,
      number: figure.querySelector('h3 .figure-number')?.textContent ?? '',
      title: figure.querySelector('h3').textContent.trim(),
    })),
    references: [...document.querySelectorAll('a.figure-reference')].map((link) => ({ text: link.textContent, href: link.href })),
  };
}

/** All figures of a language by the address at which they stand, and all references to them. */
async function numbered(language) {
  const found = new Map();
  const references = [];
  const context = await browser.newContext();
  await each(context, chapters(language), null, async (page, route) => {
    await page.goto(site.root + route);
    const seen = await page.evaluate(figures);
    for (const chart of seen.charts) found.set(`${site.root}${route}#${chart.id}`, chart);
    references.push(...seen.references.map((reference) => ({ route, ...reference })));
  });
  await context.close();
  return { found, references };
}

for (const language of languages) {
  test(`figures are counted through the chapters, and references name them: ${language}`, async () => {
    const { found, references } = await numbered(language);
    const problems = [];
    const numbers = [...found.values()].map(({ number }) => Number(/\d+$/.exec(number)?.[0])).sort((a, b) => a - b);
    assert.ok(numbers.length > 30, `${numbers.length} figures`);
    assert.deepEqual(numbers, numbers.map((_, i) => i + 1), 'each number once');
    for (const { route, text, href } of references) {
      const chart = found.get(href);
      if (!chart) problems.push(`${route}: ${text} leads to ${href}, where no figure stands`);
      else if (chart.number !== text) problems.push(`${route}: ${text} leads to ${chart.number}`);
    }
    none(problems);
  });

  test(`every card of the gallery leads to its chart, under its number, and its picture loads: ${language}`, async () => {
    const { found } = await numbered(language);
    const { page, close } = await open(`${language}charts/`);
    const cards = await page.evaluate(async () => {
      const loaded = [...document.images].map((image) => {
        image.loading = 'eager';
        return image.decode().then(() => true, () => false);
      });
      const fine = await Promise.all(loaded);
      return [...document.querySelectorAll('.cards a')].map((link, i) => ({
        href: link.href,
        title: link.querySelector('.card-title').textContent.trim(),
        number: link.querySelector('.figure-number')?.textContent ?? '',
        fine: fine[i] && link.querySelector('img').naturalWidth > 0,
        legible: link.querySelector('img').getBoundingClientRect().width >= 270,
      }));
    });
    const problems = [];
    for (const [href, chart] of found) {
      const card = cards.find((one) => one.href === href);
      if (!card) problems.push(`${href} has no card`);
      else if (card.title !== chart.title) problems.push(`“${card.title}” leads to “${chart.title}”`);
    }
    const others = cards.filter((card) => !found.has(card.href));
    assert.ok(others.length > 5, 'charts of other pages');
    const pages = new Map();
    for (const card of others) {
      const [route, id] = card.href.split('#');
      if (!pages.has(route)) {
        await page.goto(route);
        pages.set(route, await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('figure.chart')].map((f) => [f.id, f.querySelector('h3').textContent.trim()]))));
      }
      if (pages.get(route)[id] !== card.title) problems.push(`“${card.title}” leads to “${pages.get(route)[id]}”`);
      if (card.number) problems.push(`“${card.title}” has a number outside of chapters`);
    }
    for (const card of cards) {
      if (!card.fine) problems.push(`the picture of “${card.title}” does not load`);
      if (!card.legible) problems.push(`the picture of “${card.title}” is too small`);
    }
    await close();
    none(problems);
  });
}

test('the gallery is for readers: no YAML, no page with thousands of elements', async () => {
  for (const language of languages) {
    const { page, close } = await open(`${language}charts/`);
    const seen = await page.evaluate(() => ({ count: document.querySelectorAll('*').length, text: document.querySelector('main').innerText }));
    assert.ok(seen.count < 1500, `${seen.count} elements`);
    assert.ok(!/^kind: |content\/charts/m.test(seen.text));
    await close();
  }
});

test('pictures of the gallery follow the theme that the reader chose', async () => {
  const { page, close } = await open(`${languages[0]}charts/`, { colorScheme: 'light' });
  const ground = async () => {
    const image = page.locator('.cards img').first();
    await image.scrollIntoViewIfNeeded();
    await image.evaluate((element) => element.decode());
    return (await image.screenshot()).toString('base64').length && image.evaluate((element) => getComputedStyle(element).colorScheme);
  };
  const before = await ground();
  await page.locator('button.theme').click();
  assert.notEqual(await ground(), before);
  await close();
});

test('the contents beside a chapter show where the reader is', async () => {
  const problems = [];
  for (const language of languages) {
    for (const route of chapters(language)) {
      const { page, close } = await open(route);
      const heads = await page.evaluate(() => [...document.querySelectorAll('details.contents a')].map((link) => link.hash));
      const current = () => page.evaluate(() => [...document.querySelectorAll('details.contents [aria-current]')].map((link) => link.hash));
      if (!heads.length) {
        await close();
        continue;
      }
      assert.deepEqual(await current(), [], `${route}: before the first heading`);
      for (const hash of heads) {
        await page.evaluate((id) => document.getElementById(id).scrollIntoView({ block: 'start', behavior: 'instant' }), decodeURIComponent(hash.slice(1)));
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        const top = await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, decodeURIComponent(hash.slice(1)));
        // The end of the page comes before its last headings are at the top of the window.
        if (top > 200) continue;
        const now = await current();
        if (now.length !== 1 || now[0] !== hash) problems.push(`${route}: at ${hash} the contents show ${now}`);
        const seen = await page.evaluate(() => {
          const [box, at] = [document.querySelector('details.contents'), document.querySelector('details.contents [aria-current]')].map((e) => e.getBoundingClientRect());
          return at.top >= box.top - 1 && at.bottom <= box.bottom + 1;
        });
        if (!seen) problems.push(`${route}: the entry ${hash} cannot be seen`);
      }
      await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }));
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await close();
    }
  }
  none(problems);
});
