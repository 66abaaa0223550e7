// The page on which readers choose what to compare: that its numbers are those of the data files and of the
// pages that the program writes, that its address keeps the choice, and that everybody can work it.
//
// PROGRAM the program, for the small report and its variants

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { browser, folder, languages, none, open, routes, serve, site, source, start, watch } from './site.mjs';

start();

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const modelOf = (root) => JSON.parse(readFileSync(join(root, 'data/model.json'), 'utf8'));
const model = modelOf(folder);
const years = model.editions.map(({ year }) => year);
const codes = ['CHN', 'KOR', 'SGP'];
const english = languages.find((language) => source(language).includes('<html lang="en'));
const route = (query = '', language = english) => `${language}compare/${query}`;
const choice = `?m=${codes.join(',')}`;

// Until what is chosen is shown.
const ready = async (page) => {
  await page.waitForFunction(() => {
    const [results, status] = ['results', 'status'].map((id) => document.getElementById(`compare-${id}`));
    return !document.querySelector('.compare-waits') && status.textContent !== document.getElementById('compare').dataset.loading && (!results.hidden || status.textContent);
  });
  return page;
};
const compare = async (query, { language, ...options } = {}) => {
  const opened = await open(route(query, language), options);
  await ready(opened.page);
  return opened;
};
// The texts of a table's cells, row by row; where rows stand in groups, the group comes first.
const tableOf = (page, selector) => page.locator(`${selector} table`).evaluate((table) => {
  let group = '';
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  const rows = [];
  for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
    const cells = [...row.cells].map((cell) => cell.textContent);
    if (row.matches('.group')) [group] = cells;
    else rows.push(group ? [group, ...cells] : cells);
  }
  return { heads, rows };
});
const allValues = (page) => tableOf(page, '#compare-all');
// A number as a page writes it, for comparing: its digits and how many stand after the mark.
const read = (text) => {
  if (text === '–') return null;
  const plain = text.replace('−', '-').replace('+', '').replace(/[\u00a0\u202f]/g, '').replace(/,(?=\d{3}\b(?!\d))(?=.*\.|\d{3}$)/g, (comma, at, whole) => (whole.includes('.') || /,\d{3}$/.test(whole) ? '' : '.'));
  return Number(plain);
};
const member = (root, slug) => {
  const { columns, rows } = JSON.parse(readFileSync(join(root, `data/members/${slug}.json`), 'utf8'));
  return new Map(rows.map((row) => [row[columns.indexOf('edition')], Object.fromEntries(columns.map((column, i) => [column, row[i]]))]));
};
// The cells of a table of a page that the program wrote, by the texts of its heads; a number comes without
// what stands beside it.
const writtenTable = (html, after) => {
  const text = (part) => part.replace(/<[^>]*>/g, '').replace(/&#x27;/g, "'").replace(/&amp;/g, '&').trim();
  const table = html.slice(html.indexOf(after)).split('<table')[1].split('</table>')[0];
  const rows = table.split('<tr').slice(1).map((row) => row.split(/<t[hd](?=[ >])/).slice(1).map((cell) => text(`<i${cell}`)));
  return { heads: rows[0], rows: rows.slice(1) };
};

test('the numbers are those of the data files, in each language', async () => {
  for (const language of languages) {
    const { page, close } = await compare(`${choice}&c=${model.components[1].id}&from=${years[1]}&to=${years.at(-2)}`, { language });
    const locale = await page.getAttribute('html', 'lang');
    const { heads, rows } = await allValues(page);
    assert.deepEqual(heads.slice(1), codes.map((code) => model.members.find((one) => one.code === code).name[locale]));
    let seen = 0;
    for (const [i, code] of codes.entries()) {
      const own = member(folder, model.members.find((one) => one.code === code).slug);
      for (const { id, name } of model.components) {
        const of = rows.filter(([group]) => group === name[locale]).map((row) => row[i + 2]);
        const [from, to] = [own.get(years[1]), own.get(years.at(-2))];
        const decimals = model.editions[1].decimals[id];
        const format = (value, signDisplay = 'auto') => new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay }).format(value).replace('-', '−');
        // Levels are called by the index's name, and are its alone.
        const level = id === model.index ? [model.levels.find((one) => one.id === to[`${id}_level`]).name[locale]] : [];
        assert.deepEqual(of, [format(from[id]), format(to[id]), format(to[id] - from[id], 'exceptZero'), String(from[`${id}_rank`]), String(to[`${id}_rank`]), ...level], `${language} ${code} ${id}`);
        seen += 1;
      }
    }
    assert.equal(seen, codes.length * model.components.length);
    // The figures' own tables: of the component chosen, edition by edition.
    const series = await tableOf(page, '#compare-series');
    const ranks = await tableOf(page, '#compare-ranks');
    for (const [i, code] of codes.entries()) {
      const own = member(folder, model.members.find((one) => one.code === code).slug);
      const { id } = model.components[1];
      assert.deepEqual(series.rows.map((row) => read(row[i + 1])), years.map((year) => Number(own.get(year)[id].toLocaleString('en', { maximumFractionDigits: model.editions.find((one) => one.year === year).decimals[id] }))));
      assert.deepEqual(ranks.rows.map((row) => Number(row[i + 1])), years.map((year) => own.get(year)[`${id}_rank`]));
    }
    await close();
  }
});

