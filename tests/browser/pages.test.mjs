// Every page of the site, in both languages: what must hold everywhere.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, each, kind, languages, none, routes, samples, serve, site, source, start, watch } from './site.mjs';

start();

// In the page: what stands out of the window sideways, outside of anything that scrolls.
function overflowing() {
  const wide = document.documentElement.clientWidth;
  const found = [];
  if (document.documentElement.scrollWidth > wide) {
    found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  }
  const contained = (element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflowX !== 'visible' || style.clipPath !== 'none') return true;
    }
    return false;
  };
  // The root's own overflow may hide what does not fit; a reader misses it all the same.
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('svg') && element.tagName.toLowerCase() !== 'svg') continue;
    const box = element.getBoundingClientRect();
    if (box.width > 1 && box.height > 1 && box.right > wide + 1 && !contained(element)) {
      const name = element.tagName.toLowerCase();
      found.push(`<${name} class="${element.getAttribute('class') ?? ''}"> ends at ${Math.round(box.right)} px`);
    }
    if (found.length > 3) break;
  }
  return found;
}

test('there are pages of every kind in both languages', () => {
  assert.equal(languages.length, 2);
  const kinds = (language) => new Set(routes.filter((r) => r.startsWith(language)).map(kind));
  assert.deepEqual(kinds(languages[0]), kinds(languages[1]));
  assert.ok(kinds(languages[0]).size >= 12, [...kinds(languages[0])].join(', '));
});

test('no page overflows sideways, complains, or lacks its heading, language or counterpart', async () => {
  const problems = [];
  const context = await browser.newContext();
  await each(context, routes, (page) => watch(page, site.root, problems), async (page, route) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(site.root + route);
    const widths = [[1280, await page.evaluate(overflowing)]];
    await page.setViewportSize({ width: 375, height: 800 });
    widths.push([375, await page.evaluate(overflowing)]);
    for (const [width, found] of widths) {
      problems.push(...found.map((what) => `${route} at ${width} px: ${what}`));
    }
    const seen = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      title: document.title,
      headings: document.querySelectorAll('h1').length,
      entrances: document.querySelectorAll('body.landing section[lang] :is(h1, h2)').length,
      main: document.querySelectorAll('main').length,
      other: document.querySelector('a.language')?.href,
    }));
    const tell = (what) => problems.push(`${route}: ${what}`);
    if (!seen.lang) tell('no language');
    if (!seen.title) tell('no title');
    if (seen.main !== 1) tell(`${seen.main} main elements`);
    if (route === '') {
      // The landing page is one page for two languages, each with its own heading, of which one is the page's.
      if (seen.headings !== 1 || seen.entrances !== languages.length) tell(`${seen.headings} h1, ${seen.entrances} headings`);
      return;
    }
    if (seen.headings !== 1) tell(`${seen.headings} h1`);
    const own = languages.find((language) => route.startsWith(language));
    const other = languages.find((language) => language !== own);
    if (!seen.lang.startsWith(own.slice(0, -1))) tell(`language ${seen.lang}`);
    const expected = site.root + other + route.slice(own.length);
    if (seen.other !== expected) tell(`the language link leads to ${seen.other}, not ${expected}`);
  });
  await context.close();
  none(problems);
});

test('the site works under any path', async () => {
  const elsewhere = await serve('/some/where/else/');
  const problems = [];
  const context = await browser.newContext();
  await each(context, samples, (page) => watch(page, elsewhere.root, problems), async (page, route) => {
    await page.goto(elsewhere.root + route);
    const links = await page.evaluate(() => [...document.querySelectorAll('main a[href], header a[href]')].map((a) => a.href));
    for (const link of links.filter((link) => new URL(link).origin === new URL(elsewhere.root).origin)) {
      if (!link.startsWith(elsewhere.root)) problems.push(`${route}: ${link} leads out of the site`);
    }
  });
  await context.close();
  elsewhere.close();
  none(problems);
});

