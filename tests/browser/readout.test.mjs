// What the drawings tell the pointer, a finger and the keyboard, and what they keep without script.
//
// The pages for authors have an example of every kind; a member's page and the ranking stand for all others.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, kind, languages, none, open, routes, samples, site, source, start } from './site.mjs';

start();

// The pages of the kinds of charts, in a language.
const kinds = (language) => routes.filter((route) => route.startsWith(`${language}manual/`) && route.split('/')[2]);
const ofKind = (name) => `${languages[0]}manual/${name}/`;
const others = [samples.find((route) => kind(route) === 'countries/*' && route.startsWith(languages[0])), `${languages[0]}ranking/`];

// What each chart of a page has to tell, as the file has it: the titles of its wide drawing, and for
// dots drawn as a crowd the rows of its table. An edition has a line for each series.
function drawings(route) {
  const plain = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" };
  const text = (html) => html.replace(/<[^>]*>/g, '').replace(/&#?\w+;/g, (e) => plain[e] ?? e).trim();
  const figures = source(route).split('<figure class="chart"').slice(1).map((html) => {
    const id = /id="([^"]+)"/.exec(html)[1];
    const colon = /data-colon="([^"]+)"/.exec(html)[1];
    const svg = html.split('<svg ').find((part) => part.startsWith('class="ch ch-w')) ?? '';
    const titles = [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title]) => text(title));
    const timely = svg.includes('class="z"');
    const crowd = [];
    if (!timely && svg.includes('<path stroke-width=')) {
      const table = html.split('<tbody')[1].split('</tbody>')[0];
      for (const row of table.split('<tr').slice(1)) {
        const [name, ...cells] = row.split(/<t[hd]/).slice(1).map((cell) => ({ number: cell.includes('num'), text: text(`<${cell}`) }));
        const values = cells.filter(({ number }) => number).map((cell) => cell.text);
        if (values.every((value) => /\d/.test(value)) && !titles.some((title) => title.startsWith(name.text + colon))) crowd.push(`${name.text} ${values.join(' ')}`);
      }
    }
    return { id, colon, titles: [...titles, ...crowd], timely };
  });
  return figures.filter(({ titles }) => titles.length);
}
// What is read out, in an order and a form that can be compared: the lines of an edition come in
// the order of reading, and the values of a dot with the names of their axes.
const normal = (text, { timely, colon }) => {
  if (timely) {
    const [head, ...lines] = text.split('\n');
    return [head, ...lines.sort()].join('\n');
  }
  const [name, ...values] = text.split('\n');
  if (values.length) return [name, ...values.map((line) => line.slice(line.lastIndexOf(colon) + colon.length))].join(' ');
  return text.replace(colon, ' ');
};
const known = (example) => new Set(example.titles.map((title) => normal(title, example)));
const examples = (route) => drawings(route).filter(({ id }) => id.startsWith('chart-example-'));

const boxOf = (page, id) => page.locator(`[id="${id}"] .ch-box`);
const painted = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
// Moves the pointer and, as a hand does, a little on: on a busy machine a drawing may still be
// changing its size when the pointer comes, and then closes its tip.
async function point(page, box, x, y) {
  let seen;
  for (const little of [0, 0.1, 0, 0.1]) {
    await page.mouse.move(x + little, y);
    await painted(page);
    seen = await box.evaluate(tipOf);
    if (!seen.hidden) break;
  }
  return seen;
}

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

for (const language of languages) {
  test(`arrows reach every datum of every kind, which is announced: ${language}`, async () => {
    const faults = [];
    // In the second language one kind says enough: the script is the same.
    const pages = language === languages[0] ? kinds(language) : kinds(language).slice(0, 1);
    let count = 0;
    for (const route of pages.filter((page) => examples(page).length)) {
    const { page, close } = await open(route);
    await page.evaluate(() => {
      window.heard = [];
      const live = document.querySelector('.unseen[aria-live]');
      new MutationObserver((seen) => seen.forEach(() => window.heard.push(live.textContent))).observe(live, { childList: true });
    });
    for (const example of examples(route)) {
      count += 1;
      const { id, titles } = example;
      const box = boxOf(page, id);
      await box.focus();
      await page.keyboard.press('Home');
      for (let i = 1; i < titles.length; i += 1) await page.keyboard.press('ArrowRight');
      const heard = await page.evaluate(() => window.heard.splice(0));
      const [a, b] = [heard, titles].map((list) => list.map((text) => normal(text, example)).sort().join('\n'));
      if (a !== b) faults.push(`${id}: ${heard.length} of ${titles.length} announced, ${new Set(heard).size} different`);
      const last = await box.evaluate(tipOf);
      if (last.text !== heard.at(-1)) faults.push(`${id}: the tip says “${last.text}”`);
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      const [first, ...rest] = await page.evaluate(() => window.heard.splice(0));
      if (first !== heard[0]) faults.push(`${id}: Home says “${first}”`);
      // Of one series there is nothing above and nothing below.
      const lines = first.split('\n').length;
      if (!(example.timely && lines <= 2) && (rest.length === 0 || rest[0] === first)) faults.push(`${id}: neither up nor down leads anywhere`);
    }
    await close();
    }
    assert.ok(count >= (language === languages[0] ? 15 : 1), `${count} kinds`);
    none(faults);
  });
}

