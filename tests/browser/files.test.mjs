// A site that was built with --as-files, opened from its folder without a server.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';

const content = fileURLToPath(new URL('../fixtures/wellbeing/content', import.meta.url));
let folder;
let browser;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stick-'));
  execFileSync(process.env.PROGRAM, ['build', '--as-files', '--quiet', '--content', content, '--out', folder]);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a reader goes from the first page to a town, and to the same in another language', async () => {
  const page = await browser.newPage();
  const failed = [];
  page.on('requestfailed', (request) => failed.push(request.url()));
  page.on('pageerror', (error) => failed.push(String(error)));
  await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  await page.click('a[hreflang=en]');
  await page.waitForURL('**/en/index.html');
  await page.click("a[href='towns/index.html']");
  await page.click("a[href$='ell/index.html']");
  const heading = await page.textContent('h1');
  assert.match(heading, /Ellsay/);
  // Style and scripts are there.
  const ink = () => getComputedStyle(document.documentElement).getPropertyValue('--ink');
  assert.notEqual(await page.evaluate(ink), '');
  await page.click('details.languages summary');
  await page.click('details.languages a[hreflang=fr]');
  await page.waitForURL('**/fr/towns/ell/index.html');
  assert.deepEqual(failed, []);
});
