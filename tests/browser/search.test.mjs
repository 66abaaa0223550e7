// The search of all pages: what is found and where it leads, what it asks for and when, how fast it is, and
// that it can be used in any way.
//
// PROGRAM the built program (default: `target/debug/egov-report` of the checkout)

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { browser, folder, languages, none, open, prefix, routes, samples, serve, site, source, start } from './site.mjs';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const program = resolve(process.env.PROGRAM || join(checkout, 'target/debug/egov-report'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

start();

const english = languages.find((language) => /<html lang="en/.test(source(language)));
const chinese = languages.find((language) => /<html lang="zh/.test(source(language)));
const key = (language) => language.slice(0, -1);
const file = (what, language) => JSON.parse(readFileSync(join(folder, `search/${what}.${key(language)}.json`), 'utf8'));

// --- Using the box

const input = '.search-box input[role="combobox"]';

/** Opens the box of a page, and waits for all that it loads. */
async function find(page, how = () => page.click('a.search')) {
  const loaded = page.waitForResponse(/search\/texts\.[\w-]+\.json$/);
  await how();
  await (await loaded).finished();
  await page.waitForFunction(() => {
    const box = document.querySelector('dialog.search-box');
    return box?.open && box.style.opacity === '' && box.querySelector('.search-note')?.textContent !== document.querySelector('a.search').dataset.loading;
  });
}

/** What is found for a text: where it leads, its name, its words that are marked, all that it says. */
async function found(page, text) {
  await page.fill(input, text);
  return page.evaluate(() => [...document.querySelectorAll('.search-list a')].map((link) => ({
    to: link.href,
    name: link.querySelector('b').textContent,
    isText: link.className === 'search-text',
    marks: [...link.querySelectorAll('mark')].map((mark) => mark.textContent),
    excerpt: link.querySelector('span')?.textContent ?? '',
    text: link.textContent,
  })));
}

const within = (root, list) => list.map((one) => ({ ...one, to: decodeURIComponent(one.to.slice(root.length)) }));

// --- Names

// What readers type, and the page that comes first, below the language's folder. `*` for both languages.
const NAMES = `
* | 中国 | countries/chn/
* | 中國 | countries/chn/
* | china | countries/chn/
* | CHINA | countries/chn/
* | CHN | countries/chn/
* | chn | countries/chn/
* | ＣＨＮ | countries/chn/
* | cn | countries/chn/
* | 156 | countries/chn/
* | zhongguo | countries/chn/
* | zhong guo | countries/chn/
* | 韓國 | countries/kor/
* | 韩国 | countries/kor/
* | 南韓 | countries/kor/
* | South Korea | countries/kor/
* | hanguo | countries/kor/
* | Burma | countries/mmr/
* | 緬甸 | countries/mmr/
* | Swaziland | countries/swz/
* | swaz | countries/swz/
* | Siam | countries/tha/
* | 暹罗 | countries/tha/
* | Turkey | countries/tur/
* | Türkiye | countries/tur/
* | turkiye | countries/tur/
* | Ivory Coast | countries/civ/
* | cote divoire | countries/civ/
* | Trinidad & Tobago | countries/tto/
* | Guinea | countries/gin/
* | guinea bissau | countries/gnb/
* | UK | countries/gbr/
* | GB | countries/gbr/
* | de | countries/deu/
* | 008 | countries/alb/
* | 非洲 | regions/africa/
* | Africa | regions/africa/
* | feizhou | regions/africa/
* | EGDI | components/egdi/
* | osi | components/osi/
* | Online Service Index | components/osi/
* | 在线服务指数 | components/osi/
* | 人力資本指數 | components/hci/
* | 2018 | editions/2018/
* | 2003 | editions/2003/
* | Data Center | sources/un-kb/
* | 网络安全法 | sources/law-cybersecurity/
* | Cybersecurity Law | sources/law-cybersecurity/
* | fixed broadband subscriptions | data/#indicator-fixed-broadband
* | 固定宽带用户 | data/#indicator-fixed-broadband
zh/ | zg | countries/chn/
zh/ | 电子参与指数的名次 | charts/participation-ranks/
zh/ | 东非 | regions/eastern-africa/
zh/ | 排名 | ranking/
zh/ | 事实核查 | claims/
zh/ | 对中国电子政务发展的启示 | chapters/lessons/
en/ | Lessons for China | chapters/lessons/
en/ | mobile services by sector | charts/mobile-sectors/
en/ | country | countries/
en/ | countries | countries/
en/ | fact check | claims/
`.trim().split('\n').map((line) => line.split('|').map((part) => part.trim()));

for (const language of languages) {
  test(`${language}: what has a name is found by it, by other names, codes, readings and characters`, async () => {
    const { page, close } = await open(language);
    await find(page);
    const wrong = [];
    const asked = NAMES.filter(([where]) => where === '*' || where === language);
    assert.ok(asked.length > 50);
    for (const [, text, wanted] of asked) {
      const [first] = within(site.root, await found(page, text));
      if (first?.to !== language + wanted) wrong.push(`${text}: first is ${first?.to} (${first?.name}), not ${wanted}`);
    }
    await close();
    none(wrong);
  });

  test(`${language}: each thing is found by its whole name and by each other one`, async () => {
    const { page, close } = await open(language);
    await find(page);
    const { items } = file('names', language);
    assert.ok(items.length > 300);
    const missed = await page.evaluate(async (items) => {
      const box = document.querySelector('.search-box input[role="combobox"]');
      const root = new URL(document.querySelector('a.search').dataset.root, document.baseURI).href;
      const wrong = [];
      for (const { t, u, o = [], r = [] } of items) {
        for (const text of [t, ...o, ...r]) {
          box.value = text;
          box.dispatchEvent(new Event('input', { bubbles: true }));
          // The more of them where several bear the name
          document.querySelector('[aria-labelledby="search-names"] .search-more')?.click();
          const links = [...document.querySelectorAll('a.search-name')].map((link) => link.href);
          if (!links.includes(root + u)) wrong.push(`${u} is not found by ${text}`);
        }
      }
      return wrong;
    }, items.filter((_, i) => process.env.EVERY || i % 5 === 0));
    await close();
    none(missed);
  });
}

test('few letters of a reading find nothing where nobody expects them', async () => {
  const { page, close } = await open(english);
  await find(page);
  // `zg`, initials of 中国, is exact; `zho` begins its reading only.
  assert.deepEqual((await found(page, 'zho')).filter((one) => !one.isText), []);
  assert.notDeepEqual((await found(page, 'zhongg')).filter((one) => !one.isText), []);
  await close();
});

// --- The text

/** What readers type: a section that is found for it, among the first that many; by its words in any form. */
const TEXTS = {
  [chinese]: [
    ['开放政府数据', 'chapters/trends/#open-data', 1],
    ['信息壁垒', 'chapters/lesson-services/#argument', 1],
    ['信息 壁垒', 'chapters/lesson-services/#argument', 1],
    ['網絡安全保障', 'chapters/lesson-security/#argument', 3],
    ['信息壁垒服务效率', 'chapters/lesson-services/#argument', 1],
    ['老百姓上了网', 'chapters/lesson-participation/#argument', 2],
    ['四舍五入', 'methodology/#rules', 3],
    ['历届权重', 'methodology/#weights', 1],
    ['2018年的位置', 'chapters/lessons/#standing', 1],
    ['OSI权重', 'methodology/#weights', 3],
    ['首尾各五国', 'chapters/after-2018/#movers', 1],
    ['国家行政学院', 'chapters/about/#origin', 2],
    ['不一致', 'claims/#differs', 1],
  ],
  [english]: [
    ['services by sector', 'chapters/trends/#sectors', 1],
    ['service for vulnerable group', 'chapters/trends/#vulnerable', 1],
    ['weight by edition', 'methodology/#weights', 1],
    ['Human capital here means literacy', 'chapters/global-status/#survey', 1],
    ['benchmark member state 2001', 'chapters/global-status/#survey', 3],
    ['benchmarking', 'chapters/global-status/#survey', 2],
    ['long running survey', 'chapters/global-status/#survey', 1],
    ['open-data portal', 'chapters/trends/#open-data', 2],
    ['China’s ranks', 'chapters/lessons/#tested', 10],
    ["china's ranks", 'chapters/lessons/#tested', 10],
    ['procurements and interactions', 'chapters/trends/#procurement', 1],
    ['Differs', 'claims/#differs', 1],
    ['the origin', 'chapters/about/#origin', 1],
  ],
};

for (const language of languages) {
  test(`${language}: words of the text are found, with their section and an excerpt`, async () => {
    const { page, close } = await open(language);
    await find(page);
    const wrong = [];
    const other = await browser.newPage();
    for (const [text, wanted, place] of TEXTS[language]) {
      const texts = within(site.root, await found(page, text)).filter((one) => one.isText);
      const at = texts.findIndex(({ to }) => to === language + wanted);
      if (at < 0 || at >= place) wrong.push(`${text}: ${wanted} is number ${at + 1} of ${texts.length}, not among the first ${place}`);
      for (const { to, name, excerpt, marks } of texts.slice(0, 4)) {
        const [route, id] = to.split('#');
        await other.goto(site.root + route);
        // Exactly what stands on the page, from the section's heading on.
        const problem = await other.evaluate(([id, excerpt, marks]) => {
          const squeeze = (text) => text.replace(/\[\d[^\]]*\]|[\s\u2060]/g, '');
          const heading = id ? document.getElementById(id) : document.querySelector('main');
          if (!heading) return 'no such section';
          const all = squeeze(document.querySelector('main').textContent);
          // Some words from its middle: notes and what is for screens alone stand between others.
          const middle = squeeze(excerpt.replace(/…/g, '')).slice(8, 18);
          if (!all.includes(middle)) return `its page does not say “${middle}”`;
          return marks.find((mark) => !all.includes(squeeze(mark)));
        }, [id, excerpt, marks]);
        if (problem) wrong.push(`${text}: ${to} (${name}): ${problem}`);
        if (!marks.length) wrong.push(`${text}: ${to}: nothing is marked`);
        if (excerpt.length > 300) wrong.push(`${text}: ${to}: an excerpt of ${excerpt.length} characters`);
      }
    }
    await other.close();
    await close();
    none(wrong);
  });

  test(`${language}: every address of the files is a page’s, and every section is on it`, () => {
    const wrong = [];
    const check = (to) => {
      const [route, id] = to.split('#');
      if (!routes.includes(route)) wrong.push(`${to}: no such page`);
      else if (id && !source(route).includes(` id="${id}"`)) wrong.push(`${to}: no such place`);
    };
    for (const { u } of file('names', language).items) check(u);
    for (const { u, s } of file('texts', language)) for (const [id] of s) check(u + (id && `#${id}`));
    none(wrong);
  });
}

test('all words must occur in a section; phrases and headings come first', async () => {
  const { page, close } = await open(english);
  await find(page);
  const texts = async (text) => {
    await page.fill(input, text);
    const more = page.locator('[aria-labelledby="search-texts"] .search-more');
    if (await more.count()) await more.click();
    return page.locator('a.search-text').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  };
  const [one, other, both] = [await texts('broadband'), await texts('schooling'), await texts('schooling broadband')];
  assert.ok(both.length && both.length < Math.min(one.length, other.length));
  assert.ok(both.every((to) => one.includes(to) && other.includes(to)));
  assert.deepEqual(await texts('broadband xyzzy'), []);
  // Other forms of a word find the same sections.
  for (const forms of [['service', 'services'], ['country', 'countries'], ['index', 'indices']]) {
    const [a, b] = [await texts(forms[0]), await texts(forms[1])];
    assert.deepEqual(a.toSorted(), b.toSorted(), forms.join());
    assert.ok(a.length > 10, forms.join());
  }
  // Words are found by their beginnings, not by their middles.
  assert.notDeepEqual(await texts('broadb'), []);
  assert.deepEqual(await texts('roadband'), []);
  await close();
});

// --- What it asks for

test('nothing is asked for before the box is opened, and then each file once', async () => {
  const { page, close } = await open(english);
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const of = () => asked.filter((path) => /search/.test(path));
  for (const route of [english, `${english}ranking/`, `${chinese}chapters/trends/`]) {
    await page.goto(site.root + route, { waitUntil: 'networkidle' });
    await page.hover('a.search');
    await page.focus('a.search');
    await page.waitForTimeout(200);
    assert.ok(asked.length > 3);
    assert.deepEqual(of(), [], route);
  }
  await find(page);
  await found(page, '数据');
  await page.keyboard.press('Escape');
  await page.click('a.search');
  await found(page, '中国');
  const names = of().map((path) => path.slice(prefix.length).replace(/\.[0-9a-f]{8}\./, '.'));
  assert.deepEqual(names.toSorted(), ['assets/search.css', 'assets/search.js', `search/names.${key(chinese)}.json`, `search/texts.${key(chinese)}.json`]);
  assert.ok(of().findIndex((path) => path.includes('names')) < of().findIndex((path) => path.includes('texts')), 'names come first');
  await close();
});

test('the files are light: names under 30 kB, all until words of the text are found under 130 kB', (t) => {
  const weight = (path) => gzipSync(readFileSync(join(folder, path))).length;
  const assets = readdirSync(join(folder, 'assets')).filter((name) => name.startsWith('search.')).map((name) => `assets/${name}`);
  assert.equal(assets.length, 2);
  for (const language of languages) {
    const names = weight(`search/names.${key(language)}.json`);
    const all = [...assets, `search/texts.${key(language)}.json`].reduce((sum, path) => sum + weight(path), names);
    t.diagnostic(`${language} names ${(names / 1000).toFixed(1)} kB, box ${assets.map((path) => (weight(path) / 1000).toFixed(1)).join(' + ')} kB, all ${(all / 1000).toFixed(1)} kB`);
    assert.ok(names > 1000 && names < 30_000);
    assert.ok(all > names && all < 130_000);
  }
});

// --- Speed

const TYPED = {
  [chinese]: ['中', '中国', '中国在线服务', '2018', '指数', 'zhongguo', 'zg', '电子政务发展指数', '开放数据 门户', '国家', '的', 'EGDI指数', '网络安全保障体系的建设和维护与经济社会的发展'],
  [english]: ['c', 'co', 'countries', 'china', 'e-government development index', '2018', 'the', 'in', 'services for vulnerable groups', 'de', 'online', 'index', 'a b c d e f g h i j k l m n o p'],
};

for (const language of languages) {
  test(`${language}: results stand there soon after a key, on a phone four times slower`, async (t) => {
    const { page, close } = await open(language, { viewport: { width: 375, height: 740 } });
    const session = await page.context().newCDPSession(page);
    await find(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    // From the event to the frame in which the results are drawn
    const measure = (text) => page.evaluate((text) => new Promise((done) => {
      const box = document.querySelector('.search-box input[role="combobox"]');
      box.value = text;
      const since = performance.now();
      box.dispatchEvent(new Event('input', { bubbles: true }));
      document.querySelector('.search-list').getBoundingClientRect();
      const handled = performance.now() - since;
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done([handled, performance.now() - since]);
        channel.port2.postMessage(0);
      });
    }), text);
    // Machines that test are shared, so that each text is typed several times: its best time is its own.
    const times = [];
    for (let round = 0; round < 5; round++) for (const [i, text] of TYPED[language].entries()) (times[i] ??= []).push(await measure(text));
    const ordered = (list) => list.toSorted((a, b) => a - b);
    const median = (list) => ordered(list)[Math.floor(list.length / 2)];
    const best = (column) => times.map((all) => Math.min(...all.map((one) => one[column])));
    const say = (list) => `median ${median(list).toFixed(0)} ms, worst ${Math.max(...list).toFixed(0)} ms`;
    const every = times.flat().map(([, drawn]) => drawn);
    t.diagnostic(`${language} handled: ${say(best(0))} (${TYPED[language][best(0).indexOf(Math.max(...best(0)))]}); drawn: ${say(best(1))}; whatever else the machine did: ${say(every)}`);
    // The results laid out; and in sight, which waits for frames of a browser that shares its processor.
    assert.ok(median(best(0)) < 100);
    assert.ok(median(best(1)) < 250);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await close();
  });
}

// --- With the keyboard

const state = (page) => page.evaluate(() => {
  const box = document.querySelector('.search-box input[role="combobox"]');
  const active = document.getElementById(box.getAttribute('aria-activedescendant'));
  return {
    open: document.querySelector('.search-box').open,
    focused: document.activeElement === box,
    expanded: box.getAttribute('aria-expanded'),
    active: active?.textContent,
    selected: [...document.querySelectorAll('[role="option"][aria-selected="true"]')].map((one) => one.textContent),
    options: [...document.querySelectorAll('.search-list:not([hidden]) [role="option"]')].map((one) => one.textContent),
    said: document.querySelector('.search-said').textContent,
  };
});

test('the box is opened, used, left and closed with the keyboard alone', async () => {
  const { page, close } = await open(english);
  await find(page, () => page.keyboard.press('/'));
  assert.equal(await page.inputValue(input), '');
  await page.keyboard.type('norway');
  let now = await state(page);
  assert.ok(now.focused && now.expanded === 'true' && now.options.length > 2);
  assert.equal(now.active, undefined);
  await page.keyboard.press('ArrowDown');
  now = await state(page);
  assert.equal(now.active, now.options[0]);
  assert.deepEqual(now.selected, [now.options[0]]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  now = await state(page);
  assert.ok(now.focused);
  assert.equal(now.active, now.options.at(-1), 'it goes round');
  // At another text nothing is chosen.
  await page.keyboard.type(' ');
  await page.keyboard.press('Backspace');
  now = await state(page);
  assert.deepEqual([now.active, now.selected], [undefined, []]);
  // Tab stays within what can be reached, and never on the results, which the arrows have.
  const stops = new Set();
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Tab');
    stops.add(await page.evaluate(() => (document.activeElement.closest('.search-box') ? `${document.activeElement.tagName} ${document.activeElement.getAttribute('role')}` : document.activeElement.tagName)));
  }
  assert.ok(stops.has('BUTTON null') && stops.has('A null') && !stops.has('A option'), [...stops].join());
  await page.keyboard.press('Escape');
  assert.equal((await state(page)).open, false);
  // What was typed is there again, to be typed over; Enter without a choice follows the first.
  await page.keyboard.press('Control+k');
  now = await state(page);
  assert.ok(now.open && now.focused);
  await page.fill(input, 'denmark');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${site.root}${english}countries/dnk/`);
  await find(page, () => page.keyboard.press('/'));
  assert.equal(await page.inputValue(input), 'denmark');
  await page.keyboard.type('weights by edition');
  assert.equal(await page.inputValue(input), 'weights by edition');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${site.root}${english}methodology/#weights`);
  // A section of the page that is open already, once the browser has come to the first
  await page.waitForFunction(() => new Promise((done) => {
    const y = scrollY;
    setTimeout(() => done(scrollY === y && y > 0), 250);
  }));
  await find(page, () => page.keyboard.press('/'));
  await page.keyboard.type('breaks in the series');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${site.root}${english}methodology/#breaks`);
  assert.equal((await state(page)).open, false);
  await page.waitForFunction(() => {
    const { top } = document.getElementById('breaks').getBoundingClientRect();
    return top >= 0 && top < innerHeight;
  });
  await close();
});

test('a misspelt name leads to the names like it, and what is like nothing is said to be nothing', async () => {
  for (const language of languages) {
    const { page, close } = await open(language);
    await find(page);
    for (const [text, slug] of [
      ['Kazahstan', 'kaz'], ['Singapur', 'sgp'], ['Untied Kingdom', 'gbr'], ['Luxemburg', 'lux'], ['kyrgistan', 'kgz'],
      ['義大利', 'ita'], ['沙烏地阿拉伯', 'sau'],
    ]) {
      const [first] = within(`${site.root}${language}`, await found(page, text));
      assert.equal(first?.to, `countries/${slug}/`, `${language} ${text}`);
    }
    await page.fill(input, 'Kazahstan');
    assert.notEqual(await page.textContent('.search-note'), '');
    await page.waitForFunction(() => /Kazakhstan|哈萨克斯坦/.test(document.querySelector('.search-said').textContent));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/countries\/kaz\//);
    await page.goBack();
    for (const text of ['xyzzy', '?!', 'qqq']) {
      await page.goto(site.root + language);
      await find(page);
      assert.deepEqual(await found(page, text), [], `${language} ${text}`);
      assert.ok((await page.textContent('.search-note')).includes(text), `${language} ${text}`);
    }
    await close();
  }
});

test('what is typed into a box that was open before takes the place of what stood there', async () => {
  const { page, close } = await open(chinese);
  for (const word of ['中国', '日本']) {
    await page.locator('body').click({ position: { x: 2, y: 2 } });
    await page.keyboard.press('/');
    await page.waitForFunction(() => document.activeElement.matches('.search-box input'));
    await page.keyboard.insertText(word);
    assert.equal(await page.evaluate(() => document.activeElement.value), word);
    await page.keyboard.press('Escape');
  }
  await close();
});

test('focus comes back to the button, which Enter and the space bar press as well', async () => {
  const { page, close } = await open(chinese);
  const button = page.getByRole('button', { name: '搜索' });
  assert.equal(await button.getAttribute('aria-haspopup'), 'dialog');
  for (const name of ['Enter', ' ']) {
    await button.focus();
    await page.keyboard.press(name);
    await page.waitForFunction(() => document.querySelector('.search-box')?.open);
    await page.waitForFunction(() => document.activeElement.matches('.search-box input'));
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement.matches('a.search'));
  }
  await button.click();
  await page.locator('.search-close').click();
  assert.equal(await page.evaluate(() => document.querySelector('.search-box').open), false);
  await button.click();
  await page.mouse.click(4, 700);
  assert.equal(await page.evaluate(() => document.querySelector('.search-box').open), false);
  await close();
});