// The contributions of a page of a member, since the first edition, by the names of their rows.
const contributionsWritten = (html) => {
  const { heads, rows } = writtenTable(html, 'id="components"');
  const column = heads.findIndex((head) => head.endsWith(String(heads.find((one) => /\d{4}$/.test(one)).slice(-4))));
  // Rows of effects and of the total have one cell for all columns between.
  return new Map(rows.map((cells) => [cells[0], cells.length === heads.length ? cells[column] : cells[2]]).filter(([, text]) => /\d/.test(text)));
};
const memberPage = (root, all, language, slug) => {
  const found = all.find((one) => one.startsWith(language) && one.endsWith(`/${slug}/`) && !one.startsWith(`${language}compare/`));
  return readFileSync(join(root, found, 'index.html'), 'utf8');
};

test('values, ranks and contributions are those of the members’ own pages', async () => {
  const { page, close } = await compare(choice);
  const contributions = await tableOf(page, '#compare-contributions');
  const series = await tableOf(page, '#compare-series');
  const ranks = await tableOf(page, '#compare-ranks');
  let seen = 0;
  for (const [i, code] of codes.entries()) {
    const html = memberPage(folder, routes, english, model.members.find((one) => one.code === code).slug);
    const editions = writtenTable(html, 'id="editions"');
    for (const row of editions.rows) {
      assert.equal(series.rows.find(([year]) => year === row[0])[i + 1], row[3], `${code} ${row[0]}`);
      assert.equal(ranks.rows.find(([year]) => year === row[0])[i + 1], row[1], `${code} ${row[0]}`);
    }
    const written = contributionsWritten(html);
    for (const row of contributions.rows) {
      const known = [...written].find(([name]) => name === row[0] || (row === contributions.rows.at(-1) && name.startsWith(row[0])));
      if (known) seen += 1;
      if (known) assert.equal(row[i + 1], known[1], `${code} ${row[0]}`);
      else assert.equal(read(row[i + 1]), 0, `${code} ${row[0]}`);
    }
  }
  assert.ok(seen >= codes.length * 4, `${seen} contributions`);
  await close();
});

// The rows of a file that the page offers.
const csvOf = (page, selector) => page.locator(`${selector} a[download]`).evaluate((link) => decodeURIComponent(link.href.slice(link.href.indexOf(',') + 1)));

test('contributions sum to the change, for every pair of editions next to each other', async () => {
  for (const [i, to] of years.entries()) {
    if (!i) continue;
    const { page, close } = await compare(`${choice}&from=${years[i - 1]}&to=${to}`);
    const rows = (await csvOf(page, '#compare-contributions')).trim().split('\r\n').map((line) => line.split(','));
    const [, ...terms] = rows;
    const change = terms.pop();
    for (const [k, code] of codes.entries()) {
      const own = member(folder, model.members.find((one) => one.code === code).slug);
      const wanted = own.get(to)[model.index] - own.get(years[i - 1])[model.index];
      assert.ok(Math.abs(Number(change[k + 1]) - wanted) < 1e-9, `${code} ${to}: ${change[k + 1]} is not ${wanted}`);
      // What is published is rounded, and that is a term of its own only where it shows.
      const sum = terms.reduce((total, row) => total + Number(row[k + 1]), 0);
      assert.ok(Math.abs(sum - wanted) < 1.01e-4, `${code} ${to}: ${sum} is not ${wanted}`);
      const exact = own.get(to)[`${model.index}_computed`] - own.get(years[i - 1])[`${model.index}_computed`];
      const parts = terms.filter(([name]) => !/^Rounding/.test(name)).reduce((total, row) => total + Number(row[k + 1]), 0);
      const weights = terms.some(([name]) => /weights/.test(name));
      assert.ok(Math.abs(parts - exact) < (weights ? 1e-8 : 6e-5), `${code} ${to}: ${parts} is not ${exact}`);
    }
    await close();
  }
});