test('Escape hides the tip, and the focus is not trapped', async () => {
  const { page, close } = await open(ofKind('bars'));
  const box = boxOf(page, examples(ofKind('bars'))[0].id);
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
  ['at 1280 px', kinds(languages[0]), { viewport: { width: 1280, height: 900 } }],
  ['at 375 px', kinds(languages[0]), { viewport: { width: 375, height: 800 } }],
  ['at 375 px', kinds(languages[1]).slice(0, 1), { viewport: { width: 375, height: 800 } }],
  ['enlarged to 200 %', kinds(languages[0]).slice(0, 3), { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }],
  ['at 1280 px', [others[0]], {}],
  ['at 1280 px', [others[1]], {}],
];
for (const [name, pages, options] of views) {
  test(`the pointer reads out what it is near and nothing that is far, inside of window and figure: ${pages[0]} … ${name}`, async () => {
    const faults = [];
    let read = 0;
    for (const route of pages) {
    const { page, close } = await open(route, options);
    const all = route.includes('/manual/') ? examples(route) : drawings(route);
    for (const example of all) {
      const { id } = example;
      const told = known(example);
      const box = boxOf(page, id);
      await box.evaluate((e) => e.scrollIntoView({ block: 'center', behavior: 'instant' }));
      const at = await box.boundingBox();
      for (const [across, down] of [[0.02, 0.3], [0.3, 0.4], [0.5, 0.5], [0.98, 0.7]]) {
        const [x, y] = [at.x + across * at.width, Math.min(page.viewportSize().height - 10, Math.max(5, at.y + down * at.height))];
        await page.mouse.move(x, y);
        await painted(page);
        let seen = await box.evaluate(tipOf);
        const where = `${id} at ${across}`;
        // The nearest of what could be read: columns of editions, marks, dots.
        const far = await box.evaluate((e, [px, py]) => {
          const svg = [...e.querySelectorAll('svg')].find((own) => own.getClientRects().length);
          const things = svg.querySelectorAll(svg.querySelector('.z') ? '.z path' : ':is(g[class^=f], g[class^=i], g[class^=q]) :is(path:not([stroke-width]), circle)');
          // What stands before the lines behind the marks is the key; some charts have no such lines.
          const lines = svg.querySelector('g.g');
          const behind = [...things].filter((thing) => lines && thing.compareDocumentPosition(lines) & Node.DOCUMENT_POSITION_PRECEDING);
          const marks = behind.length ? behind : [...things];
          return Math.min(...marks.map((thing) => {
            const r = thing.getBoundingClientRect();
            return Math.hypot(Math.max(r.left - px, 0, px - r.right), Math.max(r.top - py, 0, py - r.bottom));
          }));
        }, [x, y]);
        if (seen.hidden && far < 30) seen = await point(page, box, x, y);
        if (seen.hidden) {
          if (far < 30) faults.push(`${where}: says nothing of what is ${far} px away`);
          continue;
        }
        read += 1;
        if (far > 34) faults.push(`${where}: says “${seen.text}”, which is ${far} px away`);
        if (!told.has(normal(seen.text, example))) faults.push(`${where}: says “${seen.text}”`);
        else if (!seen.inside) faults.push(`${where}: stands out, ${seen.place}`);
        else if (seen.onMark) faults.push(`${where}: covers its own mark`);
      }
      await page.mouse.move(0, 0);
      if (!(await box.evaluate(tipOf)).hidden) faults.push(`${id}: stays when the pointer has gone`);
    }
    await close();
    }
    assert.ok(read > 0);
    none(faults);
  });
}

// The pages with charts over time of every kind, at the width of a desktop and of a phone.
const timed = [ofKind('line'), ofKind('multiples'), others[0], `${languages[0]}chapters/lessons/`].filter((route) => routes.includes(route));
for (const width of [1280, 375]) {
  test(`a chart over time reads all series of the nearest edition, and never a break: at ${width} px`, async () => {
    const faults = [];
    let editions = 0;
    let broken = 0;
    for (const route of timed) {
      const { page, close } = await open(route, { viewport: { width, height: 900 } });
      for (const example of drawings(route).filter(({ timely }) => timely)) {
        const { id } = example;
        const box = boxOf(page, id);
        await box.evaluate((e) => e.scrollIntoView({ block: 'center', behavior: 'instant' }));
        // The numbers as the table has them: an edition a row, or for small charts a column.
        const places = await box.evaluate((e) => {
          const svg = [...e.querySelectorAll('svg')].find((own) => own.getClientRects().length);
          const rect = (of) => { const r = of.getBoundingClientRect(); return { left: r.left, right: r.right, top: r.top, bottom: r.bottom }; };
          const table = [...e.closest('figure').querySelectorAll('.chart-data tr')].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
          return { columns: [...svg.querySelectorAll('.z path')].map(rect), discs: [...svg.querySelectorAll('.d circle')].map(rect), table };
        });
        const [heads, ...rows] = places.table;
        const byRow = rows.some(([head]) => /^\d{4}$/.test(head));
        const step = Math.max(1, Math.floor(places.columns.length / 5));
        for (const column of places.columns.filter((_, i) => i % step === 0)) {
          for (const down of [0.05, 0.5, 0.95]) {
            const y = column.top + down * (column.bottom - column.top);
            if (y < 1 || y > 899) continue;
            const seen = await point(page, box, (column.left + column.right) / 2, y);
            const [head, ...lines] = seen.text.split('\n');
            const row = byRow && rows.find(([year]) => year === head);
            if (seen.hidden) faults.push(`${route} ${id}: says nothing over an edition`);
            else if (byRow) {
              editions += 1;
              if (!row) faults.push(`${route} ${id}: “${head}” is no edition`);
              const wanted = (row ?? []).slice(1).map((value, i) => (/\d/.test(value) ? (heads.length > 2 ? `${heads[i + 1]}${example.colon}${value}` : value) : null)).filter(Boolean);
              const said = lines.map((line) => (heads.length > 2 ? line : line.slice(line.lastIndexOf(example.colon) + 1).trim()));
              if (said.sort().join() !== wanted.sort().join()) faults.push(`${route} ${id}: “${seen.text}” is not ${wanted.join()}`);
            } else if (!heads.includes(head)) faults.push(`${route} ${id}: “${head}” is no edition`);
          }
        }
        for (const disc of places.discs) {
          broken += 1;
          await page.mouse.move((disc.left + disc.right) / 2, (disc.top + disc.bottom) / 2);
          await painted(page);
          const seen = await box.evaluate(tipOf);
          if (!seen.hidden && !known(example).has(normal(seen.text, example))) faults.push(`${route} ${id}: a break says “${seen.text}”`);
        }
      }
      await close();
    }
    assert.ok(editions > 50, `${editions} editions`);
    assert.ok(broken > 2, `${broken} breaks`);
    none(faults);
  });
}

test('the numbers of breaks are explained below their chart, in every language', async () => {
  const faults = [];
  let numbers = 0;
  const context = await browser.newContext();
  const marked = routes.filter((route) => source(route).includes('class="d"'));
  assert.ok(marked.length > 10);
  const picked = [...new Map(marked.map((route) => [`${route.split('/')[0]} ${kind(route)}`, route])).values()];
  const page = await context.newPage();
  for (const route of picked) {
    await page.goto(site.root + route);
    const seen = await page.evaluate(() => [...document.querySelectorAll('figure.chart')].map((figure) => ({
      id: figure.id,
      drawn: [...figure.querySelectorAll('svg')].map((svg) => [...new Set([...svg.querySelectorAll('.d')].flatMap((group) => {
        const discs = [...group.querySelectorAll('circle')];
        const texts = [...svg.querySelectorAll('text')];
        return discs.map((disc) => {
          const [x, y] = [disc.cx.baseVal.value, disc.cy.baseVal.value];
          return texts.find((text) => Math.abs(text.x.baseVal[0].value - x) < 1 && Math.abs(text.y.baseVal[0].value - y) < 8)?.textContent;
        });
      }))].sort()),
      listed: [...figure.querySelectorAll('ol.chart-breaks > li')].map((item) => item.textContent),
      titles: [...figure.querySelectorAll('.k title')].length,
    })));
    for (const { id, drawn, listed, titles } of seen) {
      const wanted = listed.map((_, i) => String(i + 1)).sort().join();
      numbers += listed.length;
      for (const one of drawn) if (one.join() !== wanted) faults.push(`${route} ${id}: drawn ${one.join()}, explained ${wanted}`);
      for (const text of listed) if (!/\d{4}/.test(text) || text.length < 10) faults.push(`${route} ${id}: “${text}”`);
      if (titles) faults.push(`${route} ${id}: breaks have titles`);
    }
  }
  await context.close();
  assert.ok(numbers > 4);
  none(faults);
});

test('the tip covers no word where there is a free place, and rows are read downwards', async () => {
  const faults = [];
  for (const name of ['bars', 'columns', 'line', 'dumbbell', 'intervals', 'contribution', 'profile']) {
    const { page, close } = await open(ofKind(name));
    const { id, titles } = examples(ofKind(name)).find((example) => example.id === `chart-example-${name}`);
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
    await close();
  }
  none(faults);
});

test('a tap reads out, and a tap elsewhere ends it', async () => {
  const { page, close } = await open(ofKind('bars'), { viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true });
  const example = examples(ofKind('bars'))[0];
  const { id } = example;
  const box = boxOf(page, id);
  await box.scrollIntoViewIfNeeded();
  const { x, y } = await box.evaluate((e) => {
    const svg = [...e.querySelectorAll('svg')].find((own) => own.getClientRects().length);
    const mark = [...svg.querySelectorAll(':is(g[class^=f], g[class^=i], g[class^=q]) :is(path:not([stroke-width]), circle)')].at(-1).getBoundingClientRect();
    return { x: mark.right - 2, y: (mark.top + mark.bottom) / 2 };
  });
  await page.touchscreen.tap(x, y);
  await painted(page);
  const seen = await box.evaluate(tipOf);
  assert.ok(known(example).has(normal(seen.text, example)), `says “${seen.text}”`);
  assert.ok(seen.inside);
  await page.waitForTimeout(300);
  assert.ok(await box.locator('.tip').isVisible(), 'it stays when the finger is lifted');
  await page.locator(`[id="${id}"] h3`).tap();
  assert.ok(!(await box.locator('.tip').isVisible()));
  await close();
});

for (const [way, options] of [['the pointer', {}], ['a finger', { hasTouch: true, isMobile: true }], ['the keyboard', {}]]) {
  test(`every tile of a map tells its name to ${way}, at 320 px`, async () => {
    const { page, close } = await open(ofKind('tile-map'), { viewport: { width: 320, height: 800 }, ...options });
    const example = drawings(ofKind('tile-map')).find(({ id }) => id === 'chart-example-tile-map');
    const told = known(example);
    const box = boxOf(page, example.id);
    const faults = [];
    const heard = new Set();
    if (way === 'the keyboard') {
      await box.focus();
      for (let i = 0; i < 40; i += 1) {
        await page.keyboard.press('ArrowRight');
        const seen = await box.evaluate(tipOf);
        heard.add(seen.text);
        const live = await page.evaluate(() => document.querySelector('.unseen[aria-live]').textContent);
        if (live !== seen.text) faults.push(`announced “${live}”, shown “${seen.text}”`);
      }
    } else {
      const count = await box.locator('svg.ch-n .u > g').count();
      assert.ok(count > 100);
      for (let i = 0; i < count; i += 9) {
        const tile = box.locator('svg.ch-n .u > g').nth(i);
        await tile.evaluate((e) => e.scrollIntoView({ block: 'center', behavior: 'instant' }));
        const at = await tile.boundingBox();
        const [x, y] = [at.x + at.width / 2, at.y + at.height / 2];
        await (way === 'a finger' ? page.touchscreen.tap(x, y) : page.mouse.move(x, y));
        await painted(page);
        const seen = await box.evaluate(tipOf);
        heard.add(seen.text);
        if (!seen.inside) faults.push(`“${seen.text}” stands out`);
      }
    }
    for (const text of heard) if (!told.has(normal(text, example))) faults.push(`says “${text}”`);
    assert.ok(heard.size > 15, `${heard.size} names`);
    await close();
    none(faults);
  });
}

test('in forced colours and without motion the chosen mark and its tip can be seen', async () => {
  const { page, close } = await open(ofKind('bars'), { forcedColors: 'active', reducedMotion: 'reduce' });
  const box = boxOf(page, examples(ofKind('bars'))[0].id);
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
  await page.goto(site.root + ofKind('tile-map'));
  assert.ok((await page.locator('figure.chart svg g title').count()) > 100);
  assert.equal(await page.locator('.ch-box[tabindex]').count(), 0);
  await context.close();
});