test('a slash that is typed into a field stays there, and the key can be given up', async () => {
  const { page, close } = await open(`${english}ranking/`);
  await page.locator('.filter input').focus();
  await page.keyboard.type('a/b');
  assert.equal(await page.locator('.filter input').inputValue(), 'a/b');
  assert.equal(await page.locator('dialog.search-box').count(), 0);
  await page.locator('h1').click();
  await find(page, () => page.keyboard.press('Control+k'));
  await page.locator('.search-foot input').uncheck();
  await page.reload();
  await page.keyboard.press('/');
  await page.waitForTimeout(100);
  assert.equal(await page.locator('dialog.search-box').count(), 0);
  await find(page, () => page.keyboard.press('Control+k'));
  await page.locator('.search-foot input').check();
  await page.reload();
  await find(page, () => page.keyboard.press('/'));
  await close();
});

test('the number of results is said once typing has rested, and not at each key', async () => {
  const { page, close } = await open(english);
  await find(page);
  await page.evaluate(() => {
    window.said = [];
    const status = document.querySelector('.search-said');
    new MutationObserver(() => status.textContent && window.said.push(status.textContent)).observe(status, { childList: true, characterData: true, subtree: true });
  });
  await page.locator(input).pressSequentially('broadband', { delay: 40 });
  await page.waitForFunction(() => window.said.length);
  await page.waitForTimeout(200);
  const said = await page.evaluate(() => window.said);
  await page.locator('.search-more').click();
  assert.deepEqual(said, [`Results: ${await page.locator('.search-list a').count()}`]);
  assert.equal(await page.locator('.search-said').getAttribute('role'), 'status');
  await page.fill(input, 'xyzzy');
  await page.waitForFunction(() => window.said.at(-1)?.startsWith('Nothing'));
  assert.equal(await page.evaluate(() => window.said.at(-1)), 'Nothing found for “xyzzy”.');
  assert.equal(await page.textContent('.search-note'), 'Nothing found for “xyzzy”.');
  await close();
});

