// Every page of the site, in both languages: what must hold everywhere.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, each, kind, languages, none, portion, routes, samples, serve, site, source, start, turns, watch } from './site.mjs';

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
  await each(context, portion, (page) => watch(page, site.root, problems), async (page, route) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(site.root + route);
    const widths = [[1280, await page.evaluate(overflowing)]];
    await page.setViewportSize({ width: 375, height: 800 });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
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
  await each(context, turns, (page) => watch(page, site.root, problems), async (page, route) => {
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
  const once = (make) => {
    const made = new Map();
    return (of) => made.get(of) ?? made.set(of, make(of)).get(of);
  };
  const pixel = once((colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  });
  const rgba = (colour) => [...pixel(colour)];
  const over = (top, below) => top.slice(0, 3).map((c, i) => c * top[3] + below[i] * (1 - top[3]));
  const dark = getComputedStyle(document.documentElement).colorScheme.startsWith('dark');
  // What is behind an element's words; nothing to compare with if it is an image.
  const ground = once((element) => {
    const style = getComputedStyle(element);
    if (style.backgroundImage !== 'none') return null;
    const layer = rgba(style.backgroundColor);
    if (layer[3] === 1) return layer.slice(0, 3);
    const below = element.parentElement ? ground(element.parentElement) : dark ? [18, 18, 18] : [255, 255, 255];
    return below && over(layer, below);
  });
  const luminance = (colour) => {
    const [r, g, b] = colour.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = new Map();
  const opacity = once((element) => {
    const own = Number(getComputedStyle(element).opacity);
    return element.parentElement ? own * opacity(element.parentElement) : own;
  });
  const contrast = (colour, behind) => {
    const [a, b] = [luminance(over(colour, behind)), luminance(behind)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const tell = (element, text, ratio, least) => {
    if (ratio >= least) return;
    const name = `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
    found.set(name + text.length, `<${name}> “${text.trim().slice(0, 20)}” ${ratio.toFixed(2)}`);
  };
  const least = (style, scale = 1) => {
    const size = parseFloat(style.fontSize) * scale;
    return size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
  };
  const unseen = '[hidden], [aria-hidden=true], script, style';
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.getClientRects().length;
  let read = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest(`svg, ${unseen}`) || !shown(element)) continue;
    const behind = ground(element);
    if (!behind) continue;
    const style = getComputedStyle(element);
    const colour = rgba(style.color);
    colour[3] *= opacity(element);
    read += 1;
    tell(element, node.data, contrast(colour, behind), least(style));
  }
  // Signs that styles write: arrows that sort, triangles of changes.
  for (const element of document.body.querySelectorAll('*')) {
    for (const part of ['::before', '::after']) {
      const style = getComputedStyle(element, part);
      const sign = /^"([^"]+)"/.exec(style.content)?.[1];
      if (!sign?.trim() || element.closest(`svg, ${unseen}`) || !shown(element)) continue;
      const behind = ground(element);
      if (!behind) continue;
      const colour = rgba(style.color);
      colour[3] *= opacity(element) * Number(style.opacity);
      read += 1;
      tell(element, sign, contrast(colour, behind), /\p{L}|\p{N}/u.test(sign) ? least(style) : 3);
    }
  }
  // In drawings the ground is what was painted before, at each of some points along the words.
  const paint = (style, what, element) => {
    if (style[what] === 'none' || style[what].startsWith('url')) return null;
    const colour = rgba(style[what]);
    colour[3] *= Number(style[`${what}Opacity`]) * opacity(element);
    return colour;
  };
  for (const svg of document.body.querySelectorAll('svg')) {
    if (!shown(svg) || svg.closest(unseen)) continue;
    const below = ground(svg);
    const shapes = [];
    for (const element of svg.querySelectorAll('path, rect, circle, ellipse, polygon, text')) {
      if (!shown(element) || element.closest('defs, clipPath, marker')) continue;
      const style = getComputedStyle(element);
      if (element.tagName !== 'text') {
        const colour = paint(style, 'fill', element);
        if (colour?.[3]) shapes.push({ element, colour, box: element.getBoundingClientRect() });
        continue;
      }
      const scale = element.getScreenCTM().a || 1;
      for (const words of element.children.length ? element.querySelectorAll('tspan') : [element]) {
        if (!words.textContent.trim()) continue;
        const own = getComputedStyle(words);
        const colour = paint(own, 'fill', words);
        const box = words.getBoundingClientRect();
        if (!colour || !box.width) continue;
        const halo = own.paintOrder.startsWith('stroke') && parseFloat(own.strokeWidth) >= 2 ? paint(own, 'stroke', words) : null;
        let worst = Infinity;
        for (const along of [0.1, 0.3, 0.5, 0.7, 0.9]) {
          const [x, y] = [box.left + along * box.width, box.top + box.height / 2];
          const layers = shapes.filter((shape) => {
            if (x < shape.box.left || x > shape.box.right || y < shape.box.top || y > shape.box.bottom) return false;
            return shape.element.isPointInFill(new DOMPoint(x, y).matrixTransform(shape.element.getScreenCTM().inverse()));
          }).map((shape) => shape.colour);
          if (halo) layers.push(halo);
          worst = Math.min(worst, contrast(colour, layers.reduce((under, layer) => over(layer, under), below)));
        }
        read += 1;
        tell(words, words.textContent, worst, least(own, scale));
      }
    }
  }
  return { read, found: [...found.values()] };
}

test('the computation of contrast sees faint words, signs and drawings', async () => {
  const page = await browser.newPage();
  await page.goto(site.root + samples.find((route) => kind(route) === 'countries/*'));
  assert.deepEqual((await page.evaluate(faint)).found, []);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`main p.chart-source { color: #aaa } .chart-data > summary::before { color: #bbb }
      figure svg text { fill: #bbb }`);
    document.adoptedStyleSheets = [sheet];
  });
  const { found } = await page.evaluate(faint);
  for (const what of ['<p.', '<summary.', '<text.']) assert.ok(found.some((text) => text.startsWith(what)), `${what}: ${found.join('; ')}`);
  await page.close();
});

for (const theme of ['light', 'dark']) {
  for (const chosen of [false, true]) {
    test(`text stands out from its ground, ${theme}${chosen ? ' chosen by the reader' : ' by the system'}`, async () => {
      const problems = [];
      const other = theme === 'light' ? 'dark' : 'light';
      const context = await browser.newContext({ colorScheme: chosen ? other : theme });
      if (chosen) await context.addInitScript((value) => localStorage.setItem('theme', value), theme);
      // A choice uses the same colours (see below), so some pages tell. The whole report on one page
      // repeats its chapters.
      const list = samples.filter((route, i) => (chosen ? i % 5 === 0 : kind(route) !== 'whole'));
      // Words of narrow drawings in the one theme or the other.
      const narrow = (route) => process.env.EVERY || turns.includes(route) === (theme === 'light');
      await each(context, list, null, async (page, route) => {
        await page.goto(site.root + route);
        const grounds = await page.evaluate(() => {
          const channels = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [];
          return channels.slice(0, 3);
        });
        const { read, found } = await page.evaluate(faint);
        assert.ok(read > 3, `${route}: hardly a text`);
        // Drawings have other words when narrow.
        if (route && narrow(route) && (await page.locator('main svg').count())) {
          await page.setViewportSize({ width: 375, height: 800 });
          found.push(...(await page.evaluate(faint)).found);
          await page.setViewportSize({ width: 1280, height: 720 });
        }
        if (theme === 'dark' && grounds.every((c) => c > 128)) found.push(`a light ground, rgb(${grounds})`);
        problems.push(...found.map((what) => `${route}: ${what}`));
      });
      await context.close();
      none(problems);
    });
  }
}

test('a theme has the same colours, whether the system asks for it or the reader', async () => {
  const colours = async (colorScheme, chosen) => {
    const context = await browser.newContext({ colorScheme });
    if (chosen) await context.addInitScript((value) => localStorage.setItem('theme', value), chosen);
    const page = await context.newPage();
    await page.goto(site.root + languages[0]);
    const found = await page.evaluate(() => {
      const text = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join('\n');
      const names = [...new Set(text.match(/--[\w-]+(?=\s*:)/g))].sort();
      const style = getComputedStyle(document.documentElement);
      return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name).trim()]).concat([['color-scheme', style.colorScheme]]));
    });
    await context.close();
    return found;
  };
  const [light, dark] = [await colours('light'), await colours('dark')];
  assert.ok(Object.keys(light).length > 40, `${Object.keys(light).length} properties`);
  assert.ok(Object.keys(light).filter((name) => light[name] !== dark[name]).length > 20);
  assert.deepEqual(await colours('dark', 'light'), light);
  assert.deepEqual(await colours('light', 'dark'), dark);
});
