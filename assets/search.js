// The search box: names, codes and readings from one file, the words of the text from another. Both are
// compared in a plain form of the same length as what is written, so that places in it are places there.
// What comes from the files is only ever set as text.

// In the language of the page, words that say nothing where there are others
const LINKS = {
  en: new Set("a an and are as at by for from in is its of on or the to was were with".split(" ")),
  fr: new Set("à au aux d de des du en et la le les l par pour sur un une".split(" ")),
};
const PARTICLES = "的了和与及或在是为对之从到";
// What is listed at first, and at most
const FIRST = { names: 6, near: 6, texts: 10 };
const MOST = 100;
// Where pages repeat what others say
const ASIDE = new Set(["sources-cited", "notes"]);

const lang = document.documentElement.lang;
const [language] = lang.split("-");
const links = LINKS[language] ?? new Set();
const isWhole = /\p{Lo}/u;
const isIdeographs = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+$/u;
const wide = /^(zh|ja|ko)$/.test(language);
const dots = language === "zh" ? "……" : "…";

// --- Plain forms

let variants = {};
let plain = [];
const plainly = (unit) => {
  if (unit >= "\ud800" && unit <= "\udfff") return unit;
  const character = variants[unit] ?? unit;
  const bare = character.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const small = (bare.length > 1 && isWhole.test(character) ? character : bare).toLowerCase()[0] ?? " ";
  return /[\p{L}\p{M}\p{N}]/u.test(small) ? small : " ";
};
const fold = (text) => {
  let folded = "";
  for (let i = 0; i < text.length; i++) folded += plain[text.charCodeAt(i)] ??= plainly(text[i]);
  return folded;
};
const squeeze = (folded) => folded.trim().replace(/ +/g, " ");
const tight = (folded) => folded.replaceAll(" ", "");
const initials = (folded) => folded.split(" ").map((word) => word[0]).join("");

// Whether a word goes on before a place: after a character that is a word or part of one by itself, it does not.
const joining = [];
const joins = (folded, at) => {
  const code = folded.charCodeAt(at - 1);
  return (joining[code] ??= !isWhole.test(folded[at - 1]) && folded[at - 1] !== " ");
};

// --- What is asked for

// The beginnings by which the forms of a word are known: light, for too little is found sooner than too much.
const ENDINGS = [
  [/^(.{2,})(?:y|ies)$/, (stem) => [`${stem}y`, `${stem}ie`]],
  [/^(.{2,})(?:[ei]x|ices)$/, (stem) => [`${stem}ex`, `${stem}ix`, `${stem}ice`]],
  [/^(.{2,}(?:ss|x|z|ch|sh))es$/, (stem) => [stem]],
  [/^(.{2,}s)(?:is|es?)$/, (stem) => [`${stem}e`, `${stem}is`]],
  [/^(.{3,}[^su])s$/, (stem) => [stem]],
  [/^(.{4,})(?:ing|ed)$/, (stem) => [stem.replace(/([bdgmnprt])\1$/, "$1")]],
];
function forms(word) {
  if (language === "fr") return [word.replace(/^(.{3,})(?:aux|al)$/, "$1a").replace(/^(.{3,}[^su])[sx]$/, "$1")];
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return [word];
  for (const [ending, made] of ENDINGS) {
    const found = ending.exec(word);
    if (found) return made(found[1]);
  }
  return [word];
}

