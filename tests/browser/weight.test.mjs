// What a page weighs as a host sends it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { embeds, folder, none, routes } from './site.mjs';

test('every page is under 42 kB of compressed HTML', () => {
  const heavy = [];
  // Those for authors are not published.
  for (const route of routes.filter((route) => !route.includes('/manual/'))) {
    const size = gzipSync(readFileSync(join(folder, route, 'index.html'))).length;
    // The whole report is as long as it is.
    if (size >= (route.endsWith('/whole/') ? 200_000 : 42_000)) heavy.push(`${route}: ${(size / 1000).toFixed(1)} kB`);
  }
  none(heavy);
});

test('a chart for other sites is under 30 kB with all that it loads', () => {
  const heavy = [];
  const weights = new Map();
  const weight = (path) => {
    if (!weights.has(path)) weights.set(path, gzipSync(readFileSync(path)).length);
    return weights.get(path);
  };
  assert.ok(embeds.length > 100);
  for (const route of embeds) {
    const page = join(folder, route, 'index.html');
    const html = readFileSync(page, 'utf8');
    const files = [...html.matchAll(/<(?:script src|link rel="stylesheet" href)="([^"]+)"/g)].map(([, href]) => join(folder, route, href));
    assert.equal(files.length, 5);
    const size = [page, ...files].reduce((sum, file) => sum + weight(file), 0);
    if (size >= 30_000) heavy.push(`${route}: ${(size / 1000).toFixed(1)} kB`);
  }
  none(heavy);
});
