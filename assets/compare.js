// Members and areas of a reader's choice beside each other, from the data that the build writes. The address
// keeps what is chosen. Drawings and finding have files of their own.
{
  const root = document.getElementById("compare");
  const data = root.dataset;
  const locale = document.documentElement.lang;
  const at = (id) => document.getElementById(`compare-${id}`);
  const most = 6;
  const none = "–";
  const known = (value) => value !== null && value !== undefined;
  const sum = (values) => values.reduce((total, value) => total + value, 0);

  // Words and numbers

  const fill = (key, fillings = {}) => data[key].replace(/\{(\w+)\}/g, (_, name) => fillings[name] ?? "");
  const list = (names) => names.join(data.separator);
  const own = (texts) => texts?.[locale] ?? Object.values(texts ?? {})[0] ?? "";
  const formats = new Map();
  const format = (decimals, signDisplay, locales = locale, useGrouping = true) => {
    const key = [decimals, signDisplay, locales].join();
    if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(locales, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay, useGrouping }));
    return formats.get(key);
  };
  const number = (value, decimals, signed = false) => (known(value) ? format(decimals, signed ? "exceptZero" : "negative").format(value).replace("-", "−") : none);
  // Ranks are halves where equals share their mean.
  const rankText = (rank) => number(rank, Number.isInteger(rank) ? 0 : 1);
  const rounded = (value, decimals) => Number(format(decimals, "negative", "en", false).format(value));
  const { axis, step, swatch, overTime, profile, bars, readable, paint, escaped } = compareDrawing({ number, colon: data.colon });

  // Data

  const files = new Map();
  const json = (url) => {
    if (!files.has(url)) {
      const loading = fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`${url}: ${answer.status}`))));
      // What failed is asked for again the next time.
      loading.catch(() => files.delete(url));
      files.set(url, loading);
    }
    return files.get(url);
  };
  const rowsOf = ({ columns, rows }) => rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
  const editionRows = (year) => json(`${data.editions}${year}.json`).then(rowsOf);

  let model, years, ids;
  const components = new Map();
  const component = (id) => components.get(id);
  const nameOf = (id) => own(component(id).name);
  const shortOf = (id) => own(component(id).short) || nameOf(id);
  const edition = (year) => model.editions.find((one) => one.year === year);
  const decimalsOf = (year, id) => edition(year).decimals[id];

  // All that can be compared, by what the address calls it: codes, ids of areas, and `all` for the whole.
  const subjects = new Map();
  const learn = (answer) => {
    model = answer;
    years = model.editions.map(({ year }) => year);
    for (const one of model.components) components.set(one.id, one);
    ids = [...components.keys()];
    const put = (id, names, subject) => { if (!subjects.has(id)) subjects.set(id, { id, names: Object.values(names), name: own(names), label: own(names), ...subject }); };
    for (const { code, slug, name } of model.members) put(code, name, { slug, kind: code });
    for (const { id, name, kind } of model.areas) put(id, name, { area: id, kind: data[kind] ?? "", label: fill("mean", { name: own(name) }) });
    put("all", model.whole, { area: null, kind: "", label: data.world });
  };

  // A value counts where it has a rank: not where a member was not assessed, nor where it is set aside.
  const setAside = (row, id) => (row.set_aside ?? "").split(";").includes(id);
  const resultOf = (row, id) => {
    if (!known(row[`${id}_rank`])) return null;
    const computed = row[`${id}_computed`] ?? null;
    return component(id).parts.length && model.results === "computed" ? computed : row[id] ?? computed;
  };
  const meanOf = (rows, id) => {
    const counted = (row) => {
      if (model["means-over"] !== "all") return resultOf(row, id);
      return setAside(row, id) ? 0 : resultOf(row, id) ?? row[id] ?? 0;
    };
    const values = rows.map(counted).filter(known);
    return values.length ? sum(values) / values.length : null;
  };
  const byComponent = (of) => Object.fromEntries(ids.map((id) => [id, of(id)]));
  // Puts into a subject what it has in each edition: by year, by component.
  const load = async (subject) => {
    if (subject.cells) return;
    if (subject.slug) {
      const rows = rowsOf(await json(`${data.members}${subject.slug}.json`));
      const cell = (row) => (id) => ({ value: resultOf(row, id), rank: row[`${id}_rank`], level: row[`${id}_level`], aside: setAside(row, id) ? row[id] : null });
      subject.rows = new Map(rows.map((row) => [row.edition, row]));
      subject.cells = new Map(rows.map((row) => [row.edition, byComponent(cell(row))]));
      return;
    }
    const within = new Set(model.members.filter(({ areas }) => subject.area === null || areas.includes(subject.area)).map(({ code }) => code));
    subject.cells = new Map(await Promise.all(years.map(async (year) => {
      const rows = (await editionRows(year)).filter(({ member }) => within.has(member));
      return [year, byComponent((id) => ({ value: meanOf(rows, id), rank: null, aside: null }))];
    })));
  };
  const cellOf = (subject, year, id) => subject.cells.get(year)?.[id] ?? { value: null, rank: null, aside: null };
  const valueOf = (subject, year, id) => cellOf(subject, year, id).value;

  // Contributions, as src/index computes them

  const ofEdition = ["min-max", "z-score-min-max", "percent-rank"];
  const needsAll = ({ parts }) => parts.some((id) => !component(id).parts.length && ofEdition.includes(component(id).normalise));
  // Standard deviations are stretched to 0 and 1 as well, and so give what the values themselves give.
  const stretched = (value, values) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return high > low ? (value - low) / (high - low) : 0.5;
  };
  const percentRank = (value, values) => {
    const [below, equal] = [values.filter((other) => other < value).length, values.filter((other) => other === value).length - 1];
    return values.length > 1 ? (below + equal / 2) / (values.length - 1) : 0.5;
  };
  const betweenPosts = (value, { min, max, scale, beyond }) => {
    const capped = beyond === "cap" ? Math.min(Math.max(value, min), max) : value;
    if (scale !== "log") return (capped - min) / (max - min);
    return capped > 0 ? (Math.log(capped) - Math.log(min)) / (Math.log(max) - Math.log(min)) : 0;
  };
  // Scores are made over all members that were assessed in something.
  const valuesOf = (rows, id) => rows.filter((row) => row.assessed || Object.keys(row).some((key) => /_(rank|computed)$/.test(key) && known(row[key])))
    .map((row) => row[id]).filter(known);
  const scoreOf = (row, id, all) => {
    const { parts, normalise, direction, range } = component(id);
    // What is made of others has been normalised already.
    const value = row[parts.length ? `${id}_computed` : id];
    if (parts.length || !known(value)) return value ?? null;
    let score = value;
    if (normalise.goalposts) score = betweenPosts(value, normalise.goalposts);
    else if (normalise === "percent-rank") score = percentRank(value, valuesOf(all, id));
    else if (normalise !== "none") score = stretched(value, valuesOf(all, id));
    const [low, high] = (normalise === "none" && range) || [0, 1];
    return direction === "higher-is-better" ? score : low + high - score;
  };
  // The parts as they count under the rule for missing values; `null` if the whole has no value.
  const effective = (row, { parts, missing }, year, all) => {
    const all1 = parts.map((id) => ({ score: scoreOf(row, id, all) ?? missing.score ?? null, weight: edition(year).weights[id] }));
    const counted = all1.filter(({ score }) => score !== null);
    if (counted.length < (missing === "none" ? parts.length : missing["rescale-from"] ?? 0)) return null;
    const total = sum(counted.map(({ weight }) => weight));
    return total > 0 ? all1.map(({ score, weight }) => ({ score, weight: score === null ? 0 : weight / total })) : null;
  };
  const aggregate = (parts, how) => {
    const counted = parts.filter(({ score, weight }) => score !== null && weight > 0);
    if (how === "arithmetic") return sum(counted.map(({ score, weight }) => weight * score));
    if (counted.some(({ score }) => score <= 0)) return 0;
    return how === "geometric" ? Math.exp(sum(counted.map(({ score, weight }) => weight * Math.log(score)))) : 1 / sum(counted.map(({ score, weight }) => weight / score));
  };
  // Exact: the terms sum to the change. Geometric means in logarithms (LMDI), harmonic ones in reciprocals.
  const contributions = (before, after, how) => {
    const [first, last] = [aggregate(before, how), aggregate(after, how)];
    const [bent, scale] = {
      arithmetic: [(x) => x, 1],
      geometric: [Math.log, Math.abs(first - last) < 1e-12 ? first : (last - first) / (Math.log(last) - Math.log(first))],
      harmonic: [(x) => 1 / x, -first * last],
    }[how];
    let weights = 0;
    const parts = [];
    for (const [i, b] of before.entries()) {
      const a = after[i];
      const both = [b.score, a.score];
      if (both.every((x) => x === null)) parts.push(0);
      else if (both.some((x) => x === null || (how !== "arithmetic" && x <= 0))) return null;
      else {
        const [x0, x1] = both.map(bent);
        parts.push(scale * (b.weight + a.weight) / 2 * (x1 - x0));
        weights += scale * (x0 + x1) / 2 * (a.weight - b.weight);
      }
    }
    return { parts, weights, total: sum(parts) + weights };
  };
  const contributionsOf = (subject, whole, all) => {
    const both = [state.from, state.to];
    const rows = both.map((year) => subject.rows.get(year));
    if (rows.some((row) => !row?.assessed || whole.parts.some((id) => setAside(row, id)))) return null;
    const [before, after] = rows.map((row, i) => effective(row, whole, both[i], all[i]));
    const [from, to] = both.map((year) => valueOf(subject, year, whole.id));
    const found = before && after && from !== null && to !== null && contributions(before, after, whole.aggregation);
    // What rounding leaves over, as the tables of members give it.
    const decimals = decimalsBetween(whole.id);
    return found && { ...found, change: to - from, rest: rounded(to - from, decimals) - rounded(found.total, decimals) };
  };

  // The address

  const state = { m: [], c: "", from: 0, to: 0 };
  const chosen = () => state.m.map((id) => subjects.get(id));
  const decimalsBetween = (id) => Math.min(decimalsOf(state.from, id), decimalsOf(state.to, id));
  // Gives what of it cannot be followed, in words.
  const readAddress = () => {
    const asked = new URLSearchParams(location.search);
    const unknown = [];
    const one = (text, values, other) => {
      const value = values.find((own) => String(own).toLowerCase() === text?.trim().toLowerCase());
      if (text?.trim() && value === undefined) unknown.push(text.trim().slice(0, 40));
      return value ?? other;
    };
    const found = (asked.get("m") ?? "").split(",").map((text) => (subjects.has(text) ? text : one(text, [...subjects.keys()])));
    const different = [...new Set(found.filter(known))];
    state.m = different.slice(0, most);
    state.c = one(asked.get("c"), ids, model.index);
    state.from = one(asked.get("from"), years, years[0]);
    state.to = one(asked.get("to"), years, years.at(-1));
    const problems = [];
    if (unknown.length) problems.push(fill("unknown", { names: list(unknown) }));
    if (different.length > most) problems.push(fill("dropped", { most, names: list(different.slice(most).map((id) => subjects.get(id).name)) }));
    if (order()) problems.push(data.reversed);
    return problems;
  };
  const order = () => {
    const reversed = state.from > state.to;
    if (reversed) [state.from, state.to] = [state.to, state.from];
    return reversed;
  };
  const writeAddress = () => {
    const query = `?m=${state.m.map(encodeURIComponent).join(",")}&c=${encodeURIComponent(state.c)}&from=${state.from}&to=${state.to}`;
    // Browsers refuse too many changes in a short time.
    try { history.replaceState(history.state, "", `${location.pathname}${query}${location.hash}`); } catch {}
    for (const link of document.querySelectorAll("a.language")) link.search = query;
  };

  // Tables, on the page and as CSV. A cell is a text, or a value with the words for it.

  const cell = (value, words) => ({ value: known(value) ? Number(value.toPrecision(10)) : "", words });
  const written = (one) => escaped(one.words ?? one);
  const rowText = ([name, ...cells]) => `<tr><th scope="row">${escaped(name)}</th>${cells.map((one) => `<td class="num">${written(one)}</td>`).join("")}</tr>`;
  const tableText = ({ heads, rows, grouped }) => {
    const head = heads.slice(grouped ? 1 : 0).map((name, i) => `<th scope="col"${i ? ' class="num"' : ""}>${escaped(name)}</th>`).join("");
    const groups = new Map();
    for (const row of rows) groups.set(grouped ? row[0] : "", [...(groups.get(grouped ? row[0] : "") ?? []), grouped ? row.slice(1) : row]);
    const title = (group) => (grouped ? `<tr class="group"><th scope="rowgroup" colspan="${heads.length - 1}">${escaped(group)}</th></tr>` : "");
    const bodies = [...groups].map(([group, own]) => `<tbody>${title(group)}${own.map(rowText).join("")}</tbody>`);
    return `<table class="plain${grouped ? " compare-all" : ""}"><thead><tr>${head}</tr></thead>${bodies.join("")}</table>`;
  };
  const csv = ({ heads, rows }) => {
    // Names that a spreadsheet would run as formulas begin with an apostrophe, as in the files of the build.
    const safe = (text) => (/^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text);
    const field = (one) => {
      const text = typeof one.value === "number" ? String(one.value) : safe(one.value ?? one);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    return [heads, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
  };
  const fillTable = (place, name, { title, table }) => {
    const frame = place.querySelector(".table-scroll");
    frame.innerHTML = tableText(table);
    frame.setAttribute("aria-label", title);
    const link = place.querySelector("a[download]");
    link.href = `data:text/csv;charset=utf-8,${encodeURIComponent(csv(table))}`;
    link.download = `${["compare", name, ...state.m].join("-")}.csv`;
    link.setAttribute("aria-label", fill("download", { title }));
  };
  const frameText = `<div class="table-scroll" role="region" tabindex="0"></div><p class="chart-links"><a download>CSV</a></p>`;

  // What the figures show: { title, about, draw, breaks, notes, table }; without `draw` the notes alone

  const labels = (those) => list(those.map(({ label }) => label));
  const fillNames = (key, names) => (names.length ? [fill(key, { names: list(names) })] : []);
  const isMember = ({ slug }) => slug !== undefined;
  const means = () => chosen().filter((subject) => !isMember(subject)).map(({ label }) => label);
  const breaksOf = (id) => model.breaks.filter(({ edition, components }) => components.includes(id) && years.includes(edition))
    .map(({ edition, note }) => ({ year: edition, label: fill("break", { components: shortOf(id), year: edition }), note: own(note) }));
  const absent = (those, when) => fillNames("notAssessed", those.filter(isMember).flatMap(({ rows, label }) => {
    const missing = when.filter((year) => !rows.get(year)?.assessed);
    return missing.length ? [fill("nameYear", { name: label, year: list(missing) })] : [];
  }));
  const aside = (those, when) => fillNames("aside", those.flatMap((subject) => when.flatMap((year) => ids.filter((id) => known(cellOf(subject, year, id).aside))
    .map((id) => fill("nameYear", { name: `${subject.label}${data.colon}${nameOf(id)} ${number(cellOf(subject, year, id).aside, decimalsOf(year, id))}`, year })))));

  const timed = (subjects, of, write, scale, more) => {
    const breaks = breaksOf(state.c);
    const broken = new Map();
    breaks.forEach(({ year }, i) => broken.set(year, [...(broken.get(year) ?? []), i + 1]));
    const values = subjects.flatMap((subject) => years.map((year) => of(subject, year))).filter(known);
    const plan = { subjects, years, chosen: [state.from, state.to], of, write, broken, scale: values.length && scale(values) };
    return {
      ...more, breaks, draw: values.length && ((width) => overTime(width, plan)),
      table: {
        heads: [data.edition, ...subjects.map(({ label }) => label)],
        rows: years.map((year) => [String(year), ...subjects.map((subject) => cell(of(subject, year), write(of(subject, year), year)))]),
      },
    };
  };
  const series = () => {
    const those = chosen();
    const { range, unit } = component(state.c);
    const scale = (values) => axis(...(range ?? [Math.min(0, ...values), Math.max(0, ...values)]));
    return timed(those, (subject, year) => valueOf(subject, year, state.c), (value, year) => number(value, decimalsOf(year, state.c)), scale, {
      title: fill("series", { component: nameOf(state.c) + (unit ? fill("unit", { unit: own(unit) }) : "") }), about: fill("seriesAbout", { names: labels(those) }), notes: absent(those, years),
    });
  };
  const ranks = () => {
    const those = chosen().filter(isMember);
    const scale = (values) => {
      const size = step(Math.max(...values, 5), 5);
      const count = Math.ceil(Math.max(...values) / size);
      return { low: 1, high: Math.max(2, count * size), ticks: [...new Set([1, ...Array.from({ length: count }, (_, i) => (i + 1) * size)])], decimals: 0, down: true };
    };
    return timed(those, (subject, year) => cellOf(subject, year, state.c).rank, rankText, scale, {
      title: fill("ranks", { component: nameOf(state.c) }), about: fill("ranksAbout", { names: labels(those) }), notes: fillNames("ranksAreas", means()),
    });
  };
  const acrossComponents = () => {
    const those = chosen();
    const index = component(model.index);
    const like = (id) => !component(id).unit && String(component(id).range) === String(index.range);
    const rows = ids.filter(like).map((id) => ({
      name: nameOf(id), strong: id === index.id,
      values: those.map((subject) => ({ subject, value: valueOf(subject, state.to, id), words: number(valueOf(subject, state.to, id), decimalsOf(state.to, id)) })),
    }));
    const values = rows.flatMap(({ values }) => values.map(({ value }) => value)).filter(known);
    const scale = axis(...(index.range ?? [Math.min(0, ...values), Math.max(0, ...values)]));
    return {
      title: fill("profile", { year: state.to }), about: fill("profileAbout", { names: labels(those) }),
      draw: values.length && ((width) => profile(width, { subjects: those, rows, scale })),
      notes: fillNames("profileUnits", ids.filter((id) => !like(id)).map(nameOf)),
      table: { heads: [data.components, ...those.map(({ label }) => label)], rows: rows.map(({ name, values }) => [name, ...values.map(({ value, words }) => cell(value, words))]) },
    };
  };
  // What has no parts has no contributions; then the index is taken apart.
  const whole = () => component(component(state.c).parts.length ? state.c : model.index);
  const behind = (all) => {
    const { id, parts } = whole();
    const decimals = decimalsBetween(id);
    const found = chosen().filter(isMember).map((subject) => ({ subject, of: contributionsOf(subject, whole(), all) }));
    const those = found.filter(({ of }) => of);
    const matters = (key) => those.some(({ of }) => rounded(of[key], decimals) !== 0);
    const term = (name, value) => ({ name, value, ink: value < 0 ? 18 : 17 });
    const effects = ["weights", "rest"].filter(matters);
    const panels = those.map(({ subject, of }) => ({
      subject,
      terms: [...parts.map((part, i) => term(nameOf(part), of.parts[i])), ...effects.map((key) => term(data[key], of[key])), { name: data.change, value: of.change, ink: 5, strong: true }],
    }));
    return {
      title: fill("contributions", { component: shortOf(id), from: state.from, to: state.to }), about: fill("contributionsAbout", { names: labels(those.map(({ subject }) => subject)) }),
      draw: panels.length && ((width) => bars(width, { panels, decimals })),
      breaks: [id, ...parts].flatMap(breaksOf).filter(({ year }) => year > state.from && year <= state.to).sort((a, b) => a.year - b.year),
      notes: [...fillNames("contributionsAreas", means()), ...fillNames("contributionsMissing", found.filter(({ of }) => !of).map(({ subject }) => subject.label))],
      table: {
        heads: [data.components, ...panels.map(({ subject }) => subject.label)],
        rows: (panels[0]?.terms ?? []).map(({ name }, i) => [name, ...panels.map(({ terms }) => cell(terms[i].value, number(terms[i].value, decimals, true)))]),
      },
    };
  };
  const everything = () => {
    const those = chosen();
    const both = [...new Set([state.from, state.to])];
    const rows = [];
    for (const id of ids) {
      const line = (words, of) => rows.push([nameOf(id), words, ...those.map(of)]);
      for (const year of both) line(fill("valueIn", { year }), (subject) => cell(valueOf(subject, year, id), number(valueOf(subject, year, id), decimalsOf(year, id))));
      if (both.length > 1) line(data.change, (subject) => {
        const [from, to] = both.map((year) => valueOf(subject, year, id));
        const change = known(from) && known(to) ? to - from : null;
        return cell(change, number(change, decimalsBetween(id), true));
      });
      for (const year of both) line(fill("rankIn", { year }), (subject) => cell(cellOf(subject, year, id).rank, rankText(cellOf(subject, year, id).rank)));
      const level = (subject) => own(model.levels.find((one) => one.id === cellOf(subject, state.to, id).level)?.name);
      if (id === model.index && those.some(level)) line(fill("levelIn", { level: data.level, year: state.to }), (subject) => ({ value: level(subject), words: level(subject) || none }));
    }
    return { title: fill("table", { from: state.from, to: state.to }), notes: [...absent(those, both), ...aside(those, both)], table: { heads: [data.components, data.measure, ...those.map(({ label }) => label)], rows, grouped: true } };
  };

  // The page: its figures and its table, made once; what is in them, for each choice and each width

  const figures = [];
  const makeFigure = (grid, live, [name, plan]) => {
    const element = Object.assign(document.createElement("figure"), { className: "chart", id: `compare-${name}` });
    element.innerHTML = `<figcaption><h3 id="compare-${name}-title"></h3></figcaption><div class="ch-box" role="application" tabindex="0" aria-labelledby="compare-${name}-title"></div>
      <ol class="chart-breaks"></ol><p class="note"></p><details class="chart-data"><summary>${escaped(data.numbers)}</summary>${frameText}</details>`;
    grid.append(element);
    const part = (selector) => element.querySelector(selector);
    const box = part(".ch-box");
    box.setAttribute("aria-roledescription", data.role);
    part("ol").setAttribute("aria-label", data.breaks);
    figures.push({ name, plan, element, box, part, read: readable(box, live) });
  };
  const redraw = ({ box, shown, read }) => { if (shown?.draw) paint(box, shown, read); };
  const show = (figure, shown) => {
    const { name, element, box, part } = figure;
    Object.assign(figure, { shown });
    element.hidden = !shown.draw && !shown.notes.length;
    // A range of years keeps its line.
    part("h3").innerHTML = escaped(shown.title).replace(/\d{4}–\d{4}年?/, '<span class="nb">$&</span>');
    box.hidden = part("details").hidden = !shown.draw;
    const breaks = shown.draw ? shown.breaks ?? [] : [];
    part("ol").innerHTML = breaks.map(({ label, note }) => `<li><b>${escaped(label + data.colon)}</b>${escaped(note)}</li>`).join("");
    part("ol").hidden = !breaks.length;
    part(".note").textContent = shown.notes.join(" ");
    part(".note").hidden = !shown.notes.length;
    if (!shown.draw) return;
    fillTable(element, name, shown);
    redraw(figure);
  };
  // A table that fits needs no frame that cuts, and its head stays in sight.
  const fitTable = () => {
    const frame = at("all").querySelector(".table-scroll");
    frame.classList.remove("fits");
    frame.classList.toggle("fits", frame.scrollWidth <= frame.clientWidth);
  };
  const showTable = () => {
    const table = everything();
    at("table").textContent = table.title;
    at("notes").textContent = table.notes.join(" ");
    fillTable(at("all"), "table", table);
    fitTable();
  };
  const build = () => {
    const live = Object.assign(document.createElement("div"), { className: "unseen" });
    live.setAttribute("aria-live", "polite");
    const grid = Object.assign(document.createElement("div"), { className: "compare-figures" });
    at("results").append(grid, live);
    at("results").insertAdjacentHTML("beforeend", `<div id="compare-all"><h2 id="compare-table"></h2>${frameText}<p class="note" id="compare-notes"></p></div>`);
    for (const one of Object.entries({ series, ranks, profile: acrossComponents, contributions: behind })) makeFigure(grid, live, one);
    let width;
    new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width === width || !contentRect.width) return;
      width = contentRect.width;
      figures.forEach(redraw);
      fitTable();
    }).observe(grid);
  };

  const say = (lines, warns = false) => {
    at("status").textContent = lines.join("\n");
    at("status").classList.toggle("compare-warns", warns);
  };
  const failed = (error) => {
    console.warn(error);
    say([data.failed], true);
    if (at("static")) at("static").open = true;
  };
  const chips = () => {
    let place = 0;
    for (const subject of chosen()) subject.ink = subject.area === null ? 8 : (place += 1);
    at("chips").innerHTML = chosen().map(({ id, label, name, ink }) => `<li><svg class="ch" viewBox="0 0 26 14" aria-hidden="true">${swatch(ink, 0, 7)}</svg><span>${escaped(label)}</span><button type="button" data-id="${escaped(id)}" aria-label="${escaped(fill("remove", { name }))}">×</button></li>`).join("");
    at("chips").hidden = !state.m.length;
  };
  let turns = 0;
  const draw = async (lines, warns) => {
    const turn = (turns += 1);
    chips();
    for (const [id, key] of [["component", "c"], ["from", "from"], ["to", "to"]]) at(id).value = state[key];
    const missing = [[data.none], [fill("one", { name: chosen()[0]?.name })]][state.m.length] ?? [];
    say([...lines, ...missing], warns);
    if (!state.m.length) at("results").hidden = true;
    else try {
      const [all] = await Promise.all([needsAll(whole()) ? Promise.all([state.from, state.to].map(editionRows)) : [], ...chosen().map(load)]);
      // The reader may have gone on meanwhile.
      if (turn !== turns) return;
      at("results").hidden = false;
      for (const figure of figures) show(figure, figure.plan(all));
      showTable();
    } catch (error) {
      if (turn === turns) failed(error);
    }
    root.classList.remove("compare-waits");
  };
  const change = (lines = []) => {
    writeAddress();
    draw(lines);
  };
  const add = (id) => {
    const { name } = subjects.get(id);
    if (state.m.includes(id)) return say([fill("already", { name })], true);
    if (state.m.length >= most) return say([fill("full", { most, name })], true);
    state.m.push(id);
    change([fill("added", { name, n: state.m.length, most })]);
  };
  const remove = (id) => {
    const i = state.m.indexOf(id);
    state.m.splice(i, 1);
    change([fill("removed", { name: subjects.get(id).name, n: state.m.length, most })]);
    // Whoever removes by keyboard goes on from where the button was.
    (at("chips").querySelectorAll("button")[Math.min(i, state.m.length - 1)] ?? at("input")).focus();
  };
  const controls = () => {
    const depth = ({ parent }) => (parent ? 1 + depth(component(parent)) : 0);
    at("component").innerHTML = model.components.map((one) => `<option value="${escaped(one.id)}">${"\u2003".repeat(depth(one))}${escaped(own(one.name))}</option>`).join("");
    for (const id of ["from", "to"]) at(id).innerHTML = years.map((year) => `<option>${year}</option>`).join("");
    for (const id of ["component", "from", "to"]) at(id).addEventListener("change", ({ target: { value } }) => {
      if (id === "component") state.c = value;
      else state[id] = Number(value);
      order();
      change();
    });
    at("chips").addEventListener("click", ({ target }) => { if (target.dataset.id !== undefined) remove(target.dataset.id); });
    root.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    const start = () => {
      const script = Object.assign(document.createElement("script"), { src: data.finder });
      script.onload = () => compareFinding({ input: at("input"), box: at("options"), subjects: [...subjects.values()], chosen: () => state.m, locale, find: data.find, nothing: data.nothing, add, escaped });
      document.head.append(script);
    };
    if (document.activeElement === at("input")) start();
    else at("input").addEventListener("focus", start, { once: true });
  };

  if (at("static")) at("static").open = false;
  say([data.loading]);
  if (new URLSearchParams(location.search).get("m")) root.classList.add("compare-waits");
  // The page's other scripts come first: they would take up tables that are not filled yet.
  const others = new Promise((run) => document.addEventListener("DOMContentLoaded", run, { once: true }));
  Promise.all([json(data.model), others]).then(([answer]) => {
    learn(answer);
    build();
    controls();
    const problems = readAddress();
    // What is wrong stays in the address until the reader chooses something else.
    if (state.m.length && !problems.length) writeAddress();
    return draw(problems, problems.length > 0);
  }).catch((error) => {
    failed(error);
    root.classList.remove("compare-waits");
  });
}