/** What a reader typed: as a phrase, and in words; what is typed without spaces, by kinds of characters. */
function query(text) {
  const phrase = squeeze(fold(text.normalize("NFC").replace(/['’]s(?![\p{L}\p{N}])/gu, "").replace(/&/g, " and ")));
  const runs = phrase.match(/[\p{Lo}\p{M}]+|[^\p{Lo} ]+/gu) ?? [];
  const telling = runs.filter((run) => !links.has(run));
  const words = (telling.length ? telling : runs).map((run) => {
    const whole = isWhole.test(run);
    return { text: run, whole, forms: whole ? [run] : forms(run) };
  });
  return { phrase, tight: tight(phrase), whole: isWhole.test(phrase), words };
}

const places = (folded, { whole, form }, most = 30) => {
  const found = [];
  for (let at = folded.indexOf(form); at >= 0 && found.length < most; at = folded.indexOf(form, at + form.length)) {
    if (whole || !at || !joins(folded, at)) found.push(at);
  }
  return found;
};

/** Of what characters typed without spaces are made up in a text: as few pieces as possible, of two or more. */
function pieces(folded, word) {
  if (folded.includes(word)) return [word];
  if (!isIdeographs.test(word)) return;
  const ways = [[]];
  const better = (end, way) => { if (!ways[end] || ways[end].length > way.length) ways[end] = way; };
  for (let i = 0; i < word.length; i++) {
    if (!ways[i]) continue;
    if (PARTICLES.includes(word[i])) better(i + 1, ways[i]);
    for (let j = i + 2; j <= word.length && folded.includes(word.slice(i, j)); j++) better(j, [...ways[i], word.slice(i, j)]);
  }
  return ways[word.length]?.length ? ways[word.length] : undefined;
}

/** The forms in which a word occurs, and their first places; none if it does not. */
function needles(folded, { whole, text, forms }, most = 1) {
  const found = [];
  for (const form of whole ? pieces(folded, text) ?? [] : forms) {
    const at = places(folded, { whole, form }, most);
    if (at.length) found.push({ whole, form, at });
  }
  return found.length ? found : undefined;
}

// --- Names

function nameEntry(item, i, isMember) {
  const names = [item.t, ...(item.o ?? [])];
  const phrases = names.map((name) => squeeze(fold(name.normalize("NFC").replace(/&/g, " and "))));
  const readings = (item.r ?? []).map((reading) => squeeze(fold(reading)));
  return {
    item, i, names, phrases,
    codes: names.map((name) => isMember && /^(?:[A-Z]{2,3}|\d{3})$/.test(name)),
    tight: phrases.map(tight),
    starts: phrases.map((phrase) => phrase.split(" ").map((_, i, words) => words.slice(i).join(""))),
    short: phrases.map(initials),
    readings: readings.map(tight),
    syllables: readings.map(initials),
  };
}

// How well one of its names fits: exact before the beginning, the beginning before later words.
function fits(of, i, asked) {
  const [{ phrase, whole, words }, text] = [asked, of.tight[i]];
  if (text === asked.tight) return 100;
  if (of.codes[i]) return 0;
  if (text.startsWith(asked.tight)) return 80;
  if (whole ? text.includes(asked.tight) : of.starts[i].some((start) => start.startsWith(asked.tight))) return 60;
  const several = asked.tight.length > 1 && !phrase.includes(" ");
  if (several && of.short[i] === phrase) return 65;
  if (words.every((word) => needles(of.phrases[i], word))) {
    if (!words[0].forms.some((form) => of.phrases[i].startsWith(form))) return 50;
    return of.phrases[i].split(" ").length === words.length ? 85 : 62;
  }
  return several && of.short[i].startsWith(phrase) ? 40 : 0;
}

// In another language few letters of a reading would be found where nobody expects them.
function sounds(of, asked, own) {
  const text = asked.tight;
  if (asked.whole || text.length < 2) return 0;
  if (of.readings.includes(text)) return 90;
  if (of.syllables.includes(text)) return 64;
  const begins = (other) => other.startsWith(text);
  if ((own || text.length > 3) && of.readings.some(begins)) return 62;
  return own && of.syllables.some(begins) ? 38 : 0;
}

function searchNames({ entries, read }, asked) {
  const found = [];
  for (const of of entries) {
    let [best, by] = [sounds(of, asked, read), 0];
    of.phrases.forEach((_, i) => {
      const fit = fits(of, i, asked);
      const score = fit && fit - (i ? 6 : 0);
      if (score > best) [best, by] = [score, i];
    });
    if (best) found.push({ score: best, of, by });
  }
  return found.sort((a, b) => b.score - a.score || a.of.item.k - b.of.item.k || a.of.i - b.of.i);
}

/** How many slips lie between two words: a character more, less, another or changed with its neighbour. */
function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  let [before, last] = [[], [...other, ""].map((_, j) => j)];
  for (let i = 1; i <= one.length; i++) {
    const now = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) now[j] = Math.min(now[j], before[j - 2] + 1);
    }
    if (Math.min(...now) > most) return Infinity;
    [before, last] = [last, now];
  }
  return last[other.length];
}

/** Where nothing is found: the names that are the fewest slips away, one in four letters or three ideographs. */
function nearNames({ entries }, { tight: text, whole }) {
  const most = Math.min(3, Math.floor(text.length / (whole ? 3 : 4)));
  if (!most) return [];
  // The beginning of a longer name comes after a whole one.
  let [least, found] = [most + 0.5, []];
  for (const of of entries) {
    of.tight.forEach((name, by) => {
      if (of.codes[by]) return;
      const begun = name.length > text.length ? slips(text, name.slice(0, text.length), most) + 0.5 : Infinity;
      const far = Math.min(slips(text, name, most), begun);
      if (far < least) [least, found] = [far, []];
      if (far === least && far < Infinity && !found.some((one) => one.of === of)) found.push({ of, by });
    });
  }
  return found.sort((a, b) => a.of.item.k - b.of.item.k || a.of.i - b.of.i);
}

// --- The text

function sectionEntry(page, [id, heading, text]) {
  // Marks of notes and sources say nothing here.
  const shown = text.normalize("NFC").replace(/\u2060(?:\[[^\]]*\]|\d+)/g, "").replace(/([。！？]) /g, "$1");
  const title = heading.normalize("NFC");
  const [head, body] = [fold(title), fold(shown)];
  return { page, id, title, shown, head, body, all: `${head} ${body}`, flat: ` ${squeeze(`${head} ${body}`)}` };
}

