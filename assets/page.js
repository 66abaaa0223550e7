// Every page works without this.
{
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const on = (target, event, act, how) => target.addEventListener(event, act, how);

  const theme = one("button.theme");
  if (theme) {
    on(theme, "click", () => {
      const now = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      root.dataset.theme = now === "dark" ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch {}
    });
  }

  // What a reader set in lists stands in the address, and goes along to the other languages and years
  const asked = new URLSearchParams(location.search);
  const companions = all("a.language, .years a");
  const pass = () => { for (const link of companions) link.search = asked; };
  const set = (settings) => {
    for (const [name, value] of Object.entries(settings)) value ? asked.set(name, value) : asked.delete(name);
    const query = `${asked}`;
    // Browsers refuse too many changes in a short time.
    try { history.replaceState(history.state, "", `${location.pathname}${query && `?${query}`}${location.hash}`); } catch {}
    pass();
  };
  pass();

  // Another language, at the same section: the one in view, or the one from which the reader has just
  // gone up to the head of the page, where the link is
  const places = all("main :is(h2, h3, h4)[id]");
  const edge = 64;
  let [last, from, since] = [scrollY, scrollY, 0];
  on(window, "scroll", () => {
    const [now, y] = [performance.now(), scrollY];
    if (y > last || now - since > 1500) from = y > last ? y : last;
    [last, since] = [y, now];
  }, { passive: true });
  const above = (y) => places.filter((place) => {
    const [box] = place.getClientRects();
    return box && box.top + scrollY <= y + edge;
  }).at(-1);
  const section = () => {
    const up = scrollY < 200 && from > scrollY && performance.now() - since < 30000;
    const y = up ? from : scrollY;
    const place = above(y);
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch {}
    if (!target || target === place) return place || target;
    // What the address names counts as long as it is in sight and no later section is read.
    const box = target.getBoundingClientRect();
    const top = box.top + scrollY;
    const later = place && target.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING;
    return !later && top < y + innerHeight && (!place || top + box.height > y) ? target : place;
  };
  for (const language of all("a.language")) {
    for (const event of ["pointerdown", "focus", "click"]) on(language, event, () => { language.hash = section()?.id ?? ""; });
  }

  for (const menu of all("details.menu")) {
    const close = (to) => { if (to && !menu.contains(to)) menu.open = false; };
    on(document, "click", (event) => close(event.target));
    on(menu, "focusout", (event) => close(event.relatedTarget));
    on(menu, "keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      one("summary", menu).focus();
    });
  }

  const contents = one("details.contents");
  if (contents) {
    contents.open = matchMedia("(min-width: 64rem)").matches;
    // The entry of the section that is being read
    const entries = all("a", contents).map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]).filter(([head]) => head);
    let reading;
    const follow = () => {
      const line = 40;
      // Before the first heading nothing is read yet; at the end of the page, the last section is.
      const ended = innerHeight + scrollY >= root.scrollHeight - 2 && scrollY > 0;
      const passed = entries.filter(([head]) => head.getBoundingClientRect().top <= line || (ended && head.getBoundingClientRect().top < innerHeight));
      const now = passed.at(-1)?.[1];
      if (now === reading) return;
      reading?.removeAttribute("aria-current");
      reading = now;
      if (!now) return;
      now.setAttribute("aria-current", "location");
      // Within the list only: the page stays where the reader is.
      const [box, at] = [contents.getBoundingClientRect(), now.getBoundingClientRect()];
      if (at.top < box.top) contents.scrollTop += at.top - box.top;
      else if (at.bottom > box.bottom) contents.scrollTop += at.bottom - box.bottom;
    };
    let waiting;
    const soon = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; follow(); }); };
    on(document, "scroll", soon);
    on(window, "resize", soon);
    follow();
  }

  // Copying; without a clipboard the text can be selected
  for (const button of all("button.copy")) {
    button.hidden = !navigator.clipboard;
    if (button.hidden) continue;
    const box = button.parentElement;
    const [text, status] = [one("pre, .cite-text", box), one(".copied", box)];
    on(button, "click", async () => {
      status.textContent = "";
      try {
        await navigator.clipboard.writeText(text.textContent.trim());
        status.textContent = button.dataset.done;
      } catch {
        getSelection().selectAllChildren(text);
      }
    });
  }

  // Paper tells its day
  const printed = one("[data-printed]");
  if (printed) on(window, "beforeprint", () => {
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    printed.textContent = printed.dataset.printed + day;
  });

  // A table that fits needs no frame that cuts, and its head can stay in sight. In another one the frame
  // ends where a column does, so that no number is cut before somebody moves it.
  const widths = new Map();
  const fitted = (frame) => {
    // A long table takes long to lay out: only for another width, and not at all where the narrow form,
    // in which it comes, is too wide.
    const width = frame.parentElement.clientWidth;
    if (widths.get(frame) === width) return;
    const heads = [...frame.firstElementChild.rows[0].cells];
    if (widths.has(frame)) {
      for (const head of heads) head.style.minWidth = "";
      frame.style.maxWidth = "";
      frame.classList.remove("fits");
    }
    widths.set(frame, width);
    if (frame.scrollWidth <= frame.clientWidth) {
      frame.classList.add("fits");
      if (frame.scrollWidth <= frame.clientWidth) return;
      frame.classList.remove("fits");
    }
    const staying = heads.filter((head, i) => !i || head.matches(".ranking .name"));
    let room = frame.clientWidth - staying.reduce((sum, head) => sum + head.offsetWidth, 0);
    const whole = [];
    for (const head of heads.slice(staying.length)) {
      if (head.offsetWidth > room) break;
      room -= head.offsetWidth;
      whole.push([head, head.offsetWidth]);
    }
    if (!whole.length || whole.length === heads.length - staying.length) return;
    // What is in sight must not move: there the frame gives way, unless too little would be left of it;
    // elsewhere the columns do.
    const stays = staying.reduce((sum, head) => sum + head.offsetWidth, 0);
    if (frame.getBoundingClientRect().top < innerHeight && stays < 0.55 * (frame.clientWidth - room)) frame.style.maxWidth = `${frame.clientWidth - room}px`;
    else for (const [head, width] of whole) head.style.minWidth = `${width + room / whole.length}px`;
  };
  const sizes = new ResizeObserver((changed) => changed.forEach(({ target }) => fitted(target)));
  for (const frame of all(".table-scroll")) sizes.observe(frame);

  // Sorting, by what each cell says it stands for; equals keep their order, what has no value stays last
  const cellAt = (row, column) => {
    for (const cell of row.cells) {
      if (column < cell.colSpan) return cell;
      column -= cell.colSpan;
    }
  };
  const key = (row, column) => {
    const cell = cellAt(row, column);
    const by = cell?.dataset.by ?? cell?.textContent.trim() ?? "";
    return by === "" || Number.isNaN(+by) ? null : +by;
  };
  all("table.sortable").forEach((table, nth) => {
    const body = table.tBodies[0];
    const heads = all("thead th", table);
    // The first of a page has the plain names in the address.
    const [bySort, byOrder] = ["sort", "order"].map((name) => (nth ? `${table.id}-${name}` : name));
    const sort = (head, falls) => {
      const column = heads.indexOf(head);
      const rows = [...body.rows].map((row) => [key(row, column), row]);
      rows.sort(([a], [b]) => (a === null || b === null ? (a === null) - (b === null) : falls ? b - a : a - b));
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", falls ? "descending" : "ascending");
      body.append(...rows.map(([, row]) => row));
    };
    for (const head of heads) {
      if (!head.dataset.key) continue;
      const button = document.createElement("button");
      const link = one("a", head);
      button.type = "button";
      button.className = link ? "sort only" : "sort";
      button.title = table.dataset.sort;
      if (link) button.setAttribute("aria-label", `${head.textContent} · ${table.dataset.sort}`);
      else button.append(...head.childNodes);
      head.append(button);
      on(button, "click", () => {
        const was = head.getAttribute("aria-sort");
        const falls = was ? was === "ascending" : "falls" in head.dataset;
        sort(head, falls);
        set({ [bySort]: head.dataset.key, [byOrder]: falls ? "desc" : "asc" });
      });
    }
    const wanted = heads.find((head) => head.dataset.key && head.dataset.key === asked.get(bySort));
    if (wanted) sort(wanted, { asc: false, desc: true }[asked.get(byOrder)] ?? "falls" in wanted.dataset);
  });

  // Finding: in letters from the start of a word on, in other characters anywhere; accents, case,
  // widths, spaces and marks do not count. What else a name is typed as is in a file of its own.
  for (const box of all(".filter")) {
    const table = document.getElementById(box.dataset.filter);
    if (!table) continue;
    const [input, select, count, empty] = ["input", "select", "output", ".empty"].map((part) => one(part, box));
    let find = { members: {}, read: [], variants: {} };
    const fold = (text) => [...text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()]
      .map((character) => find.variants[character] ?? character).join("")
      .replace(/&/g, " and ").replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();
    const close = (text) => text.replaceAll(" ", "");
    const initials = (text) => text.split(" ").map((word) => [...word][0]).join("");
    const entry = (row) => {
      const { names = [], codes = [row.dataset.code], readings = [] } = find.members[row.dataset.code] ?? {};
      const phrases = [one(".name", row).textContent, ...names].map(fold);
      return {
        words: phrases.map((text) => text.split(" ")),
        whole: phrases.map(close),
        starts: phrases.flatMap((text) => text.split(" ").map((_, i, words) => words.slice(i).join(""))),
        codes: codes.map(fold),
        short: phrases.map(initials),
        readings: readings.map((text) => close(fold(text))),
        syllables: readings.map((text) => initials(fold(text))),
      };
    };
    let rows = [];
    const read = () => { rows = [...table.tBodies[0].rows].map((row) => [row, entry(row)]); };
    const holds = (of, words, wanted) => {
      if (/\p{Lo}/u.test(wanted)) return of.whole.some((text) => text.includes(wanted));
      const begins = (text) => text.startsWith(wanted);
      const several = wanted.length > 1;
      // In another language few letters of a reading would be found where nobody expects them.
      const own = find.read.includes(root.lang);
      return of.starts.some(begins) || of.codes.includes(wanted)
        || of.words.some((own) => words.every((word) => own.some((other) => other.startsWith(word))))
        || (several && of.short.some(begins))
        || ((own || wanted.length > 3) && of.readings.some(begins))
        || (several && of.syllables.some(own ? begins : (text) => text === wanted));
    };
    const apply = () => {
      const words = fold(input.value).split(" ");
      const wanted = words.join("");
      const region = select ? select.value : "";
      let shown = 0;
      for (const [row, of] of rows) {
        row.hidden = (wanted && !holds(of, words, wanted)) || (region && row.dataset.region !== region);
        shown += !row.hidden;
      }
      count.value = wanted || region ? `${shown} / ${rows.length}` : "";
      empty.hidden = shown > 0;
    };
    let asking;
    const ask = () => {
      asking ??= fetch(box.dataset.find).then((answer) => answer.json()).then((found) => {
        find = found;
        read();
        apply();
      }).catch(() => {});
    };
    input.value = (asked.get("q") ?? "").slice(0, 100);
    if (select && [...select.options].some((option) => option.value === asked.get("region"))) select.value = asked.get("region");
    on(box, "focusin", ask);
    on(box, "input", () => {
      ask();
      apply();
      set({ q: input.value.trim(), ...(select && { region: select.value }) });
    });
    if (input.value) ask();
    read();
    apply();
  }

  // Where a number comes from: one stop of the Tab key, arrows from number to number
  const numbers = all(".bound[title]");
  if (numbers.length) {
    const tip = document.createElement("div");
    tip.className = tip.id = "tip";
    tip.setAttribute("role", "tooltip");
    tip.hidden = true;
    document.body.append(tip);
    let shown;
    const hide = () => {
      if (shown) shown.removeAttribute("aria-describedby");
      tip.hidden = true;
    };
    const show = (item) => {
      hide();
      shown = item;
      tip.textContent = item.dataset.how;
      tip.hidden = false;
      item.setAttribute("aria-describedby", "tip");
      const at = item.getClientRects()[0];
      const left = Math.max(8, Math.min(at.left, root.clientWidth - tip.offsetWidth - 8));
      const top = at.top > tip.offsetHeight + 12 ? at.top - tip.offsetHeight - 6 : at.bottom + 6;
      tip.style.left = `${left + scrollX}px`;
      tip.style.top = `${top + scrollY}px`;
    };
    numbers.forEach((item, i) => {
      item.dataset.how = item.title;
      item.removeAttribute("title");
      item.tabIndex = i ? -1 : 0;
      on(item, "mouseenter", () => show(item));
      on(item, "mouseleave", () => { if (document.activeElement !== item) hide(); });
      on(item, "click", () => show(item));
      on(item, "blur", hide);
      on(item, "focus", () => {
        for (const other of numbers) other.tabIndex = other === item ? 0 : -1;
        show(item);
      });
      on(item, "keydown", (event) => {
        const to = { ArrowRight: i + 1, ArrowDown: i + 1, ArrowLeft: i - 1, ArrowUp: i - 1 }[event.key];
        if (!numbers[to] || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        numbers[to].focus();
      });
    });
    on(document, "keydown", (event) => { if (event.key === "Escape") hide(); });
  }

  // Search: nothing of it is loaded before somebody opens it. What is typed meanwhile goes into its box.
  // Without its files the list of all names has to do, to which the button leads without script as well.
  const search = one("a.search");
  if (search && window.HTMLDialogElement) {
    let box;
    const make = () => {
      box = document.createElement("dialog");
      box.className = "search-box";
      box.style.opacity = 0;
      box.append(document.createElement("input"));
      for (const part of [box, box.firstChild]) part.setAttribute("aria-label", search.title);
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = search.dataset.style;
      const styled = new Promise((done, fail) => { [style.onload, style.onerror] = [done, fail]; });
      document.head.append(style);
      document.body.append(box);
      Promise.all([import(new URL(search.dataset.script, document.baseURI)), styled]).then(([made]) => {
        box.style.opacity = "";
        made.default(box, search);
      }).catch(() => location.assign(search.href));
    };
    const find = () => {
      if (!box) make();
      if (!box.open) {
        box.showModal();
        // What was sought before is written over.
        box.querySelector("input").select();
      }
    };
    search.setAttribute("role", "button");
    search.setAttribute("aria-haspopup", "dialog");
    on(search, "click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      find();
    });
    const bySlash = () => { try { return localStorage.getItem("search-key") !== "off"; } catch { return true; } };
    on(document, "keydown", (event) => {
      const [control, { key, target }] = [event.ctrlKey || event.metaKey, event];
      const field = target.matches("input, select, textarea") || target.isContentEditable;
      const wanted = key === "/" ? !control && !field && bySlash() : key === " " ? target === search : key.toLowerCase() === "k" && control && !event.shiftKey;
      if (!wanted || event.altKey || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      find();
    });
  }
}
