// What would follow from other values of a member, or from other weights for all: the arithmetic of
// the generator, step by step and in its order, so that both come to the same numbers. It reads what the
// build wrote of the method (`model.json`) and of an edition (`editions/….json`), and knows no page.
globalThis.whatIfModel = (() => {
  const isKnown = (value) => value !== null;
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

  /** `value` rounded half away from zero, as on paper: by its decimal digits, not by its binary ones. */
  const rounded = (value, places) => {
    if (!Number.isFinite(value)) return value;
    const [mantissa, exponent] = Math.abs(value).toExponential().split("e");
    const digits = mantissa.replace(".", "");
    const kept = Number(exponent) + 1 + places;
    if (kept >= digits.length) return value;
    if (kept < 0) return 0;
    const whole = BigInt(digits.slice(0, kept) || 0) + (digits[kept] >= "5" ? 1n : 0n);
    return whole === 0n ? 0 : Math.sign(value) * Number(`${whole}e${-places}`);
  };

  // From values to scores, over all members of an edition; `null` where there is none.
  const minMax = (values) => {
    const known = values.filter(isKnown);
    const [min, max] = [Math.min(...known), Math.max(...known)];
    return values.map((value) => value === null ? null : max > min ? (value - min) / (max - min) : 0.5);
  };
  const zScores = (values) => {
    const known = values.filter(isKnown);
    const mean = sum(known) / known.length;
    const deviation = Math.sqrt(sum(known.map((value) => (value - mean) * (value - mean))) / known.length);
    return values.map((value) => value === null ? null : deviation > 0 ? (value - mean) / deviation : 0);
  };
  const percentRank = (values) => {
    const known = values.filter(isKnown);
    const others = known.length - 1;
    return values.map((value) => {
      if (value === null) return null;
      if (others === 0) return 0.5;
      const below = known.filter((other) => other < value).length;
      const equal = known.filter((other) => other === value).length - 1;
      return (below + equal / 2) / others;
    });
  };
  const betweenGoalposts = (value, { min, max, scale, beyond }) => {
    const within = beyond === "cap" ? Math.min(Math.max(value, min), max) : value;
    if (scale === "linear") return (within - min) / (max - min);
    return within > 0 ? (Math.log(within) - Math.log(min)) / (Math.log(max) - Math.log(min)) : 0;
  };
  const normalised = (values, { normalise: method, direction, range }) => {
    const goalposts = method.goalposts;
    const scores = goalposts
      ? values.map((value) => value === null ? null : betweenGoalposts(value, goalposts))
      : { none: (all) => all, "min-max": minMax, "z-score-min-max": (all) => minMax(zScores(all)), "percent-rank": percentRank }[method](values);
    if (direction === "higher-is-better") return scores;
    const [low, high] = method === "none" && range ? range : [0, 1];
    return scores.map((score) => score === null ? null : low + high - score);
  };

  /** The parts as they count, `[{score, weight}]` with weights that sum to 1, or `null` if the whole has no value. */
  const effective = (parts, missing) => {
    const known = parts.filter(({ score }) => score !== null).length;
    if (missing === "none" && known < parts.length) return null;
    if (known < missing["rescale-from"]) return null;
    const filled = "score" in Object(missing) ? parts.map((part) => ({ ...part, score: part.score ?? missing.score })) : parts;
    const total = sum(filled.filter(({ score }) => score !== null).map(({ weight }) => weight));
    if (total <= 0) return null;
    return filled.map((part) => ({ ...part, weight: part.score === null ? 0 : part.weight / total }));
  };
  const aggregate = (parts, aggregation) => {
    const known = parts.filter(({ score, weight }) => score !== null && weight > 0);
    if (aggregation === "arithmetic") return sum(known.map(({ score, weight }) => weight * score));
    // Their limit.
    if (known.some(({ score }) => score <= 0)) return 0;
    if (aggregation === "geometric") return Math.exp(sum(known.map(({ score, weight }) => weight * Math.log(score))));
    return 1 / sum(known.map(({ score, weight }) => weight / score));
  };

  /** The components that others enter, up to the index. */
  const above = (model, ids) => {
    const found = new Set();
    for (const id of ids) {
      for (let at = model.byId[id].parent; at; at = model.byId[at].parent) found.add(at);
    }
    return found;
  };

  const levelOf = (model, value) => {
    const last = model.levels.length - 1;
    const inUpper = model["threshold-belongs-to"] === "upper";
    return model.levels.find(({ from }, i) => value > from || (value === from && (inUpper || i === last)))?.id ?? null;
  };

  const rankOf = (model, keys, own) => {
    if (own === null) return null;
    const places = model["rank-decimals"];
    const compared = (value) => places === null ? value : rounded(value, places);
    const [mine, all] = [compared(own), keys.filter(isKnown).map(compared)];
    const higher = all.filter((value) => value > mine);
    const toEqual = all.filter((value) => value >= mine).length;
    return {
      competition: higher.length + 1,
      modified: toEqual,
      dense: new Set(higher).size + 1,
      mean: (higher.length + 1 + toEqual) / 2,
    }[model.ties];
  };

  /** `model.json`, with what is looked up in it again and again. */
  const model = (described) => ({
    ...described,
    byId: Object.fromEntries(described.components.map((component) => [component.id, component])),
    byYear: Object.fromEntries(described.editions.map((edition) => [edition.year, edition])),
  });

  /** An edition's table as `{year, members: [{code, assessed, aside, values}]}`, values by component. */
  const edition = (model, { columns, rows }) => {
    const at = (name) => columns.indexOf(name);
    const named = (id) => id.replaceAll("-", "_");
    const places = model.components.map(({ id }) => [id, at(named(id)), at(`${named(id)}_rank`)]);
    const members = rows.map((row) => ({
      code: row[at("member")],
      // Who was assessed has results, and these have ranks, though an index may be missing.
      assessed: row[at("assessed")] || places.some(([, , rank]) => isKnown(row[rank])),
      aside: new Set((row[at("set_aside")] ?? "").split(";")),
      values: Object.fromEntries(places.map(([id, value]) => [id, row[value]])),
    }));
    return { year: rows[0][at("edition")], members };
  };

  /**
   * An edition as supposed: `values` of the member with this code, and `weights` of all, both by component.
   * What was published above them no longer follows from the parts, so it gives way to what is computed.
   *
   * Gives of the member its `results`, `rank` and `level`, how many are ranked (`of`), and as `steps` by
   * component what stands in the formulas: `value` before it is normalised, `score`, `parts`, `all` values.
   */
  const suppose = (model, edition, { member, values = {}, weights = {} }) => {
    const weightOf = { ...model.byYear[edition.year].weights, ...weights };
    const ofValues = above(model, Object.keys(values));
    const ofWeights = above(model, Object.keys(weights));
    const own = edition.members.findIndex(({ code }) => code === member);
    const cells = edition.members.map((entry, i) => {
      const given = { ...entry.values };
      for (const id of ofWeights) given[id] = null;
      if (i === own) {
        for (const id of ofValues) given[id] = null;
        Object.assign(given, values);
      }
      return { assessed: entry.assessed, aside: entry.aside, given, score: {}, result: {} };
    });
    const steps = {};
    // A component stands before its parts, so the reverse order goes from the leaves upwards.
    for (const component of [...model.components].reverse()) {
      const { id, parts, aggregation, missing } = component;
      const isLeaf = aggregation === null;
      const counted = cells.map((cell) => isLeaf || !cell.assessed ? null
        : effective(parts.map((part) => ({ id: part, score: cell.score[part], weight: weightOf[part] })), missing));
      const all = cells.map((cell, i) => {
        if (isLeaf) return cell.assessed ? cell.given[id] : null;
        return counted[i] && aggregate(counted[i], aggregation);
      });
      const scores = normalised(all, component);
      cells.forEach((cell, i) => {
        cell.score[id] = scores[i];
        // A normalised aggregate is the component's value.
        const computed = isLeaf ? all[i] : scores[i];
        const published = model.results === "published" ? cell.given[id] : null;
        cell.result[id] = !cell.assessed || cell.aside.has(id) ? null : published ?? computed;
      });
      steps[id] = { value: all[own], score: scores[own], parts: counted[own], all };
    }
    const index = model.byId[model.index];
    const turned = index.aggregation === null && index.direction === "lower-is-better" ? -1 : 1;
    const keys = cells.map(({ result }) => result[index.id] === null ? null : turned * result[index.id]);
    const results = cells[own].result;
    return {
      results,
      rank: rankOf(model, keys, keys[own]),
      level: results[index.id] === null || index.unit ? null : levelOf(model, results[index.id]),
      of: keys.filter(isKnown).length,
      steps,
    };
  };

  return { model, edition, suppose, rounded };
})();
