// The picture of the README: the English home page by day, the Chinese chapter by night.
//
// node screenshot.mjs FILE.png

import { statSync } from 'node:fs';
import { launch, serve } from './site.mjs';

const file = process.argv[2];
const views = [
  { route: 'en/', scheme: 'light' },
  { route: 'zh/chapters/global-status/', scheme: 'dark' },
];
const [width, height] = [720, 860];

const browser = await launch();
const site = await serve();
const halves = [];
for (const { route, scheme } of views) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  await page.goto(site.root + route);
  halves.push((await page.screenshot()).toString('base64'));
  await page.close();
}
const sheet = await browser.newPage({ viewport: { width: 2 * width, height } });
await sheet.setContent(`<body style="margin:0;display:flex">${halves
  .map((half) => `<img alt="" width="${width}" src="data:image/png;base64,${half}">`)
  .join('')}</body>`);
await sheet.waitForFunction(() => [...document.images].every((image) => image.complete));
await sheet.screenshot({ path: file });
await browser.close();
site.close();

const size = statSync(file).size;
console.log(`${file}: ${Math.round(size / 1000)} kB`);
if (size >= 300_000) {
  console.error('the picture is larger than 300 kB');
  process.exit(1);
}