test('the address keeps the choice, for another reader and in another language', async () => {
  const { page, close } = await compare(`?m=${codes[0]}`);
  const area = model.areas[0];
  await page.selectOption('#compare-component', model.components[2].id);
  await page.selectOption('#compare-from', String(years[2]));
  await page.selectOption('#compare-to', String(years.at(-2)));
  for (const wanted of [codes[1], area.name.en, model.whole.en]) {
    await page.fill('#compare-input', wanted);
    await page.locator('#compare-options [data-id]').first().waitFor();
    await page.keyboard.press('Enter');
  }
  await ready(page);
  const address = new URL(page.url());
  assert.equal(address.search, `?m=${codes[0]},${codes[1]},${area.id},all&c=${model.components[2].id}&from=${years[2]}&to=${years.at(-2)}`);
  await page.locator(`#compare-all thead th:nth-child(5)`).waitFor();
  const shown = await allValues(page);
  const again = await compare(address.search);
  assert.deepEqual(await allValues(again.page), shown);
  for (const [id, value] of [['component', model.components[2].id], ['from', String(years[2])], ['to', String(years.at(-2))]]) assert.equal(await again.page.inputValue(`#compare-${id}`), value);
  assert.equal(await again.page.locator('#compare-chips li').count(), 4);
  await again.close();
  // The link to the other language leads to the same.
  const there = await page.locator('a.language').first().evaluate((link) => link.href);
  assert.equal(new URL(there).search, address.search);
  assert.notEqual(new URL(there).pathname, address.pathname);
  await page.goto(there);
  await ready(page);
  await page.locator(`#compare-all thead th:nth-child(5)`).waitFor();
  assert.deepEqual((await allValues(page)).rows.map((row) => row.slice(2).map(read)).filter((row) => row.every((value) => !Number.isNaN(value))),
    shown.rows.map((row) => row.slice(2).map(read)).filter((row) => row.every((value) => !Number.isNaN(value))));
  // Choosing makes no entries to go back through.
  await page.goBack();
  assert.equal(new URL(page.url()).search, address.search);
  await close();
});

test('means of areas are those of the areas’ own pages', async () => {
  const area = model.areas.find(({ kind }) => kind === 'region');
  const { page, close } = await compare(`?m=${area.id},all`);
  const html = readFileSync(join(folder, routes.find((one) => one.startsWith(english) && one.endsWith(`/${area.id}/`)), 'index.html'), 'utf8');
  const { rows } = writtenTable(html, 'id="editions"');
  const series = await tableOf(page, '#compare-series');
  assert.equal(rows.length, years.length);
  for (const row of rows) assert.deepEqual(series.rows.find(([year]) => year === row[0]).slice(1), [row[2], row[3]]);
  // Neither ranks nor contributions are invented for them; why not is said.
  assert.equal(await page.locator('#compare-ranks svg').count(), 0);
  assert.ok((await page.locator('#compare-ranks .note').textContent()).includes(area.name.en));
  assert.equal(await page.locator('#compare-contributions svg').count(), 0);
  assert.ok((await page.locator('#compare-contributions .note').textContent()).includes(area.name.en));
  await close();
});

