// What the Nu HTML checker says of every page.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { folder, none, routes } from './site.mjs';

const run = promisify(execFile);
const checker = fileURLToPath(new URL('node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url));

/** Errors, and warnings of what is said here to matter, in the files of folders. */
export async function check(...paths) {
  const options = ['-Xss4m', '-jar', checker, '--skip-non-html', '--format', 'json', '--exit-zero-always'];
  const { stderr } = await run('java', [...options, ...paths], { maxBuffer: 1 << 30, timeout: 600_000 });
  return JSON.parse(stderr).messages
    // The checker takes the files for another site than their own, which their policy then forbids.
    .filter(({ type, message }) => type !== 'info' || !/Content Security Policy|appears to be written in|Section lacks heading/.test(message))
    .map(({ url, lastLine, type, message }) => `${url.replace(/^file:/, '')}:${lastLine}: ${type}: ${message}`);
}

test('the Nu HTML checker finds nothing on any page', async () => {
  assert.ok(routes.length > 10);
  none(await check(folder));
});
