// What readers take along: pictures and files of charts, charts on other sites, the data, the feed, the whole
// report; and where a page is mended.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browser, each, embeds, folder, languages, none, open, routes, site, source, start } from './site.mjs';

start();

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const file = (path) => readFileSync(join(folder, path));
const charts = routes.filter((route) => /^[^/]+\/charts\/[^/]+\/$/.test(route));
const unescaped = (text) => text.replace(/&(amp|lt|gt|quot|#39|#x27|#x2F);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", '#x2F': '/' })[name]);
const plain = (html) => unescaped(html.replace(/<[^>]*>/g, '')).replace(/[\u2060\u200b]/g, '').trim();
const title = (route) => plain(/<h1 id="chart-[^"]*-title">(.*?)<\/h1>/s.exec(source(route))[1]);

/** Records of a CSV file. */
function records(text) {
  const rows = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '') break;
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1 || row[0]);
}

test('a drawing to take away has title, source and notes in it', () => {
  const problems = [];
  for (const route of charts.filter((_, i) => i % 5 === 0)) {
    const name = route.split('/')[2];
    const svg = String(file(`${route.split('/')[0]}/charts/${name}.svg`));
    const texts = [...svg.matchAll(/<text class="[HF][^"]*"[^>]*>(.*?)<\/text>/g)].map(([, text]) => unescaped(text));
    const squeezed = texts.join('').replace(/\s/g, '');
    const wanted = [title(route), ...[...source(route).matchAll(/<p class="chart-source">(.*?)<\/p>/gs)].map(([, html]) => plain(html))];
    wanted.push(...[...(/<ol class="chart-breaks".*?<\/ol>/s.exec(source(route))?.[0] ?? '').matchAll(/<li>(.*?)<\/li>/g)].map(([, html]) => plain(html)));
    for (const text of wanted) if (!squeezed.includes(text.replace(/\s/g, ''))) problems.push(`${route}: ${text}`);
  }
  none(problems);
});

test('pictures of dots are twice as large as the drawing, light and dark', async () => {
  for (const route of [charts[0], charts.at(-1)]) {
    const { page, close } = await open(route, { acceptDownloads: true });
    const name = route.split('/')[2];
    const [, , width, height] = /viewBox="([^"]+)"/.exec(String(file(`${route.split('/')[0]}/charts/${name}.svg`)))[1].split(' ').map(Number);
    const grounds = [];
    for (const [nth, ending] of [[0, ''], [1, '-dark']]) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.chart-links button').nth(nth).click()]);
      assert.equal(download.suggestedFilename(), `${name}${ending}.png`);
      const png = readFileSync(await download.path());
      assert.equal(png.subarray(1, 4).toString(), 'PNG');
      assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [Math.floor(2 * width), Math.floor(2 * height)]);
      // The policy lets no page read it, so another one does.
      const reader = await browser.newPage();
      const pixels = await reader.evaluate(async (data) => {
        const image = new Image();
        image.src = data;
        await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
        const context = canvas.getContext('2d');
        context.drawImage(image, 0, 0);
        const all = context.getImageData(0, 0, image.width, image.height).data;
        const colours = new Set();
        for (let i = 0; i < all.length; i += 4) colours.add(`${all[i]},${all[i + 1]},${all[i + 2]}`);
        return { ground: [...all.slice(0, 3)].join(), colours: colours.size };
      }, `data:image/png;base64,${png.toString('base64')}`);
      await reader.close();
      assert.ok(pixels.colours > 20, 'something is drawn');
      grounds.push(pixels.ground);
    }
    assert.deepEqual(grounds, ['255,255,255', '18,18,18']);
    await close();
  }
});

test('without script a chart has its files and its own page', async () => {
  const route = charts[0];
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site.root + languages[0]);
  const links = page.locator('.chart-links').first().locator('a');
  assert.deepEqual((await links.allTextContents()).slice(0, 2), ['CSV', 'SVG']);
  assert.equal(await page.locator('.chart-links button').count(), 0);
  await links.nth(2).click();
  assert.match(page.url(), /\/charts\/[^/]+\/$/);
  await page.goto(site.root + route);
  assert.equal(await page.locator('figure.chart').count(), 1);
  await context.close();
});

