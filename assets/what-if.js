// “What if” on a member's page: sliders for its values and for the weights. The page has a table without
// this; the data and the arithmetic (what-if-model.js) are loaded once a reader opens the tool.
{
  const place = document.querySelector(".what-if-place");
  const words = place.dataset;
  const lang = document.documentElement.lang;
  const one = (selector, within = place) => within.querySelector(selector);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const named = (texts) => texts[lang] ?? Object.values(texts)[0];

  const element = (name, about = {}, ...content) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(about)) made.setAttribute(key, value);
    made.append(...content);
    return made;
  };

  // Numbers as the rest of the page writes them: rounded by their decimal digits, with a true minus.
  const formats = new Map();
  const number = (value, decimals, sign = "auto") => {
    if (value === null) return "–";
    const key = `${decimals} ${sign}`;
    if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(lang, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay: sign }));
    return formats.get(key).format(globalThis.whatIfModel.rounded(value, decimals)).replace("-", "−");
  };

  // The tool, once it is there
  let [model, edition, tool] = [];
  // What the reader has set: values by component; for each component whose weights were touched, those
  // of its parts in per cent.
  let [values, weights] = [{}, {}];
  let controls = [];

  const decimalsOf = (id) => model.byYear[edition.year].decimals[id];
  const own = () => edition.members.find(({ code }) => code === words.code);
  const isOfIndex = ({ id, parent }) => id === model.index || (parent !== null && isOfIndex(model.byId[parent]));
  const leaves = () => model.components.filter((component) => component.aggregation === null && isOfIndex(component));
  const wholes = () => model.components.filter((component) => component.parts.length > 1 && isOfIndex(component));

  /** The parts of a component with their shares of its weight in the edition, in per cent. */
  const sharesOf = ({ parts }, from = model.byYear[edition.year].weights) => {
    const total = parts.reduce((sum, part) => sum + from[part], 0);
    return Object.fromEntries(parts.map((part) => [part, total > 0 ? 100 * from[part] / total : 0]));
  };

  /** Between which ends a component can be set; its value may have been published beyond them. */
  const endsOf = ({ id, range, normalise }) => {
    const { min, max } = normalise.goalposts ?? {};
    const all = edition.members.map((member) => member.values[id]).filter((value) => value !== null);
    const [low, high] = range ?? (normalise.goalposts ? [min, max] : [Math.min(...all), Math.max(...all)]);
    const actual = own().values[id];
    return actual === null ? [low, high] : [Math.min(low, actual), Math.max(high, actual)];
  };

  // The address: `?if=2024,osi:0.9,tii*30`, the edition, values and weights
  const settings = () => {
    const set = [
      ...Object.entries(values).map(([id, value]) => `${encodeURIComponent(id)}:${value}`),
      ...Object.values(weights).flatMap((of) => Object.entries(of)).map(([id, weight]) => `${encodeURIComponent(id)}*${weight}`),
    ];
    return set.length || edition.year !== model.editions.at(-1).year ? [edition.year, ...set].join(",") : "";
  };
  const tell = () => {
    const query = (search) => {
      const others = new URLSearchParams(search);
      others.delete("if");
      const set = tool.hidden || !settings() ? "" : `if=${settings()}`;
      return [`${others}`, set].filter(Boolean).join("&");
    };
    const now = query(location.search);
    // Browsers refuse too many changes in a short time.
    try { history.replaceState(history.state, "", `${location.pathname}${now && `?${now}`}${location.hash}`); } catch {}
    for (const link of document.querySelectorAll("a.language")) link.search = query(link.search);
  };
  /** What an address asks for; what makes no sense in it is left out. */
  const asked = () => {
    const parts = (new URLSearchParams(location.search).get("if") ?? "").slice(0, 4000).split(",");
    const numbers = parts.slice(1).map((part) => /^(.+)([:*])(-?\d+(?:\.\d+)?(?:e-?\d+)?)$/.exec(part)).filter(Boolean);
    const of = (sign) => numbers.filter(([, , kind]) => kind === sign).map(([, id, , text]) => [id, Number(text)]);
    return { year: Number(parts[0]), values: of(":"), weights: of("*") };
  };
  const take = (from) => {
    for (const component of leaves()) {
      const [low, high] = endsOf(component);
      const [, value] = from.values.find(([id]) => id === component.id) ?? [];
      if (value >= low && value <= high) setValue(component.id, value);
    }
    for (const whole of wholes()) {
      const given = from.weights.filter(([id, weight]) => whole.parts.includes(id) && weight >= 0 && weight <= 100);
      if (!given.length) continue;
      const set = { ...sharesOf(whole), ...Object.fromEntries(given) };
      if (Object.values(set).some((weight) => weight > 0)) weights[whole.id] = set;
    }
  };

  const setValue = (id, value) => {
    if (value === own().values[id]) delete values[id];
    else values[id] = value;
  };
  /** One share is set, and the others make room in proportion: to what they are, or to what they were. */
  const setShare = (whole, id, share) => {
    const before = [sharesOf(whole, weights[whole.id]), sharesOf(whole), Object.fromEntries(whole.parts.map((part) => [part, 1]))];
    const rest = (of) => whole.parts.reduce((sum, part) => sum + (part === id ? 0 : of[part]), 0);
    const of = before.find((shares) => rest(shares) > 1e-9);
    const { rounded } = globalThis.whatIfModel;
    weights[whole.id] = Object.fromEntries(whole.parts.map((part) => [part, part === id ? share : rounded((100 - share) * of[part] / rest(of), 4)]));
    const actual = sharesOf(whole);
    if (whole.parts.every((part) => Math.abs(weights[whole.id][part] - actual[part]) < 0.001)) delete weights[whole.id];
  };

  // A row: a slider and a field for the same number. The slider's own numbers are places along its way,
  // which may be logarithmic; it says the number that it stands for.
  const PLACES = 1000;
  let count = 0;
  const row = ({ name, unit, ends: [low, high], isLog, decimals, digits, actual, read, write }) => {
    const id = `what-if-${count += 1}`;
    const span = isLog ? Math.log(high) - Math.log(low) : high - low;
    const along = (value) => span > 0 ? Math.min(1, Math.max(0, (isLog ? Math.log(Math.max(value, low)) - Math.log(low) : value - low) / span)) : 0;
    const { rounded } = globalThis.whatIfModel;
    const home = actual === null ? null : Math.round(along(actual) * PLACES);
    const at = (spot) => {
      // Back where it was, it is what it was.
      if (spot === home) return actual;
      if (spot === 0 || spot === PLACES) return spot ? high : low;
      const value = isLog ? Math.exp(Math.log(low) + span * spot / PLACES) : low + span * spot / PLACES;
      return Math.min(high, Math.max(low, rounded(value, decimals)));
    };
    const label = element("label", { for: id, id: `${id}-name` }, name, ...(unit ? [" ", element("small", {}, unit)] : []));
    const field = element("input", { id, type: "number", inputmode: "decimal", step: "any", min: low, max: high, autocomplete: "off", "aria-describedby": `${id}-note` });
    const slider = element("input", { type: "range", min: 0, max: PLACES, step: 1, "aria-labelledby": `${id}-name` });
    const mark = element("span", { class: "what-if-mark" });
    const note = element("small", { id: `${id}-note` });
    const text = (value) => number(value, decimals);
    const said = actual === null ? "–" : text(actual);
    if (actual === null) mark.hidden = true;
    else mark.style.setProperty("--at", along(actual));
    // What the reader has a hand on is left alone.
    const show = (by) => {
      const value = read();
      const isWrong = by === field && !(field.validity.valid && field.value === "") && !isWithin(field.valueAsNumber);
      field.setAttribute("aria-invalid", isWrong);
      note.textContent = isWrong ? fill(words.bounds, { low: text(low), high: text(high) }) : fill(words.actual, { value: said });
      if (by !== field) field.value = value === null ? "" : rounded(value, digits);
      if (by !== slider) slider.value = Math.round(along(value ?? low) * PLACES);
      slider.setAttribute("aria-valuetext", text(value));
    };
    const isWithin = (value) => value >= low && value <= high;
    const change = (value, by) => {
      write(value);
      show(by);
      changed(show);
    };
    field.addEventListener("input", () => {
      if (isWithin(field.valueAsNumber)) return change(field.valueAsNumber, field);
      show(field);
      soon();
    });
    // What cannot be used gives way to what counts.
    field.addEventListener("change", () => show());
    // The steps of a browser do not know how large the range is.
    field.addEventListener("keydown", (event) => {
      const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const step = Math.max(10 ** -decimals, 10 ** Math.floor(Math.log10((isLog ? Math.max(read() ?? low, low) : high - low) / 50)));
      change(Math.min(high, Math.max(low, rounded((read() ?? low) + way * step, decimals))));
    });
    slider.addEventListener("input", () => change(at(slider.valueAsNumber), slider));
    controls.push(show);
    return element("div", { class: "what-if-row" }, label, field, element("span", { class: "what-if-slide" }, slider, mark), note);
  };

  const valueRow = (component) => {
    const { id } = component;
    const actual = own().values[id];
    const { scale, min } = component.normalise.goalposts ?? {};
    const ends = endsOf(component);
    // As many digits as the value itself was published with.
    const digits = Math.max(decimalsOf(id), 10);
    return row({
      name: named(component.name), unit: component.unit && named(component.unit), ends, actual, digits,
      isLog: scale === "log" && ends[0] > 0 && min > 0, decimals: decimalsOf(id),
      read: () => values[id] ?? actual,
      write: (value) => setValue(id, value),
    });
  };
  const weightRows = (whole) => {
    const actual = sharesOf(whole);
    const rows = whole.parts.map((id) => row({
      name: named(model.byId[id].name), ends: [0, 100], decimals: 1, digits: 1, actual: actual[id],
      read: () => sharesOf(whole, weights[whole.id])[id],
      write: (share) => setShare(whole, id, share),
    }));
    const legend = element("legend", {}, fill(words.weights, { whole: named(whole.short) }));
    return element("fieldset", { class: "what-if-weights" }, legend, ...rows);
  };

  // Formulas, as the methodology's pages write them: terms that can stand on lines of their own
  const node = (name, ...content) => {
    const made = document.createElementNS("http://www.w3.org/1998/Math/MathML", name);
    made.append(...content);
    return made;
  };
  const sign = (text) => {
    const made = node("mo", text);
    made.setAttribute("form", "infix");
    return made;
  };
  const group = (...content) => node("mrow", ...content);
  const fraction = (over, under) => node("mfrac", group(...over), group(...under));
  const joined = (terms, text) => terms.flatMap((term, i) => i ? [sign(text), ...term] : term);
  const numeral = (value, decimals) => {
    const made = node("mn", number(value, decimals));
    return value < 0 ? group(node("mo", "("), made, node("mo", ")")) : made;
  };
  const inARow = (terms, text) => terms.map((term, i) => i ? [sign(text), ...term] : term);
  const mean = (aggregation, parts, decimals) => {
    const scores = parts.map(({ score }) => [numeral(score, decimals)]);
    if (parts.length === 1) return [scores[0]];
    const areEqual = parts.every(({ weight }) => Math.abs(weight - parts[0].weight) < 1e-6);
    const n = numeral(parts.length, 0);
    const weight = ({ weight }) => numeral(weight, Math.abs(Math.round(weight * 100) - weight * 100) < 1e-9 ? 2 : 3);
    if (aggregation === "arithmetic") {
      return areEqual ? [[fraction(joined(scores, "+"), [n])]]
        : inARow(parts.map((part, i) => [weight(part), sign("×"), ...scores[i]]), "+");
    }
    if (aggregation === "geometric") {
      if (areEqual && parts.length === 2) return [[node("msqrt", ...joined(scores, "×"))]];
      return areEqual ? [[node("mroot", group(...joined(scores, "×")), n)]]
        : inARow(parts.map((part, i) => [node("msup", ...scores[i], weight(part))]), "×");
    }
    const shares = parts.map((part, i) => [fraction([areEqual ? numeral(1, 0) : weight(part)], scores[i])]);
    return [[fraction([areEqual ? n : numeral(1, 0)], joined(shares, "+"))]];
  };
  /** How a value became a score, as terms; `null` where it enters as it is. */
  const scoring = ({ id, normalise, direction, range }, { value, all }) => {
    const isLower = direction === "lower-is-better";
    if (normalise === "none" && !isLower) return null;
    const known = all.filter((other) => other !== null);
    const { min, max, scale, beyond } = normalise.goalposts ?? { min: Math.min(...known), max: Math.max(...known) };
    const decimals = [value, min, max].every(Number.isInteger) ? 0 : Math.max(decimalsOf(id), Number.isInteger(value) ? 2 : 0);
    const plain = (x) => [numeral(x, decimals)];
    if (normalise === "none") {
      const [low, high] = range ?? [0, 1];
      return [[...(low === 0 ? [] : [...plain(low), sign("+")]), ...plain(high), sign("−"), ...plain(value)]];
    }
    if (normalise === "percent-rank") {
      const behind = known.filter((other) => isLower ? other > value : other < value).length;
      const equal = known.filter((other) => other === value).length - 1;
      return known.length < 2 ? null
        : [[fraction([numeral(behind, 0), sign("+"), fraction([numeral(1, 0)], [numeral(2, 0)]), sign("×"), numeral(equal, 0)], [numeral(known.length, 0), sign("−"), numeral(1, 0)])]];
    }
    if (!(max > min)) return null;
    const within = beyond === "cap" ? Math.min(Math.max(value, min), max) : value;
    if (scale === "log" && within <= 0) return null;
    const write = (x) => scale === "log" ? [node("mi", "ln"), group(node("mo", "("), ...plain(x), node("mo", ")"))] : plain(x);
    const above = isLower ? [...write(max), sign("−"), ...write(within)] : [...write(within), sign("−"), ...write(min)];
    return [[fraction(above, [...write(max), sign("−"), ...write(min)])]];
  };
  const line = (name, terms, value, decimals) => {
    const all = [[node("mtext", name), sign("=")], ...terms, [sign("≈"), numeral(value, decimals)]];
    return element("p", { class: "formula" }, ...all.flatMap((term) => [node("math", ...term), " "]));
  };
  /** The calculation of a component, and after it what enters it, down to the scores of the values. */
  const formulas = (component, outcome) => {
    const { id, parent, aggregation, parts } = component;
    const step = outcome.steps[id];
    const lines = [];
    const name = named(component.short);
    if (aggregation !== null && step.parts) {
      const counted = step.parts.filter(({ score, weight }) => score !== null && weight > 0);
      lines.push(line(name, mean(aggregation, counted, decimalsOf(id)), step.value, decimalsOf(id)));
      const [published, computed] = [outcome.results[id], step.score].map((value) => number(value, decimalsOf(id)));
      if (published !== computed && outcome.results[id] !== null) lines.push(element("p", { class: "note" }, fill(words.differs, { published, computed })));
    }
    const terms = step.value !== null && scoring(component, step);
    if (terms) lines.push(line(fill(words.score, { name }), terms, step.score, decimalsOf(parent ?? id)));
    return [...lines, ...parts.flatMap((part) => formulas(model.byId[part], outcome))];
  };

  // What follows
  const shade = (id) => {
    const n = model.levels.length;
    const i = n - 1 - model.levels.findIndex((level) => level.id === id);
    const step = n < 2 ? 5 : n === 2 ? [2, 5][i] : Math.min(6, Math.floor((i * 12 + n - 1) / ((n - 1) * 2)));
    return step + 1;
  };
  const levelName = (id) => id === null ? "–" : named(model.levels.find((level) => level.id === id).name);
  const fact = (name, shown, actual, ...moved) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, shown, element("small", {}, fill(words.actual, { value: actual }), ...moved)));
  const rankText = (rank) => rank === null ? "–" : number(rank, Number.isInteger(rank) ? 0 : 1);
  const facts = (now, was) => {
    const { index } = model;
    const [value, before] = [now.results[index], was.results[index]];
    const change = value === null || before === null ? 0 : globalThis.whatIfModel.rounded(value - before, decimalsOf(index));
    const way = (difference) => difference > 0 ? "up" : "down";
    const moved = change ? [" ", element("span", { class: `change ${way(change)}` }, number(change, decimalsOf(index), "exceptZero"))] : [];
    const places = now.rank === null || was.rank === null ? 0 : was.rank - now.rank;
    const steps = places ? [" ", element("span", { class: `steps ${way(places)}` }, element("span", { "aria-hidden": "true" }, places > 0 ? "▲" : "▼"), rankText(Math.abs(places)))] : [];
    const list = [
      fact(named(model.byId[index].short), number(value, decimalsOf(index)), number(before, decimalsOf(index)), ...moved),
      fact(fill(words.rank, { n: number(now.of, 0) }), rankText(now.rank), rankText(was.rank), ...steps),
    ];
    if (model.levels.length) {
      const level = now.level === null ? "–" : element("span", { class: `level shade-${shade(now.level)}` }, levelName(now.level));
      list.push(fact(words.level, level, levelName(was.level)));
    }
    return list;
  };

  const suppose = (set) => globalThis.whatIfModel.suppose(model, edition, { member: words.code, ...set });
  const isAssessed = () => own()?.assessed === true;
  let outcome;
  const draw = () => {
    outcome = suppose({ values, weights: Object.assign({}, ...Object.values(weights)) });
    one(".facts", tool).replaceChildren(...facts(outcome, suppose({})));
    const lines = formulas(model.byId[model.index], outcome);
    one(".what-if-formula > div", tool).replaceChildren(...(outcome.results[model.index] === null ? [element("p", {}, words.none)] : lines));
  };
  const said = () => {
    const { index } = model;
    if (!isAssessed()) return `${fill(words.unassessed, { year: edition.year })}${words.stop}`.trim();
    if (outcome.results[index] === null) return words.none;
    const result = fill(words.said, {
      index: named(model.byId[index].short), value: number(outcome.results[index], decimalsOf(index)),
      rank: rankText(outcome.rank), n: number(outcome.of, 0),
    });
    return model.levels.length ? `${result} ${words.level}${words.colon}${levelName(outcome.level)}${words.stop}`.trim() : result;
  };

  // Drawn once a frame; said, and put into the address, once the reader pauses
  let [frame, pause] = [];
  const soon = () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const wrong = one("[aria-invalid=true] ~ small", tool);
      one("[role=status]", tool).textContent = wrong ? wrong.textContent : said();
      tell();
    }, 700);
  };
  const changed = (own) => {
    for (const show of controls) if (show !== own) show();
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      draw();
    });
    soon();
  };

  const build = () => {
    const body = [...tool.querySelectorAll(".what-if-reset, .what-if-side, .what-if-controls")];
    for (const part of body) part.hidden = !isAssessed();
    one(".what-if-unassessed", tool)?.remove();
    for (const old of tool.querySelectorAll(".what-if-row, .what-if-weights")) old.remove();
    controls = [];
    if (!isAssessed()) {
      one(".what-if-head", tool).after(element("p", { class: "what-if-unassessed" }, said()));
      return;
    }
    one(".what-if-values", tool).append(...leaves().map(valueRow));
    one(".what-if-values", tool).after(...wholes().map(weightRows));
    for (const show of controls) show();
    draw();
  };

  // Loading
  const json = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  };
  const script = () => new Promise((done, failed) => {
    if (globalThis.whatIfModel) return done();
    const loading = element("script", { src: words.load });
    loading.addEventListener("load", done);
    loading.addEventListener("error", failed);
    document.head.append(loading);
  });
  const editions = new Map();
  const editionOf = async (year) => {
    if (!editions.has(year)) editions.set(year, globalThis.whatIfModel.edition(model, await json(`${words.editions}${year}.json`)));
    return editions.get(year);
  };
  const failure = one(".what-if-failed");
  const loaded = async (work) => {
    failure.textContent = "";
    place.setAttribute("aria-busy", "true");
    try {
      await work();
      return true;
    } catch {
      failure.textContent = one(".what-if-failure").content.textContent;
      return false;
    } finally {
      place.removeAttribute("aria-busy");
    }
  };

  const choose = async (year) => {
    edition = await editionOf(year);
    [values, weights] = [{}, {}];
  };
  const begin = async () => {
    const [described] = await Promise.all([json(words.model), script()]);
    model = globalThis.whatIfModel.model(described);
    const wanted = asked();
    await choose(model.byYear[wanted.year] ? wanted.year : model.editions.at(-1).year);
    const made = one("template").content.cloneNode(true).firstElementChild;
    const select = one("select", made);
    for (const { year } of [...model.editions].reverse()) select.append(element("option", { value: year }, year));
    select.value = edition.year;
    select.addEventListener("change", async () => {
      const wanted = Number(select.value);
      const isThere = await loaded(() => choose(wanted));
      if (!isThere) { select.value = edition.year; return; }
      // A slower answer to an earlier wish.
      if (Number(select.value) !== edition.year) return;
      build();
      soon();
    });
    one(".what-if-reset", made).addEventListener("click", () => {
      [values, weights] = [{}, {}];
      if (isAssessed()) draw();
      for (const show of controls) show();
      soon();
    });
    tool = made;
    if (isAssessed()) take(wanted);
    build();
    place.append(tool);
  };

  const button = one(".what-if-open");
  const open = async () => {
    if (button.getAttribute("aria-expanded") === "true" || place.hasAttribute("aria-busy")) return;
    if (!tool && !await loaded(begin)) return;
    tool.hidden = false;
    button.setAttribute("aria-expanded", "true");
    tell();
  };
  const close = () => {
    tool.hidden = true;
    button.setAttribute("aria-expanded", "false");
    tell();
  };
  button.addEventListener("click", () => button.getAttribute("aria-expanded") === "true" ? close() : open());
  // Pages that are opened as files cannot load any.
  button.hidden = location.protocol === "file:";
  if (new URLSearchParams(location.search).get("if") && !button.hidden) open();
}