test('by keyboard alone: choose, read out, remove', async () => {
  const { page, close } = await compare(`?m=${codes[0]}`);
  const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.closest('[id]')?.id);
  for (let i = 0; i < 40 && (await focus()) !== 'compare-input'; i += 1) await page.keyboard.press('Tab');
  assert.equal(await focus(), 'compare-input');
  await page.keyboard.type('singap');
  await page.locator('#compare-options [data-id="SGP"][aria-selected="true"]').waitFor();
  const input = page.locator('#compare-input');
  assert.equal(await input.getAttribute('aria-expanded'), 'true');
  assert.equal(await page.locator(`#${await input.getAttribute('aria-activedescendant')}`).getAttribute('data-id'), 'SGP');
  await page.keyboard.press('Enter');
  assert.equal(await input.getAttribute('aria-expanded'), 'false');
  assert.match(await page.locator('#compare-status').textContent(), /Singapore/);
  await page.locator('#compare-all thead th:nth-child(3)').waitFor();
  assert.match(page.url(), /m=CHN,SGP&/);
  // Escape shuts the list, and then empties the input.
  await page.keyboard.type('zz');
  await page.keyboard.press('Escape');
  assert.equal(await input.getAttribute('aria-expanded'), 'false');
  assert.equal(await input.inputValue(), 'zz');
  await page.keyboard.press('Escape');
  assert.equal(await input.inputValue(), '');
  // The arrows open the list and go round in it.
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.locator('#compare-options [aria-selected="true"]').count(), 1);
  await page.keyboard.press('ArrowUp');
  const last = await page.locator('#compare-options [data-id]').last().getAttribute('aria-selected');
  assert.equal(last, 'true');
  await page.keyboard.press('Escape');
  // What a chart reads out is in its table.
  for (let i = 0; i < 40 && (await focus()) !== 'compare-series'; i += 1) await page.keyboard.press('Tab');
  const { heads, rows } = await tableOf(page, '#compare-series');
  const told = new Set();
  const lines = (year, row, own) => [year, ...[own, 3 - own].map((i) => `${heads[i]}: ${row[i]}`)].join('\n');
  for (const key of ['End', 'ArrowLeft', 'ArrowDown', 'Home', 'ArrowRight']) {
    await page.keyboard.press(key);
    const text = await page.locator('#compare-series .tip').evaluate((tip) => tip.textContent);
    assert.ok(await page.locator('#compare-series .tip').isVisible());
    assert.equal(await page.locator('#compare-results [aria-live]').textContent(), text);
    const row = rows.find(([year]) => text.startsWith(year));
    assert.ok([lines(row[0], row, 1), lines(row[0], row, 2)].includes(text), `“${text}”`);
    told.add(text);
  }
  assert.equal(told.size, 5);
  await page.keyboard.press('Escape');
  assert.ok(!(await page.locator('#compare-series .tip').isVisible()));
  // Removing leads on to what is left.
  await page.locator('#compare-chips button').first().focus();
  await page.keyboard.press('Enter');
  assert.match(page.url(), /m=SGP&/);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.id), 'SGP');
  await page.keyboard.press('Enter');
  assert.equal(await focus(), 'compare-input');
  assert.ok(await page.locator('#compare-results').isHidden());
  await close();
});

test('every chart reads out what its table says, to keys and to the pointer', async () => {
  const { page, close } = await compare(`${choice},all&from=${years[3]}`);
  for (const name of ['series', 'ranks', 'profile', 'contributions']) {
    const box = page.locator(`#compare-${name} .ch-box`);
    const { heads, rows } = await tableOf(page, `#compare-${name}`);
    const byRow = name !== 'contributions';
    const lines = (text) => {
      const [head, ...said] = text.split('\n');
      const column = heads.indexOf(head);
      const wanted = byRow ? rows.find((row) => row[0] === head).slice(1).map((value, i) => [heads[i + 1], value]) : rows.map((row) => [row[0], row[column]]);
      return [said.sort(), wanted.filter(([, value]) => value !== '–').map((pair) => pair.join(': ')).sort()];
    };
    await box.focus();
    const heard = new Set();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'End', 'ArrowUp', 'Home', 'ArrowLeft']) {
      await page.keyboard.press(key);
      const text = await box.locator('.tip').textContent();
      assert.deepEqual(...lines(text), name);
      heard.add(text);
    }
    assert.ok(heard.size >= 4, `${name}: ${heard.size}`);
    await page.keyboard.press('Escape');
    await box.scrollIntoViewIfNeeded();
    const mark = await box.locator('svg path[class^=f]').last().boundingBox();
    await page.mouse.move(mark.x + mark.width / 2, mark.y + mark.height / 2);
    await page.mouse.move(mark.x + mark.width / 2 + 0.3, mark.y + mark.height / 2);
    await box.locator('.tip:not([hidden])').waitFor();
    assert.deepEqual(...lines(await box.locator('.tip').textContent()), name);
    const inside = await box.locator('.tip').evaluate((tip) => {
      const { left, right } = tip.getBoundingClientRect();
      return left >= 0 && right <= document.documentElement.clientWidth;
    });
    assert.ok(inside, name);
    await page.mouse.move(2, 2);
    await box.locator('.tip[hidden]').waitFor({ state: 'attached' });
  }
  await close();
});

