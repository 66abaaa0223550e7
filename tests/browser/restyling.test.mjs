// A style of one's own, as the manual gives it: in each theme the colours and fonts that it says, on
// pages and in their charts.
//
// PROGRAM the built program (default: `target/debug/egov-report` of the checkout)

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const program = resolve(process.env.PROGRAM || join(checkout, 'target/debug/egov-report'));
const [, css] = readFileSync(join(checkout, 'docs/restyling.md'), 'utf8').match(/`assets\/custom\.css`:\n+```css\n([^]*?)```/);

// What a page has of a custom property, in the theme that is asked for.
const seen = (page) => page.evaluate(() => {
  const of = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const drawn = [...document.querySelectorAll('svg *')].flatMap((mark) => {
    const { fill, stroke } = getComputedStyle(mark);
    return [fill, stroke];
  });
  return {
    accent: of('--accent'), component: of('--component-1'), drawn: [...new Set(drawn)],
    heading: getComputedStyle(document.querySelector('h1')).fontFamily,
  };
});
const rgb = (hex) => `rgb(${hex.match(/[0-9a-f]{2}/gi).map((part) => parseInt(part, 16)).join(', ')})`;

test('a style of one’s own wins in both themes, by the system and by choice', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'restyling-'));
  const browser = await launch();
  try {
    execFileSync(program, ['new', 'towns', '--languages', 'en'], { cwd: scratch, stdio: 'ignore' });
    const folder = join(scratch, 'towns');
    mkdirSync(join(folder, 'assets'));
    // Components as series, which are what has their colours.
    writeFileSync(join(folder, 'content/charts/parts.yaml'), [
      'kind: line', 'page: home', 'title: Two components', 'description: Two lines.', 'source: almanac',
      'data: {components: [opening, visits], editions: all, show: mean}', '',
    ].join('\n'));
    const build = () => execFileSync(program, ['build', '--quiet', '--as-files'], { cwd: folder });
    const colour = (name, at) => [...css.matchAll(new RegExp(`--${name}: (#[0-9a-f]{6})`, 'g'))].at(at)[1];
    const look = async (system, chosen) => {
      const context = await browser.newContext({ colorScheme: system });
      const page = await context.newPage();
      await page.goto(pathToFileURL(join(folder, 'site/index.html')).href);
      if (chosen) await page.evaluate((theme) => { document.documentElement.dataset.theme = theme; }, chosen);
      const result = await seen(page);
      await context.close();
      return result;
    };
    build();
    const plain = await look('light');
    writeFileSync(join(folder, 'assets/custom.css'), css);
    build();
    const [light, dark] = [0, 1].map((at) => ['accent', 'component-1'].map((name) => colour(name, at)));
    for (const [system, chosen, [accent, component]] of [
      ['light', '', light], ['dark', '', dark], ['light', 'dark', dark], ['dark', 'light', light],
    ]) {
      const where = `${system} system, ${chosen || 'nothing'} chosen`;
      const own = await look(system, chosen);
      assert.equal(own.accent, accent, where);
      assert.equal(own.component, component, where);
      assert.notEqual(own.accent, plain.accent, where);
      assert.ok(own.drawn.includes(rgb(component)), `${where}: no mark has ${component}`);
      assert.match(own.heading, /Gill Sans/, where);
    }
    assert.ok(!/Gill Sans/.test(plain.heading));
  } finally {
    await browser.close();
    rmSync(scratch, { recursive: true });
  }
});