test('more of many results are shown when they are asked for', async () => {
  const { page, close } = await open(chinese);
  await find(page);
  await page.fill(input, '指数');
  const names = page.locator('[aria-labelledby="search-names"] a');
  const shown = await names.count();
  const more = page.locator('[aria-labelledby="search-names"] .search-more');
  const all = +/\d+/.exec(await more.textContent())[0];
  assert.ok(all > shown);
  // With the keyboard: the last of its group, and on to the first of those that are new
  for (let i = 0; i <= shown; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.equal(await names.count(), all);
  const now = await state(page);
  assert.ok(now.focused);
  assert.equal(now.active, await names.nth(shown).textContent());
  await close();
});

test('what is being composed is not searched; what comes of it is', async () => {
  const { page, close } = await open(chinese);
  await find(page);
  const session = await page.context().newCDPSession(page);
  const names = () => page.locator('a.search-name b').allTextContents();
  await page.locator(input).focus();
  await page.fill(input, '丹麦');
  const before = await names();
  assert.ok(before.includes('丹麦'));
  await page.locator(input).selectText();
  for (const text of ['h', 'ha', 'han', 'han\'g', 'han\'guo']) {
    await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    assert.deepEqual(await names(), before);
  }
  await session.send('Input.insertText', { text: '韩国' });
  await page.waitForFunction(() => document.querySelector('a.search-name b')?.textContent === '韩国');
  // Letters that nobody composes are a reading.
  await page.fill(input, '');
  await page.keyboard.type('danmai');
  assert.deepEqual((await names())[0], '丹麦');
  await close();
});

// --- Where it does not work

test('without script the control leads to the list of all names, on every page', async () => {
  const lacking = routes.filter((route) => route !== '' && !/ class="search" href="[^"]+" /.test(source(route)) && source(route).includes('class="site-header"'));
  assert.deepEqual(lacking, []);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const language of languages) {
    await page.goto(`${site.root}${language}countries/chn/`);
    await page.click('a.search');
    assert.equal(page.url(), `${site.root}${language}index/`);
    assert.ok(await page.locator('.all-names a').count() > 200);
  }
  await context.close();
});