test('what cannot be followed in an address is said', async () => {
  const named = (...lot) => (text) => lot.every((one) => text.includes(one));
  const cases = [
    ['?m=CHN,XXQ,KOR', named('XXQ'), 2],
    ['?m=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E,CHN,KOR', named('<img src=x onerror=alert(1)>'), 2],
    [`?m=${model.members.slice(0, 8).map(({ code }) => code).join(',')}`, named('6', model.members[6].name.en, model.members[7].name.en), 6],
    ['?m=CHN,KOR&c=nothing', named('nothing'), 2],
    ['?m=CHN,KOR&from=1999&to=soon', named('1999', 'soon'), 2],
    [`?m=CHN,KOR&from=${years.at(-1)}&to=${years[0]}`, (text) => text.length > 20, 2],
    ['?m=XXQ', named('XXQ'), 0],
    ['?m=%E0%A4%A', (text) => text.length > 5, 0],
  ];
  for (const [query, said, shown] of cases) {
    const { page, close } = await compare(query);
    const text = await page.locator('#compare-status').textContent();
    assert.ok(said(text), `${query}: “${text}”`);
    assert.equal(await page.locator('#compare-status').evaluate((e) => e.matches('[role=status].compare-warns')), true, query);
    assert.equal(await page.locator('#compare-chips li').count(), shown, query);
    assert.equal(await page.locator('#compare img').count(), 0);
    assert.equal(await page.locator('#compare-results').isVisible(), shown > 0);
    assert.equal(await page.inputValue('#compare-from') <= await page.inputValue('#compare-to'), true);
    await close();
  }
  // An address without fault warns of nothing, and codes may be written small.
  const { page, close } = await compare('?m=chn,KOR');
  assert.equal(await page.locator('.compare-warns').count(), 0);
  assert.match(page.url(), /m=CHN,KOR/);
  await close();
});

test('a seventh is refused, and so is one that is there, with the reason', async () => {
  const six = model.members.slice(0, 6).map(({ code }) => code);
  const { page, close } = await compare(`?m=${six.join(',')}`);
  for (const [wanted, reason] of [[model.members[7].code, /6/], [six[0], /already/]]) {
    await page.fill('#compare-input', wanted);
    await page.locator(`#compare-options [data-id="${wanted}"][aria-selected="true"]`).waitFor();
    await page.keyboard.press('Enter');
    const status = await page.locator('#compare-status').textContent();
    assert.match(status, reason);
    assert.ok(status.includes(model.members.find(({ code }) => code === wanted).name.en), status);
    assert.equal(await page.locator('#compare-chips li').count(), 6);
  }
  assert.equal(new URL(page.url()).searchParams.get('m'), six.join(','));
  // Six lines are told apart without colour: by their dashes and by the shapes on them.
  const looks = await page.locator('#compare-series svg').evaluate((svg) => {
    const lines = [...svg.querySelectorAll('path[class^=l]')];
    const shape = (line) => line.nextElementSibling.getAttribute('d').replace(/[-\d.]+/g, '');
    return lines.map((line) => ({ dashes: getComputedStyle(line).strokeDasharray, shape: shape(line), ink: getComputedStyle(line).stroke }));
  });
  const different = (part) => new Set(looks.map((look) => look[part])).size;
  // Triangles that point up and down are drawn alike.
  assert.deepEqual([looks.length, different('dashes'), different('shape'), different('ink')], [6, 6, 5, 6]);
  await close();
});

test('finding takes names in all languages, other names, codes and readings', async () => {
  for (const [language, typed, wanted] of [[english, 'korea', 'KOR'], [english, '韩国', 'KOR'], [english, 'kor', 'KOR'], [english, '410', 'KOR'], [english, 'Côte', 'CIV'], [english, 'cote d', 'CIV'], [languages.find((one) => one !== english), 'zhongguo', 'CHN'], [languages.find((one) => one !== english), '中', 'CHN'], [english, 'africa', 'africa']]) {
    const { page, close } = await compare('', { language });
    await page.focus('#compare-input');
    await page.fill('#compare-input', typed);
    // The list is filled again when the file of other names has come.
    await page.locator(`#compare-options [data-id="${wanted}"]`).waitFor();
    const found = await page.locator('#compare-options [data-id]').evaluateAll((all) => all.map(({ dataset }) => dataset.id));
    assert.ok(found.includes(wanted), `${typed}: ${found}`);
    assert.ok(found.length < 60, `${typed}: ${found.length}`);
    await page.fill('#compare-input', 'qqqq');
    assert.equal(await page.locator('#compare-options [data-id]').count(), 0);
    assert.equal(await page.locator('#compare-options li').count(), 1);
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('#compare-chips li').count(), 0);
    await close();
  }
});

