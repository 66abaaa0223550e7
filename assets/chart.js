// Reads out the datum nearest to the pointer, and those that the arrow keys step through; of a
// chart over time all series of the nearest edition. What is far from the pointer is not read.
// Without it, every mark or edition keeps its title, and every chart its table.
{
  const boxes = [...document.querySelectorAll("figure.chart .ch-box")];
  const make = (name, className) => Object.assign(document.createElement(name), { className });
  const svgns = "http://www.w3.org/2000/svg";
  const live = make("div", "unseen");
  live.setAttribute("aria-live", "polite");
  if (boxes.length) document.body.append(live);

  const overlap = (a, b) => Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
  const away = (a, b) => Math.hypot(Math.max(a.left - b.right, 0, b.left - a.right), Math.max(a.top - b.bottom, 0, b.top - a.bottom));
  const within = (value, least, most) => Math.max(least, Math.min(value, most));
  const gap = 9;
  // How far from the pointer a mark may be, and how many lines a tip may have.
  const reach = 32;
  const longest = 14;

  // Where a tip covers least: above the mark, below, right or left of it, or of it and the
  // words printed at it. Words count more than marks, and the first free place is taken.
  const placed = (mark, { marks, words }, width, height, room) => {
    const close = { left: mark.left - gap, right: mark.right + gap, top: mark.top - gap, bottom: mark.bottom + gap };
    const own = words.filter((word) => {
      const [x, y] = [(word.left + word.right) / 2, (word.top + word.bottom) / 2];
      return overlap(word, close) && ((y > mark.top && y < mark.bottom) || (x > mark.left && x < mark.right));
    });
    const all = [mark, ...own];
    const least = (side) => Math.min(...all.map((box) => box[side]));
    const most = (side) => Math.max(...all.map((box) => box[side]));
    const whole = { left: least("left"), right: most("right"), top: least("top"), bottom: most("bottom") };
    const places = [];
    // Along a side the middle is tried first, and at last where the tip hardly touches.
    const slides = [0, 1, -1, 2, -2, 3, -3].map((step) => step / 6.5);
    for (const { left, right, top, bottom } of own.length ? [mark, whole] : [mark]) {
      const across = slides.map((slide) => mark.x - width / 2 + slide * (right - left + width));
      const down = slides.map((slide) => mark.y - height / 2 + slide * (bottom - top + height));
      for (const y of [top - gap - height, bottom + gap]) for (const x of across) places.push([x, y]);
      for (const x of [right + gap, left - gap - width]) for (const y of down) places.push([x, y]);
    }
    const ring = { left: mark.left - 3, right: mark.right + 3, top: mark.top - 3, bottom: mark.bottom + 3 };
    let best, lowest = Infinity;
    const attempt = (x, y, farther) => {
      const left = within(x, room.left, room.right - width);
      const top = within(y, room.top, room.bottom - height);
      const tip = { left, top, right: left + width, bottom: top + height };
      let cost = 1e4 * overlap(tip, ring) + (farther ? away(tip, mark) : 0);
      for (const word of words) if (overlap(tip, word) > 1) cost += 1e4 + 10 * overlap(tip, word);
      for (const other of marks) cost += overlap(tip, other);
      if (cost < lowest) [best, lowest] = [tip, cost];
      return cost;
    };
    if (places.some(([x, y]) => attempt(x, y, false) === 0) || lowest < 1e4) return best;
    // Between words that stand close: wherever the tip just clears one, not far from its mark.
    const reach = height + 2 * gap;
    const around = { left: mark.left - width - reach, right: mark.right + width + reach, top: mark.top - height - reach, bottom: mark.bottom + height + reach };
    const beside = words.filter((word) => overlap(word, around));
    const xs = [...new Set([...places.map(([x]) => x), ...beside.flatMap((word) => [word.right + 2, word.left - width - 2])])];
    const ys = [...new Set([...places.map(([, y]) => y), ...beside.flatMap((word) => [word.bottom + 1, word.top - height - 1])])];
    for (const x of xs) for (const y of ys) {
      if (away({ left: x, top: y, right: x + width, bottom: y + height }, mark) <= reach) attempt(x, y, true);
    }
    return best;
  };

  // What goes around a mark: a box around a bar or tile, a circle around a point, and the outline of
  // anything else.
  const ringed = (element, name) => {
    const { x, y, width, height } = element.getBBox();
    const draw = (shape, sides) => {
      const ring = document.createElementNS(svgns, shape);
      for (const [key, value] of Object.entries({ class: name, ...sides })) ring.setAttribute(key, value);
      return ring;
    };
    const d = element.getAttribute("d");
    if (d && /^M[-\d. ]+h[-\d.]+v[-\d.]+h[-\d.]+z$/.test(d)) return draw("rect", { x: x - 3, y: y - 3, width: width + 6, height: height + 6, rx: 3 });
    if (!d || Math.max(width, height) < 16) return draw("circle", { cx: x + width / 2, cy: y + height / 2, r: Math.max(width, height) / 2 + 3 });
    return draw("path", { d });
  };

  // The rows or columns that marks stand in, if they do, and how unevenly these are spread.
  const lanes = (marks, middle, start, end) => {
    const found = [];
    for (const mark of [...marks].sort((a, b) => a[middle] - b[middle])) {
      const last = found.at(-1);
      if (last && mark[middle] - last.at < 1) last.marks.push(mark);
      else if (last && mark[start] < last.end - 1) return null;
      else found.push({ at: mark[middle], end: mark[end], marks: [mark] });
      found.at(-1).end = Math.max(found.at(-1).end, mark[end]);
    }
    const gaps = found.slice(1).map((lane, i) => lane.at - found[i].at);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    return { marks: found.map((lane) => lane.marks), uneven: Math.max(0, ...gaps.map((gap) => Math.abs(gap / mean - 1))) };
  };

  // The order of reading. Marks in rows, such as bars or tiles, are read row by row; columns from left
  // to right, or series by series as they were drawn; a cloud of points from left to right in
  // each series.
  const ordered = (marks) => {
    const [rows, columns] = [lanes(marks, "y", "top", "bottom"), lanes(marks, "x", "left", "right")];
    const drawn = marks.every((mark, i) => !i || marks[i - 1].x <= mark.x);
    if (rows && (!columns || (!drawn && rows.uneven <= columns.uneven + 0.05))) return rows.marks.flatMap((row) => row.sort((a, b) => a.x - b.x));
    if (columns) return columns.marks.every((column) => column.length === 1) ? columns.marks.flat() : marks;
    if (new Set(marks.map((mark) => Math.round(2 * mark.x))).size < 0.6 * marks.length) return marks;
    const series = [...new Set(marks.map((mark) => mark.element.parentNode))];
    return [...marks].sort((a, b) => series.indexOf(a.element.parentNode) - series.indexOf(b.element.parentNode) || a.x - b.x);
  };

  // The nearest mark in a direction; what lies aside counts double.
  const towards = (marks, from, sign) => {
    let best, least = Infinity;
    for (const mark of marks) {
      const ahead = sign * (mark.y - from.y);
      const away = ahead + 2 * Math.abs(mark.x - from.x);
      if (ahead > 0.5 && away < least) [best, least] = [mark, away];
    }
    return best;
  };

  // The dots of each edition: the line that says a dot's value is the one at its place from the
  // end, because what is read first is drawn last.
  const parted = (drawing, locate) => {
    const shapes = drawing.svg.querySelectorAll("g > path[stroke-width], g[class^=f] > path");
    drawing.dots ??= [...shapes].flatMap(pieces);
    drawing.marks = drawing.dots.map((element) => locate({ element }));
    for (const edition of drawing.editions) {
      locate(edition);
      const inside = ({ x, y }) => x >= edition.left && x < edition.right && y > edition.top - 8 && y < edition.bottom + 8;
      edition.dots = drawing.marks.filter(inside).reverse();
      [edition.head, ...edition.lines] = edition.text.split("\n");
      edition.dots.forEach((dot, i) => Object.assign(dot, { edition, line: edition.lines[i], series: dot.element.series }));
    }
  };

  // Marks that share a path, each as an unseen element in its place: dots made of strokes without
  // length, or outlines.
  const pieces = (path) => {
    const piece = (name, sides) => {
      const element = document.createElementNS(svgns, name);
      for (const [key, value] of Object.entries({ fill: "none", stroke: "none", ...sides })) element.setAttribute(key, value);
      path.parentNode.append(element);
      return Object.assign(element, { series: path });
    };
    const d = path.getAttribute("d");
    const width = path.getAttribute("stroke-width");
    if (!width) return d.split(/(?=M)/).map((part) => piece("path", { d: part }));
    let [x, y] = [0, 0];
    return [...d.matchAll(/[Mm](-?\d*\.?\d+)\s*(-?\d*\.?\d+)z/g)].map(([, dx, dy]) => {
      [x, y] = [x + Number(dx), y + Number(dy)];
      return piece("circle", { cx: x, cy: y, r: width / 2 });
    });
  };

  // The dots of crowds, each with the words of its row of the table: the rows that have all their
  // values, and no mark with words of its own, stand in the order of the dots.
  const dispersed = (figure, { crowds, marks }) => {
    const { colon } = figure.dataset;
    const table = figure.querySelector(".chart-data table");
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    const said = ({ cells: [name, ...others] }) => {
      const values = others.filter((cell) => cell.classList.contains("num") && /\p{Nd}/u.test(cell.textContent));
      const known = others.filter((cell) => cell.classList.contains("num")).length === values.length;
      if (!known || marks.some(({ text }) => text.startsWith(name.textContent.trim() + colon))) return null;
      const all = values.map((cell) => (values.length > 1 ? `\n${heads[cell.cellIndex]}` : "") + colon + cell.textContent.trim());
      return name.textContent.trim() + all.join("");
    };
    const texts = [...table.tBodies[0].rows].map(said).filter(Boolean);
    const dots = crowds.flatMap(pieces);
    return dots.length === texts.length ? dots.map((element, i) => ({ element, text: texts[i] })) : [];
  };

  for (const box of boxes) {
    const figure = box.closest("figure");
    const heading = figure.querySelector("figcaption :is(h1, h3)");
    const tip = make("div", "tip");
    // The live region says the same words.
    tip.setAttribute("aria-hidden", "true");
    tip.hidden = true;

    // The browser would show titles a second time; the image's name stays as a label.
    const [named] = box.querySelectorAll("svg > title");
    const drawings = [...box.querySelectorAll("svg")].map((svg) => {
      if (named) {
        svg.setAttribute("aria-label", named.textContent);
        const names = (svg.getAttribute("aria-labelledby") ?? "").split(/\s+/);
        const others = names.filter((id) => id && id !== named.id);
        svg.removeAttribute("aria-labelledby");
        if (others.length && !svg.hasAttribute("aria-describedby")) svg.setAttribute("aria-describedby", others.join(" "));
      }
      const told = [...svg.querySelectorAll("title")].filter((text) => text !== named).map((text) => {
        const mark = { element: text.parentNode, text: text.textContent };
        text.remove();
        return mark;
      });
      // An edition of a chart over time has a line for each series; its dots tell nothing themselves.
      const editions = told.filter(({ element }) => element.closest(".z"));
      const crowds = [...svg.querySelectorAll("path[stroke-width]")];
      return editions.length ? { svg, marks: [], editions } : { svg, marks: told, crowds };
    });
    named?.remove();
    // Not every drawing has the words; what all drawings show comes in the same order.
    for (const what of ["marks", "editions"]) {
      const worded = drawings.find((drawing) => drawing[what]?.[0]?.text)?.[what] ?? [];
      for (const drawing of drawings) drawing[what]?.forEach((mark, i) => { mark.text ||= worded[i]?.text ?? ""; });
    }

    if (drawings.every(({ marks, editions, crowds }) => !marks.length && !editions && !crowds.length)) continue;
    // A drawing is an image, and so a leaf to assistive technology; its frame takes the keys.
    // It is an application, because readers of screens would keep the arrows of a group to
    // themselves. All else that there is to read stands outside of it.
    box.setAttribute("role", "application");
    box.setAttribute("aria-roledescription", figure.dataset.role);
    if (heading) box.setAttribute("aria-label", heading.textContent);
    box.tabIndex = 0;
    box.append(tip);

    // The mark last read, the one that is marked, and the series that the reader follows.
    let current, chosen, kept, frame;
    const shown = () => drawings.find(({ svg }) => svg.getClientRects().length);
    // The places of marks and words, from the drawing's corner, measured once for each size.
    const measure = () => {
      const drawing = shown();
      if (!drawing) return null;
      const at = drawing.svg.getBoundingClientRect();
      const size = `${at.width} ${figure.offsetHeight}`;
      if (drawing.size !== size) {
        drawing.size = size;
        const from = (r) => ({ left: r.left - at.left, right: r.right - at.left, top: r.top - at.top, bottom: r.bottom - at.top });
        const locate = (mark) => {
          Object.assign(mark, from(mark.element.getBoundingClientRect()));
          Object.assign(mark, { x: (mark.left + mark.right) / 2, y: (mark.top + mark.bottom) / 2 });
          mark.area = (mark.right - mark.left) * (mark.bottom - mark.top);
          return mark;
        };
        if (drawing.editions) parted(drawing, locate);
        else {
          // A crowd of dots becomes marks when it is first asked for.
          if (drawing.crowds) drawing.marks.push(...dispersed(figure, drawing));
          delete drawing.crowds;
          drawing.marks.forEach(locate);
        }
        drawing.words = [];
        const walker = document.createTreeWalker(figure, NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        while (walker.nextNode()) {
          // What is folded away has a place all the same.
          if (walker.currentNode.parentElement.closest(".tip, details:not([open]) > :not(summary)")) continue;
          range.selectNodeContents(walker.currentNode);
          for (const r of range.getClientRects()) if (r.width) drawing.words.push(from(r));
        }
        drawing.order = drawing.editions ?? ordered(drawing.marks);
      }
      return { ...drawing, at };
    };
    let rings = [];
    const hide = () => {
      cancelAnimationFrame(frame);
      chosen = null;
      tip.hidden = true;
      for (const ring of rings) ring.remove();
    };
    // What is said of a mark: its own words, or those of its edition, its own line first and strong.
    const words = (mark) => {
      const { edition = mark } = mark;
      if (!edition.lines) return [mark.text];
      const others = edition.lines.filter((line) => line !== mark.line);
      const shown = others.slice(0, longest - 1);
      if (shown.length < others.length) shown.push("…");
      const own = mark.line === undefined ? [] : ["\n", Object.assign(document.createElement("b"), { textContent: mark.line })];
      return [edition.head, ...own, ...shown.map((line) => `\n${line}`)];
    };
    // What marks a mark: a ring, and a line through its edition.
    const marking = (mark) => {
      const rings = ["ring ring-ground", "ring"].map((name) => ringed(mark.element, name));
      if (!mark.edition) return mark.lines ? [] : rings;
      const [dot, edition] = [mark, mark.edition].map(({ element }) => element.getBBox());
      const line = document.createElementNS(svgns, "path");
      line.setAttribute("class", "ring-edition");
      line.setAttribute("d", `M${dot.x + dot.width / 2} ${edition.y}v${edition.height}`);
      return [line, ...rings];
    };
    const show = (mark, drawing) => {
      if (chosen === mark && !tip.hidden) return;
      hide();
      current = chosen = mark;
      rings = marking(mark);
      drawing.svg.append(...rings);
      tip.replaceChildren(...words(mark));
      tip.style.left = tip.style.top = "0";
      tip.hidden = false;
      const { at } = drawing;
      const origin = box.getBoundingClientRect();
      const room = figure.getBoundingClientRect();
      const place = placed(mark, drawing, tip.offsetWidth, tip.offsetHeight, {
        left: Math.max(0, room.left) - at.left, right: Math.min(document.documentElement.clientWidth, room.right) - at.left,
        top: Math.max(0, room.top) - at.top, bottom: Math.min(innerHeight, room.bottom) - at.top,
      });
      tip.style.left = `${at.left + place.left - origin.left}px`;
      tip.style.top = `${at.top + place.top - origin.top}px`;
    };

    const near = (event) => {
      cancelAnimationFrame(frame);
      const { clientX, clientY } = event;
      frame = requestAnimationFrame(() => {
        const drawing = measure();
        if (!drawing || !drawing.marks.length) return;
        const [x, y] = [clientX - drawing.at.left, clientY - drawing.at.top];
        const place = { left: x, right: x, top: y, bottom: y };
        if (drawing.editions) {
          const nearest = drawing.editions.reduce((best, edition) => (away(edition, place) < away(best, place) ? edition : best));
          if (away(nearest, place) > reach) return hide();
          const dots = [...nearest.dots].sort((a, b) => Math.abs(a.y - y) - Math.abs(b.y - y));
          kept = dots[0]?.series;
          return show(dots[0] ?? nearest, drawing);
        }
        // Of marks on one another the smaller one is meant, or the one whose middle is nearer.
        let best, least;
        for (const mark of drawing.marks) {
          const away = Math.hypot(Math.max(mark.left - x, 0, x - mark.right), Math.max(mark.top - y, 0, y - mark.bottom));
          const keys = [away, Math.round(mark.area), Math.hypot(mark.x - x, mark.y - y)];
          const k = best ? keys.findIndex((key, i) => key !== least[i]) : 0;
          if (!best || keys[k] < least[k]) [best, least] = [mark, keys];
        }
        if (least[0] > reach) return hide();
        show(best, drawing);
      });
    };
    // A finger asks by a tap: while it moves, it scrolls. Lifted it leaves too, but its reader
    // has only begun to read.
    const finger = (event) => event.pointerType === "touch";
    box.addEventListener("pointermove", (event) => { if (!finger(event)) near(event); });
    box.addEventListener("pointerdown", (event) => { if (!finger(event)) near(event); });
    box.addEventListener("pointerup", (event) => { if (finger(event)) near(event); });
    box.addEventListener("pointerleave", (event) => { if (!finger(event)) hide(); });
    document.addEventListener("pointerdown", (event) => { if (!box.contains(event.target)) hide(); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    box.addEventListener("blur", hide);
    // It reports the size that a box begins with, too, perhaps after the pointer has come.
    let size;
    new ResizeObserver(([{ contentRect: { width, height } }]) => {
      const now = `${width} ${height}`;
      if (size && size !== now) hide();
      size = now;
    }).observe(box);

    box.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      const drawing = measure();
      const marks = drawing?.order ?? [];
      // Editions follow each other from left to right; up and down lead from series to series.
      const i = marks.indexOf(current?.edition ?? current);
      const { key } = event;
      if (!marks.length || !/^(Arrow|Home$|End$)/.test(key)) return;
      event.preventDefault();
      const steps = { Home: 0, End: marks.length - 1, ArrowRight: Math.min(i + 1, marks.length - 1), ArrowLeft: Math.max(i - 1, 0) };
      const sign = key === "ArrowDown" ? 1 : -1;
      let to;
      if (key in steps || i < 0) {
        to = marks[steps[key] ?? 0];
        if (to.dots) to = to.dots.find(({ series }) => series === kept) ?? to.dots[0] ?? to;
      } else {
        // Small charts stand in rows: beyond the last series, the one below.
        to = (drawing.editions && towards(marks[i].dots, current, sign)) || towards(drawing.editions ? drawing.marks : marks, current, sign);
        kept = to?.series ?? kept;
      }
      if (!to) return;
      to.element.scrollIntoView({ block: "nearest", behavior: "instant" });
      show(to, measure());
      live.textContent = tip.textContent;
    });
  }
}

// Pictures made of dots, twice as large as the drawing: some programs take no others.
{
  const scale = 2;
  const download = (blob, name) => {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  // The file asks for a theme by its anchor; the same address draws it in both.
  const drawn = async (address, theme) => {
    const image = new Image();
    image.src = `${address}#${theme}`;
    await image.decode();
    const text = await (await fetch(address)).text();
    const [, , width, height] = text.match(/viewBox="([^"]+)"/)[1].split(" ").map(Number);
    const canvas = Object.assign(document.createElement("canvas"), { width: scale * width, height: scale * height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };
  for (const list of document.querySelectorAll(".chart-links[data-light]")) {
    const svg = [...list.querySelectorAll("a[download]")].find(({ href }) => href.endsWith(".svg"));
    if (!svg) continue;
    // Each goes behind the file of vectors: the last one first.
    for (const theme of ["dark", "light"]) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: list.dataset[theme] });
      button.addEventListener("click", async () => {
        const name = decodeURIComponent(svg.pathname.split("/").pop()).replace(/\.svg$/, `${theme === "dark" ? "-dark" : ""}.png`);
        button.disabled = true;
        try { download(await drawn(svg.href, theme), name); } finally { button.disabled = false; }
      });
      svg.after(button);
    }
  }
}