/** A page whose files of these names cannot be had. */
async function lacking(pattern, answer, route = english) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.route(pattern, answer);
  await page.goto(site.root + route);
  return { page, close: () => context.close() };
}

test('where files cannot be had, the box says so', async () => {
  const missing = (route) => route.fulfill({ status: 404, body: 'nothing' });
  const note = (page, name) => page.waitForFunction((name) => {
    const note = document.querySelector('.search-note')?.textContent;
    return note?.includes(document.querySelector('a.search').dataset[name]);
  }, name);
  // No file of the page's language
  let { page, close } = await lacking(/search\/\w+\.[\w-]+\.json$/, missing);
  await page.click('a.search');
  await note(page, 'failed');
  assert.equal(await page.locator('.search-foot a').getAttribute('href'), `${site.root}${english}index/`);
  // Once they can be had, the next key finds.
  await page.unroute(/search\/\w+\.[\w-]+\.json$/);
  await page.locator(input).pressSequentially('norway');
  await page.waitForFunction(() => document.querySelector('a.search-name b')?.textContent === 'Norway');
  await close();
  // Names alone
  ({ page, close } = await lacking(/search\/texts\./, (route) => route.fulfill({ status: 200, body: 'no JSON' })));
  await page.click('a.search');
  await note(page, 'partly');
  assert.equal((await found(page, 'norway'))[0].name, 'Norway');
  await close();
  // Not even the box
  for (const pattern of [/assets\/search\.\w+\.js$/, /assets\/search\.\w+\.css$/]) {
    ({ page, close } = await lacking(pattern, (route) => route.abort()));
    await page.click('a.search');
    await page.waitForURL(`${site.root}${english}index/`);
    await close();
  }
});

