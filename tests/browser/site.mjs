// What the tests share: the built site, a server for it, a browser, and a way through all pages.
//
// SITE   the folder of the built site (default: `site` of the checkout)

import { createServer } from 'node:http';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { extname, join, resolve, sep } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { launch } from './browser.mjs';

export { launch };

const checkout = fileURLToPath(new URL('../../', import.meta.url));

export const folder = resolve(process.env.SITE || join(checkout, 'site'));
if (!existsSync(join(folder, 'index.html'))) {
  throw new Error(`${folder} holds no built site; build one, or name it with SITE`);
}

/** Where the site was built to stand, such as `/egov-report/`: its 404 page says so. */
export const prefix = /<base href="([^"]+)"/.exec(readFileSync(join(folder, '404.html'), 'utf8'))[1];

const all = readdirSync(folder, { recursive: true })
  .map((name) => String(name).split(sep).join('/'))
  .filter((name) => name === 'index.html' || name.endsWith('/index.html'))
  .map((name) => name.slice(0, -'index.html'.length))
  .sort();

/** The charts that other sites show: no pages of their own, though they have addresses. */
export const embeds = all.filter((route) => route.endsWith('/embed/'));

/** The addresses of all pages, relative to the site's root, in order. */
export const routes = all.filter((route) => !route.endsWith('/embed/'));

/** The text of a page's file. */
export const source = (route) => {
  if (!texts.has(route)) texts.set(route, readFileSync(join(folder, route, 'index.html'), 'utf8'));
  return texts.get(route);
};
const texts = new Map();

/** Both languages' home pages, `en/` and `zh/`. */
export const languages = routes.filter((route) => /^[^/]+\/$/.test(route));

/** What kind of page it is: `en/editions/2018/` is an `editions/*`; a page below one of these is a kind of its own. */
export const kind = (route) => {
  const [, first, second, third] = route.split('/');
  if (third) return `${first}/*/${third}`;
  return second ? `${first}/*` : first || (route ? 'home' : 'landing');
};

/**
 * A page of each kind in each language: of the pages of a kind the one with the most to show. Of the
 * manual's pages not the reference, which is many times as long as any other page.
 */
export const samples = (() => {
  const best = new Map();
  for (const route of routes.filter((route) => !route.endsWith('/handbook/reference/'))) {
    const key = `${route.split('/')[0]} ${kind(route)}`;
    const size = statSync(join(folder, route, 'index.html')).size;
    if (!best.has(key) || best.get(key).size < size) best.set(key, { route, size });
  }
  return [...best.values()].map((page) => page.route);
})();

/**
 * A page of each kind, in the languages by turns: for what a template does, whichever its language.
 * EVERY=1 has all samples.
 */
export const turns = (() => {
  const order = [...new Set(samples.map(kind))];
  const turn = (route) => languages[order.indexOf(kind(route)) % languages.length];
  return samples.filter((route) => process.env.EVERY || !route.includes('/') || route.startsWith(turn(route)));
})();

// All pages, and of kinds with more than six of them in a language some three or four: others in each
// language, and the largest. No chapter is like another, so all are there; each page about a kind of
// chart shows other drawings, so each is there in one language or another. EVERY=1 has all pages.
export const portion = (() => {
  if (process.env.EVERY) return routes;
  const sizes = new Map();
  const group = (route) => `${route.split('/')[0]} ${kind(route)}`;
  for (const route of routes) sizes.set(group(route), (sizes.get(group(route)) ?? 0) + 1);
  const seen = new Map();
  return routes.filter((route) => {
    const key = group(route);
    if (sizes.get(key) <= 6 || kind(route) === 'chapters/*' || samples.includes(route)) return true;
    const start = languages.findIndex((language) => route.startsWith(language));
    const step = kind(route) === 'manual/*' ? languages.length : Math.ceil(sizes.get(key) / 3);
    const at = (seen.get(key) ?? Math.floor((start * step) / languages.length)) + 1;
    seen.set(key, at);
    return at % step === 0;
  });
})();

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript',
  '.svg': 'image/svg+xml', '.json': 'application/json', '.xml': 'application/xml',
  '.csv': 'text/csv', '.txt': 'text/plain', '.wasm': 'application/wasm',
};

