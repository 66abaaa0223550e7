// Every chart on every page, both languages, wide and narrow, measured with the browser's boxes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, each, kind, none, portion, routes, samples, site, source, start } from './site.mjs';

start();

const smallest = 11;

// In the page: the faults of all drawings that are shown, and how many texts were measured.
//
// A text's box in the browser is as tall as its font's longest strokes, half as tall again as
// the letters for fonts with Chinese. What a reader sees as touching are the letters, so a box
// is cut to one em about the base line, which stands at four fifths of the box in the usual fonts.
function measure(smallest) {
  const faults = [];
  let drawings = 0;
  let measured = 0;
  for (const svg of document.querySelectorAll('figure.chart svg')) {
    const frame = svg.getBoundingClientRect();
    if (frame.width === 0 || !svg.checkVisibility({ visibilityProperty: true })) continue;
    drawings += 1;
    const where = svg.closest('figure').id || svg.querySelector('title')?.textContent || 'chart';
    const tell = (what) => faults.push(`${where}: ${what}`);
    if (frame.left < -1 || frame.right > document.documentElement.clientWidth + 1) {
      tell(`the drawing lies from ${Math.round(frame.left)} to ${Math.round(frame.right)} px`);
    }
    const boxes = [];
    for (const text of svg.querySelectorAll('text')) {
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (!node.data.trim() || parent.closest('title, desc')) continue;
        if (!parent.checkVisibility({ visibilityProperty: true })) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        if (box.width === 0) continue;
        const matrix = parent.getScreenCTM();
        const size = parseFloat(getComputedStyle(parent).fontSize) * Math.hypot(matrix.b, matrix.d);
        const base = box.top + 0.8 * box.height;
        const name = `“${node.data.trim()}”`;
        boxes.push({ name, left: box.left, right: box.right, top: base - 0.8 * size, bottom: base + 0.2 * size });
        measured += 1;
        if (size < smallest - 0.05) tell(`${name} is ${size.toFixed(1)} px`);
      }
    }
    boxes.forEach((a, i) => {
      if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 1 || a.bottom > frame.bottom + 1) {
        tell(`${a.name} stands out of the drawing`);
      }
      for (const b of boxes.slice(i + 1)) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 0.5 && down > 0.5) tell(`${a.name} lies on ${b.name}`);
      }
    });
  }
  return { faults, drawings, measured };
}

test('the measuring catches planted faults, and nothing else', async () => {
  const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
  const chart = (id, texts) => `<figure class="chart" id="${id}"><svg viewBox="0 0 400 100" width="400" style="display:block;overflow:visible"><title>${id}</title>${texts}</svg></figure>`;
  const text = (x, y, words, size = 14) => `<text x="${x}" y="${y}" font-size="${size}">${words}</text>`;
  await page.setContent(`<!doctype html><meta charset="utf-8">
    ${chart('good', text(10, 30, 'Africa') + text(10, 46, '非洲') + text(200, 30, 'Asia'))}
    ${chart('overlap', text(10, 30, 'Africa and Asia') + text(40, 34, '亚洲'))}
    ${chart('outside', text(370, 30, 'Beyond the edge'))}
    ${chart('above', text(10, 4, 'Cut off'))}
    ${chart('tiny', text(10, 30, 'Small print', 8))}
    <div style="display:none">${chart('hidden', text(390, 30, 'Not shown'))}</div>`);
  const { faults, drawings, measured } = await page.evaluate(measure, smallest);
  assert.deepEqual(faults, [
    'overlap: “Africa and Asia” lies on “亚洲”',
    'outside: “Beyond the edge” stands out of the drawing',
    'above: “Cut off” stands out of the drawing',
    'tiny: “Small print” is 8.0 px',
  ]);
  assert.equal(drawings, 5);
  assert.equal(measured, 8);
  await page.close();
});

// The whole report on one page repeats what its chapters show.
const charted = portion.filter((route) => kind(route) !== 'whole' && /<figure\b[^>]*\bclass="(?:[^"]* )?chart[ "]/.test(source(route)));

test(`no text of a chart is cut off, covered or too small (${charted.length} pages)`, async (t) => {
  const faults = [];
  let drawings = 0;
  let measured = 0;
  const context = await browser.newContext();
  await each(context, charted, null, async (page, route) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(site.root + route);
    for (const width of [1280, 375]) {
      await page.setViewportSize({ width, height: 900 });
      const seen = await page.evaluate(measure, smallest);
      faults.push(...seen.faults.map((fault) => `${route} at ${width} px: ${fault}`));
      drawings += seen.drawings;
      measured += seen.measured;
      const figures = await page.locator('figure.chart:has(svg)').count();
      if (seen.drawings < figures) faults.push(`${route} at ${width} px: ${seen.drawings} of ${figures} charts are shown`);
    }
  });
  await context.close();
  t.diagnostic(`${drawings} drawings and ${measured} texts measured`);
  none(faults);
});

