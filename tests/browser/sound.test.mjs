// What machines can tell of the pages' soundness for all readers: axe on a page of each kind, and
// that nothing moves once it is drawn.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { browser, each, languages, none, samples, serve, site, start, turns } from './site.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// AAA, or asking a person to look.
const left = ['color-contrast-enhanced', 'identical-links-same-purpose', 'hidden-content', 'meta-refresh-no-exceptions'];
// All that a theme can change.
const colours = ['color-contrast', 'link-in-text-block'];

start();

// In the page: everything folded is opened, and of what is alike a part is kept: axe takes a time
// that grows with the square of the page, and the drawings' texts are measured in pages.test.mjs.
function prepare() {
  for (const details of document.querySelectorAll('main details')) details.open = true;
  for (const body of document.querySelectorAll('tbody')) {
    for (const row of [...body.rows].slice(10, -2)) if (!row.matches('.focus')) row.remove();
  }
  for (const mark of document.querySelectorAll('svg > :not(title, desc)')) mark.remove();
}

async function violations(page, only) {
  const { violations: list } = await page.evaluate(([only, left]) => {
    const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: !left.includes(ruleId) }]));
    const options = only ? { runOnly: { type: 'rule', values: only } } : { rules };
    return axe.run(document, { resultTypes: ['violations'], ...options });
  }, [only, left]);
  return list.flatMap(({ id, nodes }) => {
    const { target, html, failureSummary } = nodes[0];
    const why = failureSummary.split('\n')[1]?.trim();
    return `${id} ${nodes.length} × ${target.join(' ')} ${html.slice(0, 160)} (${why})`;
  });
}

test('axe finds nothing on a page of each kind, on a desk and on a phone, in both themes', async () => {
  const problems = [];
  const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce' });
  await each(context, samples, null, async (page, route) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(site.root + route);
    await page.evaluate(prepare);
    await page.evaluate(axe);
    // All rules in one of the languages, and in the other what a theme can change; EVERY=1 tries all.
    const ways = [['light', 375], ['dark', 1440], ['light', 1440], ['dark', 375]];
    const first = route.startsWith(languages[0]) ? 0 : 2;
    const tried = [ways[turns.includes(route) ? first : first + 1]];
    for (const [theme, width] of process.env.EVERY ? ways : tried) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 900 });
      const found = await violations(page, theme === 'dark' && colours);
      problems.push(...found.map((what) => `${route} ${theme} ${width}: ${what}`));
    }
  });
  await context.close();
  none(problems);
});

test('axe still sees what it is to see', async () => {
  const page = await browser.newPage({ viewport: { width: 375, height: 900 } });
  await page.goto(site.root + samples[1]);
  await page.evaluate(axe);
  await page.evaluate(() => {
    document.querySelector('main').insertAdjacentHTML('beforeend', `<h5>Six</h5>
      <p>Text with <a class="bare" href="#a">a link</a> in the midst of its many words.</p>
      <p><a href="#b" aria-label="Something else">Words</a></p>
      <table><thead><tr><th></th><th>Head</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>
      <nav aria-label="Same"><a href="#c">c</a></nav><nav aria-label="Same"><a href="#d">d</a></nav>
      <div class="tight"><a href="#e">1</a><a href="#f">2</a></div>`);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.bare { text-decoration: none } .tight a { display: inline-block; width: 12px; height: 12px; overflow: hidden; font-size: 8px }');
    document.adoptedStyleSheets = [sheet];
  });
  const found = await violations(page);
  for (const rule of ['label-content-name-mismatch', 'link-in-text-block', 'heading-order', 'target-size', 'empty-table-header', 'landmark-unique']) {
    assert.ok(found.some((what) => what.startsWith(`${rule} `)), `${rule} is not seen: ${found.join('\n')}`);
  }
  await page.close();
});

test('nothing moves when a page comes in pieces, and its scripts late', async () => {
  const problems = [];
  const slow = await serve(undefined, { slowly: true });
  for (const width of [1440, 375]) {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    await context.addInitScript(() => {
      window.moved = [];
      new PerformanceObserver((list) => {
        for (const { value, hadRecentInput, sources } of list.getEntries()) {
          if (hadRecentInput) continue;
          const what = sources.map(({ node }) => node?.nodeName + (node?.className ? `.${node.className}` : ''));
          window.moved.push({ value, what: what.join(', ') });
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    // The page is drawn before the scripts that do not stand in its way.
    await context.route(/\/(page|chart)\.[^/]*js$/, async (route) => {
      await new Promise((later) => setTimeout(later, 400));
      await route.continue();
    });
    // The languages by turns at each width.
    const list = samples.filter((route) => process.env.EVERY || turns.includes(route) === (width === 375));
    await each(context, list, null, async (page, route) => {
      await page.goto(slow.root + route);
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      await page.waitForTimeout(100);
      const moved = await page.evaluate(() => window.moved);
      const sum = moved.reduce((sum, { value }) => sum + value, 0);
      if (sum >= 0.02) problems.push(`${route} at ${width} px: ${sum.toFixed(3)}: ${moved.map(({ what }) => what).join('; ').slice(0, 200)}`);
    });
    await context.close();
  }
  slow.close();
  none(problems);
});
