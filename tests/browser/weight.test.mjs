// What a page weighs as a host sends it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { folder, none, routes } from './site.mjs';

test('every page is under 40 kB of compressed HTML', () => {
  const heavy = [];
  // Those for authors are not published.
  for (const route of routes.filter((route) => !route.includes('/manual/'))) {
    const size = gzipSync(readFileSync(join(folder, route, 'index.html'))).length;
    if (size >= 40_000) heavy.push(`${route}: ${(size / 1000).toFixed(1)} kB`);
  }
  none(heavy);
});