test('tables can be taken away as CSV, with the numbers unrounded', async () => {
  const { page, close } = await compare(choice);
  const links = page.locator('#compare-results a[download]');
  assert.equal(await links.count(), 5);
  for (let i = 0; i < 5; i += 1) assert.ok((await links.nth(i).getAttribute('aria-label')).startsWith('CSV'));
  await page.locator('#compare-series summary').click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#compare-series a[download]').click()]);
  assert.equal(download.suggestedFilename(), `compare-series-${codes.join('-')}.csv`);
  const text = readFileSync(await download.path(), 'utf8');
  const own = member(folder, 'chn');
  assert.equal(text.split('\r\n').length, years.length + 2);
  for (const [i, year] of years.entries()) assert.equal(text.split('\r\n')[i + 1].split(',')[1], String(own.get(year)[model.index]));
  const all = await csvOf(page, '#compare-all');
  assert.equal(all.trim().split('\r\n').length, (await allValues(page)).rows.length + 1);
  await close();
});

test('with three members the page is under 60 kB compressed, in each language', async () => {
  for (const language of languages) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const answers = [];
    page.on('response', (answer) => answers.push(answer.body().then((body) => [answer.url(), gzipSync(body).length])));
    await page.goto(site.root + route(choice, language));
    await ready(page);
    await page.waitForLoadState('networkidle');
    const sizes = await Promise.all(answers);
    const sum = sizes.reduce((total, [, size]) => total + size, 0);
    assert.ok(sizes.length >= 10, `${sizes.length} files`);
    assert.ok(sum < 60_000, `${language}: ${sum}\n${sizes.map((one) => one.join(' ')).join('\n')}`);
    await context.close();
  }
});

