import { launch, serve } from './site.mjs';
const browser = await launch();
const site = await serve();
const run = async (lang, queries) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on('console', (m) => console.log('CONSOLE', m.text()));
  page.on('pageerror', (e) => console.log('ERR', e.message));
  await page.goto(site.root + lang);
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.querySelector('dialog.search-box')?.style.opacity === '');
  await page.waitForTimeout(600);
  for (const q of queries) {
    await page.fill('.search-box input', q);
    const out = await page.evaluate(() => [...document.querySelectorAll('.search-list [role=option]')].slice(0, 12).map((o) => '   ' + o.textContent.slice(0, 170)));
    console.log(`## ${q} — ${await page.textContent('.search-note')}`); console.log(out.join('\n'));
  }
  await page.close();
};
const sets = JSON.parse(process.argv[2]);
for (const [lang, queries] of Object.entries(sets)) await run(lang, queries);
await browser.close(); site.close();