function rate(section, asked) {
  let score = 0;
  const found = [];
  for (const word of asked.words) {
    const all = needles(section.all, word, 8);
    if (!all) return;
    found.push(...all);
    const end = section.head.length;
    const inHead = all.every(({ at }) => at[0] < end);
    const times = Math.max(...all.map(({ at }) => at.filter((place) => place > end).length));
    const worth = (inHead ? 40 : 0) + (times ? 10 + 2 * times : 0) / (1 + section.body.length / (wide ? 2500 : 7500));
    // Pieces of what was typed as one mean less than the whole.
    score += word.whole ? worth / all.length : worth;
  }
  const { flat } = section;
  const at = asked.whole ? Math.max(flat.indexOf(asked.phrase), flat.indexOf(asked.tight)) : flat.indexOf(` ${asked.phrase}`);
  if (at >= 0) {
    const head = squeeze(section.head);
    score += 25 + (at < head.length ? 40 : 0) + (head === asked.phrase ? 30 : 0);
  }
  return { section, found, score: ASIDE.has(section.id) ? score / 4 : score };
}

function searchTexts(sections, asked) {
  if (!asked.whole && asked.tight.length < 2) return [];
  const found = sections.map((section) => rate(section, asked)).filter(Boolean);
  return found.sort((a, b) => b.score - a.score);
}