// Both widths and both themes; EVERY=1 tries all four.
for (const [width, colorScheme] of [[375, 'dark'], [1440, 'light'], [375, 'light'], [1440, 'dark']].slice(0, process.env.EVERY ? 4 : 2)) {
  test(`axe finds nothing and nothing is too wide: ${width} px, ${colorScheme}`, async () => {
    for (const [language, query] of languages.map((language) => [language, `${choice},all,${model.areas[0].id},GBR`]).concat([[english, ''], [english, '?m=XXQ,CHN']])) {
      const { page, close } = await compare(query, { language, colorScheme, viewport: { width, height: 900 } });
      await page.evaluate(axe);
      await page.evaluate(() => { for (const details of document.querySelectorAll('main details')) details.open = true; });
      const check = async (what) => {
        const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
        assert.deepEqual(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`), [], `${language}${query} ${what}`);
        assert.ok(found.passes.length > 20);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(wide, 0, `${language}${query} ${what}`);
      };
      await check('at first');
      if (query && width === 375) {
        await page.locator('#compare-series .ch-box').focus();
        await page.keyboard.press('ArrowRight');
        await page.fill('#compare-input', 'a');
        await page.locator('#compare-options [data-id]').first().waitFor();
        await check('with its list open');
      }
      // No word of a drawing stands out of it, and none on another.
      const crowded = await page.evaluate(() => [...document.querySelectorAll('#compare-results svg[role=img]')].flatMap((svg) => {
        const frame = svg.getBoundingClientRect();
        const words = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
        const out = words.filter(([, box]) => box.left < frame.left - 2 || box.right > frame.right + 2).map(([text]) => `${text} stands out`);
        const on = words.flatMap(([text, a], i) => words.slice(i + 1).filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5).map(([other]) => `${text} on ${other}`));
        return [...out, ...on].map((fault) => `${svg.closest('figure').id}: ${fault}`);
      }));
      assert.deepEqual(crowded, [], `${language}${query}`);
      await close();
    }
  });
}

test('a drawing follows the width of its page', async () => {
  const { page, close } = await compare(choice, { viewport: { width: 1280, height: 900 } });
  const size = () => page.locator('#compare-series svg[role=img]').evaluate((svg) => [svg.viewBox.baseVal.width, Math.floor(svg.parentNode.clientWidth)]);
  const [before] = await size();
  await page.setViewportSize({ width: 500, height: 900 });
  await page.waitForFunction((was) => document.querySelector('#compare-series svg[role=img]').viewBox.baseVal.width !== was, before);
  const [now, room] = await size();
  assert.equal(now, room);
  await close();
});

test('on paper there are charts and tables, and nothing to work', async () => {
  const { page, close } = await compare(choice, { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  for (const selector of ['.compare-tools', '#compare-chips button', '.compare-static', '#compare-series .chart-data']) assert.ok(!(await page.locator(selector).first().isVisible()), selector);
  for (const selector of ['#compare-series svg[role=img]', '#compare-contributions svg[role=img]', '#compare-all table', '#compare-chips li']) assert.ok(await page.locator(selector).first().isVisible(), selector);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), 'rgb(255, 255, 255)');
  await close();
});

test('it works wherever the site stands', async () => {
  const elsewhere = await serve('/a/deep/place/');
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems = [];
  watch(page, elsewhere.root, problems);
  await page.goto(elsewhere.root + route(choice));
  await ready(page);
  await page.fill('#compare-input', 'GBR');
  await page.locator('#compare-options [data-id="GBR"]').click();
  await page.locator('#compare-all thead th:nth-child(5)').waitFor();
  assert.equal(await page.locator('#compare-results svg[role=img]').count(), 4);
  assert.ok(page.url().startsWith(`${elsewhere.root}${english}compare/?m=`));
  none(problems);
  await context.close();
  elsewhere.close();
});

test('without script it says so and lists pages that need none', async () => {
  for (const language of languages) {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(site.root + route('', language));
    assert.match(await page.locator('main .alert').textContent(), /JavaScript/);
    assert.ok(!(await page.locator('#compare').isVisible()));
    const links = await page.locator('.compare-static a').evaluateAll((all) => all.map(({ href }) => href));
    assert.equal(links.length, model.members.length);
    assert.ok(await page.locator('.compare-static a').first().isVisible());
    for (const href of links) assert.ok(existsSync(join(folder, new URL(href).pathname.slice(new URL(site.root).pathname.length), 'index.html')), href);
    await context.close();
  }
});

test('when the data do not come it says so, and lists those pages', async () => {
  for (const pattern of ['**/data/model.json', '**/data/members/kor.json']) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route(pattern, (request) => request.fulfill({ status: 503, body: '' }));
    await page.goto(site.root + route(choice));
    await page.locator('.compare-warns').waitFor();
    assert.ok(await page.locator('.compare-static a').first().isVisible(), pattern);
    // It asks again when the reader does.
    if (pattern.includes('members')) {
      await page.unroute(pattern);
      await page.selectOption('#compare-to', String(years.at(-2)));
      await page.locator('#compare-all thead th:nth-child(4)').waitFor();
      assert.equal(await page.locator('.compare-warns').count(), 0);
    }
    await context.close();
  }
});

// The small report: other components, units, weights and languages; a geometric mean, scores made over all
// members of an edition, and missing values. Its variants have other rules.

const scratch = mkdtempSync(join(tmpdir(), 'compare-'));
const servers = [];
after(() => {
  for (const server of servers) server.close();
  rmSync(scratch, { recursive: true, force: true });
});
const small = async (name, ...changes) => {
  const place = join(scratch, name);
  cpSync(fileURLToPath(new URL('../fixtures/wellbeing/content', import.meta.url)), join(place, 'content'), { recursive: true });
  const file = join(place, 'content/survey/methodology.yaml');
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), from);
    text = text.replace(from, to);
  }
  writeFileSync(file, text);
  // What the report says of its numbers is not what is tested.
  writeFileSync(join(place, 'content/claims.yaml'), '[]\n');
  execFileSync(process.env.PROGRAM, ['build', '--quiet'], { cwd: place, stdio: ['ignore', 'pipe', 'pipe'] });
  const root = join(place, 'site');
  const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml' };
  const server = createServer((request, response) => {
    let path = join(root, decodeURIComponent(new URL(request.url, 'http://host').pathname));
    if (existsSync(path) && statSync(path).isDirectory()) path = join(path, 'index.html');
    response.writeHead(existsSync(path) ? 200 : 404, { 'content-type': types[extname(path)] ?? 'text/plain' });
    response.end(existsSync(path) ? readFileSync(path) : '');
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  servers.push(server);
  return { root, model: modelOf(root), address: `http://127.0.0.1:${server.address().port}/` };
};
const visit = async (address, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const problems = [];
  watch(page, address.replace(/(\d\/).*/, '$1'), problems);
  await page.goto(address);
  await ready(page);
  return { page, close: () => context.close().then(() => none(problems)) };
};

const rules = {
  'as it is': [],
  harmonic: [['aggregation: geometric', 'aggregation: harmonic']],
  'z-scores': [['normalise: min-max', 'normalise: z-score-min-max']],
  'percent ranks': [['normalise: min-max', 'normalise: percent-rank'], ['aggregation: geometric', 'aggregation: arithmetic']],
  'missing counts': [['missing: {rescale-from: 1}', 'missing: {score: 0.1}']],
};
for (const [name, changes] of Object.entries(rules)) {
  test(`contributions in the small report are those of its members’ pages: ${name}`, async () => {
    const { root, model, address } = await small(name, ...changes);
    const slugs = model.members.map(({ slug }) => slug);
    let seen = 0;
    for (let i = 0; i < model.members.length; i += 6) {
      const six = model.members.slice(i, i + 6);
      const { page, close } = await visit(`${address}en/compare/?m=${six.map(({ code }) => code).join(',')}`);
      const shown = await tableOf(page, '#compare-contributions');
      for (const one of six) {
        const column = shown.heads.indexOf(one.name.en);
        const html = readFileSync(join(root, 'en/towns', slugs[model.members.indexOf(one)], 'index.html'), 'utf8');
        const written = /id="components"/.test(html) ? contributionsWritten(html) : new Map();
        const first = writtenTable(html, 'id="components"').heads.some((head) => head.includes(String(model.editions[0].year)));
        if (column < 0) {
          assert.ok(!first || !written.size, `${one.code} has contributions on its page: ${[...written]}`);
          assert.ok((await page.locator('#compare-contributions .note').textContent()).includes(one.name.en), one.code);
          continue;
        }
        if (!first) continue;
        for (const row of shown.rows) {
          const known = [...written].find(([name]) => name === row[0] || (row === shown.rows.at(-1) && name.startsWith(row[0])))?.[1] ?? '0.000';
          // In between two roundings the last digit hangs on the noise of binary fractions.
          assert.ok(Math.abs(read(row[column]) - read(known)) < 0.0011, `${one.code} ${row[0]}: ${row[column]} is not ${known}`);
          seen += row[column] === known;
        }
        // Exact: what stands in the file sums to the change.
        const terms = (await csvOf(page, '#compare-contributions')).trim().split('\r\n').slice(1).map((line) => Number(line.split(',')[column]));
        const change = terms.pop();
        assert.ok(Math.abs(terms.reduce((a, b) => a + b, 0) - change) < 6e-4, `${one.code}: ${terms} is not ${change}`);
      }
      await close();
    }
    assert.ok(seen >= 20, `${seen} numbers agree`);
  });
}

test('means over all members, values with units and missing ones, in French', async () => {
  const { root, model, address } = await small('all', ['over: assessed', 'over: all']);
  const { page, close } = await visit(`${address}fr/compare/?m=LAR,KES,amber-coast,all&c=income`);
  const html = readFileSync(join(root, 'fr/coasts/amber-coast/index.html'), 'utf8');
  const { rows } = writtenTable(html, 'id="editions"');
  await page.selectOption('#compare-component', 'wellbeing');
  await page.waitForFunction(() => document.getElementById('compare-series-title').textContent.includes('bien-être'));
  const series = await tableOf(page, '#compare-series');
  assert.equal(rows.length, model.editions.length);
  for (const row of rows) assert.deepEqual(series.rows.find(([year]) => year === row[0]).slice(3), [row[2], row[3]], row[0]);
  // KES was not assessed in the first edition: no value, and said so.
  assert.equal(series.rows[0][2], '–');
  assert.ok((await page.locator('#compare-series .note').textContent()).includes('Kes'), await page.locator('#compare-series .note').textContent());
  // What has a unit of its own is not drawn on the scale of the index.
  const profile = await tableOf(page, '#compare-profile');
  assert.deepEqual(profile.rows.map(([name]) => name), ['Indice de bien-être', 'Cadre de vie', 'Santé']);
  assert.match(await page.locator('#compare-profile .note').textContent(), /Revenu, Suie, Espaces verts/);
  const { rows: all } = await allValues(page);
  assert.match(all.find(([group]) => group === 'Revenu')[3 - 1], /^10\s000$/u);
  await close();
});