test('while the files are on their way, the box is open and keeps what is typed', async () => {
  const later = async (route) => {
    await new Promise((done) => setTimeout(done, 700));
    await route.continue();
  };
  const { page, close } = await lacking(/search[/.]/, later);
  await page.keyboard.press('/');
  await page.keyboard.type('norway');
  await page.waitForFunction(() => document.querySelector('a.search-name b')?.textContent === 'Norway');
  assert.equal(await page.inputValue(input), 'norway');
  await close();
});

// --- Where it stands

test('it works wherever the site stands, and where addresses are absolute', async () => {
  const deep = await serve('/some/where/else/');
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${deep.root}${chinese}countries/dnk/`);
  await find(page);
  assert.equal((await found(page, '韓國'))[0].to, `${deep.root}${chinese}countries/kor/`);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${deep.root}${chinese}countries/kor/`);
  // The page for what is not found stands at any depth: with the control of another page, by its base.
  const control = /<a class="search"[\s\S]*?<\/a>/.exec(source(english))[0].replaceAll('"../', '"').replaceAll('"index/', `"${english}index/`);
  assert.ok(control.includes('data-root=""'));
  await page.route('**/nowhere/at/all', async (route) => {
    const response = await route.fetch({ url: `${site.root}404.html` });
    await route.fulfill({ response, body: (await response.text()).replace('</main>', `</main>${control}`) });
  });
  await page.goto(`${site.root}nowhere/at/all`);
  await find(page);
  assert.equal((await found(page, 'norway'))[0].to, `${site.root}${english}countries/nor/`);
  await context.close();
  deep.close();
});