test('a chart stands on a page of another site, as high as it is, in its language', async () => {
  for (const language of languages) {
    const own = charts.filter((route) => route.startsWith(language));
    const route = own[Math.floor(own.length / 2)];
    const code = unescaped(/<pre><code translate="no">(&lt;iframe.*?)<\/code>/s.exec(source(route))[1]);
    const published = /<link rel="canonical" href="([^"]+)"/.exec(source(languages[0]))[1].slice(0, -languages[0].length);
    const embedded = code.replaceAll(published, site.root);
    assert.ok(embedded.includes(`src="${site.root}${route}embed/"`), embedded);
    const foreign = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(`<!doctype html><meta charset="utf-8"><body style="margin:0">${embedded}<p id="after">after</p>`);
    });
    await new Promise((listening) => foreign.listen(0, '127.0.0.1', listening));
    const context = await browser.newContext({ viewport: { width: 500, height: 700 } });
    const page = await context.newPage();
    const problems = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    for (const width of [500, 1100]) {
      await page.setViewportSize({ width, height: 700 });
      await page.goto(`http://127.0.0.1:${foreign.address().port}/`);
      const frame = await (await page.waitForSelector('iframe')).contentFrame();
      await frame.waitForSelector('figure.chart svg', { state: 'attached' });
      await page.waitForFunction(() => document.querySelector('iframe').style.height);
      const inner = await frame.evaluate(() => document.documentElement.scrollHeight);
      await page.waitForFunction((height) => Math.abs(document.querySelector('iframe').offsetHeight - height) < 3, inner, { timeout: 5000 }).catch(async () => {
        assert.fail(`${await page.evaluate(() => document.querySelector('iframe').offsetHeight)} instead of ${inner}`);
      });
      assert.equal(await frame.evaluate(() => document.documentElement.lang), /<html lang="([^"]+)"/.exec(source(route))[1]);
      assert.ok(await frame.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      // Its colours are there, and its links leave the frame.
      const fills = await frame.evaluate(() => new Set([...document.querySelectorAll('svg path, svg rect, svg circle')].map((mark) => getComputedStyle(mark).fill + getComputedStyle(mark).stroke)).size);
      assert.ok(fills > 1);
      assert.equal(await frame.evaluate(() => document.querySelector('base').target), '_blank');
    }
    assert.deepEqual(problems, []);
    // A frame of somebody else cannot make ours of any height.
    await page.evaluate(() => postMessage({ 'chart-height': 5 }, '*'));
    assert.notEqual(await page.evaluate(() => document.querySelector('iframe').style.height), '5px');
    await context.close();
    foreign.close();
    foreign.closeAllConnections?.();
  }
});

test('no table to take away has a head without a name or the noise of binary fractions', () => {
  const problems = [];
  const tables = languages.flatMap((language) => readdirSync(join(folder, language, 'charts')).filter((name) => name.endsWith('.csv')).map((name) => `${language}charts/${name}`));
  tables.push(...readdirSync(join(folder, 'data'), { recursive: true }).map(String).filter((name) => name.endsWith('.csv')).map((name) => `data/${name}`));
  assert.ok(tables.length > 500);
  for (const path of tables) {
    const rows = records(String(file(path)).replace(/^\ufeff/, ''));
    if (rows[0].some((head) => !head.trim())) problems.push(`${path}: a head is empty`);
    if (rows.some((row) => row.length !== rows[0].length)) problems.push(`${path}: rows differ in length`);
    if (rows.slice(1).flat().some((cell) => /^-?\d+\.\d{11,}$|^-?\d(\.\d+)?e[+-]?\d+$/.test(cell))) problems.push(`${path}: noise`);
  }
  none(problems);
});

