// The preview as an author sees it: the real program serves a report of its own, its files are
// changed, and a page in the browser follows.
//
// PROGRAM the built program (default: `target/debug/egov-report` of the checkout)

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { launch } from './browser.mjs';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const program = resolve(process.env.PROGRAM || join(checkout, 'target/debug/egov-report'));
// How long anything may take on a slow machine.
const patience = 120_000;

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'preview-')));
const chapter = 'content/commentary/overview.en.md';
const address = 'en/reading/overview/';
const at = (file) => join(folder, file);
const read = (file) => readFileSync(at(file), 'utf8');
const write = (file, text) => writeFileSync(at(file), text);
const edit = (file, from, to) => {
  const text = read(file);
  assert.ok(text.includes(from), `${file} has "${from}"`);
  write(file, text.replace(from, to));
};

/** Waits until something is so, asking again and again: under the page's own policy, as readers have
 * it, a page cannot be asked to wait. */
async function until(isSo, what) {
  const end = Date.now() + patience;
  for (;;) {
    // A page that is just being loaded anew cannot answer.
    const found = await Promise.resolve(isSo()).catch(() => false);
    if (found) return found;
    assert.ok(Date.now() < end, `waited in vain for ${what}\n${serving?.said ?? ''}`);
    await pause(30);
  }
}

let serving;
let port = 0;
const builds = () => serving.said.match(/ pages, /g)?.length ?? 0;

/** Starts the program, at the same port as before. */
async function start() {
  const args = ['serve', '--port', String(port), '--editor', 'vscode://file/{path}:{line}:{column}'];
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  serving = { child, said: '', ended: new Promise((ended) => child.on('exit', ended)) };
  const own = serving;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { own.said += data; });
  const line = await until(() => /serving at http:\/\/127\.0\.0\.1:(\d+)\//.exec(own.said), 'the preview to be ready');
  port = Number(line[1]);
}

async function stop() {
  serving.child.kill('SIGINT');
  assert.equal(await serving.ended, 0, serving.said);
}