test('on a phone it takes the whole width, and the header keeps its lines', async () => {
  const problems = [];
  const context = await browser.newContext({ viewport: { width: 375, height: 740 }, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  for (const language of languages) {
    await page.goto(site.root + language);
    await find(page, () => page.tap('a.search'));
    await found(page, language === english ? 'e-government' : '电子政务');
    const box = await page.evaluate(() => {
      const box = document.querySelector('.search-box');
      const small = [...box.querySelectorAll('a, button, input:not([type=checkbox])')].filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 43);
      return { rect: box.getBoundingClientRect().toJSON(), wide: [...box.querySelectorAll('*')].filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline' && !one.matches('.search-said, input')).map((one) => one.className), small: small.map((one) => one.textContent) };
    });
    if (box.rect.left !== 0 || box.rect.width !== 375 || box.rect.height < 700) problems.push(`${language}: the box is ${JSON.stringify(box.rect)}`);
    problems.push(...box.wide.map((name) => `${language}: .${name} is wider than its place`), ...box.small.map((text) => `${language}: ${text} is too low to be touched`));
  }
  // 640 px is a window of 1280 at 200 %.
  for (const width of [320, 375, 640, 1280]) {
    await page.setViewportSize({ width, height: 700 });
    for (const language of languages) {
      await page.goto(site.root + language);
      const bar = await page.evaluate(() => {
        const parts = [...document.querySelectorAll('.tools > *')].filter((one) => one.getClientRects().length).map((one) => one.getBoundingClientRect());
        return { scroll: document.documentElement.scrollWidth, height: document.querySelector('.bar').offsetHeight, tops: new Set(parts.map((rect) => Math.round(rect.top + rect.height / 2))).size, right: Math.max(...parts.map((rect) => rect.right)), n: parts.length, gap: parts.slice(1).every((rect, i) => rect.left >= parts[i].right - 1) };
      });
      if (bar.scroll > width || bar.right > width || bar.height > 68 || bar.tops > 1 || !bar.gap || bar.n < 4) problems.push(`${language} at ${width}: ${JSON.stringify(bar)}`);
    }
  }
  await context.close();
  none(problems);
});

// --- For all readers

test('axe finds nothing in the box, on a desk and on a phone, in both themes', async () => {
  const problems = [];
  for (const language of languages) {
    for (const [width, colorScheme] of [[375, 'light'], [1440, 'light'], [375, 'dark'], [1440, 'dark']]) {
      const { page, close } = await open(language, { viewport: { width, height: 800 }, colorScheme });
      await find(page);
      for (const text of ['', language === english ? 'services' : '服务', 'xyzzy']) {
        await page.fill(input, text);
        if (text) await page.keyboard.press('ArrowDown');
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run('.search-box', { resultTypes: ['violations'] }));
        problems.push(...violations.map(({ id, nodes }) => `${language} ${width} ${colorScheme} ${text}: ${id} ${nodes[0].html.slice(0, 150)}`));
      }
      await close();
    }
  }
  none(problems);
});

test('in forced colours the choice can be seen; paper shows nothing of the box; nothing moves', async () => {
  const { page, close } = await open(english, { forcedColors: 'active', reducedMotion: 'reduce' });
  await find(page);
  await page.fill(input, 'norway');
  await page.keyboard.press('ArrowDown');
  const outlines = await page.locator('.search-list [role=option]').evaluateAll((list) => list.map((one) => getComputedStyle(one).outlineStyle));
  assert.deepEqual([outlines[0], outlines[1]], ['solid', 'none']);
  const moving = await page.evaluate(() => [...document.querySelectorAll('.search-box, .search-box *')].filter((one) => {
    const { animationName, transitionDuration } = getComputedStyle(one);
    return animationName !== 'none' || transitionDuration !== '0s';
  }).length);
  assert.equal(moving, 0);
  assert.ok(await page.locator('.search-box').isVisible());
  await page.emulateMedia({ media: 'print' });
  assert.ok(!(await page.locator('.search-box').isVisible()));
  assert.ok(!(await page.locator('a.search').isVisible()));
  await close();
});

// --- What must not be

test('neither what is typed nor what the files hold becomes elements', async () => {
  const evil = '<img src=x onerror="window.ran = true">';
  const { page, close } = await open(english);
  await page.route(/search\/names\./, async (route) => {
    const response = await route.fetch();
    const names = await response.json();
    names.items.push({ k: 0, t: `${evil} evil`, u: 'javascript:window.ran=true', o: [evil] });
    names.kinds[0] = evil;
    await route.fulfill({ response, json: names });
  });
  await page.route(/search\/texts\./, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: [{ t: evil, u: `${key(english)}/`, s: [['', `${evil} evil`, `${evil} and so on ${evil} evil`]] }] });
  });
  await find(page);
  await page.fill(input, evil);
  await page.waitForTimeout(100);
  assert.equal(await page.inputValue(input), evil);
  for (const text of ['evil', 'img src', evil]) {
    await page.fill(input, text);
    assert.ok(await page.locator('.search-list a').count() >= 2, text);
    assert.equal(await page.locator('.search-box :is(img, script, iframe)').count(), 0);
    assert.ok((await page.textContent('.search-list')).includes(evil));
  }
  // Addresses of files stay within the site.
  const all = await page.locator('.search-list a').evaluateAll((links) => links.map((link) => link.protocol));
  assert.ok(all.every((protocol) => protocol === 'http:'), all.join());
  await page.fill(input, `${evil}zzz`);
  assert.ok((await page.textContent('.search-note')).includes(`${evil}zzz`));
  assert.equal(await page.evaluate(() => window.ran), undefined);
  await close();
});

