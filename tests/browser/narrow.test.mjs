// Tables on a phone: no text is cut, no cell covers another, nothing but the frames of tables moves
// sideways, and rows move with the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, each, languages, none, open, routes, samples, site, start } from './site.mjs';

start();

/** A page of each kind, and some members more: long names, never assessed, joined late, the first and the last. */
const members = routes.filter((route) => /^[^/]+\/countries\/(gbr|prk|ssd|vct|fsm|dnk|cod)\/$/.test(route));
const pages = [...new Set([...samples, ...members])];

/** What is cut on the page as it stands, with every frame at its start and at its end. */
const cut = () => {
  const problems = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) problems.push(`the page is ${root.scrollWidth} px wide`);
  const say = (element) => `${element.tagName.toLowerCase()}.${element.className} “${element.textContent.trim().slice(0, 24)}”`;
  const shown = (element) => element.getClientRects().length && getComputedStyle(element).visibility === 'visible';
  const boxes = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
  };
  for (const table of document.querySelectorAll('main table')) {
    if (!shown(table)) continue;
    const frame = table.closest('.table-scroll');
    const outer = frame ?? table.parentElement;
    if (!frame && table.scrollWidth > outer.clientWidth + 1) problems.push(`${say(table)} is wider than the page has room`);
    if (frame && frame.scrollHeight > frame.clientHeight + 1 && getComputedStyle(frame).overflowY !== 'visible') problems.push(`${say(frame)} is a box that scrolls`);
    const ends = frame && frame.scrollWidth > frame.clientWidth ? [0, 1] : [0];
    for (const end of ends) {
      if (frame) frame.scrollLeft = end * frame.scrollWidth * (getComputedStyle(frame).direction === 'rtl' ? -1 : 1);
      const view = outer.getBoundingClientRect();
      // A long table has the same columns in all rows: the first, some, and those with the longest words.
      const rows = [...table.rows].filter(shown);
      for (const row of rows.filter((_, i) => i < 12 || i % 7 === 0)) {
        const sticky = [...row.cells].filter((cell) => ends.length > 1 && getComputedStyle(cell).insetInlineStart !== 'auto' && getComputedStyle(cell).position === 'sticky');
        const edge = Math.max(view.left, ...sticky.map((cell) => cell.getBoundingClientRect().right));
        if (edge - view.left > view.width * 0.58) problems.push(`${say(row)}: what stays takes ${Math.round(edge - view.left)} of ${Math.round(view.width)} px`);
        for (const cell of row.cells) {
          const box = cell.getBoundingClientRect();
          if (!shown(cell)) continue;
          for (const text of boxes(cell)) {
            if (text.left < box.left - 1 || text.right > box.right + 1) problems.push(`${say(cell)} is wider than its cell, ${end ? 'at the end' : 'at the start'}`);
          }
          const style = getComputedStyle(cell);
          if (style.overflowX !== 'visible' && cell.scrollWidth > cell.clientWidth + 1) problems.push(`${say(cell)} cuts its text`);
          // At the end the last cell is whole in view, behind nothing that stays.
          if (end && cell === row.cells[row.cells.length - 1]) {
            if (box.right > view.right + 1) problems.push(`${say(cell)} cannot be reached`);
            if (!sticky.includes(cell) && box.left < edge - 1 && box.width < view.width - (edge - view.left)) problems.push(`${say(cell)} is covered at the end`);
          }
          // Before anybody has moved the frame, it cuts no number.
          if (!end && ends.length > 1 && cell.tagName === 'TD' && /\p{Nd}/u.test(cell.textContent)) {
            for (const text of boxes(cell)) {
              if (text.left < view.right - 1 && text.right > view.right + 1) problems.push(`${say(cell)} is cut by its frame`);
              if (!sticky.includes(cell) && text.left < edge - 1) problems.push(`${say(cell)} is covered`);
            }
          }
        }
      }
      if (frame) frame.scrollLeft = 0;
    }
  }
  // Nothing else cuts: what hides what runs over holds nothing wider than itself.
  for (const element of document.querySelectorAll('main *')) {
    const style = getComputedStyle(element);
    if (!/hidden|clip|auto|scroll/.test(style.overflowX) || element.matches('.table-scroll, .years, pre, svg, svg *, .unseen, .claims thead')) continue;
    if (shown(element) && element.scrollWidth > element.clientWidth + 1) problems.push(`${say(element)} cuts what it holds`);
  }
  return [...new Set(problems)];
};

