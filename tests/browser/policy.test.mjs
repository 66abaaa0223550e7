// The pages' policy: nothing on any page breaks it, and what is not the site's own does not run.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { browser, folder, languages, prefix, routes, samples, site, source, start, turns } from './site.mjs';

start();

const policy = (html) => /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(html)?.[1];

/** A page of the browser that notes everything the policy stops and everything the console says. */
async function watched(options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const said = [];
  await page.exposeFunction('noted', (text) => said.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      noted(`${event.violatedDirective} stopped ${event.blockedURI} ${event.sample}`);
    });
  });
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
  // Browsers ask for it beside files that name no icon.
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  page.on('pageerror', (error) => said.push(String(error)));
  return { page, said, close: () => context.close() };
}

test('every page has the policy, before anything that it rules', () => {
  for (const html of [...routes.map(source), readFileSync(join(folder, '404.html'), 'utf8')]) {
    const own = policy(html);
    assert.ok(own);
    assert.ok(!own.includes('unsafe') && own.includes("default-src 'none'"), own);
    assert.ok(html.indexOf('Content-Security-Policy') < html.search(/<(script|link|base|style)\b/));
  }
});

test('no page has an inline script, style or handler', () => {
  for (const route of routes) {
    const html = source(route);
    // Data for search engines run nowhere.
    const tag = /<script(?! type="application\/ld\+json")(?![^>]* src=)[^>]*>|<style\b|<[a-z][^>"]*(?:"[^"]*"[^>"]*)*?\s(?:style|on[a-z]+)=/i.exec(html);
    assert.equal(tag, null, `${route}: ${tag?.[0].slice(0, 200)}`);
  }
});

for (const colorScheme of ['light', 'dark']) {
  test(`nothing on any kind of page is stopped (${colorScheme})`, async () => {
    const { page, said, close } = await watched({ colorScheme });
    // A policy knows no themes: in the second, some pages tell whether its own files come.
    const visited = ['', ...languages, ...turns.filter((_, i) => colorScheme === 'light' || i % 4 === 0)];
    for (const route of new Set(visited)) {
      await page.goto(site.root + route);
      // What acts on the page acts under the policy too.
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
        document.querySelector('button.theme')?.click();
        document.querySelector('th button.sort')?.click();
        document.querySelector('.bound[tabindex]')?.focus();
      });
      const bar = await page.$('figure.chart svg');
      if (bar && await bar.isVisible()) await bar.hover({ timeout: 2000 }).catch(() => {});
      assert.deepEqual(said, [], route);
    }
    await close();
  });
}

test('the page for what is not found works under its policy, at any depth', async () => {
  const { page, said, close } = await watched();
  for (const path of ['nothing', 'en/members/nobody/at/all/']) {
    const address = site.root + path;
    const response = await page.goto(address);
    assert.equal(response.status(), 404);
    assert.equal(await page.evaluate(() => document.baseURI), new URL(prefix, address).href);
    assert.ok(await page.evaluate(() => document.styleSheets.length > 1 && [...document.styleSheets].every((s) => s.cssRules.length)));
    // The page's own status is an error to the console; nothing else is.
    assert.deepEqual(said.filter((text) => !text.includes('404')), []);
  }
  await close();
});

test('drawings as files of their own keep their styles', async () => {
  const { page, said, close } = await watched();
  for (const language of languages) {
    const route = samples.find((r) => r.startsWith(language) && /href="[^"]+\.svg"/.test(source(r)));
    const file = /href="([^"]+\.svg)"/.exec(source(route).slice(source(route).indexOf('chart-links')))[1];
    await page.goto(new URL(file, site.root + route).href);
    assert.ok(await page.evaluate(() => document.querySelector('style').sheet.cssRules.length > 0));
    assert.deepEqual(said, [], file);
  }
  await close();
});

test('scripts, handlers, styles and hosts that are not the site’s are stopped', async () => {
  const { page, said, close } = await watched();
  const injected = {
    'an inline script': ['script-src', '<script>window.ran = true</script>'],
    'a handler': ['script-src', '<button id="b" onclick="window.ran = true">x</button><script src="data:text/javascript,b.click()"></script>'],
    'a script of another host': ['script-src', '<script src="https://evil.example/x.js"></script>'],
    'a style': ['style-src', '<style>main { display: none }</style>'],
    'a style attribute': ['style-src', '<p style="position: fixed">x</p>'],
    'a frame': ['frame-src', '<iframe src="https://evil.example/"></iframe>'],
    'an image of another host': ['img-src', '<img src="https://evil.example/x.png">'],
    'another base': ['base-uri', '<base href="https://evil.example/">'],
  };
  for (const [what, [directive, html]] of Object.entries(injected)) {
    said.length = 0;
    const address = `${site.root}${languages[0]}`;
    await page.route(address, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('</main>', `${html}</main>`);
      await route.fulfill({ response, body });
    });
    await page.goto(address);
    await page.evaluate(() => document.getElementById('b')?.click());
    await page.waitForTimeout(50);
    assert.ok(said.some((text) => text.includes(directive)), `${what}: ${said.join('; ')}`);
    assert.equal(await page.evaluate(() => window.ran), undefined, what);
    await page.unroute(address);
  }
  await close();
});

test('the theme that was chosen stands before the page is drawn', async () => {
  const { page, said, close } = await watched({ colorScheme: 'light' });
  await page.goto(site.root + languages[0]);
  await page.evaluate(() => localStorage.setItem('theme', 'dark'));
  // At the first element of the body, long before scripts that are deferred.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      window.first = document.documentElement.dataset.theme;
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  assert.equal(await page.evaluate(() => window.first), 'dark');
  assert.deepEqual(said, []);
  await close();
});
