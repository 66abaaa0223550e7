// What Lighthouse says of the pages that most readers come by, with its settings for phones.
//
// Accessibility, best practices and search are exact and must be full. Speed is the simulated one
// (`simulate`: a slow phone on slow 4G, computed from what the browser asked for), the best of a few
// runs, because the time that scripts and styles take is measured on this machine.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { executable } from './browser.mjs';
import { kind, languages, none, routes, serve, source } from './site.mjs';

const runs = 3;
const wanted = { performance: 99, accessibility: 100, 'best-practices': 100, seo: 100 };

// The chapter and the member with most to show stand for the others.
const largest = (list) => list.reduce((best, route) => (source(route).length > source(best).length ? route : best));
const pages = languages.flatMap((language) => {
  const own = routes.filter((route) => route.startsWith(language));
  const of = (name) => own.find((route) => kind(route) === name);
  const all = (name) => own.filter((route) => kind(route) === name);
  const some = ['home', 'ranking', 'countries', 'charts', 'methodology', 'claims'].map(of);
  return [...some, largest(all('countries/*')), largest(all('chapters/*'))].filter((route) => route !== undefined);
});

let chrome, site;

before(async () => {
  chrome = await launch({
    chromePath: executable() ?? chromium.executablePath(),
    chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu'],
  });
  site = await serve();
});

after(() => {
  chrome?.kill();
  site?.close();
});

async function report(route) {
  const options = { port: chrome.port, logLevel: 'error', output: 'json', onlyCategories: Object.keys(wanted), disableFullPageScreenshot: true };
  const { lhr } = await lighthouse(site.root + route, options);
  assert.equal(lhr.runtimeError, undefined);
  const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(100 * score)]));
  const missed = Object.values(lhr.categories).flatMap(({ id, auditRefs }) => auditRefs
    .filter(({ weight, id: audit }) => weight > 0 && scores[id] < wanted[id] && (lhr.audits[audit].score ?? 1) < 0.9)
    .map(({ id: audit }) => `${audit} ${lhr.audits[audit].displayValue ?? lhr.audits[audit].title}`));
  return { scores, missed, shift: lhr.audits['cumulative-layout-shift'].numericValue };
}

test('Lighthouse gives the main pages 99 for speed and 100 for all else, and nothing moves', async (t) => {
  assert.ok(pages.length >= 2 * 6, pages.join(', '));
  const problems = [];
  for (const route of pages) {
    let best;
    for (let run = 0; run < runs; run += 1) {
      const now = await report(route);
      if (!best || now.scores.performance > best.scores.performance) best = now;
      if (best.scores.performance >= wanted.performance) break;
    }
    const { scores, missed, shift } = best;
    t.diagnostic(`${route} ${Object.values(scores).join('/')}, shift ${shift.toFixed(3)}`);
    const low = Object.keys(wanted).filter((name) => scores[name] < wanted[name]);
    if (low.length) problems.push(`${route}: ${low.map((name) => `${name} ${scores[name]}`).join(', ')}: ${missed.join('; ')}`);
    if (shift >= 0.02) problems.push(`${route}: a shift of ${shift.toFixed(3)}`);
  }
  none(problems);
});
