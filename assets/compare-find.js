// The list below the input, in which readers find what to add to a comparison: by the start of a word, in
// characters that are no letters by any part of a name; accents, case, widths and marks do not count. It is
// loaded when the input is first used, and with it the file of other names and codes.
globalThis.compareFinding = ({ input, box, subjects, chosen, locale, find, nothing, add, escaped }) => {
  let other = { members: {}, read: [], variants: {} };
  const fold = (words) => [...words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()]
    .map((c) => other.variants[c] ?? c).join("").replace(/&/g, " and ").replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();
  const close = (words) => words.replaceAll(" ", "");
  const initials = (words) => words.split(" ").map(([c]) => c ?? "").join("");
  const entry = (subject) => {
    const { names = [], codes = [], readings = [] } = other.members[subject.slug ? subject.id : ""] ?? {};
    const phrases = [...new Set([subject.name, ...subject.names, ...names].map(fold))];
    return { subject, phrases, codes: [subject.id, ...codes].map(fold), readings: readings.map(fold) };
  };
  let entries = subjects.map(entry);
  // How far something is from what is wanted: Infinity is not found.
  const distance = ({ phrases, codes, readings }, wanted) => {
    const [words, whole] = [wanted.split(" "), close(wanted)];
    if (codes.includes(whole)) return 0;
    if (close(phrases[0]).startsWith(whole)) return 1;
    const begins = (phrase) => words.every((word) => phrase.split(" ").some((own) => own.startsWith(word)));
    if (phrases.some((phrase) => begins(phrase) || close(phrase).startsWith(whole))) return 2;
    if (/\p{Lo}/u.test(whole) && phrases.some((phrase) => close(phrase).includes(whole))) return 2;
    // In another language few letters of a reading would be found where nobody expects them.
    const enough = other.read.includes(locale) || whole.length > 3;
    const read = (reading) => (enough && close(reading).startsWith(whole)) || (whole.length > 1 && initials(reading) === whole);
    return readings.some(read) || (whole.length > 1 && phrases.some((phrase) => initials(phrase) === whole)) ? 3 : Infinity;
  };
  const found = () => {
    const wanted = fold(input.value);
    const far = entries.map((own) => [wanted ? distance(own, wanted) : 4, own.subject]).filter(([far]) => far < Infinity);
    return far.sort(([a, x], [b, y]) => a - b || x.name.localeCompare(y.name, locale)).map(([, subject]) => subject);
  };

  let active = -1;
  const options = () => [...box.querySelectorAll("[data-id]")];
  const point = (to) => {
    active = to;
    const all = options();
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === to)));
    if (!all[to]) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", all[to].id);
    // Within the list only: the page stays where the reader is.
    const [option, list] = [all[to].getBoundingClientRect(), box.getBoundingClientRect()];
    if (option.top < list.top) box.scrollTop += option.top - list.top - 4;
    else if (option.bottom > list.bottom) box.scrollTop += option.bottom - list.bottom + 4;
  };
  const shut = () => {
    box.hidden = true;
    input.setAttribute("aria-expanded", "false");
    point(-1);
  };
  const open = () => {
    const those = found();
    const option = ({ id, name, kind }, i) => `<li role="option" id="compare-option-${i}" data-id="${escaped(id)}" aria-selected="false"${chosen().includes(id) ? ' aria-disabled="true"' : ""}><span>${escaped(name)}</span><small>${escaped(kind)}</small></li>`;
    box.innerHTML = those.map(option).join("") || `<li role="option" aria-disabled="true" aria-selected="false">${escaped(nothing)}</li>`;
    box.hidden = false;
    box.scrollTop = 0;
    input.setAttribute("aria-expanded", "true");
    point(input.value.trim() && those.length ? 0 : -1);
  };
  const take = ({ dataset: { id } }) => {
    input.value = "";
    shut();
    add(id);
  };
  const keys = {
    Enter: () => options()[active] && take(options()[active]),
    Escape: () => {
      if (box.hidden) input.value = "";
      shut();
    },
    ArrowDown: () => {
      if (box.hidden) open();
      point(options().length ? (active + 1) % options().length : -1);
    },
    ArrowUp: () => {
      if (box.hidden) open();
      point((active < 1 ? options().length : active) - 1);
    },
  };
  input.addEventListener("input", open);
  input.addEventListener("click", open);
  input.addEventListener("blur", shut);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  // A press would take the focus away, and with it the list.
  box.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("click", ({ target }) => {
    const option = target.closest("[data-id]");
    if (option) take(option);
  });

  fetch(find).then((answer) => answer.json()).then((answer) => {
    other = answer;
    entries = subjects.map(entry);
    if (!box.hidden && input.value.trim()) open();
  }).catch(() => {});
  if (document.activeElement === input && input.value) open();
};