/** Where the needles are: from the place to the end of the word, without overlaps, in order. */
function ranges(folded, found) {
  const all = found.flatMap((needle) => places(folded, needle).map((at) => {
    let end = at + needle.form.length;
    while (!needle.whole && end < folded.length && joins(folded, end + 1)) end++;
    return [at, end];
  }));
  const merged = [];
  for (const [at, end] of all.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = merged.at(-1);
    if (last && at <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([at, end]);
  }
  return merged;
}

/** The part of a text with most of what was asked, from the beginning of its sentence if that is near. */
function excerpt({ section: { shown, body }, found }, asked) {
  const width = wide ? 78 : 190;
  const marks = ranges(body, found);
  const phrase = asked.words.length > 1 ? body.search(new RegExp(asked.phrase.replaceAll(" ", " +"))) : -1;
  const rate = ([from]) => (from === phrase ? 100 : 0)
    + found.filter((needle) => places(body.slice(from, from + width * 0.7), needle, 1).length).length;
  const [best] = marks.slice(0, 12).map((mark) => [mark[0], rate(mark)]).sort((a, b) => b[1] - a[1])[0] ?? [0];
  const near = Math.max(0, best - Math.round(width * 0.4));
  const sentence = [...shown.slice(near, best).matchAll(/[。！？]|[.!?]["”’)]?\s/g)].at(-1);
  let start = sentence ? near + sentence.index + sentence[0].length : near;
  const cut = start > 0 && !sentence;
  if (cut && !wide) start += Math.max(0, shown.slice(start, best).search(/\s\S/) + 1);
  if (cut && wide) start = Math.max(start, best - 14);
  while (start < best && body[start] === " ") start++;
  let end = Math.min(shown.length, start + width);
  while (end < shown.length && joins(body, end) && joins(body, end + 1)) end++;
  const after = end < shown.length ? dots : "";
  while (after && /[\s，、：；,:;]/.test(shown[end - 1])) end--;
  return { start, end, marks, before: cut ? dots : "", after };
}

// --- The box

const make = (name, className, ...children) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
};
const marked = (text, marks, start = 0, end = text.length) => {
  const parts = [];
  for (const [from, to] of marks) {
    if (to <= start || from >= end) continue;
    parts.push(text.slice(start, from), make("mark", "", text.slice(Math.max(from, start), Math.min(to, end))));
    start = to;
  }
  return [...parts, text.slice(start, Math.max(start, end))];
};
const pause = () => new Promise((done) => setTimeout(done));
const stored = (act) => { try { return act(); } catch { return null; } };

const set = (element, attributes) => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

/** All that stands in the box beside the field, which stays where it is: somebody may be typing in it. */
function furnish(box, words, index) {
  const input = set(box.firstChild, {
    role: "combobox", placeholder: words.hint, "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": "search-list",
    autocomplete: "off", autocapitalize: "off", spellcheck: false, enterkeyhint: "go", maxlength: 100,
  });
  const parts = {
    input,
    close: set(make("button", "search-close", words.close), { type: "button" }),
    list: set(make("div", "search-list"), { id: "search-list", role: "listbox", "aria-label": words.results }),
    note: make("p", "search-note"),
    bySlash: set(make("input"), { type: "checkbox" }),
    said: set(make("p", "search-said"), { role: "status" }),
  };
  const all = make("a", "", words.all);
  all.href = index;
  const foot = make("p", "search-foot", all, make("label", "", parts.bySlash, ` ${words.key}`));
  box.append(parts.close, parts.list, parts.note, foot, parts.said);
  return parts;
}

export default function start(box, opener) {
  const words = opener.dataset;
  const { input, close, list, note, said, bySlash } = furnish(box, words, opener.href);
  const address = (path) => new URL(words.root + path, document.baseURI).href;
  const load = async (what) => {
    const answer = await fetch(address(`search/${what}.${words.lang}.json`));
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };
  let [names, texts, failed, active] = [null, null, {}, null];
  let loading;
  let saying;
  let [asked, whole] = [null, new Set()];

  const option = (href, className, ...children) => {
    const link = make("a", className, ...children);
    link.href = address(href);
    return link;
  };
  const nameOption = ({ of: { item, names: all, phrases }, by }) => {
    const marks = ranges(fold(item.t), asked.words.flatMap((word) => needles(fold(item.t), word) ?? []));
    const other = by && phrases[by] !== phrases[0] ? [make("small", "", all[by])] : [];
    return option(item.u, "search-name", make("b", "", ...marked(item.t, marks)), " ", ...other, " ", make("i", "", names.kinds[item.k]));
  };
  const textOption = (hit) => {
    const { page, id, title, shown, head } = hit.section;
    const { start, end, marks, before, after } = excerpt(hit, asked);
    const heading = make("b", "", ...(title ? marked(title, ranges(head, hit.found)) : [page.t]));
    const where = title && id ? [make("small", "", page.t)] : [];
    return option(page.u + (id && `#${id}`), "search-text", heading, " ", ...where, " ",
      make("span", "", before, ...marked(shown, marks, start, end), after));
  };
  const group = (name, found, shape) => {
    if (!found.length) return [];
    const head = make("div", "search-kind", words[name]);
    head.id = `search-${name}`;
    const shown = found.slice(0, whole.has(name) ? MOST : FIRST[name]);
    const element = make("div", "", head, ...shown.map(shape));
    if (shown.length < Math.min(found.length, MOST)) {
      const more = make("button", "search-more", words.more.replace("{n}", Math.min(found.length, MOST)));
      more.type = "button";
      more.onclick = () => {
        whole.add(name);
        show();
        input.focus();
        activate(list.querySelectorAll(`[aria-labelledby=search-${name}] [role=option]`)[shown.length]);
      };
      element.append(more);
    }
    element.setAttribute("role", "group");
    element.setAttribute("aria-labelledby", head.id);
    return [element];
  };
  const options = () => [...list.querySelectorAll("[role=option]")];
  const activate = (next) => {
    active?.setAttribute("aria-selected", false);
    active = next ?? null;
    active?.setAttribute("aria-selected", true);
    if (active) input.setAttribute("aria-activedescendant", active.id);
    else input.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  };
  // Spoken once typing has rested and all is there
  const say = (text) => {
    clearTimeout(saying);
    said.textContent = "";
    if (text) saying = setTimeout(() => { said.textContent = text; }, 700);
  };
  const show = () => {
    activate(null);
    const isAsked = asked.phrase !== "";
    const found = {
      names: names && isAsked ? searchNames(names, asked) : [],
      texts: texts && isAsked ? searchTexts(texts, asked) : [],
    };
    const n = found.names.length + found.texts.length;
    const waits = !(names || failed.names) || !(texts || failed.texts);
    const near = n || waits || !names || !isAsked ? [] : nearNames(names, asked);
    list.replaceChildren(...group("names", found.names, nameOption), ...group("near", near, nameOption), ...group("texts", found.texts, textOption));
    for (const [i, item] of [...list.querySelectorAll("a, button")].entries()) {
      item.id = `search-option-${i}`;
      item.tabIndex = -1;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", false);
    }
    const isTyped = input.value.trim() !== "";
    const isThere = n + near.length > 0;
    list.hidden = !isThere;
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", isThere);
    const similar = near.map(({ of }) => of.item.t).slice(0, FIRST.near);
    const noted = n ? "" : words.none.replace("{text}", () => input.value.trim());
    // What is similar stands in the list; it is said with the rest.
    const nothing = similar.length ? `${noted} ${words.near}${words.colon}${similar.join(words.comma)}` : noted;
    const trouble = failed.names ? words.failed : failed.texts ? words.partly : "";
    note.textContent = [trouble, waits ? words.loading : isTyped && !failed.names ? noted : ""].filter(Boolean).join(" ");
    say(waits || !isTyped ? "" : trouble || nothing || words.found.replace("{n}", n));
  };
  const search = () => {
    [asked, whole] = [query(input.value), new Set()];
    stored(() => sessionStorage.setItem("search", input.value));
    show();
  };
  const loadNames = async () => {
    const file = await load("names");
    [variants, plain] = [file.variants, []];
    names = { ...file, entries: file.items.map((item, i) => nameEntry(item, i, item.k === 0)) };
  };
  // In portions, for the box takes keys meanwhile
  const loadTexts = async () => {
    const sections = [];
    let since = performance.now();
    for (const page of await load("texts")) {
      for (const section of page.s) {
        sections.push(sectionEntry(page, section));
        if (performance.now() - since < 12) continue;
        await pause();
        since = performance.now();
      }
    }
    texts = sections;
  };
  // The names first; what has failed is tried again at the next key.
  const fetchAll = async () => {
    failed = {};
    for (const [what, act] of [["names", names ? null : loadNames], ["texts", texts ? null : loadTexts]]) {
      await act?.().catch(() => { failed[what] = true; });
      search();
    }
    loading = null;
  };
  const ask = () => {
    if (!names || !texts) loading ??= fetchAll();
    search();
  };

  input.addEventListener("input", (event) => { if (!event.isComposing) ask(); });
  input.addEventListener("compositionend", ask);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step && event.key !== "Enter") return;
    event.preventDefault();
    const all = options();
    if (!step) (active ?? all[0])?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey, shiftKey: event.shiftKey }));
    else if (all.length) activate(all[active ? (all.indexOf(active) + step + all.length) % all.length : step > 0 ? 0 : all.length - 1]);
  });
  // Closed before the page is left or moved, so that neither finds it open again
  list.addEventListener("click", (event) => { if (event.target.closest("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey) box.close(); });
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
  close.addEventListener("click", () => box.close());
  box.addEventListener("close", () => say(""));
  bySlash.checked = stored(() => localStorage.getItem("search-key")) !== "off";
  bySlash.addEventListener("change", () => stored(() => (bySlash.checked ? localStorage.removeItem("search-key") : localStorage.setItem("search-key", "off"))));
  if (!input.value) {
    input.value = stored(() => sessionStorage.getItem("search")) ?? "";
    input.select();
  }
  ask();
}
