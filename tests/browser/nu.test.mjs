// What the Nu HTML checker says of the pages of all kinds, and of a report of another kind.
//
// PROGRAM the built program (default: `target/debug/egov-report` of the checkout)

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { folder, none, portion, samples } from './site.mjs';

const run = promisify(execFile);
const checker = fileURLToPath(new URL('node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url));
const checkout = fileURLToPath(new URL('../../', import.meta.url));
const program = resolve(process.env.PROGRAM || join(checkout, 'target/debug/egov-report'));

// What the checker cannot know, or only advises: it takes the files for another site than their own,
// whose scripts their policy then forbids; it guesses at languages; a section may go without a heading.
const aside = /Content Security Policy|appears to be written in|Section lacks heading/;

/** What the checker says of folders and files, all read by one process. */
async function check(...paths) {
  const options = ['-Xss4m', '-jar', checker, '--skip-non-html', '--format', 'json', '--exit-zero-always'];
  const { stderr } = await run('java', [...options, ...paths], { maxBuffer: 1 << 30 });
  return JSON.parse(stderr).messages
    .filter(({ type, message }) => type !== 'info' || !aside.test(message))
    .map(({ url, lastLine, type, message }) => `${fileURLToPath(url)}:${lastLine}: ${type}: ${message}`);
}

test('the Nu HTML checker finds nothing on the pages of two reports, and finds what is wrong', async () => {
  assert.ok(portion.length > 10);
  const scratch = mkdtempSync(join(tmpdir(), 'nu-'));
  try {
    cpSync(join(checkout, 'tests/fixtures/wellbeing/content'), join(scratch, 'content'), { recursive: true });
    execFileSync(program, ['build', '--quiet', '--out', join(scratch, 'site')], { cwd: scratch });
    const planted = join(scratch, 'planted.html');
    writeFileSync(planted, '<!doctype html><html lang="en"><title>-</title><h1>-</h1><h3>-</h3><pre aria-label="-">-</pre></html>');
    // Of the second report the language that the first has not, and what stands beside languages.
    const other = process.env.EVERY ? [join(scratch, 'site')] : ['fr', '404.html', 'index.html'].map((name) => join(scratch, 'site', name));
    const own = portion.filter((route, i) => samples.includes(route) || process.env.EVERY || i % 2);
    const found = await check(...own.map((route) => join(folder, route, 'index.html')), join(folder, '404.html'), ...other, planted);
    assert.equal(found.filter((what) => what.startsWith(planted)).length, 2, found.join('\n'));
    none(found.filter((what) => !what.startsWith(planted)));
  } finally {
    rmSync(scratch, { recursive: true });
  }
});
