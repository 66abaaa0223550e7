// What a reader meets first: the ranking, the facts, the menu; what two pages say of the same; and
// what search engines are told.

//
// PROGRAM the built program (default: `target/debug/egov-report` of the checkout)

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browser, each, folder, kind, languages, none, open, portion, routes, samples, site, source, start, turns } from './site.mjs';

start();

const language = (route) => languages.find((folder) => route.startsWith(folder)) ?? '';
/** A page's table by the id of its heading: the words of its heads, and of each row its cells and links. */
const readTable = (page, id) => page.evaluate((id) => {
  const text = (element) => element.innerText.trim().replace(/\s+/g, ' ');
  const table = document.querySelector(`[aria-labelledby="${id}"] table`);
  return table && {
    heads: [...table.tHead.rows[0].cells].map((cell) => text(cell).replace(/\s*[↕↑↓]$/, '')),
    rows: [...table.tBodies[0].rows].map((row) => ({
      cells: [...row.cells].map(text),
      links: [...row.querySelectorAll('a')].map((a) => a.href),
      lead: text(row.cells[0]),
    })),
  };
}, id);

/** The pages whose template has a mark, in a language. */
const holding = (mark) => routes.filter((route) => route && source(route).includes(mark));
/** Areas have a history and a ranking of their own. */
const areas = () => holding('id="ranking"').filter((route) => source(route).includes('id="editions"') && !source(route).includes('id="making"'));
const editions = () => holding('class="years"').filter((route) => kind(route) !== 'ranking');
const components = () => holding('id="making"');

test('an area is counted alike on its page, in every edition, and in the lists', async () => {
  const problems = [];
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  // By address of the area and of the edition: what its own page says.
  const own = new Map();
  for (const route of areas()) {
    await page.goto(site.root + route);
    const table = await readTable(page, 'editions');
    for (const row of table.rows) {
      own.set(`${site.root}${route} ${row.links[0]}`, { assessed: row.cells[1], mean: row.cells[2], leaders: row.links.slice(1).join() });
      own.set(`${site.root}${route} name`, { head: table.heads[1] });
    }
    const latest = table.rows[0].links[0];
    own.set(`${site.root}${route} latest`, own.get(`${site.root}${route} ${latest}`));
  }
  assert.ok(own.size > 100, `${own.size} rows of areas`);
  let compared = 0;
  const same = (where, area, edition, seen) => {
    const said = own.get(`${area} ${edition}`);
    compared += 1;
    if (!said) return problems.push(`${where}: ${area} has no row of ${edition}`);
    for (const [key, value] of Object.entries(seen)) {
      if (said[key] !== value) problems.push(`${where}: ${area.replace(site.root, '')} has ${key} ${value}, its own page ${said[key]}`);
    }
  };
  for (const route of editions()) {
    await page.goto(site.root + route);
    const table = await readTable(page, 'regions');
    assert.ok(table.rows.length > 1, route);
    for (const row of table.rows) {
      same(route, row.links[0], site.root + route, { assessed: row.cells[1], mean: row.cells[2], leaders: row.links.slice(1).join() });
      same(route, row.links[0], 'name', { head: table.heads[1] });
    }
  }
  const years = editions();
  for (const route of routes) {
    const text = route && source(route);
    for (const id of ['groups', 'subregions', 'regions']) {
      if (!text || !text.includes(`aria-labelledby="${id}"`) || years.includes(route) || kind(route) === 'ranking') continue;
      await page.goto(site.root + route);
      const table = await readTable(page, id);
      for (const row of table.rows) {
        same(route, row.links[0], 'latest', { assessed: row.cells[1], mean: row.cells[2] });
        same(route, row.links[0], 'name', { head: table.heads[1] });
      }
    }
  }
  await context.close();
  assert.ok(compared > 200, `${compared} rows`);
  // Where not all members were assessed, both numbers are said.
  const partial = [...own.values()].filter((row) => /\d\D+\d/.test(row.assessed ?? ''));
  assert.ok(partial.length > 0, 'no edition in which some were not assessed');
  none(problems);
});

