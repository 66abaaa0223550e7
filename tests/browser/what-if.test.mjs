// “What if” on members' pages: its numbers are the generator's, and readers can use it in any way.
//
// PROGRAM the built program (default: `target/debug/egov-report` of the checkout)

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { browser, folder, languages, none, open, routes, serve, site, source, start } from './site.mjs';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const program = resolve(process.env.PROGRAM || join(checkout, 'target/debug/egov-report'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

start();

const pages = routes.filter((route) => source(route).includes('<section class="what-if">'));
/** Some members' pages of a language, spread over all. */
const some = (language, n) => {
  const own = pages.filter((route) => route.startsWith(language));
  return own.filter((_, i) => i % Math.ceil(own.length / n) === 0);
};
const english = languages.find((language) => /<html lang="en/.test(source(language)));
const sample = some(english, 3)[1];

/** Numbers that look random and are the same in each run. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

// Another report, built in a folder of its own
const desks = [];
after(() => desks.forEach((desk) => rmSync(desk, { recursive: true, force: true })));
function otherReport(change = () => {}) {
  const desk = mkdtempSync(join(tmpdir(), 'what-if-'));
  desks.push(desk);
  cpSync(join(checkout, 'tests/fixtures/wellbeing/content'), join(desk, 'content'), { recursive: true });
  change(join(desk, 'content'));
  execFileSync(program, ['build', '--quiet', '--out', join(desk, 'site')], { cwd: desk, stdio: ['ignore', 'pipe', 'pipe'] });
  return { desk, folder: join(desk, 'site') };
}

/** The same report by other rules; its texts would speak of other numbers, so they say nothing. */
const byRules = (changes) => (content) => {
  const file = join(content, 'survey/methodology.yaml');
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), from);
    text = text.replace(from, to);
  }
  writeFileSync(file, text);
  // Where all values are equal, nothing can be measured by them.
  const edition = join(content, 'survey/editions/2018.yaml');
  writeFileSync(edition, readFileSync(edition, 'utf8').replace(/green: \d+/g, 'green: 30'));
  rmSync(join(content, 'claims.yaml'), { force: true });
  const words = { en: 'Text.', zh: '文字。', fr: 'Texte.' };
  for (const name of readdirSync(join(content, 'commentary'))) {
    const chapter = join(content, 'commentary', name);
    const head = readFileSync(chapter, 'utf8').split('---')[1];
    writeFileSync(chapter, `---${head}---\n\n${words[name.split('.')[1]]}\n`);
  }
};

/** What the program says of settings. */
function told(cwd, settings) {
  const input = settings.map((setting) => `${JSON.stringify(setting)}\n`).join('');
  const answer = execFileSync(program, ['what-if'], { cwd, input, maxBuffer: 1 << 28 });
  return String(answer).trim().split('\n').map((line) => JSON.parse(line));
}

/** The data of a built site, and what can be set. */
function dataOf(folder) {
  const read = (name) => JSON.parse(readFileSync(join(folder, 'data', name), 'utf8'));
  const model = read('model.json');
  const byId = Object.fromEntries(model.components.map((component) => [component.id, component]));
  const ofIndex = ({ id, parent }) => id === model.index || (parent !== null && ofIndex(byId[parent]));
  const editions = Object.fromEntries(model.editions.map(({ year }) => [year, read(`editions/${year}.json`)]));
  return {
    model, editions,
    leaves: model.components.filter((component) => component.aggregation === null && ofIndex(component)),
    parts: model.components.filter(({ parent }) => parent !== null),
  };
}