for (const width of [320, 375, 414]) {
  test(`no text of a table is cut at ${width} px`, async () => {
    const wrong = [];
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    context.setDefaultTimeout(120_000);
    // The narrowest tries all; between these two, pages take turns. EVERY=1 tries all.
    const turn = (i) => width === 320 || process.env.EVERY || i % 2 === Number(width === 414);
    await each(context, pages.filter((_, i) => turn(i)), null, async (page, route) => {
      await page.goto(site.root + route);
      // What is folded away must fit as well, once it has been laid out.
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('main details')) details.open = true;
        return new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300)));
      });
      for (const problem of (await page.evaluate(cut)).slice(0, 6)) wrong.push(`/${route}: ${problem}`);
    });
    await context.close();
    none(wrong.sort());
  });
}

test('where a table fits, its head stays in sight while its rows go by', async () => {
  for (const [route, selector] of [['ranking/', '#ranking-table'], ['countries/', '#members-table'], ['components/egdi/', '#ranking-table']]) {
    for (const language of languages) {
      const { page, close } = await open(language + route, { viewport: { width: 1440, height: 800 }, reducedMotion: 'reduce' });
      const seen = await page.evaluate(async (id) => {
        const table = document.querySelector(id);
        // Beside a chart it has a box of its own.
        const box = table.parentElement;
        const boxed = box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY === 'auto';
        if (boxed) {
          box.scrollIntoView({ block: 'start' });
          box.scrollTop = 1500;
        } else {
          scrollTo(0, table.getBoundingClientRect().top + scrollY + 1500);
        }
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
        const head = table.tHead.rows[0].cells[1].getBoundingClientRect();
        const edge = boxed ? box.getBoundingClientRect().top : 0;
        return { top: head.top - edge, on: table.contains(document.elementFromPoint(head.left + 8, head.top + 8)?.closest('thead')) };
      }, selector);
      assert.ok(Math.abs(seen.top) < 2 && seen.on, `${language}${route}: the head is at ${seen.top} px`);
      await close();
    }
  }
});

test('a frame has a shade at its edge as long as there is more behind it', async () => {
  const reader = await browser.newPage();
  for (const colorScheme of ['light', 'dark']) {
    const { page, close } = await open(`${languages[0]}ranking/`, { viewport: { width: 375, height: 800 }, colorScheme, reducedMotion: 'reduce' });
    const frame = page.locator('.table-scroll:has(#ranking-table)');
    // The last pixels of a row in which nothing is written, against those in the middle of the page's ground.
    const dark = async (end) => {
      await frame.evaluate((element, to) => {
        element.scrollLeft = to ? element.scrollWidth : 0;
        scrollTo(0, element.getBoundingClientRect().top + scrollY - 20);
      }, end);
      const box = await frame.boundingBox();
      const clip = { x: box.x + box.width - 6, y: box.y + 3, width: 4, height: 6 };
      const picture = (await page.screenshot({ clip })).toString('base64');
      // The site's own policy lets no page read such a picture.
      return reader.evaluate(async (data) => {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
        canvas.drawImage(image, 0, 0);
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).reduce((sum, part) => sum + part, 0) / 3;
      }, picture);
    };
    const ground = colorScheme === 'light' ? 255 : 18;
    const [start, end] = [await dark(false), await dark(true)];
    assert.ok(Math.abs(start - ground) > 20, `${colorScheme}: at the start the edge is ${start}, the ground ${ground}`);
    assert.ok(Math.abs(end - ground) < 4, `${colorScheme}: at the end the edge is ${end}`);
    await close();
  }
  await reader.close();
});

for (const [how, options, block] of [['', {}, null], [', without script', { javaScriptEnabled: false }, null], [', when scripts do not come', {}, /\/page\.[^/]*js$/]]) {
  test(`names and ranks stay while a ranking is moved sideways${how}`, async () => {
    const context = await browser.newContext({ viewport: { width: 375, height: 800 }, ...options });
    if (block) await context.route(block, (route) => route.abort());
    const page = await context.newPage();
    for (const language of languages) {
      await page.goto(`${site.root}${language}ranking/`);
      const places = () => page.evaluate(() => {
        const frame = document.querySelector('.table-scroll');
        const row = frame.querySelector('tbody').rows[1];
        return { moved: frame.scrollLeft, lefts: [...row.cells].slice(0, 3).map((cell) => cell.getBoundingClientRect().left) };
      });
      const before = await places();
      await page.evaluate(() => { document.querySelector('.table-scroll').scrollLeft = 150; });
      // Without script no frame can be waited for.
      await page.waitForTimeout(100);
      const after = await places();
      assert.ok(after.moved > 100, `moved by ${after.moved} px`);
      // The second may go as far as the first leaves it room.
      assert.ok(after.lefts.slice(0, 2).every((left, i) => Math.abs(left - before.lefts[i]) < 8), `${before.lefts} → ${after.lefts}`);
      assert.ok(after.lefts[2] < before.lefts[2] - 100, `${before.lefts} → ${after.lefts}`);
    }
    await context.close();
  });
}