test('x-default is the same page in the default language, on pages and in the sitemap', () => {
  const problems = [];
  const read = (text, element) => {
    const found = [...text.matchAll(new RegExp(`<${element} rel="alternate" hreflang="([^"]+)" href="([^"]+)"`, 'g'))];
    return new Map(found.map(([, tag, href]) => [tag, href]));
  };
  const base = /rel="canonical" href="([^"]+)"/.exec(source(''))[1];
  const entries = new Map(readFileSync(join(folder, 'sitemap.xml'), 'utf8').split('<url>').slice(1)
    .map((entry) => [/<loc>([^<]+)/.exec(entry)[1], read(entry, 'xhtml:link')]));
  const first = languages.find((folder) => read(source(''), 'link').values().next().value === base + folder);
  for (const route of routes) {
    const alternates = read(source(route), 'link');
    const expected = route === '' ? base : base + first + route.slice(language(route).length);
    const tell = (what) => problems.push(`${route}: ${what}`);
    if (alternates.get('x-default') !== expected) tell(`x-default is ${alternates.get('x-default')}, not ${expected}`);
    if (!routes.includes(expected.slice(base.length))) tell(`x-default leads nowhere`);
    if (alternates.size !== languages.length + 1) tell(`${alternates.size} alternates`);
    const entry = entries.get(base + route);
    if (!entry) {
      if (source(route).includes(`rel="canonical" href="${base}${route}"`)) tell('not in the sitemap');
      continue;
    }
    if (JSON.stringify([...entry]) !== JSON.stringify([...alternates])) tell('the sitemap names other alternates');
  }
  none(problems);
});

for (const [width, height] of [[1440, 900], [375, 800]]) {
  test(`a ranking begins on the first screen, ${width} × ${height}`, async () => {
    const problems = [];
    let seen = 0;
    const context = await browser.newContext({ viewport: { width, height } });
    // Pages of every kind, and of kinds with many pages a part.
    const picked = holding('id="ranking"').filter((route, i) => samples.includes(route) || i % 4 === 0);
    await each(context, picked, null, async (page, route) => {
      await page.goto(site.root + route);
      await page.evaluate(() => document.fonts.ready);
      const row = await page.evaluate(() => {
        const row = document.querySelector('[aria-labelledby="ranking"] tbody tr');
        const box = row.getBoundingClientRect();
        const name = row.querySelector('a').getBoundingClientRect();
        const there = document.elementFromPoint(name.x + 4, name.y + name.height / 2);
        return { top: Math.round(box.top), bottom: Math.round(box.bottom), shown: row.contains(there) };
      });
      seen += 1;
      if (row.bottom > height) problems.push(`${route}: the first row ends at ${row.bottom} px`);
      else if (!row.shown) problems.push(`${route}: something covers the first row`);
    });
    await context.close();
    assert.ok(seen > 20, `${seen} pages`);
    none(problems);
  });
}

/** The facts of a page, each as what a reader sees of it; read from the file, for pages are many. */
const readFacts = (page, route) => page.evaluate((html) => {
  const text = (element) => element?.textContent.trim().replace(/\s+/g, ' ') ?? '';
  const whole = new DOMParser().parseFromString(html, 'text/html');
  return [...whole.querySelectorAll('.facts > div')].map((fact) => {
    const value = fact.querySelector('dd').cloneNode(true);
    for (const small of value.querySelectorAll('small')) small.remove();
    return {
      name: text(fact.querySelector('dt')),
      value: text(value),
      level: text(fact.querySelector('dd > .level')),
      ofLevel: Boolean(fact.querySelector('dt .level')),
      change: text(fact.querySelector('.change')),
      way: fact.querySelector('.change')?.classList[1] ?? '',
      notes: [...fact.querySelectorAll('small')].map(text),
    };
  });
}, (source(route).match(/<dl class="facts"[^]*?<\/dl>/g) ?? []).join(''));