function randomSettings({ model, editions, leaves, parts }, n, seed) {
  const random = dice(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  return Array.from({ length: n }, () => {
    const setting = { member: pick(model.members).code, edition: pick(model.editions).year, values: {}, weights: {} };
    const { columns, rows } = editions[setting.edition];
    for (const { id, range, normalise: { goalposts } } of leaves) {
      const bounds = range ?? (goalposts?.beyond === 'error' ? [goalposts.min, goalposts.max] : null);
      const all = rows.map((row) => row[columns.indexOf(id)]).filter((value) => value !== null);
      if (random() > 0.5 || !all.length) continue;
      const [low, high] = [Math.min(...all), Math.max(...all)];
      // Another's value makes ties; what lies beyond all others moves the ends.
      const value = random() < 0.2 ? pick(all) : low + (high - low) * (1.4 * random() - 0.2);
      setting.values[id] = bounds ? Math.min(Math.max(value, bounds[0]), bounds[1]) : value;
    }
    for (const { id } of parts) if (random() < 0.3) setting.weights[id] = random() < 0.2 ? 0 : Math.round(random() * 100) / 20;
    return setting;
  });
}

async function opened(page) {
  await page.locator('.what-if-open').click();
  await page.locator('.what-if-tool').waitFor();
}

/** A context in which an address answers with what stands in a folder. */
async function hosted(folder) {
  const context = await browser.newContext();
  const root = 'http://report.test/';
  await context.route(`${root}**`, (route) => {
    const path = decodeURIComponent(new URL(route.request().url()).pathname).slice(1);
    const file = join(folder, path, path === '' || path.endsWith('/') ? 'index.html' : '');
    return existsSync(file) ? route.fulfill({ path: file }) : route.fulfill({ status: 404 });
  });
  return { context, root };
}

/** What the page's own script makes of settings, with the data that the page loads. */
async function computed({ context, root }, route, settings) {
  const page = await context.newPage();
  await page.goto(root + route);
  await opened(page);
  const results = await page.evaluate(async (settings) => {
    const { whatIfModel, document } = globalThis;
    const { model: described, editions: folder } = document.querySelector('.what-if-place').dataset;
    const json = async (address) => (await fetch(address)).json();
    const model = whatIfModel.model(await json(described));
    const editions = {};
    for (const { year } of model.editions) editions[year] = whatIfModel.edition(model, await json(`${folder}${year}.json`));
    return settings.map((setting) => {
      const { results, rank, level } = whatIfModel.suppose(model, editions[setting.edition], setting);
      return { results, rank, level };
    });
  }, settings);
  await context.close();
  return results;
}

function differences(settings, here, there) {
  return settings.flatMap((setting, i) => {
    const [own, theirs] = [here[i], there[i]];
    const wrong = [];
    for (const [id, value] of Object.entries(own.results)) {
      const other = theirs.results[id] ?? null;
      const near = value === null || other === null ? value === other : Math.abs(value - other) <= 1e-12 * Math.max(1, Math.abs(other));
      if (!near) wrong.push(`${id} ${value}, not ${other}`);
    }
    for (const id of Object.keys(theirs.results)) if (!(id in own.results)) wrong.push(`${id} is missing`);
    if (own.rank !== theirs.rank) wrong.push(`rank ${own.rank}, not ${theirs.rank}`);
    if (own.level !== theirs.level) wrong.push(`level ${own.level}, not ${theirs.level}`);
    return wrong.length ? `${JSON.stringify(setting)}: ${wrong.join('; ')}` : [];
  });
}

/** Compares the page with the program, on random settings and on none. */
async function same(cwd, folder, host, route, n, seed) {
  const data = dataOf(folder);
  const plain = data.model.editions.flatMap(({ year }) => data.model.members.map(({ code }) => ({ member: code, edition: year })));
  const settings = [...randomSettings(data, n, seed), ...plain.slice(0, 400)];
  const there = told(cwd, settings);
  assert.equal(there.length, settings.length);
  const kinds = new Set(there.slice(0, n).map(({ results }) => results[data.model.index]));
  assert.ok(kinds.size > n / 2, `only ${kinds.size} different indices are compared`);
  none(differences(settings, await computed(host, route, settings), there));
}

test('1,000 random settings: the page computes what the program computes', async () => {
  await same(checkout, folder, { context: await browser.newContext(), root: site.root }, pages[0], 1000, 1);
});

const rules = {
  'as it is': [],
  'z-scores, shares of ranks, harmonic means, mean ranks': [
    ['normalise: {goalposts: {min: 100, max: 1000000, scale: log, beyond: cap}}', 'normalise: z-score-min-max'],
    ['normalise: min-max', 'normalise: percent-rank\n          direction: lower-is-better'],
    ['aggregation: geometric\n  missing: none', 'aggregation: harmonic\n  missing: {rescale-from: 2}'],
    ['ties: competition, decimals: 6', 'ties: mean'],
  ],
  'scores for what is missing, normalised aggregates, rounded and dense ranks': [
    ['normalise: {goalposts: {min: 100, max: 1000000, scale: log, beyond: cap}}', 'normalise: percent-rank'],
    ['missing: {rescale-from: 1}', 'missing: {score: 0.1}\n      normalise: min-max'],
    ['aggregation: geometric\n  missing: none', 'aggregation: arithmetic\n  missing: rescale'],
    ['ties: competition, decimals: 6', 'ties: dense, decimals: 2'],
    ['threshold-belongs-to: upper', 'threshold-belongs-to: lower'],
  ],
  'no values without parts, less is better, modified ranks': [
    ['missing: {rescale-from: 1}', 'missing: none'],
    ['range: [0, 1]\n      decimals: 4\n', 'range: [0, 1]\n      decimals: 4\n      direction: lower-is-better\n'],
    ['ties: competition, decimals: 6', 'ties: modified'],
  ],
};
for (const [name, changes] of Object.entries(rules)) {
  test(`1,000 random settings of another report: ${name}`, async () => {
    const other = otherReport(changes.length ? byRules(changes) : undefined);
    await same(other.desk, other.folder, await hosted(other.folder), 'en/towns/ell/', 1000, 7);
  });
}

/** What the tool shows: the figures, and the numbers in its fields. */
const shown = (page) => page.locator('.what-if-tool').evaluate((tool) => ({
  // Each figure without what stands in small below it.
  figures: [...tool.querySelectorAll('.facts dd')].map((dd) => (dd.querySelector('.level') ?? dd.firstChild).textContent),
  actual: [...tool.querySelectorAll('.facts dd > small')].map((small) => small.firstChild.textContent),
  fields: [...tool.querySelectorAll('input[type=number]')].map((field) => field.value),
  spots: [...tool.querySelectorAll('input[type=range]')].map((slider) => slider.value),
  year: tool.querySelector('select').value,
}));
const address = (page) => new URL(page.url()).search;
/** Longer than the pause after which the result is said and put into the address. */
const paused = (page) => page.waitForTimeout(1000);

test('with nothing changed, every edition shows what the page says of it', async () => {
  let compared = 0;
  for (const language of languages) {
    for (const route of some(language, 4)) {
      const { page, close } = await open(route);
      const lines = await page.evaluate(() => {
        const table = document.getElementById('editions').closest('section').querySelector('table');
        return [...table.tBodies[0].rows].map((row) => ({
          year: row.cells[0].textContent.trim(),
          own: row.matches('.unassessed') ? null : [row.cells[3], row.cells[1], row.cells[5]].map((cell) => cell.textContent.replace('*', '').trim()),
        }));
      });
      assert.ok(lines.length > 5);
      await opened(page);
      const tool = page.locator('.what-if-tool');
      for (const { year, own } of lines) {
        await tool.locator('select').selectOption(year);
        await page.waitForFunction(() => !document.querySelector('.what-if-place').hasAttribute('aria-busy'));
        if (own === null) {
          assert.match(await tool.innerText(), new RegExp(year));
          assert.equal(await tool.locator('input').count(), 0, `${route} ${year}: nothing can be set`);
          continue;
        }
        assert.deepEqual((await shown(page)).figures, own, `${route} ${year}`);
        compared += 1;
      }
      await close();
    }
  }
  assert.ok(compared > 60, `${compared} editions were compared`);
});

test('fields and sliders, set at random, lead to what the program says', async () => {
  const data = dataOf(folder);
  const random = dice(3);
  const problems = [];
  const { page, close } = await open(sample);
  await opened(page);
  const code = await page.locator('.what-if-place').getAttribute('data-code');
  const { year } = data.model.editions.at(-1);
  const fields = page.locator('.what-if-tool input[type=number]');
  const sliders = page.locator('.what-if-tool input[type=range]');
  const leaves = data.leaves.map(({ id }) => id);
  const [settings, seen] = [[], []];
  const names = await page.locator('.what-if-values label').allInnerTexts();
  assert.equal(names.length, leaves.length);
  for (let round = 0; round < 12; round += 1) {
    const nth = Math.floor(random() * await fields.count());
    const [min, max] = [await fields.nth(nth).getAttribute('min'), await fields.nth(nth).getAttribute('max')].map(Number);
    if (round % 2) await fields.nth(nth).fill(String(Math.round((min + random() * (max - min)) * 1000) / 1000));
    else await sliders.nth(nth).evaluate((slider, to) => { slider.value = to; slider.dispatchEvent(new Event('input', { bubbles: true })); }, Math.floor(random() * 1000));
    await paused(page);
    const set = (new URLSearchParams(address(page)).get('if') ?? String(year)).split(',');
    const of = (sign) => Object.fromEntries(set.slice(1).filter((part) => part.includes(sign)).map((part) => part.split(sign)).map(([id, n]) => [id, Number(n)]));
    settings.push({ member: code, edition: Number(set[0]), values: of(':'), weights: of('*') });
    const { figures, fields: numbers } = await shown(page);
    seen.push(figures);
    const shares = numbers.slice(leaves.length).map(Number);
    const sum = shares.reduce((total, share) => total + share, 0);
    if (Math.abs(sum - 100) > 0.2) problems.push(`${set}: the weights add up to ${sum}`);
    for (const [id, value] of Object.entries(of(':'))) {
      if (Math.abs(Number(numbers[leaves.indexOf(id)]) - value) > 1e-9) problems.push(`${id}: the field has another number than ${value}`);
    }
  }
  await page.locator('.what-if-reset').click();
  await paused(page);
  assert.equal(address(page), '');
  await close();
  const decimals = data.model.editions.at(-1).decimals[data.model.index];
  for (const [i, { results, rank }] of told(checkout, settings).entries()) {
    const [[value, place], index] = [seen[i], results[data.model.index]];
    if (Math.abs(Number(value) - index) > 0.51 * 10 ** -decimals) problems.push(`${JSON.stringify(settings[i])}: ${value}, not ${index}`);
    if (Number(place) !== rank) problems.push(`${JSON.stringify(settings[i])}: rank ${place}, not ${rank}`);
  }
  none(problems);
});

test('the table says what would have sufficed, and that no less would have', async () => {
  const data = dataOf(folder);
  const { levels, editions } = data.model;
  const { year, decimals } = editions.at(-1);
  // What the program is asked, and what its answer has to be.
  const [asked, checks] = [[], []];
  const ask = (setting) => asked.push({ edition: year, ...setting }) - 1;
  for (const route of some(english, 12)) {
    const { page, close } = await open(route);
    const member = await page.locator('.what-if-place').getAttribute('data-code');
    const heads = await page.locator('.what-if thead th').allInnerTexts();
    const rows = await page.locator('.what-if tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].slice(1).map((cell) => cell.querySelector('small')?.textContent ?? null)));
    await close();
    const before = ask({ member });
    for (const [i, cells] of rows.entries()) {
      const { id, direction, range } = data.leaves[i];
      const best = direction === 'lower-is-better' ? range[0] : range[1];
      const step = (best > range[0] ? -1 : 1) * 10 ** -decimals[id];
      for (const [column, cell] of cells.entries()) {
        const at = (value) => ask({ member, values: { [id]: value } });
        const check = (value, isEnough) => checks.push({ route, id, value, isEnough, before, then: at(value), isRank: /rank/i.test(heads[column + 1]) });
        const value = cell && Number(/[\d.]+/.exec(cell)[0]);
        if (value === null) check(best, false);
        else [[value, true], [value + step, false]].forEach((one) => check(...one));
      }
    }
  }
  const answers = told(checkout, asked);
  const levelOf = ({ level }) => levels.findIndex(({ id }) => id === level);
  none(checks.flatMap(({ route, id, value, isEnough, before, then, isRank }) => {
    const [was, is] = [answers[before], answers[then]];
    const reached = isRank ? is.rank <= was.rank - 10 : levelOf(is) < levelOf(was);
    return reached === isEnough ? [] : `${route} ${id}: ${value} is ${isEnough ? 'not ' : ''}enough for ${isRank ? 'ten ranks' : 'the next level'}`;
  }));
  for (const isRank of [true, false]) assert.ok(checks.filter((check) => check.isRank === isRank).length > 10);
  for (const isEnough of [true, false]) assert.ok(checks.filter((check) => check.isEnough === isEnough).length > 10);
});

test('it can be used by keyboard alone, and the result is said once the reader pauses', async () => {
  const { page, close } = await open(sample);
  await page.locator('.what-if-open').focus();
  await page.keyboard.press('Enter');
  await page.locator('.what-if-tool').waitFor();
  const focus = () => page.evaluate(() => {
    const { activeElement: at } = document;
    const style = getComputedStyle(at);
    return { what: at.type ?? at.localName, ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 };
  });
  const stops = [];
  for (let stop = 0; stop < 4; stop += 1) {
    await page.keyboard.press('Tab');
    const { what, ring } = await focus();
    assert.ok(ring, `${what} shows its focus`);
    stops.push(what);
  }
  assert.deepEqual(stops, ['select-one', 'button', 'number', 'range']);
  await page.evaluate(() => {
    globalThis.said = [];
    const status = document.querySelector('.what-if-tool [role=status]');
    new MutationObserver(() => globalThis.said.push(status.textContent)).observe(status, { childList: true });
  });
  const first = await shown(page);
  for (let press = 0; press < 12; press += 1) await page.keyboard.press('ArrowLeft');
  const moved = await shown(page);
  assert.equal(Number(moved.spots[0]), Number(first.spots[0]) - 12);
  assert.ok(Number(moved.fields[0]) < Number(first.fields[0]), 'the field follows the slider');
  assert.deepEqual(await page.evaluate(() => globalThis.said), [], 'nothing is said while it moves');
  await paused(page);
  const said = await page.evaluate(() => globalThis.said);
  const { figures } = await shown(page);
  assert.equal(said.length, 1, said.join(' | '));
  for (const figure of figures) assert.ok(said[0].includes(figure), `${said[0]} has ${figure}`);
  const slider = page.locator('.what-if-tool input[type=range]').first();
  assert.equal(Number(await slider.getAttribute('aria-valuetext')), Number(moved.fields[0]));
  // Back in the field, whose arrows step as well.
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowUp');
  const up = await shown(page);
  assert.ok(Number(up.fields[0]) > Number(moved.fields[0]));
  assert.ok(Number(up.spots[0]) > Number(moved.spots[0]), 'the slider follows the field');
  // What is no value is refused in words, and changes nothing.
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('999');
  const field = page.locator('.what-if-tool input[type=number]').first();
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  await paused(page);
  const note = await page.locator(`#${await field.getAttribute('aria-describedby')}`).textContent();
  assert.equal(await page.locator('.what-if-tool [role=status]').textContent(), note);
  assert.deepEqual((await shown(page)).figures, up.figures);
  await page.keyboard.press('Tab');
  assert.equal(await field.getAttribute('aria-invalid'), 'false');
  assert.deepEqual((await shown(page)).fields, up.fields);
  await page.locator('.what-if-open').focus();
  await page.keyboard.press('Space');
  assert.ok(await page.locator('.what-if-tool').isHidden());
  await close();
});

test('the address holds the settings: again, in another language, and without them', async () => {
  const { page, close } = await open(`${sample}?other=1`);
  await opened(page);
  assert.equal(address(page), '?other=1', 'opening it sets nothing');
  const years = await page.locator('.what-if-tool option').allInnerTexts();
  await page.locator('.what-if-tool select').selectOption(years[2]);
  await page.waitForFunction((year) => document.querySelector('.what-if-tool select').value === year && !document.querySelector('.what-if-place').hasAttribute('aria-busy'), years[2]);
  await page.locator('.what-if-values input[type=number]').first().fill('0.4321');
  await page.locator('.what-if-weights input[type=number]').first().fill('60');
  await paused(page);
  const before = await shown(page);
  assert.equal(before.year, years[2]);
  assert.match(address(page), /[?&]other=1(&|$)/);
  assert.match(address(page), new RegExp(`[?&]if=${years[2]},[\\w-]+:0\\.4321,[\\w-]+\\*60`));
  await page.reload();
  await page.locator('.what-if-tool').waitFor();
  assert.deepEqual(await shown(page), before);
  const link = page.locator('a.language').first();
  await link.click();
  await page.locator('.what-if-tool').waitFor();
  const [english, other] = [before, await shown(page)];
  assert.deepEqual(other.figures.slice(0, 2), english.figures.slice(0, 2));
  assert.deepEqual(other.fields, english.fields);
  await page.locator('.what-if-reset').click();
  await paused(page);
  const reset = await shown(page);
  assert.equal(reset.year, years[2], 'the edition stays');
  assert.ok(reset.figures.every((figure, i) => reset.actual[i].includes(figure)), JSON.stringify(reset));
  assert.match(address(page), new RegExp(`[?&]if=${years[2]}$`));
  await page.locator('.what-if-open').click();
  assert.equal(address(page), '?other=1', 'what is closed is not in the address');
  await close();
});

test('nonsense in the address is left out', async () => {
  const data = dataOf(folder);
  const [leaf] = data.leaves;
  const nonsense = [
    'x', '1066', '2024,', ',,,', '%3Cb%3E', 'constructor', '2024,__proto__:1,constructor*2', `${'9,'.repeat(3000)}`,
    `2024,${leaf.id}:7`, `2024,${leaf.id}:-1`, `2024,${leaf.id}:NaN`, `2024,${leaf.id}:1e999`, `2024,${leaf.id}*-3`,
    `2024,${leaf.id}*1e9`, `2024,${data.model.index}:0.5`, `2024,${data.model.index}*5`, `2024,nothing:0.5`,
    data.parts.filter(({ parent }) => parent === leaf.parent).reduce((all, { id }) => `${all},${id}*0`, '2024'),
  ];
  const problems = [];
  for (const text of nonsense) {
    const { page, close } = await open(`${sample}?if=${text}`);
    await page.locator('.what-if-tool').waitFor();
    const { figures, actual } = await shown(page);
    if (!figures.every((figure, i) => actual[i].includes(figure))) problems.push(`${text}: ${figures}`);
    if (address(page).includes('if=')) problems.push(`${text}: the address stays ${address(page).slice(0, 60)}`);
    await close();
  }
  // What makes sense beside it counts.
  const { page, close } = await open(`${sample}?if=1066,nothing:1,${leaf.id}:0.25,${leaf.id}:x`);
  await page.locator('.what-if-tool').waitFor();
  assert.equal((await shown(page)).fields[0], '0.25');
  await close();
  none(problems);
});

test('nothing is loaded before it is opened, and little then', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(site.root + sample, { waitUntil: 'networkidle' });
  const file = (path) => join(folder, path.slice(new URL(site.root).pathname.length));
  const weight = (paths) => paths.reduce((sum, path) => sum + gzipSync(readFileSync(file(path))).length, 0);
  const own = (path) => /\/what-if/.test(path) || path.includes('/data/');
  const before = asked.filter(own);
  assert.ok(before.every((path) => /what-if\.\w+\.(js|css)$/.test(path)), before.join(' '));
  assert.equal(before.length, 2);
  assert.ok(weight(before) < 10_000, `${weight(before)} bytes before`);
  const count = asked.length;
  await opened(page);
  const later = asked.slice(count);
  assert.equal(later.length, 3, later.join(' '));
  assert.ok(weight(later) < 30_000, `${weight(later)} bytes then`);
  const again = asked.length;
  await page.locator('.what-if-open').click();
  await opened(page);
  assert.equal(asked.length, again, 'once only');
  await context.close();
});

test('without script there is the table and nothing that cannot be used', async () => {
  const { page, close } = await open(sample, { javaScriptEnabled: false });
  assert.ok(await page.locator('.what-if table').isVisible());
  assert.ok(await page.locator('.what-if h2').isVisible());
  assert.equal(await page.locator('.what-if :is(button, input, select)').filter({ visible: true }).count(), 0);
  await close();
});

test('a failed load is said, and can be tried again', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(site.root + sample);
  await page.route('**/data/model.json', (route) => route.fulfill({ status: 503 }), { times: 1 });
  const alert = page.locator('.what-if-failed');
  await page.locator('.what-if-open').click();
  await page.waitForFunction(() => document.querySelector('.what-if-failed').textContent !== '');
  assert.ok(await alert.isVisible());
  assert.equal(await page.locator('.what-if-tool').count(), 0);
  await opened(page);
  assert.equal(await alert.textContent(), '');
  await context.close();
});