// In the page: how the drawings of the page stand in their columns.
function fit([least, most, tiny, widest]) {
  const faults = [];
  let drawings = 0;
  for (const box of document.querySelectorAll('figure.chart .ch-box')) {
    const figure = box.closest('figure');
    const tell = (what) => faults.push(`${figure.id}: ${what}`);
    const shown = [...box.querySelectorAll(':scope > svg')].filter((svg) => svg.getClientRects().length);
    if (!box.querySelector(':scope > svg')) continue;
    drawings += 1;
    if (shown.length !== 1) {
      tell(`${shown.length} drawings are shown`);
      continue;
    }
    const [svg] = shown;
    const column = box.getBoundingClientRect();
    const words = figure.querySelector('figcaption').getBoundingClientRect();
    const own = figure.getBoundingClientRect().width;
    const wide = svg.getBoundingClientRect().width;
    if (Math.abs(wide - column.width) > 1) tell(`the drawing is ${wide} px wide in a column of ${column.width}`);
    const beside = words.right <= column.left + 1;
    if (!beside && Math.abs(column.width - Math.min(own, widest)) > 1) tell(`the drawing's column is ${column.width} px wide in a figure of ${own}`);
    if (beside && column.width < Math.min(widest, 0.55 * own)) tell(`the column beside the words is ${column.width} px wide of ${own}`);
    const scale = wide / svg.viewBox.baseVal.width;
    const size = parseFloat(getComputedStyle(svg).fontSize) * scale;
    if (size < least || size > most) tell(`its texts are ${size.toFixed(2)} px in a column of ${column.width}`);
    for (const text of svg.querySelectorAll('text')) {
      const own = parseFloat(getComputedStyle(text).fontSize) * scale;
      if (own < tiny) tell(`“${text.textContent}” is ${own.toFixed(2)} px`);
    }
  }
  return { faults, drawings };
}

test('a drawing that does not fit its column is found out', async () => {
  const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
  const figure = (id, box, svgs) => `<figure class="chart" id="${id}" style="margin:0;width:500px"><figcaption>Title</figcaption><div class="ch-box" style="${box}">${svgs}</div></figure>`;
  const svg = (wide, units = 480, size = 12) => `<svg viewBox="0 0 ${units} 9" style="display:block;width:${wide};font-size:${size}px"><text>A</text></svg>`;
  await page.setContent(figure('good', '', svg('100%')) + figure('capped', '', svg('440px')) + figure('strip', 'width:440px', svg('100%'))
    + figure('blown', '', svg('100%', 300)) + figure('tiny', '', svg('100%', 720)) + figure('two', '', svg('100%') + svg('100%')));
  const { faults, drawings } = await page.evaluate(fit, limits);
  assert.equal(drawings, 6);
  for (const id of ['capped', 'strip', 'blown', 'tiny', 'two']) assert.ok(faults.some((fault) => fault.startsWith(`${id}:`)), id);
  assert.ok(!faults.some((fault) => fault.startsWith('good:')), faults.join('\n'));
  await page.close();
});

// A page of each kind in each language, and members' pages from the lightest to the heaviest.
const members = charted.filter((route) => kind(route) === 'countries/*').sort((a, b) => source(a).length - source(b).length);
const columns = [...new Set([...samples.filter((route) => charted.includes(route)), ...[0, 0.3, 0.6].map((part) => members[Math.floor(part * members.length)])])].filter(Boolean);
// The texts of a drawing, in pixels from … to; no text below; and the widest column, 47.5 rem.
const limits = [10.4, 15.6, 9.99, 760];

test(`at every width each chart fills its column, and its texts keep their size (${columns.length} pages)`, async (t) => {
  const faults = [];
  let drawings = 0;
  const context = await browser.newContext({ javaScriptEnabled: false });
  await each(context, columns, null, async (page, route) => {
    await page.setViewportSize({ width: 320, height: 900 });
    await page.goto(site.root + route);
    // Every 40 px, a third of them on each page.
    for (let width = 320 + 40 * (columns.indexOf(route) % 3); width <= 1920; width += 120) {
      await page.setViewportSize({ width, height: 900 });
      const seen = await page.evaluate(fit, limits);
      faults.push(...seen.faults.map((fault) => `${route} at ${width} px: ${fault}`));
      drawings += seen.drawings;
    }
  });
  await context.close();
  t.diagnostic(`${drawings} drawings measured`);
  none(faults);
});