test('the data are the same in each format, and as the pages have them', () => {
  for (const name of ['panel-wide', 'panel-long', 'indicators']) {
    const csv = records(String(file(`data/${name}.csv`)));
    const { columns, rows } = JSON.parse(file(`data/${name}.json`));
    assert.deepEqual(csv[0], columns);
    assert.equal(csv.length - 1, rows.length);
    for (const [i, row] of rows.entries()) assert.deepEqual(csv[i + 1], row.map((cell) => (cell === null ? '' : String(cell))), `${name}, row ${i + 1}`);
  }
  const marked = file('data/panel-wide-with-bom.csv');
  assert.deepEqual([...marked.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.equal(String(marked).slice(1), String(file('data/panel-wide.csv')));
  assert.notEqual(file('data/panel-wide.csv')[0], 0xef);
  const model = JSON.parse(file('data/model.json'));
  const latest = model.editions.at(-1).year;
  const { columns, rows } = JSON.parse(file(`data/editions/${latest}.json`));
  const at = (row, name) => row[columns.indexOf(name)];
  const members = /\/([^/]+)\/[^/]+\/$/.exec(routes.find((route) => route.endsWith(`/${model.members[0].slug}/`) && !/compare/.test(route)))[1];
  for (const { code, slug } of model.members.filter((_, i) => i % 7 === 0)) {
    const row = rows.find((one) => at(one, 'member') === code);
    const html = source(`${languages[1]}${members}/${slug}/`);
    const shown = /<table[^>]*>.*?<\/table>/s.exec(html.slice(html.indexOf('id="editions"')))[0];
    const [, first] = [...shown.matchAll(/<tr>(.*?)<\/tr>/gs)];
    const cells = plain(first[1].replace(/<\/t[dh]>/g, ' | ')).split('|').map((cell) => cell.trim());
    const { decimals } = model.editions.at(-1);
    if (at(row, `${model.index}_rank`) === null) continue;
    assert.equal(cells[1], String(at(row, `${model.index}_rank`)), code);
    const half = 0.5 * 10 ** -decimals[model.index] + 1e-9;
    assert.ok(cells.some((cell) => /^\d+\.\d+$/.test(cell) && Math.abs(cell - at(row, model.index)) <= half), `${code}: ${cells}`);
  }
});

test('sums and sizes are those of the files', () => {
  const sums = String(file('data/SHA256SUMS')).trim().split('\n').map((line) => line.split('  '));
  const listed = new Set(sums.map(([, name]) => name));
  for (const name of readdirSync(join(folder, 'data'), { recursive: true }).map(String)) {
    if (/\.\w+$/.test(name)) assert.ok(listed.has(name.replaceAll('\\', '/')), name);
  }
  const hash = (name) => createHash('sha256').update(file(`data/${name}`)).digest('hex');
  for (const [sum, name] of sums) assert.equal(hash(name), sum, name);
  for (const { path, bytes, hash: said } of JSON.parse(file('data/datapackage.json')).resources) {
    assert.equal(file(`data/${path}`).length, bytes);
    assert.equal(said, `sha256:${hash(path)}`);
  }
});

test('the feed of each language leads to changes that are told', async () => {
  const { page, close } = await open(languages[0]);
  for (const language of languages) {
    const html = source(`${language}data/`);
    assert.ok(html.includes(`type="application/atom+xml"`));
    const feed = await page.evaluate((xml) => {
      const parsed = new DOMParser().parseFromString(xml, 'application/xml');
      const text = (of, name) => of.querySelector(name)?.textContent;
      return {
        broken: parsed.querySelector('parsererror')?.textContent,
        root: parsed.documentElement.namespaceURI,
        updated: text(parsed.documentElement, ':scope > updated'),
        author: text(parsed.documentElement, ':scope > author > name'),
        entries: [...parsed.querySelectorAll('entry')].map((entry) => ({ id: text(entry, 'id'), title: text(entry, 'title'), updated: text(entry, 'updated'), href: entry.querySelector('link').getAttribute('href') })),
      };
    }, String(file(`${language}changes.atom`)));
    assert.equal(feed.broken, undefined);
    assert.equal(feed.root, 'http://www.w3.org/2005/Atom');
    assert.ok(feed.author && feed.entries.length > 0);
    assert.equal(feed.updated, feed.entries[0].updated);
    assert.equal(new Set(feed.entries.map(({ id }) => id)).size, feed.entries.length);
    const days = feed.entries.map(({ updated }) => Date.parse(updated));
    assert.deepEqual(days, [...days].sort((a, b) => b - a));
    for (const { href } of feed.entries) assert.ok(html.includes(`id="${href.split('#')[1]}"`), href);
  }
  await close();
});

test('what pages say to search engines is JSON-LD that holds', () => {
  const published = /<link rel="canonical" href="([^"]+)"/.exec(source(languages[0]))[1].slice(0, -languages[0].length);
  const within = (address) => routes.includes(address.slice(published.length).split('#')[0]);
  const found = new Map();
  for (const route of routes) {
    for (const [, text] of source(route).matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
      const piece = JSON.parse(text);
      assert.equal(piece['@context'], 'https://schema.org');
      for (const thing of piece['@graph'] ?? [piece]) {
        found.set(thing['@type'], (found.get(thing['@type']) ?? 0) + 1);
        if (thing['@type'] === 'BreadcrumbList') {
          thing.itemListElement.forEach(({ position, item, name }, i) => {
            assert.equal(position, i + 1);
            assert.ok(name && within(item), `${route}: ${item}`);
          });
        }
        if (thing['@type'] === 'Article') for (const key of ['headline', 'author', 'datePublished', 'inLanguage', 'url']) assert.ok(thing[key], `${route}: ${key}`);
        if (thing['@type'] === 'Dataset') {
          assert.ok(thing.description.length >= 50 && thing.license && thing.creator && thing.name);
          for (const { contentUrl } of thing.distribution) assert.ok(existsSync(join(folder, contentUrl.slice(published.length))), contentUrl);
        }
      }
    }
  }
  for (const type of ['BreadcrumbList', 'Article', 'Dataset', 'DataCatalog', 'WebSite']) assert.ok(found.get(type) >= languages.length, type);
});