test('the facts of a member are those of the ranking: rank and move, value and change, level', async () => {
  const problems = [];
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  for (const home of languages) {
    const page = await context.newPage();
    await page.goto(`${site.root}${home}ranking/`);
    const rows = await page.evaluate(() => [...document.querySelectorAll('#ranking-table tbody tr')].map((row) => {
      const steps = row.querySelector('.steps');
      const text = (element) => element?.innerText.trim() ?? '';
      return {
        href: row.querySelector('th a').href,
        rank: row.cells[0].firstChild.data.trim(),
        told: row.cells[0].textContent.trim(),
        steps: text(steps).replace(/\D/g, ''), way: steps?.classList[1] ?? 'same',
        value: text(row.cells[2]), change: text(row.cells[3].querySelector('.change')), level: text(row.querySelector('.level')),
      };
    }));
    assert.ok(rows.length > 100);
    for (const row of rows) {
      const facts = await readFacts(page, row.href.replace(site.root, ''));
      const tell = (what) => problems.push(`${row.href.replace(site.root, '')}: ${what}; ${JSON.stringify(facts)}`);
      if (facts.length < 4) {
        tell(`${facts.length} facts`);
        continue;
      }
      const [rank, value, level, region] = facts;
      if (rank.value !== row.rank) tell(`rank ${rank.value}, not ${row.rank}`);
      // What is copied out of a table has no style that would part the two numbers.
      if (row.steps && row.told !== `${row.rank} ${row.way === 'up' ? '▲' : '▼'}${row.steps}`) tell(`copied as ${row.told}`);
      if (row.steps && (!rank.change.includes(row.steps) || rank.way !== row.way)) tell(`moved ${rank.change}, not ${row.way} ${row.steps}`);
      if (value.value !== row.value) tell(`value ${value.value}, not ${row.value}`);
      if (row.change && row.change !== value.change) tell(`changed ${value.change}, not ${row.change}`);
      if (level.level !== row.level) tell(`level ${level.level}, not ${row.level}`);
      if (!(Number(region.value) <= Number(row.rank))) tell(`rank in region ${region.value}`);
    }
    await page.close();
  }
  await context.close();
  none(problems);
});

test('facts say nothing that is no news, and fit', async () => {
  const problems = [];
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const pages = holding('class="facts"');
  assert.ok(pages.length > 300, `${pages.length} pages`);
  // Of many alike a third; EVERY=1 has all.
  for (const route of pages.filter((route, i) => i % 3 === 0 || portion.includes(route))) {
    if (source(route).includes('class="tree"')) continue;
    const facts = await readFacts(page, route);
    if (facts.length < 3) problems.push(`${route}: ${facts.length} facts`);
    for (const fact of facts) {
      if (!fact.name || !fact.value) problems.push(`${route}: an empty fact ${JSON.stringify(fact)}`);
      // “193, of 193 countries”, but a last place is news.
      const of = fact.notes.map((note) => /^(?:of |sur |共)(\d+)/.exec(note)?.[1]).find(Boolean);
      const isRank = /rank|名次|rang/i.test(fact.name);
      if (of === fact.value && !isRank && !fact.ofLevel) problems.push(`${route}: “${fact.name} ${fact.value}, ${fact.notes}” is no news`);
    }
  }
  await context.close();
  const narrow = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const wide = [...new Set([...samples, ...portion, ...components()])].filter((route) => pages.includes(route));
  await each(narrow, wide, null, async (page, route) => {
    await page.goto(site.root + route);
    for (const width of [320, 375, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const cut = await page.evaluate(() => [...document.querySelectorAll('.facts > div, .facts dd, .facts dt')]
        .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.innerText));
      problems.push(...cut.map((what) => `${route} at ${width} px: “${what}” does not fit`));
    }
  });
  await narrow.close();
  none(problems);
});