test('an unknown address gets the 404 page, whole, at any depth', async () => {
  const problems = [];
  const page = await browser.newPage();
  for (const unknown of ['nowhere', 'en/no/such/page/', 'zh/editions/1066/']) {
    const noise = [];
    page.removeAllListeners();
    watch(page, site.root, noise);
    const answer = await page.goto(site.root + unknown);
    assert.equal(answer.status(), 404);
    // The page's own status is the only complaint.
    problems.push(...noise.filter((what) => !what.includes(unknown) || what.includes('outside')));
    const seen = await page.evaluate(() => ({
      sheets: [...document.querySelectorAll('link[rel=stylesheet]')].every((link) => link.sheet),
      links: [...document.querySelectorAll('main a[href]')].map((a) => a.href),
      languages: new Set([...document.querySelectorAll('main [lang]')].map((e) => e.lang)).size,
    }));
    assert.ok(seen.sheets, 'the style sheet does not load');
    assert.equal(seen.languages, languages.length);
    assert.ok(seen.links.length > 1);
    for (const link of seen.links) {
      if (!routes.includes(link.replace(site.root, '').split('#')[0])) problems.push(`404: ${link} leads nowhere`);
    }
  }
  await page.close();
  none(problems);
});

test('without JavaScript everything is there', async () => {
  const problems = [];
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  await each(context, samples, (page) => watch(page, site.root, problems), async (page, route) => {
    await page.goto(site.root + route);
    assert.ok(await page.locator('h1').first().isVisible(), `${route}: the heading`);
    if (route === '') return;
    assert.ok(await page.locator('a.language').isVisible(), `${route}: the language link`);
    // What only a script can operate must not be offered.
    for (const control of await page.locator('button.theme, .filter').all()) {
      assert.ok(!(await control.isVisible()), `${route}: a control that does nothing`);
    }
    const menu = page.locator('details.menu');
    await menu.locator('> summary').click();
    assert.ok(await menu.locator('a').first().isVisible(), `${route}: the menu`);
    const rows = page.locator('table.sortable tbody tr');
    const count = await rows.count();
    if (count) assert.ok(await rows.nth(count - 1).isVisible(), `${route}: the last row`);
  });
  const chapter = routes.find((route) => kind(route) === 'chapters/*' && source(route).includes('<details class="contents"'));
  if (chapter) {
    const page = await context.newPage();
    await page.goto(site.root + chapter);
    const contents = page.locator('details.contents');
    await contents.locator('summary').click();
    assert.ok(await contents.locator('a').first().isVisible());
    await page.close();
  }
  await context.close();
  none(problems);
});

// In the page: the texts that are too faint against what is behind them.
function faint() {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => top.slice(0, 3).map((c, i) => c * top[3] + below[i] * (1 - top[3]));
  const ground = (element) => {
    const layers = [];
    for (let up = element; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.backgroundImage !== 'none') return null;
      const layer = rgba(style.backgroundColor);
      layers.push(layer);
      if (layer[3] === 1) break;
    }
    const dark = getComputedStyle(document.documentElement).colorScheme.startsWith('dark');
    const canvas = dark ? [18, 18, 18] : [255, 255, 255];
    return layers.reverse().reduce((below, layer) => over(layer, below), canvas);
  };
  const luminance = (colour) => {
    const [r, g, b] = colour.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = new Map();
  let read = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest('svg, script, style, [hidden], [aria-hidden=true]')) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const behind = ground(element);
    if (!behind) continue;
    const [a, b] = [luminance(over(rgba(style.color), behind)), luminance(behind)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    read += 1;
    if (contrast < (large ? 3 : 4.5)) {
      const name = `${element.tagName.toLowerCase()}.${element.className}`;
      found.set(name, `<${name}> “${node.data.trim().slice(0, 20)}” ${contrast.toFixed(2)}`);
    }
  }
  return { read, found: [...found.values()] };
}

for (const theme of ['light', 'dark']) {
  for (const chosen of [false, true]) {
    test(`text stands out from its ground, ${theme}${chosen ? ' chosen by the reader' : ' by the system'}`, async () => {
      const problems = [];
      const other = theme === 'light' ? 'dark' : 'light';
      const context = await browser.newContext({ colorScheme: chosen ? other : theme });
      if (chosen) await context.addInitScript((value) => localStorage.setItem('theme', value), theme);
      await each(context, samples, null, async (page, route) => {
        await page.goto(site.root + route);
        const grounds = await page.evaluate(() => {
          const channels = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [];
          return channels.slice(0, 3);
        });
        const { read, found } = await page.evaluate(faint);
        assert.ok(read > 3, `${route}: hardly a text`);
        if (theme === 'dark' && grounds.every((c) => c > 128)) found.push(`a light ground, rgb(${grounds})`);
        problems.push(...found.map((what) => `${route}: ${what}`));
      });
      await context.close();
      none(problems);
    });
  }
}