test('it works below any path', async () => {
  const deep = await serve('/some/where/else/');
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${deep.root}${sample}`);
  await opened(page);
  assert.equal((await shown(page)).figures.length, 3);
  await context.close();
  deep.close();
});

test('axe finds nothing in it; it fits, and nothing above it moves', async () => {
  const problems = [];
  const { leaves } = dataOf(folder);
  for (const language of languages) {
    for (const [width, colorScheme] of [[375, 'light'], [375, 'dark'], [1440, 'light'], [1440, 'dark']]) {
      const where = `${language} ${width} ${colorScheme}`;
      const { page, close } = await open(some(language, 3)[1], { viewport: { width, height: 800 }, colorScheme, reducedMotion: 'reduce' });
      const top = () => page.locator('.what-if-open').evaluate((button) => button.getBoundingClientRect().top + scrollY);
      const before = await top();
      await opened(page);
      if (Math.abs(await top() - before) > 0.5) problems.push(`${where}: the page above moves`);
      const fields = page.locator('.what-if-values input[type=number]');
      assert.equal(await fields.count(), leaves.length);
      await fields.first().fill('0.5');
      await page.locator('.what-if-weights input[type=number]').first().fill('55');
      await fields.last().fill('77');
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run('.what-if', { resultTypes: ['violations'] }));
      problems.push(...found.violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0].html.slice(0, 120)}`));
      const wide = await page.evaluate(() => {
        const { clientWidth } = document.documentElement;
        const all = [...document.querySelectorAll('.what-if-place *')].filter((part) => !part.closest('.unseen'));
        return all.filter((part) => part.getBoundingClientRect().right > clientWidth + 0.5).map((part) => part.outerHTML.slice(0, 80));
      });
      problems.push(...wide.map((what) => `${where}: too wide: ${what}`));
      // On a phone the result is in sight while the last slider is moved.
      await page.locator('.what-if-tool input[type=range]').last().scrollIntoViewIfNeeded();
      const facts = await page.locator('.what-if-tool .facts').boundingBox();
      if (facts.y < -0.5 || facts.y + facts.height > 800) problems.push(`${where}: the result is out of sight (${facts.y})`);
      await close();
    }
  }
  none(problems);
});