test('a page leads to its file, and the files are there', () => {
  const problems = [];
  let seen = 0;
  for (const route of routes) {
    const mend = /<p class="mend"><a href="([^"]+)">.*?<a href="([^"]+)">/s.exec(source(route));
    if (!mend) continue;
    seen += 1;
    const [edit, report] = mend.slice(1).map((address) => new URL(unescaped(address)));
    const path = decodeURIComponent(edit.pathname.split('/edit/main/')[1] ?? '');
    if (!path || !existsSync(join(checkout, path))) problems.push(`${route}: ${edit}`);
    const body = report.searchParams.get('body') ?? '';
    if (!body.includes(path) || !body.includes(`/${route}`)) problems.push(`${route}: ${report}`);
  }
  assert.ok(seen > routes.length / 10);
  none(problems);
});

test('the whole report is on one page, whose anchors are unique and lead somewhere', () => {
  for (const language of languages) {
    const html = source(`${language}whole/`);
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length);
    const known = new Set(ids);
    for (const [, anchor] of html.matchAll(/href="#([^"]+)"/g)) assert.ok(known.has(unescaped(anchor)), anchor);
    const chapters = routes.filter((route) => route.startsWith(`${language}chapters/`));
    for (const route of chapters) {
      const slug = route.split('/')[2];
      assert.ok(known.has(slug), slug);
      for (const [, id] of source(route).matchAll(/<h2 id="([^"]+)"/g)) {
        if (!['notes', 'sources-cited'].includes(id)) assert.ok(known.has(`${slug}--${id}`), `${slug}--${id}`);
      }
    }
  }
});

test('charts for other sites are readable at any width, in both themes, and have no fault that axe finds', async () => {
  const axe = readFileSync(join(checkout, 'tests/browser/node_modules/axe-core/axe.min.js'), 'utf8');
  const problems = [];
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ colorScheme, bypassCSP: true });
    await each(context, embeds.filter((_, i) => i % Math.ceil(embeds.length / 12) === 0), null, async (page, route) => {
      for (const width of [320, 900]) {
        await page.setViewportSize({ width, height: 700 });
        await page.goto(site.root + route);
        if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) problems.push(`${route} at ${width} px: too wide`);
      }
      await page.addScriptTag({ content: axe });
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      for (const { id, nodes } of violations) problems.push(`${route} (${colorScheme}): ${id}: ${nodes[0].html.slice(0, 120)}`);
    });
    await context.close();
  }
  none(problems);
});
