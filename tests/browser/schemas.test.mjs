// The JSON Schemas in schemas/ by a validator that knows nothing of the program: they accept every
// file of both reports, and refuse slips.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import { parse } from 'yaml';

const checkout = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictRequired: false });
const compiled = new Map(
  readdirSync(join(checkout, 'schemas')).map((name) => {
    const schema = JSON.parse(readFileSync(join(checkout, 'schemas', name), 'utf8'));
    assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
    return [name.replace('.json', ''), ajv.compile(schema)];
  }),
);

// As the program reads it: keys are texts.
const tree = (text) => JSON.parse(JSON.stringify(parse(text, { merge: false }) ?? null));

function files(content) {
  const below = readdirSync(content, { recursive: true, withFileTypes: true });
  return below
    .filter((entry) => entry.isFile() && /\.(yaml|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      if (path.endsWith('.md')) return [path, 'chapter', text.split(/^---\n/m)[1]];
      const named = text.match(/^# yaml-language-server: \$schema=(\S+)/);
      assert.ok(named, `${path} names no schema`);
      const schema = resolve(dirname(path), named[1]);
      return [path, relative(join(checkout, 'schemas'), schema).replace('.json', ''), text];
    });
}

const fixtures = readdirSync(join(checkout, 'tests/fixtures'));
const reports = ['content', ...fixtures.map((name) => `tests/fixtures/${name}/content`)];

for (const report of reports) {
  test(`every file of ${report} is what its schema says`, () => {
    const all = files(join(checkout, report));
    assert.ok(all.length > 3);
    for (const [path, name, text] of all) {
      const validate = compiled.get(name);
      assert.ok(validate, `${path}: there is no schema ${name}`);
      const found = validate(tree(text));
      assert.ok(found, `${path}: ${JSON.stringify(validate.errors, null, 1)}`);
    }
  });
}

// A file with one slip each: the schema, a file of the small report, what is replaced, by what.
const small = 'tests/fixtures/wellbeing/content';
const slips = [
  ['report', 'report.yaml', /^base-url: .*/m, 'base-url: javascript:alert(1)'],
  ['report', 'report.yaml', /^focus: .*/m, 'focsu: ELL'],
  ['report', 'report.yaml', /^title: .*/m, ''],
  ['report', 'report.yaml', /^routes: .*/m, 'routes: {members: Towns}'],
  ['members', 'survey/members.yaml', /region: upper-amber/, 'regoin: upper-amber'],
  ['members', 'survey/members.yaml', /region: upper-amber/, 'region: upper-amber, tile: [1]'],
  ['members', 'survey/members.yaml', /region: upper-amber/, 'region: upper-amber, at: [1, 200]'],
  ['regions', 'survey/regions.yaml', /^whole: .*/m, 'whole: [world]'],
  ['methodology', 'survey/methodology.yaml', /^results: .*/m, 'results: guessed'],
  ['methodology', 'survey/methodology.yaml', /decimals: 3/, 'decimals: 12'],
  ['methodology', 'survey/methodology.yaml', /, beyond: cap/, ''],
  ['methodology', 'survey/methodology.yaml', /weight: 1\n/, 'weight: -1\n'],
  ['edition', 'survey/editions/2018.yaml', /health: 1\}/, 'health: fine}'],
  ['edition', 'survey/editions/2018.yaml', /^year: 2018/m, 'year: last'],
  ['edition', 'survey/editions/2018.yaml', /health: 1\}/, 'rank: 0}'],
  ['indicator', 'survey/indicators/ferries.yaml', /^unit: .*/m, 'unit: boats'],
  ['sources', 'survey/sources.yaml', /type: dataset/, 'type: datasett'],
  ['sources', 'survey/sources.yaml', /issued: 2021/, 'issued: last year'],
  ['claims', 'claims.yaml', /^- id: /m, '- di: '],
  ['claims', 'claims.yaml', /decimals: \d/, 'decimals: -1'],
  ['strings', 'strings/en.yaml', /$/, '\nmine: [1]\n'],
];
for (const [name, file, from, to] of slips) {
  test(`${name}.json refuses ${to || `no ${from}`}`, () => {
    const text = readFileSync(join(checkout, small, file), 'utf8');
    const slipped = text.replace(from, to);
    assert.notEqual(slipped, text, `${file} has no ${from}`);
    assert.ok(!compiled.get(name)(tree(slipped)), to);
  });
}

const chart = {
  kind: 'bars',
  title: { zh: '题', en: 'Title' },
  description: { zh: '说明', en: 'What is drawn' },
  source: 'almanac',
  data: { members: 'all', edition: 2018 },
};
test('chart.json knows which keys belong to which kind', () => {
  const validate = compiled.get('chart');
  assert.ok(validate(chart), JSON.stringify(validate.errors));
  assert.ok(validate({ ...chart, stack: 'sum' }));
  assert.ok(!validate({ ...chart, kind: 'line', stack: 'sum' }));
  assert.ok(!validate({ ...chart, kind: 'barchart' }));
  assert.ok(!validate({ ...chart, format: { style: 'number', decimals: 12 } }));
  assert.ok(!validate({ ...chart, data: { memebrs: 'all' } }));
  assert.ok(!validate({ ...chart, title: ['Title'] }));
});

test('chapter.json refuses a chapter without a title', () => {
  const validate = compiled.get('chapter');
  assert.ok(validate({ title: 'A', description: 'B' }));
  assert.ok(!validate({ description: 'B' }));
  assert.ok(!validate({ title: 'A', description: 'B', titel: 'C' }));
});
