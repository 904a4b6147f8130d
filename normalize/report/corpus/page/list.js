"use strict";

// The list of documents: filters, order, search. Its state is in the address, so that it can be linked.

const FILTERS = ["q", "rule", "site", "language", "flag", "error", "share", "changed", "sort"];
const PAGE = 100;
const NEAR = 0.1;
const ROWS = [...DATA.rows, ...DATA.failures];
const BY_ID = new Map(ROWS.map((row) => [row.i, row]));
const searchable = new Map();

let matching = ROWS;
let shownRows = 0;

/** How much a document asks to be looked at: flags, text lost, nearness to the share that is flagged. */
function badness(row) {
  if (row.e !== undefined) return 2;
  const near = Math.abs(row.r - DATA.guard) <= NEAR ? 0.25 : 0;
  return (row.f.length ? 1 : 0) + row.r + near;
}

const byName = (one, other) => (one.i < other.i ? -1 : one.i > other.i ? 1 : 0);
const ORDERS = {
  "": (one, other) => badness(other) - badness(one) || byName(one, other),
  removed: (one, other) => (other.r || 0) - (one.r || 0) || byName(one, other),
  changed: (one, other) => (other.c || 0) - (one.c || 0) || byName(one, other),
  words: (one, other) => (one.w ?? Infinity) - (other.w ?? Infinity) || byName(one, other),
  name: byName,
};

/** All words of a document, in lower case. */
function wordsOf(row) {
  if (!searchable.has(row)) {
    const parts = [row.i, row.h, row.p, row.s || ""];
    const text = textOf(row);
    for (const segment of text ? text.segments : []) {
      parts.push(segment.p.map((one) => (Array.isArray(one) ? one[1] : String(one))).join(""));
    }
    searchable.set(row, parts.join("\n").toLowerCase());
  }
  return searchable.get(row);
}

function passes(row, wanted) {
  if (wanted.error) return row.e === wanted.error && (!wanted.q || wordsOf(row).includes(wanted.q));
  const failed = row.e !== undefined;
  if (failed && (wanted.rule || wanted.site || wanted.language || wanted.flag || wanted.share || wanted.changed)) return false;
  if (wanted.rule && !row.u.some((number) => DATA.rules[number][0] === wanted.rule)) return false;
  if (wanted.site && row.s !== wanted.site) return false;
  if (wanted.language && (row.l || "(unknown)") !== wanted.language) return false;
  if (wanted.flag && !row.f.includes(wanted.flag)) return false;
  if (wanted.share && row.r < Number(wanted.share)) return false;
  if (wanted.changed && row.c === undefined) return false;
  return !wanted.q || wordsOf(row).includes(wanted.q);
}

function wantedNow() {
  const wanted = Object.fromEntries(FILTERS.map((name) => [name, byId(`f-${name}`).value]));
  wanted.q = wanted.q.trim().toLowerCase();
  return wanted;
}

/** The address of the list as it is filtered now. */
function listAddress() {
  const set = FILTERS.map((name) => [name, byId(`f-${name}`).value]).filter(([, value]) => value);
  const query = set.map(([name, value]) => `${name}=${encoded(value)}`).join("&");
  return query ? `#documents?${query}` : "#documents";
}

/** Set the filters to what an address says. */
function readFilters(query) {
  const told = new Map(query.split("&").filter(Boolean).map((one) => one.split("=").map(decoded)));
  for (const name of FILTERS) {
    const field = byId(`f-${name}`);
    const value = told.get(name) || "";
    if (field.tagName === "SELECT" && value && ![...field.options].some((one) => one.value === value)) {
      field.append(make("option", { value }, value)); // none of the list has it, and the list will say so
    }
    field.value = value;
  }
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function filterList() {
  const wanted = wantedNow();
  matching = ROWS.filter((row) => passes(row, wanted)).sort(ORDERS[wanted.sort] || ORDERS[""]);
  byId("list").replaceChildren();
  shownRows = 0;
  showMore();
  const listed = ROWS.length === matching.length ? "" : ` of ${count(ROWS.length)} in the list`;
  byId("status").textContent = `${count(matching.length)} ${matching.length === 1 ? "entry" : "entries"}${listed}`;
}

function showMore() {
  const next = matching.slice(shownRows, shownRows + PAGE);
  byId("list").append(...next.map(entry));
  shownRows += next.length;
  byId("more").hidden = shownRows >= matching.length;
}

/** The address of a document. */
const addressOf = (row) => `#doc/${encoded(row.i)}`;

function bar(share) {
  const svg = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const drawing = svg("svg", { class: "bar", width: "100%", height: "8", "aria-hidden": "true", focusable: "false" });
  drawing.append(svg("rect", { class: "track", width: "100%", height: "8" }));
  drawing.append(svg("rect", { class: "fill", width: `${100 * Math.min(share, 1)}%`, height: "8" }));
  return drawing;
}

function entry(row) {
  const link = make("a", { href: addressOf(row) }, apart(row.h || row.i));
  if (row.e !== undefined) {
    return make("li", { class: "failed" }, make("div", null, link, make("div", { class: "dim" }, apart(row.p))),
      make("div", { class: "tags" }, make("span", { class: "tag error" }, `error: ${row.e}`)));
  }
  const facts = [row.i, row.s, row.l, row.d].filter((one) => one && one !== "(unknown)");
  const about = make("div", { class: "dim" }, facts.flatMap((one, at) => (at ? [" · ", apart(one)] : [apart(one)])));
  const tags = row.f.map((flag) => make("span", { class: "tag", title: DATA.flags[flag] }, flag));
  if (row.c !== undefined) tags.push(make("span", { class: "tag changed" }, `${count(row.c)} characters otherwise`));
  if (row.t === undefined) tags.push(make("span", { class: "tag plain" }, "text not here"));
  return make("li", null, make("div", null, link, about), make("div", { class: "tags" }, tags),
    make("div", { class: "share" }, `${percent(row.r)} removed`, bar(row.r)));
}

function options(id, all, counts, name) {
  const names = [...counts.keys()].sort((one, other) => counts.get(other) - counts.get(one) || (one < other ? -1 : 1));
  byId(id).replaceChildren(make("option", { value: "" }, all),
    ...names.map((one) => make("option", { value: one }, visible(`${name ? name(one) : one} (${count(counts.get(one))})`).map((part) => part.textContent ?? part))));
}

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
}

function setUpList() {
  options("f-rule", "any rule", tally(DATA.rows.flatMap((row) => row.u.map((number) => DATA.rules[number][0]))));
  options("f-site", "any site", tally(DATA.rows.map((row) => row.s)));
  options("f-language", "any language", tally(DATA.rows.map((row) => row.l || "(unknown)")));
  options("f-flag", "any or no flag", tally(DATA.rows.flatMap((row) => row.f)));
  options("f-error", "any or no error", tally(DATA.failures.map((row) => row.e)));
  if (!DATA.compared) {
    byId("f-changed-label").hidden = true;
    byId("f-sort").querySelector('[value="changed"]').remove();
  }
  let waiting = 0;
  const changed = () => {
    history.replaceState(null, "", listAddress());
    filterList();
  };
  const form = byId("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", changed);
  form.addEventListener("input", (event) => {
    if (event.target.id !== "f-q") return;
    clearTimeout(waiting);
    waiting = setTimeout(changed, 150);
  });
  form.addEventListener("reset", () => setTimeout(changed));
  byId("more").addEventListener("click", () => {
    const at = shownRows;
    showMore();
    byId("list").children[at]?.querySelector("a").focus();
  });
}