/**
 * Serves the site under `under` as a plain host of folders does; with `slowly`, its pages come in
 * pieces that end where figures do, as over a poor line. Gives the address of its root.
 */
export async function serve(under = prefix, { slowly = false } = {}) {
  const packed = new Map();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    const send = (status, file) => {
      // Files whose names change with them are kept, as by most hosts.
      const kept = /\.\w{8,}\.(css|js)$/.test(file) ? { 'cache-control': 'max-age=600' } : {};
      const head = { 'content-type': types[extname(file)] ?? 'application/octet-stream', ...kept };
      const text = readFileSync(file);
      if (slowly && extname(file) === '.html') {
        response.writeHead(status, head);
        return pieces(response, String(text));
      }
      // As hosts do with what is text.
      if (!types[extname(file)] || extname(file) === '.wasm' || !/\bgzip\b/.test(request.headers['accept-encoding'])) {
        response.writeHead(status, head);
        return response.end(text);
      }
      response.writeHead(status, { ...head, 'content-encoding': 'gzip', vary: 'accept-encoding' });
      if (!kept['cache-control']) return response.end(gzipSync(text));
      if (!packed.has(file)) packed.set(file, gzipSync(text));
      response.end(packed.get(file));
    };
    const missing = () => send(404, join(folder, '404.html'));
    if (!path.startsWith(under)) return missing();
    const file = join(folder, path.slice(under.length));
    if (!file.startsWith(folder) || !existsSync(file)) return missing();
    if (!statSync(file).isDirectory()) return send(200, file);
    if (!path.endsWith('/')) {
      response.writeHead(301, { location: `${path}/` });
      return response.end();
    }
    const index = join(file, 'index.html');
    return existsSync(index) ? send(200, index) : missing();
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    root: `http://127.0.0.1:${server.address().port}${under}`,
    close: () => {
      server.close();
      server.closeAllConnections?.();
    },
  };
}

async function pieces(response, html) {
  const ends = html.split(/(?<=<\/figure>)/);
  const some = Math.ceil(ends.length / 8);
  for (let at = 0; at < ends.length; at += some) {
    response.write(ends.slice(at, at + some).join(''));
    await new Promise((later) => setTimeout(later, 60));
  }
  response.end();
}

/** The browser and the server of a file of tests, once it has called `start`. */
export let browser;
export let site;

/** Opens browser and server before the tests of a file, and closes them after. */
export function start() {
  before(async () => {
    browser = await launch();
    site = await serve();
  });
  after(async () => {
    await browser?.close();
    site?.close();
  });
}

/** Opens a page in a context of its own; `close` fails with what its console complained of. */
export async function open(route, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const problems = [];
  watch(page, site.root, problems);
  await page.goto(site.root + route);
  return { page, close: () => context.close().then(() => none(problems)) };
}

/** Notes whatever a reader's console and network panel would show in red. */
export function watch(page, root, problems) {
  const note = (what) => problems.push(`${page.url().replace(root, '')}: ${what}`);
  page.on('console', (message) => message.type() === 'error' && note(message.text()));
  page.on('pageerror', (error) => note(error.message));
  page.on('requestfailed', (request) => {
    // A page that is left stops its own requests.
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') note(`${request.url()} failed: ${why}`);
  });
  page.on('response', (answer) => answer.status() >= 400 && note(`${answer.url()}: ${answer.status()}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(root) && !/^(data|blob):/.test(url)) note(`asks for ${url}, outside the site`);
  });
}

/** Does `work` with each route, several pages of the browser at a time. */
export async function each(context, list, prepare, work) {
  const waiting = [...list];
  const workers = Math.min(8, availableParallelism?.() ?? cpus().length, waiting.length);
  await Promise.all(Array.from({ length: workers }, async () => {
    const page = await context.newPage();
    await prepare?.(page);
    for (let route = waiting.shift(); route !== undefined; route = waiting.shift()) {
      await work(page, route);
    }
    await page.close();
  }));
}

/** Fails with the first of many problems, and how many there are. */
export function none(problems) {
  if (problems.length === 0) return;
  const shown = problems.slice(0, 25).join('\n');
  const rest = problems.length > 25 ? `\nand ${problems.length - 25} more` : '';
  throw new Error(`${problems.length} problem(s):\n${shown}${rest}`);
}