/** The report of the tests, with a chart in the chapter, and a chapter that is long enough to scroll. */
function prepare() {
  cpSync(join(checkout, 'tests/fixtures/wellbeing/content'), at('content'), { recursive: true });
  const texts = readdirSync(at('content/commentary')).filter((name) => name.startsWith('overview.'));
  const languages = texts.map((name) => name.split('.')[1]);
  const all = (text) => `{${languages.map((language) => `${language}: ${text}`).join(', ')}}`;
  mkdirSync(at('content/charts'), { recursive: true });
  write('content/charts/towns.yaml', [
    'kind: bars', `title: ${all('The chart of the towns')}`, `takeaway: ${all('Some are ahead.')}`,
    `description: ${all('Bars of different length.')}`, 'source: almanac',
    'data: {members: all, editions: [2018]}', '',
  ].join('\n'));
  for (const name of texts) {
    const text = read(`content/commentary/${name}`);
    const [head, body] = text.split(/(?=\n## [^\n]*\{#places\})/);
    const line = name.endsWith('.zh.md') ? '字。' : 'words ';
    const long = `\n${Array.from({ length: 12 }, () => line.repeat(60)).join('\n\n')}\n`;
    write(`content/commentary/${name}`, `${head}\n{{ chart(id="towns") }}\n${long}${body}${long}`);
  }
}

let browser;
let page;
const problems = [];

before(async () => {
  assert.ok(existsSync(program), `${program} is not built; build it, or name it with PROGRAM`);
  prepare();
  [browser] = await Promise.all([launch(), start()]);
  const context = await browser.newContext({ viewport: { width: 900, height: 600 } });
  page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => /__preview|preview-errors/.test(message.text()) && !/ERR_CONNECTION|ERR_INCOMPLETE/.test(message.text()) && problems.push(message.text()));
  await page.goto(`http://127.0.0.1:${port}/${address}`);
});

after(async () => {
  await browser?.close();
  if (serving?.child.exitCode === null) {
    serving.child.kill('SIGKILL');
    await serving.ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

const text = () => page.evaluate(() => document.querySelector('main').textContent);
const shows = (words) => until(async () => (await text()).includes(words), `"${words}" on the page`);
const overlay = () => page.evaluate(() => document.getElementById('preview-errors')?.innerText ?? '');

/** Scrolls and opens a fold; later, `held` says whether the place is the same. */
async function settle() {
  await until(() => page.evaluate(() => document.readyState === 'complete'), 'the page');
  await page.evaluate(() => {
    const folds = [...document.querySelectorAll('main details')];
    for (const fold of folds) fold.open = true;
    document.getElementById('places').scrollIntoView({ behavior: 'instant' });
    scrollBy({ top: 120, behavior: 'instant' });
  });
  return page.evaluate(() => ({
    y: scrollY,
    top: document.getElementById('places').getBoundingClientRect().top,
    folds: document.querySelectorAll('main details[open]').length,
  }));
}

async function held(before) {
  assert.ok(before.y > 300 && before.folds > 0, 'the page is long, and has something to unfold');
  const same = () => page.evaluate(({ top, folds }) => (
    Math.abs(document.getElementById('places').getBoundingClientRect().top - top) < 3
    && document.querySelectorAll('main details[open]').length === folds
  ), before);
  await until(same, 'the same place and open folds');
}

test('a chapter, a chart, an edition, a word, a template are shown where the reader is', async () => {
  const changes = [
    ['a chapter', () => edit(chapter, 'have pages of their own', 'have leaves of their own'), 'have leaves of their own'],
    ['a chapter that grows above', () => edit(chapter, 'The mean was', 'A sentence that was not there.\n\nThe mean was'), 'A sentence that was not there.'],
    ['a chart', () => edit('content/charts/towns.yaml', 'The chart of the towns', 'Another title'), 'Another title'],
    ['an edition', () => edit('content/survey/editions/2018.yaml', 'DUN: {income: 1000, soot: 40,', 'DUN: {income: 1000, soot: 41,'), 'Dunmere stood at 41'],
    ['a word', () => {
      for (const name of readdirSync(at('content/strings'))) {
        // The words of a language that is not built in are all there.
        const others = read(`content/strings/${name}`).replace(/^notes:.*\n/m, '');
        write(`content/strings/${name}`, `${others.trimEnd()}\nnotes: Remarks\n`);
      }
    }, 'Remarks'],
    ['a template of a folder made now', () => {
      // The strictest policy that a page can have.
      const policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'; script-src \'self\'; style-src \'self\'">';
      const base = readFileSync(join(checkout, 'templates/base.html'), 'utf8');
      const html = readFileSync(join(checkout, 'templates/chapter.html'), 'utf8');
      mkdirSync(at('templates'));
      if (!base.includes('Content-Security-Policy')) write('templates/base.html', base.replace('<meta charset="utf-8">', `<meta charset="utf-8">${policy}`));
      write('templates/chapter.html', html.replace('<article class="prose">', '<article class="prose"><p>A template of its own.</p>'));
    }, 'A template of its own.'],
    ['after that, a chapter once more', () => edit(chapter, 'have leaves of their own', 'have sheets of their own'), 'have sheets of their own'],
  ];
  for (const [name, change, words] of changes) {
    const before = await settle();
    assert.ok(!(await text()).includes(words), name);
    change();
    await shows(words);
    await held(before);
  }
  assert.ok(await page.evaluate(() => document.querySelector('meta[http-equiv="Content-Security-Policy"]') !== null));
});

test('styles change without a reload', async () => {
  const before = await settle();
  await page.evaluate(() => { window.marker = 'still here'; });
  const colour = () => page.evaluate(() => getComputedStyle(document.querySelector('main h1')).color);
  const shipped = readFileSync(join(checkout, 'assets/style.css'), 'utf8');
  mkdirSync(at('assets'));
  for (const [written, shown] of [['#010203', 'rgb(1, 2, 3)'], ['#040506', 'rgb(4, 5, 6)'], ['#070809', 'rgb(7, 8, 9)']]) {
    write('assets/style.css', `${shipped}\nmain h1 { color: ${written}; }\n`);
    await until(async () => await colour() === shown, `the colour ${shown}`);
  }
  const sheets = () => page.evaluate(() => [...document.querySelectorAll('link[rel=stylesheet]')].filter((l) => /\/style\./.test(l.href)).length);
  await until(async () => await sheets() === 1, 'the old sheets to be gone');
  await held(before);
  assert.equal(await page.evaluate(() => window.marker), 'still here');
});

test('a page whose content stays the same is left alone', async () => {
  await page.evaluate(() => { window.marker = 'untouched'; });
  const other = await page.context().newPage();
  await other.goto(`http://127.0.0.1:${port}/en/reading/changes/`);
  edit('content/commentary/changes.en.md', '\n## ', '\nA remark about changes.\n\n## ');
  await until(() => other.evaluate(() => document.body.textContent.includes('A remark about changes.')), 'the other chapter');
  await other.close();
  // News come in order: once the next ones are here, the former have been heard.
  write('assets/style.css', `${read('assets/style.css')}\nmain h1 { color: #0a0b0c; }\n`);
  await until(() => page.evaluate(() => getComputedStyle(document.querySelector('main h1')).color === 'rgb(10, 11, 12)'), 'the style');
  assert.equal(await page.evaluate(() => window.marker), 'untouched');
});

test('errors are laid over the page with their place, and go when they are mended', async () => {
  const before = await settle();
  await page.evaluate(() => { window.marker = 'still here'; });
  const good = read(chapter);
  const slip = 'Soot was {{ valeu(member="DUN", edition=2018) }} there.';
  write(chapter, `${good}\n${slip}\n`);
  const line = `${good}\n${slip}`.split('\n').length;
  await until(async () => (await overlay()).includes(`${chapter}:${line}:`), 'the overlay with file and line');
  const words = await overlay();
  assert.ok(words.includes('valeu'), words);
  assert.ok(words.includes(slip), 'the line itself is shown');
  const box = page.locator('#preview-errors');
  assert.equal(await box.evaluate((element) => getComputedStyle(element).position), 'fixed', 'its style is allowed');
  const link = await box.locator('a').first().getAttribute('href');
  assert.match(link, new RegExp(`^vscode://file${folder}/${chapter}:${line}:\\d+$`));

  // Another error, while the first stands.
  write(chapter, `${good}\n{{ meen(edition=2018) }}\n`);
  await until(async () => (await overlay()).includes('meen') && !(await overlay()).includes('valeu'), 'the other error');
  write(chapter, good);
  await until(async () => await overlay() === '', 'the overlay to go');
  await held(before);
  assert.equal(await page.evaluate(() => window.marker), 'still here', 'nothing had to be loaded anew');

  // What a file says is text to the overlay, never a part of the page.
  write(chapter, `${good}\n{{ nothing(x="<img src=x onerror=document.title=1>") }}\n`);
  await until(async () => (await overlay()).includes('onerror'), 'the overlay');
  assert.equal(await page.locator('#preview-errors img').count(), 0);
  write(chapter, good);
  await until(async () => await overlay() === '', 'the overlay to go');
});

test('a server that was stopped and started again finds its page', async () => {
  let before = await settle();
  await stop();
  edit(chapter, 'have sheets of their own', 'have scrolls of their own');
  await start();
  await shows('have scrolls of their own');
  await held(before);

  // Mended while nobody served.
  const good = read(chapter);
  write(chapter, `${good}\n{{ valeu(edition=2018) }}\n`);
  await until(async () => (await overlay()).includes('valeu'), 'the overlay');
  before = await settle();
  await stop();
  write(chapter, good);
  await start();
  await until(async () => await overlay() === '', 'the overlay to go');
  await held(before);

  // Broken while nobody served: there is no good site, and the page stays as it is until there is.
  await stop();
  write(chapter, good.replace('have scrolls of their own', 'have books of their own {{ valeu() }}'));
  await start();
  await until(async () => (await overlay()).includes('valeu'), 'the overlay');
  write(chapter, good.replace('have scrolls of their own', 'have books of their own'));
  await shows('have books of their own');
  await until(async () => await overlay() === '', 'the overlay to go');

  // And nothing is loaded anew where nothing has changed.
  await page.evaluate(() => { window.marker = 'untouched'; });
  await stop();
  await start();
  write('assets/style.css', `${read('assets/style.css')}\nmain h1 { color: #0d0e0f; }\n`);
  await until(() => page.evaluate(() => getComputedStyle(document.querySelector('main h1')).color === 'rgb(13, 14, 15)'), 'the style');
  assert.equal(await page.evaluate(() => window.marker), 'untouched');
});

test('many saves are built together', async () => {
  const good = read(chapter);
  const before = builds();
  for (const word of ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']) {
    write(chapter, `${good}\nSave number ${word}.\n`);
    // The saves are a matter of time: nine in 2.4 seconds.
    if (word !== 'nine') await pause(300);
  }
  await shows('Save number nine.');
  const count = builds() - before;
  assert.ok(count >= 1 && count <= 3, `${count} builds:\n${serving.said}`);
});

test('a page that is renamed and content that comes back are followed', async () => {
  renameSync(at('content'), at('away'));
  await until(async () => (await overlay()).includes('content'), 'the overlay');
  renameSync(at('away'), at('content'));
  await until(async () => await overlay() === '', 'the overlay to go');
  edit(chapter, 'have books of their own', 'have volumes of their own');
  await shows('have volumes of their own');
});

test('the preview itself makes no errors in the page', () => {
  assert.deepEqual(problems, []);
});
