// Every page works without this.
{
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const on = (target, event, act) => target.addEventListener(event, act);

  const theme = one("button.theme");
  if (theme) {
    on(theme, "click", () => {
      const now = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      root.dataset.theme = now === "dark" ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch {}
    });
  }

  // Another language, at the same place
  for (const language of all("a.language")) on(language, "click", () => { language.hash = location.hash; });

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
  if (contents) contents.open = matchMedia("(min-width: 64rem)").matches;

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

  // Sorting: figures fall first, ranks and levels rise; what has no value stays last
  const order = new Intl.Collator(root.lang);
  const { point = ".", digits = "" } = root.dataset;
  const number = (text) => {
    const ascii = text.replace(/−/g, "-").replace(/\p{Nd}/gu, (digit) => (digits.includes(digit) ? digits.indexOf(digit) : digit));
    const found = ascii.match(/([-+]?)(\d[\d\s.,٬٫’']*)/);
    if (!found) return null;
    const [whole, decimals = ""] = found[2].split(point).map((part) => part.replace(/\D/g, ""));
    return parseFloat(`${found[1]}${whole}.${decimals}`);
  };
  const key = (cell, figure) => {
    const level = one(".level", cell);
    if (level) return +level.className.match(/\d+/);
    const text = cell.textContent.trim();
    if (!text || text === "–") return null;
    return figure ? number(text) : text;
  };
  for (const table of all("table.sortable")) {
    const body = table.tBodies[0];
    const heads = all("thead th", table);
    heads.forEach((head, i) => {
      if ("nosort" in head.dataset) return;
      const figure = head.classList.contains("num");
      const rank = i < 3 && body.rows[0] && !body.rows[0].cells[i].textContent.includes(point);
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
        const falls = was ? was === "ascending" : figure && !rank;
        const rows = [...body.rows].map((row) => [key(row.cells[i], figure), row]);
        rows.sort(([a], [b]) => {
          if (a === null || b === null) return (a === null) - (b === null);
          const by = typeof a === "number" ? a - b : order.compare(a, b);
          return falls ? -by : by;
        });
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", falls ? "descending" : "ascending");
        body.append(...rows.map(([, row]) => row));
      });
    });
  }

  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f’']/g, "").toLowerCase();
  for (const box of all(".filter")) {
    const table = document.getElementById(box.dataset.filter);
    if (!table) continue;
    const [input, select, count, empty] = ["input", "select", "output", ".empty"].map((part) => one(part, box));
    const rows = [...table.tBodies[0].rows].map((row) => [row, plain(`${one(".name", row).textContent} ${row.dataset.code}`)]);
    const apply = () => {
      const wanted = plain(input.value.trim());
      const region = select ? select.value : "";
      let shown = 0;
      for (const [row, text] of rows) {
        row.hidden = !text.includes(wanted) || (region && row.dataset.region !== region);
        shown += !row.hidden;
      }
      count.value = wanted || region ? `${shown} / ${rows.length}` : "";
      empty.hidden = shown > 0;
    };
    on(box, "input", apply);
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
}
