// Finding a member in a list: by whatever name a reader knows, however it is typed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages, none, open, start } from './site.mjs';

start();

/** What readers type, and whom they mean. After `|` who must not be among what is found. */
const queries = `
Denmark: DNK
  denmark : DNK | DEU
DENMARK: DNK
United King: GBR
uk: GBR UKR
UK: GBR
Britain: GBR
england: GBR
us: USA
usa: USA | RUS
America: USA
Turkey: TUR
Türkiye: TUR
turkiye: TUR
Ivory Coast: CIV
Cote d'Ivoire: CIV
Côte d’Ivoire: CIV
cote divoire: CIV
Swaziland: SWZ
Burma: MMR
Holland: NLD
Cape Verde: CPV
cabo verde: CPV
Czech Republic: CZE
Vietnam: VNM
viet nam: VNM
South Korea: KOR | PRK
korea south: KOR
North Korea: PRK | KOR
Macedonia: MKD
East Timor: TLS
Russian Federation: RUS
DRC: COD
Zaire: COD
UAE: ARE
Ceylon: LKA
Guinea-Bissau: GNB
guinea bissau: GNB | GIN
Trinidad & Tobago: TTO
St Lucia: LCA
Sao Tome: STP
são tomé: STP
png: PNG
CN: CHN
chn: CHN | CHE
de: DEU DNK
kor: KOR
ＣＨＮ: CHN
Ｊａｐａｎ: JPN
中国: CHN
中國: CHN
zhongguo: CHN
zhong guo: CHN
ZHONGGUO: CHN
zg: CHN
韩国: KOR
韓國: KOR
南韩: KOR
南韓: KOR
朝鲜: PRK
朝鮮: PRK
北韓: PRK
hanguo: KOR
英国: GBR
英國: GBR
yingguo: GBR
bilu: PER
bi lu: PER
bl: PER POL
feilvbin: PHL
feilubin: PHL
flb: PHL
烏克蘭: UKR
wukelan: UKR
沙特: SAU
沙烏地: | CHN
阿联酋: ARE
阿聯酋: ARE
象牙海岸: CIV
刚果（金）: COD | COG
刚果(金): COD
剛果金: COD
几内亚: GIN GNB GNQ PNG
幾內亞: GIN GNB
nizboer: | NPL
niboer: NPL
fodejiao: CPV
斯坦: KAZ KGZ PAK TJK TKM UZB
156: CHN
guine: GIN GNB GNQ PNG
nowhere: | CHN USA
`.trim().split('\n').map((line) => {
  const at = line.lastIndexOf(':');
  const [wanted, unwanted = ''] = line.slice(at + 1).split('|').map((part) => part.trim());
  const list = (text) => text.split(' ').filter(Boolean);
  return { text: line.slice(0, at), wanted: list(wanted), unwanted: list(unwanted) };
});

for (const [list, table] of [['ranking', '#ranking-table'], ['countries', '#members-table']]) {
  test(`a member is found in the list of ${list} by other names, codes, readings and characters`, async () => {
    assert.ok(queries.length >= 80);
    const wrong = [];
    for (const language of languages) {
      const { page, close } = await open(`${language}${list}/`);
      const answer = page.waitForResponse(/find\.[0-9a-f]+\.json$/);
      await page.locator('.filter input').focus();
      await (await answer).finished();
      await page.waitForTimeout(100);
      const found = await page.evaluate(([texts, selector]) => {
        const input = document.querySelector('.filter input');
        const rows = [...document.querySelectorAll(`${selector} tbody tr`)];
        return texts.map((text) => {
          input.value = text;
          input.dispatchEvent(new Event('input', { bubbles: true }));
          return rows.filter((row) => !row.hidden).map((row) => row.dataset.code);
        });
      }, [queries.map((query) => query.text), table]);
      queries.forEach(({ text, wanted, unwanted }, i) => {
        const lacks = wanted.filter((code) => !found[i].includes(code));
        const extra = unwanted.filter((code) => found[i].includes(code));
        if (lacks.length || extra.length) wrong.push(`${language}: ${text}: lacks ${lacks}, has ${extra}; found ${found[i]}`);
        if (text.length > 4 && found[i].length > 12) wrong.push(`${language}: ${text} drowns in ${found[i].length}`);
      });
      await close();
    }
    none(wrong);
  });
}

test('every member is found by each of its codes and by its whole name', async () => {
  const wrong = [];
  for (const language of languages) {
    const { page, close } = await open(`${language}countries/`);
    const answer = page.waitForResponse(/find\.[0-9a-f]+\.json$/);
    await page.locator('.filter input').focus();
    const { members } = await (await answer).json();
    await page.waitForTimeout(100);
    wrong.push(...await page.evaluate((all) => {
      const input = document.querySelector('.filter input');
      const rows = [...document.querySelectorAll('#members-table tbody tr')];
      const missed = [];
      for (const row of rows) {
        const { names, codes, readings } = all[row.dataset.code];
        for (const text of [row.querySelector('.name').textContent, ...names, ...codes, ...readings]) {
          input.value = text;
          input.dispatchEvent(new Event('input', { bubbles: true }));
          if (row.hidden) missed.push(`${row.dataset.code} is not found by ${text}`);
        }
      }
      return missed;
    }, members));
    await close();
  }
  none(wrong);
});

test('without the file of names the list is still filtered by what it shows', async () => {
  const { page, close } = await open(languages[0]);
  await page.route(/find\.[0-9a-f]+\.json$/, (route) => route.fulfill({ status: 200, body: 'no JSON' }));
  await page.goto(new URL('ranking/?q=denm', page.url()).href);
  assert.equal(await page.locator('#ranking-table tbody tr:visible').count(), 1);
  await page.locator('.filter input').fill('dnk');
  assert.equal(await page.locator('#ranking-table tbody tr:visible').count(), 1);
  await close();
});