// In the page: of the drawing that is shown, the parts by their classes.
function parts(id) {
  const svg = [...document.querySelectorAll(`[id="${id}"] .ch-box > svg`)].find((own) => own.getClientRects().length);
  const box = (of) => (({ left, right, top, bottom, width, height }) => ({ left, right, top, bottom, width, height }))(of.getBoundingClientRect());
  const strokes = (name) => [...svg.querySelectorAll(`g.${name} path`)].map((path) => (path.getAttribute('d').match(/M/g) ?? []).length).reduce((a, b) => a + b, 0);
  return {
    narrow: svg.classList.contains('ch-n'),
    frame: box(svg),
    zero: [...svg.querySelectorAll('g.a path')].map(box),
    grid: strokes('g'),
    leaders: strokes('j'),
    joins: [1, 7].map((i) => strokes(`l${i}`)).reduce((a, b) => a + b),
    marks: [...svg.querySelectorAll('title')].length || [...svg.querySelectorAll('g[class^=f] > *')].length,
    bars: [...svg.querySelectorAll('g[class^=f] path')].map(box),
    ticks: [...svg.querySelectorAll('text')].map((text) => ({ ...box(text), words: text.textContent })).filter(({ bottom, words }) => /\d/.test(words) && bottom > svg.getBoundingClientRect().bottom - 25).length,
    rows: document.querySelectorAll(`[id="${id}"] .chart-data tbody tr`).length,
  };
}

for (const width of [320, 375]) {
  test(`contributions and dumbbells have connectors, a line at zero and an axis at ${width} px`, async () => {
    const languages = routes.filter((route) => /^[^/]+\/$/.test(route));
    const page = await browser.newPage({ viewport: { width, height: 900 }, javaScriptEnabled: false });
    let drawn = 0;
    for (const language of languages) {
      await page.goto(`${site.root}${language}manual/contribution/`);
      const falls = await page.evaluate(parts, 'chart-example-contribution');
      assert.ok(falls.narrow);
      assert.ok(falls.rows > 2);
      assert.equal(falls.leaders, falls.rows - 1, 'each sum leads to the next row');
      const high = Math.max(...falls.bars.map(({ bottom }) => bottom)) - Math.min(...falls.bars.map(({ top }) => top));
      assert.ok(falls.zero.some(({ height }) => height >= high - 1), 'the line at zero stands along all rows');
      assert.ok(falls.ticks >= 2, `${falls.ticks} numbers on the axis`);
      await page.goto(`${site.root}${language}manual/dumbbell/`);
      const pairs = await page.evaluate(parts, 'chart-example-dumbbell');
      assert.equal(pairs.joins, pairs.rows, 'the two dots of each row are joined');
      assert.ok(pairs.grid >= 2 && pairs.ticks >= 2, `${pairs.grid} lines and ${pairs.ticks} numbers on the axis`);
      drawn += 2;
    }
    assert.ok(drawn >= 4);
    await page.close();
  });
}

test('maps work at 320 px: no code on another, who is not assessed has words', async () => {
  const faults = [];
  const maps = charted.filter((route) => /class="q\d+ u"/.test(source(route))).filter((route, i, all) => i % 6 === 0 || kind(route) !== kind(all[i - 1] ?? ''));
  assert.ok(maps.length > 2);
  const page = await browser.newPage();
  for (const route of maps) {
    await page.setViewportSize({ width: 320, height: 800 });
    await page.goto(site.root + route);
    const seen = await page.evaluate(measure, smallest - 0.6);
    faults.push(...seen.faults.map((fault) => `${route}: ${fault}`));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > 320) faults.push(`${route}: ${wide} px wide`);
    const dashes = await page.evaluate(() => [...document.querySelectorAll('svg:has(.u) :is(text, title)')].filter((text) => /(^|[ (（:：])[–—-]( \d+|[)）]|$)/.test(text.textContent)).map((text) => text.textContent));
    faults.push(...dashes.map((dash) => `${route}: “${dash}”`));
  }
  await page.close();
  none(faults);
});

test('every chart has its numbers in a table that opens without script', async () => {
  const faults = [];
  const context = await browser.newContext({ javaScriptEnabled: false });
  await each(context, charted.filter((route) => route.includes('/chapters/')), null, async (page, route) => {
    await page.goto(site.root + route);
    for (const figure of await page.locator('figure.chart:has(svg)').all()) {
      const details = figure.locator('details').first();
      if (!(await details.count())) {
        faults.push(`${route}: a chart without a table`);
        continue;
      }
      await details.locator('summary').click();
      if (!(await details.locator('table').first().isVisible())) faults.push(`${route}: the table does not open`);
    }
  });
  await context.close();
  none(faults);
});