for (const javaScriptEnabled of [true, false]) {
  for (const [width, height] of [[320, 568], [375, 667], [375, 800]]) {
    test(`the menu fits a screen of ${width} × ${height}, data first${javaScriptEnabled ? '' : ', without script'}`, async () => {
      for (const route of languages) {
        const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled });
        const page = await context.newPage();
        await page.goto(site.root + route);
        const menu = page.locator('.tools > details.menu:not(.languages)');
        await menu.locator('> summary').click();
        const groups = menu.locator('.menu-group');
        const reached = new Set();
        for (let i = 0; i < await groups.count(); i += 1) {
          const group = groups.nth(i);
          if (!(await group.evaluate((details) => details.open))) await group.locator('> summary').click();
          const seen = await menu.evaluate((details) => {
            const panel = details.querySelector('.menu-panel');
            const box = panel.getBoundingClientRect();
            const inside = (rect) => rect.top >= box.top && rect.bottom <= box.bottom + 0.5 && rect.left >= box.left && rect.right <= box.right + 0.5;
            const links = [...panel.querySelectorAll('a, summary')].filter((link) => link.checkVisibility({ contentVisibilityAuto: true }));
            const rects = links.map((link) => link.getBoundingClientRect()).filter((rect) => rect.height > 0);
            return {
              bottom: Math.round(box.bottom),
              scrolls: panel.scrollHeight > panel.clientHeight + 1,
              low: Math.min(...rects.map((rect) => rect.height)),
              outside: rects.filter((rect) => !inside(rect)).length,
              shown: links.filter((link) => link.href && link.getBoundingClientRect().height > 0).map((link) => link.href),
            };
          });
          assert.ok(seen.bottom <= height, `${route}, group ${i}: the panel ends at ${seen.bottom} px`);
          assert.ok(!seen.scrolls, `${route}, group ${i}: the panel scrolls`);
          assert.equal(seen.outside, 0, `${route}, group ${i}: entries outside of the panel`);
          assert.ok(seen.low >= 24, `${route}, group ${i}: an entry of ${seen.low} px`);
          if (i === 0) assert.ok(seen.shown.some((href) => href.endsWith('/ranking/')), `${route}: the data do not come first`);
          for (const href of seen.shown) reached.add(href);
        }
        const all = await menu.locator('.menu-panel a').evaluateAll((links) => links.map((link) => link.href));
        assert.deepEqual([...reached].sort(), [...new Set(all)].sort(), `${route}: entries that nobody reaches`);
        assert.ok(all.length > 8);
        await context.close();
      }
    });
  }
}

test('the menu shows both groups where there is room, and stays on the screen in landscape', async () => {
  for (const [width, height] of [[667, 375], [1280, 800]]) {
    const { page, close } = await open(languages[0], { viewport: { width, height } });
    const menu = page.locator('.tools > details.menu:not(.languages)');
    await menu.locator('> summary').click();
    const box = await menu.locator('.menu-panel').boundingBox();
    assert.ok(box.y + box.height <= height && box.x >= 0 && box.x + box.width <= width, `${width} × ${height}: ${JSON.stringify(box)}`);
    if (height > 500) {
      for (const link of await menu.locator('.menu-panel a').all()) assert.ok(await link.isVisible());
      const [data, chapters] = await menu.locator('.menu-group').evaluateAll((groups) => groups.map((group) => group.getBoundingClientRect().x));
      assert.ok(data < chapters, 'the groups do not stand side by side');
    }
    await close();
  }
});

