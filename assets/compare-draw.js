// Drawings of comparisons, as SVG in pixels of the page with the classes of chart.css, and how the pointer and
// the keyboard read them out, as chart.js does. It knows neither data nor page.
//
// A drawing is { drawn, height, lanes, across }: its lanes are what is read out at once (an edition, a
// component, a member) with the marks in it; they stand across the drawing, or below each other.
globalThis.compareDrawing = ({ number, colon }) => {
  const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  const near = (place) => Math.round(place * 10) / 10;
  const text = (x, y, name, words) => `<text x="${near(x)}" y="${near(y)}" class="t ${name}">${escaped(words)}</text>`;
  const line = (name, d) => `<path class="${name}" d="${d.replace(/\d+\.\d+/g, near)}"/>`;
  const circle = (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

  // A place in the choice has an ink, a dash and a shape; the whole, with ink 8, has its own.
  const shapes = {
    1: circle,
    2: (x, y, r) => `M${x - 0.88 * r} ${y - 0.88 * r}h${1.76 * r}v${1.76 * r}h${-1.76 * r}z`,
    3: (x, y, r) => `M${x} ${y - 1.25 * r}l${1.25 * r} ${1.25 * r}l${-1.25 * r} ${1.25 * r}l${-1.25 * r} ${-1.25 * r}z`,
    4: (x, y, r) => `M${x} ${y - 1.2 * r}l${1.15 * r} ${2 * r}h${-2.3 * r}z`,
    5: (x, y, r) => `M${x} ${y + 1.2 * r}l${1.15 * r} ${-2 * r}h${-2.3 * r}z`,
    6: (x, y, r) => [[-0.45, -1.3], [0.45, -1.3], [0.45, -0.45], [1.3, -0.45], [1.3, 0.45], [0.45, 0.45], [0.45, 1.3], [-0.45, 1.3], [-0.45, 0.45], [-1.3, 0.45], [-1.3, -0.45], [-0.45, -0.45]]
      .map(([dx, dy], i) => `${i ? "L" : "M"}${x + dx * r} ${y + dy * r}`).join("") + "z",
    8: (x, y, r) => `M${x - 1.2 * r} ${y - 0.5 * r}h${2.4 * r}v${r}h${-2.4 * r}z`,
  };
  const shape = (ink, x, y, r, more = "") => line(`f${ink}${more}`, shapes[ink](x, y, r));
  const swatch = (ink, x, y) => line(`l${ink}`, `M${x} ${y}h26`) + shape(ink, x + 13, y, 4);

  const pen = document.createElement("canvas").getContext("2d");
  const size = (width) => (width < 420 ? 12 : 13);
  const breadth = (words) => pen.measureText(words).width * 1.04;
  const widest = (all, least = 0) => Math.max(least, ...all.map(breadth));
  const fitted = (words, room) => {
    if (breadth(words) <= room) return words;
    let short = words;
    while (short.length > 1 && breadth(`${short}…`) > room) short = short.slice(0, -1);
    return `${short.trimEnd()}…`;
  };
  const step = (span, pieces) => {
    const rough = span / pieces;
    const power = 10 ** Math.floor(Math.log10(rough));
    return [1, 2, 5, 10].map((n) => n * power).find((size) => size >= rough * 0.999);
  };
  const axis = (low, high, pieces = 5) => {
    const size = step(high - low || 1, pieces);
    const [first, last] = [Math.floor(low / size + 1e-9), Math.ceil(high / size - 1e-9)];
    const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * size).toPrecision(12)));
    return { low: ticks[0], high: ticks.at(-1), ticks, decimals: Math.max(0, -Math.floor(Math.log10(size) + 1e-9)) };
  };
  // The key of a drawing: in as many rows as it takes.
  const key = (width, subjects) => {
    let [x, y, drawn] = [0, 8, ""];
    for (const { ink, label } of subjects) {
      const words = fitted(label, width - 36);
      const room = 34 + breadth(words);
      if (x && x + room > width) [x, y] = [0, y + 20];
      drawn += swatch(ink, x, y) + text(x + 33, y + 4.5, "", words);
      x += room + 16;
    }
    return { drawn, height: y + 16 };
  };
  // Labels at the ends of lines: apart from each other, as near to their points as can be.
  const spread = (labels, gap, low, high) => {
    labels.sort((a, b) => a.y - b.y);
    let edge = low;
    for (const label of labels) edge = (label.at = Math.max(label.y, edge)) + gap;
    edge = high;
    for (const label of [...labels].reverse()) edge = (label.at = Math.min(label.at, edge)) - gap;
  };

  // The years below an axis: those that the reader chose, the ends, and of the others the later ones that
  // have room.
  const yearLabels = (years, chosen, x, y) => {
    const half = (year) => breadth(String(year)) / 2 + 4;
    const kept = [];
    for (const year of [...chosen, years.at(-1), years[0], ...[...years].reverse()]) {
      if (kept.every((other) => Math.abs(x(other) - x(year)) >= half(other) + half(year))) kept.push(year);
    }
    return kept.map((year) => text(x(year), y, `c ${chosen.includes(year) ? "b" : "m"}`, year)).join("");
  };
  const breakMarks = (broken, x, top, bottom) => [...broken].map(([year, numbers]) => {
    const discs = numbers.map((n, i) => `<g class="d"><circle cx="${x(year)}" cy="${top - 8.5 - 17 * i}" r="7.5"/></g>${text(x(year), top - 4.2 - 17 * i, "c s m", n)}`);
    return line("k", `M${x(year)} ${top - 17 * (numbers.length - 1)}V${bottom}`) + discs.join("");
  }).join("");
  // One subject's line, interrupted where a value is missing and where a break makes it another measure.
  const curve = (subject, { years, of, write, broken }, x, y, lanes) => {
    let [path, marks, joined] = ["", "", false];
    years.forEach((year, i) => {
      const value = of(subject, year);
      if (broken.has(year) || value === null) joined = false;
      if (value === null) return;
      path += `${joined ? "L" : "M"}${x(year)} ${y(value)}`;
      joined = true;
      marks += shape(subject.ink, x(year), y(value), 3.5);
      lanes[i].marks.push({ x: x(year), y: y(value), r: 5.5, subject, line: subject.label + colon + write(value, year) });
    });
    return line(`l${subject.ink}`, path) + marks;
  };
  // Lines over the editions. `broken` has for a year the numbers of the notes that say what changed; a
  // scale that is `down` has its lowest value at the top.
  const overTime = (width, plan) => {
    const { subjects, years, chosen, of, scale, write, broken } = plan;
    const ends = subjects.map((subject) => {
      const year = years.findLast((year) => of(subject, year) !== null);
      return year && { subject, year, words: write(of(subject, year), year) };
    }).filter(Boolean);
    // Names stand at the lines where they leave room for them, else in a key above.
    const named = ends.map((end) => `${end.subject.label} ${end.words}`);
    const direct = widest(named) <= (width < 480 ? 0.3 : 0.36) * width;
    if (direct) ends.forEach((end, i) => { end.words = named[i]; });
    const legend = direct ? { drawn: "", height: 0 } : key(width, subjects);
    const left = widest(scale.ticks.map((tick) => number(tick, scale.decimals))) + 8;
    const right = width - widest(ends.map(({ words }) => words), 20) - 14;
    const top = legend.height + 8 + 17 * Math.max(0, ...[...broken.values()].map((numbers) => numbers.length));
    const bottom = top + Math.min(300, Math.max(200, width * 0.48));
    const x = (year) => left + (years.length > 1 ? (year - years[0]) / (years.at(-1) - years[0]) : 0.5) * (right - left);
    const part = (value) => (value - scale.low) / (scale.high - scale.low) * (bottom - top);
    const y = (value) => (scale.down ? top + part(value) : bottom - part(value));
    const lanes = years.map((year) => ({ head: String(year), at: x(year), top, bottom, marks: [] }));
    const grid = scale.ticks.map((tick) => line(y(tick) === bottom ? "a" : "g", `M${left} ${y(tick)}H${right}`) + text(left - 6, y(tick) + 4.5, "e m", number(tick, scale.decimals)));
    const lines = subjects.map((subject) => curve(subject, plan, x, y, lanes));
    for (const lane of lanes) lane.marks.sort((a, b) => a.y - b.y);
    for (const end of ends) Object.assign(end, { x: x(end.year), y: y(of(end.subject, end.year)) });
    spread(ends, 16, top, bottom);
    const labels = ends.map((end) => {
      const led = Math.abs(end.at - end.y) > 3 || end.x < right - 1;
      return (led ? line("j", `M${end.x + 5} ${end.y}L${right + 8} ${end.at}`) : "") + text(right + 10, end.at + 4.5, `y t${end.subject.ink}`, end.words);
    });
    const drawn = [legend.drawn, ...grid, yearLabels(years, chosen, x, bottom + 20), breakMarks(broken, x, top - 8, bottom), ...lines, ...labels].join("");
    return { drawn, height: bottom + 26, lanes: lanes.filter(({ marks }) => marks.length), across: true };
  };

  // A row for each component, on one scale; each subject has a track of its own in it, so that equal values
  // do not hide each other.
  const profile = (width, { subjects, rows, scale }) => {
    const legend = key(width, subjects);
    const band = 8 * (subjects.length - 1);
    const high = 40 + band;
    const top = legend.height + 6;
    const bottom = top + rows.length * high;
    const [left, right] = [10, width - 14];
    const x = (value) => left + (value - scale.low) / (scale.high - scale.low) * (right - left);
    const grid = scale.ticks.map((tick, i) => {
      const last = i === scale.ticks.length - 1;
      return line("g", `M${x(tick)} ${top}V${bottom}`) + text(x(tick) + (last ? 8 : i ? 0 : -8), bottom + 18, last ? "e m" : i ? "c m" : "m", number(tick, scale.decimals));
    });
    let drawn = legend.drawn + grid.join("") + line("a", `M${left} ${bottom}H${right}`);
    const lanes = rows.map(({ name, strong, values }, i) => {
      const y = top + i * high;
      drawn += (i ? line("g", `M${left} ${y}H${right}`) : "") + text(0, y + 16, strong ? "y b" : "y", fitted(name, width / 1.1));
      const marks = values.map(({ subject, value, words }, place) => value !== null && { x: x(value), y: y + 27 + 8 * place, r: 6, subject, line: subject.label + colon + words }).filter(Boolean);
      for (const mark of marks) drawn += shape(mark.subject.ink, mark.x, mark.y, 5, " x");
      return { head: name, marks: marks.sort((a, b) => a.x - b.x) };
    });
    return { drawn, height: bottom + 24, lanes: lanes.filter(({ marks }) => marks.length), across: false };
  };

  // A panel of bars for each subject, all on one scale.
  const bars = (width, { panels, decimals }) => {
    const columns = Math.max(1, Math.min(panels.length, Math.floor((width + 24) / 254)));
    const room = (width - 24 * (columns - 1)) / columns;
    const values = panels.flatMap(({ terms }) => terms.map(({ value }) => value));
    const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
    const margin = widest(values.map((value) => number(value, decimals, true))) * 1.08 + 6;
    const from = low < 0 ? margin : 1;
    const x = (value) => from + (high > low ? (value - low) / (high - low) : 0) * (room - (high > 0 ? margin : 1) - from);
    const tall = 40;
    const rows = Math.max(...panels.map(({ terms }) => terms.length));
    let drawn = "";
    const lanes = panels.map(({ subject, terms }, i) => {
      const left = (i % columns) * (room + 24);
      const top = Math.floor(i / columns) * (rows * tall + 50);
      drawn += text(left, top + 14, "b", fitted(subject.label, room / 1.1)) + line("g", `M${left} ${top + 22}h${room}`);
      drawn += line("a", `M${left + x(0)} ${top + 30}v${terms.length * tall - 4}`);
      const marks = terms.map(({ name, value, ink, strong }, n) => {
        const y = top + 30 + n * tall;
        const [start, end] = [left + x(Math.min(0, value)), left + x(Math.max(0, value))];
        const words = number(value, decimals, true);
        drawn += text(left, y + 12, strong ? "y b" : "y", fitted(name, room / (strong ? 1.1 : 1))) + line(`f${ink}`, `M${start} ${y + 18}H${end}v14H${start}z`);
        drawn += text(value < 0 ? start - 5 : end + 5, y + 29.5, `y${value < 0 ? " e" : ""}${strong ? " b" : ""}`, words);
        return { x: (start + end) / 2, y: y + 25, left: start - 3, right: end + 3, top: y + 15, bottom: y + 35, subject: name, line: name + colon + words };
      });
      return { head: subject.label, marks };
    });
    return { drawn, height: Math.ceil(panels.length / columns) * (rows * tall + 50) - 20, lanes, across: true };
  };

  // Reading out

  const boxOf = ({ x, y, r, left = x - r, right = x + r, top = y - r, bottom = y + r }) => ({ left, right, top, bottom });
  const overlap = (a, b) => Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
  const within = (value, least, most) => Math.max(least, Math.min(value, most));
  // Where a tip covers least, above all of its own mark: beside the mark, above it, below it, or at a corner.
  const placed = (mark, others, [w, h], room) => {
    const { left, right, top, bottom } = boxOf(mark);
    const [xs, ys] = [[right + 9, left - 9 - w, mark.x - w / 2], [mark.y - h / 2, top - 9 - h, bottom + 9]];
    let best, least = Infinity;
    for (const x of xs) for (const y of ys) {
      const [across, down] = [within(x, 0, Math.max(0, room.width - w)), within(y, -8, room.height - h + 20)];
      const tip = { left: across, right: across + w, top: down, bottom: down + h };
      const cost = others.reduce((sum, other) => sum + overlap(tip, other), 1e4 * overlap(tip, boxOf(mark)));
      if (cost < least) [best, least] = [tip, cost];
    }
    return best;
  };
  // The mark to which a key leads from one: along lanes it stays with the subject.
  const led = ({ lanes, across }, current, pressed) => {
    const [lane, mark] = current ?? [];
    const to = (n) => {
      const next = lanes[within(n, 0, lanes.length - 1)];
      return [next, next.marks.find(({ subject }) => subject === mark?.subject) ?? next.marks[0]];
    };
    if (pressed === "End") return to(lanes.length - 1);
    if (pressed === "Home" || !current) return to(0);
    const by = /Right|Down/.test(pressed) ? 1 : -1;
    if (/Right|Left/.test(pressed) === across) return to(lanes.indexOf(lane) + by);
    return [lane, lane.marks[within(lane.marks.indexOf(mark) + by, 0, lane.marks.length - 1)]];
  };
  // What stands at a point of a drawing: in a lane over time whatever is nearest, else only what is near.
  const nearest = ({ lanes }, x, y) => {
    const away = (mark) => {
      const { left, right, top, bottom } = boxOf(mark);
      return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
    };
    const timely = lanes[0].bottom && lanes.reduce((a, b) => (Math.abs(a.at - x) <= Math.abs(b.at - x) ? a : b));
    const all = (timely ? [timely] : lanes).flatMap((lane) => lane.marks.map((mark) => [lane, mark, away(mark)]));
    const found = all.reduce((a, b) => (a[2] <= b[2] ? a : b));
    const close = timely ? Math.abs(timely.at - x) < 60 && y > timely.top - 32 && y < timely.bottom + 32 : found[2] < 32;
    return close ? found : null;
  };
  // Makes a box readable; gives what is to be called with each new drawing in it. `live` says what the keys
  // lead to.
  const readable = (box, live) => {
    const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
    tip.setAttribute("aria-hidden", "true");
    box.append(tip);
    let drawing, words, current, frame;
    const hide = () => {
      cancelAnimationFrame(frame);
      tip.hidden = true;
      for (const ring of box.querySelectorAll("[class^=ring]")) ring.remove();
    };
    const covered = () => {
      words ??= [...drawing.svg.querySelectorAll("text")].map((one) => {
        const { x, y, width, height } = one.getBBox();
        return { left: x, top: y, right: x + width, bottom: y + height };
      });
      // Words count more than marks.
      return [...words, ...words, ...words, ...drawing.lanes.flatMap(({ marks }) => marks.map(boxOf))];
    };
    // What is pointed at is read first and strong, then all that stands with it.
    const tell = (lane, mark) => {
      hide();
      current = [lane, mark];
      const { left, right, top, bottom } = boxOf(mark);
      const ring = mark.r ? circle(mark.x, mark.y, mark.r) : `M${left} ${top}H${right}V${bottom}H${left}z`;
      const rings = line("ring ring-ground", ring) + line("ring", ring);
      drawing.svg.insertAdjacentHTML("beforeend", (lane.bottom ? line("ring-edition", `M${lane.at} ${lane.top}V${lane.bottom}`) : "") + rings);
      const strong = Object.assign(document.createElement("b"), { textContent: mark.line });
      tip.replaceChildren(lane.head, "\n", strong, ...lane.marks.filter((one) => one !== mark).map((one) => `\n${one.line}`));
      tip.style.left = tip.style.top = "0";
      tip.hidden = false;
      const place = placed(mark, covered(), [tip.offsetWidth, tip.offsetHeight], { width: box.clientWidth, height: box.clientHeight });
      tip.style.left = `${place.left}px`;
      tip.style.top = `${place.top}px`;
    };
    const point = ({ clientX, clientY }) => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (!drawing?.lanes.length) return;
        const { left, top } = drawing.svg.getBoundingClientRect();
        const found = nearest(drawing, clientX - left, clientY - top);
        if (found) tell(...found);
        else hide();
      });
    };
    // A finger asks by a tap: while it moves, it scrolls; lifted, its reader has only begun to read.
    const finger = ({ pointerType }) => pointerType === "touch";
    box.addEventListener("pointermove", (event) => { if (!finger(event)) point(event); });
    box.addEventListener("pointerup", point);
    box.addEventListener("pointerleave", (event) => { if (!finger(event)) hide(); });
    box.addEventListener("blur", hide);
    box.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !/^(Arrow|Home$|End$)/.test(event.key) || !drawing?.lanes.length) return;
      event.preventDefault();
      tell(...led(drawing, current, event.key));
      drawing.svg.querySelector(".ring").scrollIntoView({ block: "nearest", behavior: "instant" });
      live.textContent = tip.textContent;
    });
    document.addEventListener("pointerdown", ({ target }) => { if (!box.contains(target)) hide(); });
    document.addEventListener("keydown", ({ key }) => { if (key === "Escape") hide(); });
    return (now) => {
      hide();
      [drawing, words, current] = [now, null, null];
    };
  };
  // Puts a drawing into its box.
  const paint = (box, { title, about, draw }, read) => {
    const width = Math.floor(box.clientWidth);
    if (!width) return;
    pen.font = `${size(width)}px ${getComputedStyle(box).getPropertyValue("--ch-font")}`;
    const drawing = draw(width);
    box.querySelector("svg")?.remove();
    box.insertAdjacentHTML("afterbegin", `<svg class="ch" viewBox="0 0 ${width} ${Math.ceil(drawing.height)}" font-size="${size(width)}" role="img" aria-label="${escaped(title)}"><desc>${escaped(about)}</desc>${drawing.drawn}</svg>`);
    read({ ...drawing, svg: box.querySelector("svg") });
  };

  return { axis, step, swatch, overTime, profile, bars, readable, paint, escaped };
};