test('what is searched stays in the session, and nowhere else', async () => {
  const { page, close } = await open(english);
  const asked = [];
  page.on('request', (request) => asked.push(request.url() + (request.postData() ?? '')));
  await find(page);
  await page.fill(input, 'quiddity');
  const kept = await page.evaluate(() => ({ cookie: document.cookie, local: Object.entries(localStorage).flat().join(), session: Object.entries(sessionStorage).flat(), address: location.href }));
  assert.equal(kept.cookie, '');
  assert.ok(!kept.local.includes('quiddity') && !kept.address.includes('quiddity'));
  assert.deepEqual(kept.session, ['search', 'quiddity']);
  assert.ok(!asked.some((url) => url.includes('quiddity')));
  await close();
});

test('on a page of each kind the box opens without a word of complaint', async () => {
  const problems = [];
  for (const route of samples.filter((route) => route.startsWith(english) && / class="search" /.test(source(route)))) {
    const { page, close } = await open(route);
    await find(page).catch((error) => problems.push(`${route}: ${error.message}`));
    const [first] = await found(page, 'norway');
    if (first?.to !== `${site.root}${english}countries/nor/`) problems.push(`${route} leads to ${first?.to}`);
    await close().catch((error) => problems.push(error.message));
  }
  none(problems);
});