// In the page: how much of `box` has something in its right part, in bands of 40 px.
function used(selector) {
  const box = document.querySelector(selector).getBoundingClientRect();
  const main = document.querySelector('main').getBoundingClientRect();
  const from = main.left + main.width * 0.55;
  const bands = new Set();
  const add = (rect) => {
    if (rect.width < 1 || rect.right < from) return;
    for (let y = Math.max(rect.top, box.top); y < Math.min(rect.bottom, box.bottom); y += 20) bands.add(Math.floor((y - box.top) / 40));
  };
  const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !node.parentElement.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) add(rect);
  }
  for (const svg of document.querySelectorAll(`${selector} .ch-box`)) add(svg.getBoundingClientRect());
  return bands.size / Math.max(1, Math.floor(box.height / 40));
}

test('pages of components say how they are made, and use the room', async () => {
  const problems = [];
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await each(context, components(), null, async (page, route) => {
    await page.goto(site.root + route);
    const seen = await page.evaluate(() => {
      const made = document.getElementById('making').closest('section');
      return {
        formulas: made.querySelectorAll('.formula math').length,
        sentences: made.querySelectorAll('ul > li').length,
        sources: made.querySelectorAll('.note a').length,
        facts: document.querySelectorAll('.facts > div').length,
        charts: document.querySelectorAll('.ranked .chart').length,
      };
    });
    const alone = /<p>(?:[^<]|<\/?span[^>]*>|<wbr>)+<\/p><ul>/.test(source(route).replace(/\s*\n\s*/g, ''));
    if (!seen.formulas && !alone) problems.push(`${route}: no formula`);
    if (seen.sentences < 2 || !seen.sources || seen.facts < 3) problems.push(`${route}: ${JSON.stringify(seen)}`);
    const share = await page.evaluate(used, '.ranked');
    if (share < 0.7) problems.push(`${route}: ${Math.round(share * 100)}% of the height have something on the right`);
  });
  const lists = holding('class="tree"').filter((route) => source(route).includes('class="made"'));
  assert.equal(lists.length, languages.length);
  await each(context, lists, null, async (page, route) => {
    await page.goto(site.root + route);
    const share = await page.evaluate(used, '.tree');
    if (share < 0.7) problems.push(`${route}: ${Math.round(share * 100)}% of the height have something on the right`);
    const rows = await page.locator('.tree > li').count();
    if (await page.locator('.tree > li .facts').count() !== rows) problems.push(`${route}: facts are missing`);
  });
  await context.close();
  assert.ok(components().length > 4);
  none(problems);
});

test('no two pages of a language share a title, nor two rows of a table a member', async () => {
  const problems = [];
  const titles = new Map();
  for (const route of routes) {
    const title = /<title>([^<]*)<\/title>/.exec(source(route))[1];
    const key = `${language(route)} ${title}`;
    if (titles.has(key)) problems.push(`${route} and ${titles.get(key)}: “${title}”`);
    titles.set(key, route);
  }
  const context = await browser.newContext();
  const page = await context.newPage();
  for (const route of routes.filter((route) => source(route).includes('<table') && (kind(route) !== 'charts/*' || portion.includes(route)))) {
    const twice = await page.evaluate((html) => {
      const whole = new DOMParser().parseFromString(html, 'text/html');
      return [...whole.querySelectorAll('main table')].flatMap((table) => {
        const member = /\/(?:members|countries|towns)\/[^/]+\/$/;
        const rows = [...(table.tBodies[0]?.rows ?? [])].map((row) => {
          const link = [...row.querySelectorAll('td:nth-child(-n+2) a, th a')].find((a) => member.test(a.getAttribute('href')));
          // The data of a chart name a member once for each of its series.
          return table.closest('.chart-data') ? [...row.cells].map((cell) => cell.textContent).join(' | ') : link?.getAttribute('href');
        }).filter(Boolean);
        return rows.filter((row, i) => rows.indexOf(row) !== i);
      });
    }, source(route));
    problems.push(...twice.map((what) => `${route}: ${what} stands twice in a table`));
  }
  await context.close();
  none(problems);
});