// --- Other reports

const desks = [];
after(() => desks.forEach((desk) => rmSync(desk, { recursive: true, force: true })));

/** Serves a site of another report, built with the templates and assets that are tested. */
async function another(begin) {
  const desk = mkdtempSync(join(tmpdir(), 'search-'));
  desks.push(desk);
  begin(desk);
  for (const part of ['templates', 'assets']) cpSync(join(checkout, part), join(desk, part), { recursive: true });
  execFileSync(program, ['build', '--quiet', '--out', join(desk, 'site')], { cwd: desk, stdio: ['ignore', 'pipe', 'pipe'] });
  const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json' };
  const server = createServer((request, response) => {
    let path = join(desk, 'site', decodeURIComponent(new URL(request.url, 'http://host').pathname));
    if (existsSync(path) && statSync(path).isDirectory()) path = join(path, 'index.html');
    if (!existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' });
    return response.end(readFileSync(path));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { root: `http://127.0.0.1:${server.address().port}/`, close: () => { server.close(); server.closeAllConnections?.(); } };
}

/** What is found first for each text on a page. */
async function firsts(root, route, texts) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(root + route);
  await find(page);
  const all = {};
  for (const text of texts) all[text] = within(root, await found(page, text))[0]?.to;
  await context.close();
  return all;
}

test('a report in three languages is searched in each', async () => {
  const { root, close } = await another((desk) => cpSync(join(checkout, 'tests/fixtures/wellbeing/content'), join(desk, 'content'), { recursive: true }));
  assert.deepEqual(await firsts(root, 'fr/', ['Alderwick', '奥德威克', 'ald', 'santé', 'SANTE', 'Côte d’Ambre', 'cote d\'ambre', 'Amber Coast', '2018', 'phares', 'traversées par jour']), {
    Alderwick: 'fr/towns/ald/', 奥德威克: 'fr/towns/ald/', ald: 'fr/towns/ald/', santé: 'fr/measures/health/', SANTE: 'fr/measures/health/', 'Côte d’Ambre': 'fr/coasts/amber-coast/',
    'cote d\'ambre': 'fr/coasts/amber-coast/', 'Amber Coast': 'fr/coasts/amber-coast/', 2018: 'fr/years/2018/', phares: 'fr/data/#indicator-lamps', 'traversées par jour': 'fr/data/#indicator-ferries',
  });
  assert.deepEqual(await firsts(root, 'zh/reading/overview/', ['埃尔塞', 'aiersai', 'aes', '琥珀海岸', 'Lighthouses']), {
    埃尔塞: 'zh/towns/ell/', aiersai: 'zh/towns/ell/', aes: 'zh/towns/ell/', 琥珀海岸: 'zh/coasts/amber-coast/', Lighthouses: 'zh/data/#indicator-lamps',
  });
  assert.deepEqual(await firsts(root, 'en/', ['Kestrel Quay', 'soot', '煤烟']), { 'Kestrel Quay': 'en/towns/kes/', soot: 'en/measures/soot/', 煤烟: 'en/measures/soot/' });
  close();
});

test('a report in one language is searched as well', async () => {
  const { root, close } = await another((desk) => execFileSync(program, ['new', desk, '--languages', 'en'], { stdio: ['ignore', 'pipe', 'pipe'] }));
  const { items } = await (await fetch(`${root}search/names.en.json`)).json();
  // It stands in no folder of a language.
  assert.equal(items[0].u.split('/').length, 3);
  assert.deepEqual(await firsts(root, items[0].u, [items[0].t, 'method']), { [items[0].t]: items[0].u, method: 'methodology/' });
  close();
});