test('the member in focus stands once, also where it leads; pages of one name are told apart', () => {
  const checkout = fileURLToPath(new URL('../../', import.meta.url));
  const program = resolve(process.env.PROGRAM || join(checkout, 'target/debug/egov-report'));
  const folder = mkdtempSync(join(tmpdir(), 'layout-'));
  try {
    const content = join(folder, 'content');
    cpSync(join(checkout, 'tests/fixtures/wellbeing/content'), content, { recursive: true });
    // A subregion, a town and a coast of one name.
    const change = (file, pattern, text) => {
      const path = join(content, file);
      const before = readFileSync(path, 'utf8');
      assert.match(before, pattern);
      writeFileSync(path, before.replace(pattern, text));
    };
    const english = (file) => [...readFileSync(join(content, file), 'utf8').matchAll(/\ben: ([^,}\n]+)/g)].map((found) => found[1].trim());
    const [town] = english('survey/members.yaml');
    const coast = english('survey/regions.yaml').find((name) => /\b(Upper|Lower)\b/.test(name)) ?? english('survey/regions.yaml').at(-1);
    change('survey/regions.yaml', new RegExp(`\\ben: ${coast}\\b`), `en: ${town}`);
    execFileSync(program, ['build', '-q'], { cwd: folder, stdio: 'pipe' });
    const text = (route) => readFileSync(join(folder, 'site', route, 'index.html'), 'utf8');
    const home = text('en/');
    const focus = /^focus: (\w+)/m.exec(readFileSync(join(content, 'report.yaml'), 'utf8'))[1].toLowerCase();
    const table = /<table[\s\S]*?<\/table>/.exec(home.slice(home.indexOf('<div class="columns">')))[0];
    assert.equal(table.split(`towns/${focus}/"`).length - 1, 1, table);
    assert.match(table, /<tr class="focus">/);
    const pages = readdirSync(join(folder, 'site/en'), { recursive: true }).map(String).filter((name) => name.endsWith('index.html') && !/\bembed\b/.test(name));
    const titles = pages.map((name) => /<title>([^<]*)/.exec(text(join('en', name, '..')))[1]);
    assert.equal(new Set(titles).size, titles.length, titles.filter((title, i) => titles.indexOf(title) !== i).join('\n'));
    const named = titles.filter((title) => title.startsWith(`${town} · `));
    assert.ok(named.length >= 2, `${town}: ${titles.filter((title) => title.startsWith(town))}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('running text has the width of a measure where there is room for it', async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const problems = [];
  await each(context, turns, null, async (page, route) => {
    await page.goto(site.root + route);
    const narrow = await page.evaluate(() => [...document.querySelectorAll('main p')].filter((text) => {
      if (!text.checkVisibility() || text.closest('figure, table, .facts, .side, .made, nav')) return false;
      const size = parseFloat(getComputedStyle(text).fontSize);
      // More than four lines of fewer than 16 ems each: the room beside them is lost.
      const lines = text.getBoundingClientRect().height / parseFloat(getComputedStyle(text).lineHeight);
      return lines > 4.5 && text.clientWidth < 16 * size;
    }).map((text) => text.textContent.trim().slice(0, 30)));
    problems.push(...narrow.map((text) => `${route}: “${text}…” is a narrow column`));
  });
  await context.close();
  none(problems);
});

test('the row of the member in focus has one ground, in both themes', async () => {
  const problems = [];
  let rows = 0;
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
    await each(context, samples.filter((route) => /<tr class="[^"]*\bfocus\b/.test(source(route))), null, async (page, route) => {
      await page.goto(site.root + route);
      const grounds = await page.evaluate(() => [...document.querySelectorAll('tr.focus')].map((row) => [...new Set([...row.children].map((cell) => getComputedStyle(cell).backgroundColor))]));
      rows += grounds.length;
      problems.push(...grounds.filter((all) => all.length !== 1).map((all) => `${route}, ${colorScheme}: ${all.join(' and ')}`));
    });
    await context.close();
  }
  assert.ok(rows > 0);
  none(problems);
});
