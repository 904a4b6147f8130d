"use strict";

// One document: its source with marks, beside the clean article.

const DONE = { strip: "stripped", capture: "captured", rewrite: "rewritten", flag: "flagged" };
const REMARKS = {
  bare: "The record holds no account of its edits (it was written with --edits none): only the clean article can be shown.",
  unknown:
    "The source of this document was not found as it was when the report was made, and the record does not hold what was removed (--edits text keeps it): only its size is shown.",
};
const MORE_FIELDS = new Set(["standfirst", "description", "related", "captions", "notices", "author_bio"]);

let current = null;

function ruleLink(rule) {
  return make("a", { href: `#rule/${encoded(rule)}` }, make("code", null, visible(rule)));
}

/** What an edit did, in words. */
function doneBy(edit) {
  const [rule, action, field, note] = edit;
  const into = !field ? "" : action === "capture" ? ` into ${field}` : `, ${field} taken from it`;
  return [`${DONE[action] || action}${into} by `, ruleLink(rule), note ? [" (", apart(note), ")"] : []].flat();
}

const aloud = (text) => make("span", { class: "hidden-text" }, text);

function oldText(old, kind, title) {
  if (old === "" || old === 0) return [];
  const inside = typeof old === "number" ? [characters(old)] : visible(old);
  return [make("del", { class: kind, title, tabindex: "-1" }, aloud("removed: "), inside, aloud(" – "))];
}

function piece(one, edits, kind) {
  if (typeof one === "string") return visible(one);
  if (typeof one === "number") return [make("span", { class: "cut" }, ` … ${count(one)} characters … `)];
  const [old, fresh, number] = one;
  if (kind === "article") return visible(fresh);
  const edit = edits[number];
  const title = `${DONE[edit[1]]} by ${edit[0]}${edit[3] ? ` (${edit[3]})` : ""}`;
  const after = fresh ? [make("ins", { class: "rewritten", title }, aloud("now: "), visible(fresh), aloud(" – "))] : [];
  const plain = fresh ? [make("span", { class: "result" }, visible(fresh))] : [];
  return [make("span", { class: "rewrite" }, oldText(old, "rewrite", title), after), ...plain];
}

function removedText(segment, edits) {
  const inside = segment.p.map((one) => {
    if (typeof one === "string") return visible(one);
    return [segment.p.length > 1 ? ` … ${count(one)} characters … ` : characters(one)];
  });
  const gone = make("del", { class: edits[segment.e][1], tabindex: "-1" }, aloud("removed: "), inside.flat(), aloud(" – "));
  return [make("span", { class: "removed" }, gone)];
}

/** What rewrites did in a segment, each once; joined lines are seen, and would be told of every paragraph. */
function rewritesIn(segment, edits) {
  const times = new Map();
  for (const one of segment.p) {
    if (Array.isArray(one) && edits[one[2]][0] !== "segment.unwrap") times.set(one[2], (times.get(one[2]) || 0) + 1);
  }
  const often = (number) => (number > 1 ? ` ×${count(number)}` : "");
  return [...times].map(([number, many]) => make("p", { class: "told rewrite" }, doneBy(edits[number]), often(many)));
}

/** The source in lines; what was done stands below each. A segment that began on no line of its own stays in the line. */
function sourceLines(segments, edits) {
  const lines = [];
  for (const segment of segments) {
    if (segment.k === "gap") {
      const said = `… ${count(segment.p[0])} parts of ${count(segment.c)} characters are left out here …`;
      lines.push({ line: make("p", { class: "cut" }, said), told: [], closed: true });
      continue;
    }
    const last = lines[lines.length - 1];
    const goesOn = segment.n === 0 && last && !last.closed;
    const here = goesOn ? last : { line: make("p", { dir: "auto", class: "line" }), told: [] };
    if (goesOn) here.line.append(" ");
    else lines.push(here);
    if (segment.k === "removed") {
      here.line.append(...removedText(segment, edits));
      here.told.push(make("p", { class: "told removed" }, doneBy(edits[segment.e])));
    } else {
      here.line.classList.add(segment.k);
      here.line.append(...segment.p.flatMap((one) => piece(one, edits, "source")));
      here.told.push(...rewritesIn(segment, edits));
    }
    for (const number of segment.f || []) here.told.push(make("p", { class: "told" }, doneBy(edits[number])));
  }
  return lines.flatMap((one) => [one.line, ...one.told]);
}

function articleSegment(segment) {
  if (segment.k === "removed") return [];
  if (segment.k === "gap") return [make("p", { class: "cut" }, "… a part is left out here …")];
  const inside = segment.p.flatMap((one) => piece(one, [], "article"));
  return [make(segment.k === "headline" ? "h4" : "p", { dir: "auto" }, inside)];
}

function workList(text) {
  const times = new Map();
  const add = (number) => times.set(number, (times.get(number) || 0) + 1);
  for (const segment of text.segments) {
    if (segment.e !== undefined) add(segment.e);
    (segment.f || []).forEach(add);
    segment.p.forEach((one) => Array.isArray(one) && add(one[2]));
  }
  const why = new Map(DATA.rules);
  const rows = [...times].map(([number, often]) => {
    const edit = text.edits[number];
    return make("tr", null, make("td", { class: "number" }, count(often)), make("td", null, doneBy(edit)), make("td", null, visible(why.get(edit[0]) || "")));
  });
  if (!rows.length) return make("p", null, "Nothing was changed.");
  const head = make("tr", null, ...[["Times", "number"], ["What was done", null], ["Why", null]].map(([name, kind]) => make("th", { scope: "col", class: kind }, name)));
  return make("table", { class: "plain" }, make("thead", null, head), make("tbody", null, rows));
}

function plainValue(value) {
  if (Array.isArray(value)) return value.map(plainValue).join(" | ");
  if (value && typeof value === "object") return Object.entries(value).map(([key, one]) => `${key}: ${one}`).join(", ");
  return String(value);
}

function facts(text) {
  const row = ([name, value]) => make("tr", null, make("th", { scope: "row" }, name), make("td", null, apart(plainValue(value))));
  const known = Object.entries(text.metadata).sort(([one], [other]) => MORE_FIELDS.has(one) - MORE_FIELDS.has(other));
  return make("details", null, make("summary", null, "Metadata and source"), make("table", { class: "plain" }, make("tbody", null, known.map(row), Object.entries(text.source).map(row))));
}

function changeOf(change) {
  const item = (sign, word) => ([rule, action, what]) => {
    const inside = typeof what === "number" ? [characters(what)] : visible(what);
    const mark = make(word === "no more" ? "ins" : "del", { dir: "auto" }, inside);
    return make("li", null, `${sign} ${word} ${DONE[action] || action} by `, ruleLink(rule), ": ", mark);
  };
  const items = [...change.new.map(item("+", "now")), ...change.gone.map(item("−", "no more"))];
  const said = change.source ? "The source is another than in the other run." : change.text ? "Cleaned otherwise than in the other run:" : "The same text as in the other run, by other edits:";
  const more = change.more ? make("p", { class: "dim" }, `And ${count(change.more)} more.`) : "";
  return make("section", { class: "card against" }, make("h3", null, "Against the other run"), make("p", null, said), items.length ? make("ul", null, items) : "", more);
}

function summaryOf(row) {
  const told = [row.i, row.p === row.i ? "" : row.p, row.s, row.l, row.d, `${count(row.w)} words`, `${percent(row.r)} removed`];
  const known = told.filter((one) => one && one !== "(unknown)");
  const flags = row.f.map((flag) => make("li", null, make("span", { class: "tag" }, flag), " ", DATA.flags[flag]));
  return [make("p", { class: "dim" }, known.flatMap((one, at) => (at ? [" · ", apart(one)] : [apart(one)]))), flags.length ? make("ul", { class: "flags" }, flags) : ""];
}

/** Show a document; its row is known. */
function openDocument(row) {
  current = row;
  byId("reader-title").replaceChildren(apart(row.h || row.i));
  const at = matching.indexOf(row);
  byId("position").textContent = at < 0 ? "" : `${count(at + 1)} of ${count(matching.length)}`;
  byId("previous").disabled = at <= 0;
  byId("next").disabled = at < 0 || at >= matching.length - 1;
  byId("back").href = listAddress();
  byId("document").replaceChildren(...contentOf(row));
  document.title = `${visible(row.h || row.i).map((one) => one.textContent ?? one).join("")} – normalize report`;
}

function contentOf(row) {
  if (row.e !== undefined) {
    return [make("p", null, apart(row.p)), make("p", null, "It gave no record: ", make("code", null, row.e), ` in ${row.g}: `, apart(row.h))];
  }
  const text = textOf(row);
  if (!text) {
    const rules = row.u.map((number) => make("li", null, ruleLink(DATA.rules[number][0]), " ", visible(DATA.rules[number][1])));
    const said = make("p", { class: "remark" }, "The text of this document is not in this file, which would get too large. ", make("code", null, visible(`normalize explain '${row.i}' --run DIR`)), " shows it.");
    return [...summaryOf(row), said, make("h3", null, "Rules that worked on it"), rules.length ? make("ul", null, rules) : make("p", null, "None.")].filter(Boolean);
  }
  const remarks = (text.remarks || []).map((one) => make("p", { class: "remark" }, make("strong", null, "Note: "), REMARKS[one]));
  const lang = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(row.l) ? row.l : null;
  const source = make("section", { class: "pane source", "aria-labelledby": "h-source" }, make("h3", { id: "h-source" }, "Source"), make("div", { lang }, sourceLines(text.segments, text.edits)));
  const article = make("section", { class: "pane article", "aria-labelledby": "h-article" }, make("h3", { id: "h-article" }, "Clean article"), make("div", { lang }, text.segments.flatMap(articleSegment)));
  for (const told of source.querySelectorAll(".told, .cut")) told.setAttribute("lang", "en");
  return [...summaryOf(row), ...remarks, text.change ? changeOf(text.change) : "", make("div", { class: "panes" }, source, article),
    make("h3", null, "What was done"), workList(text), facts(text)].filter(Boolean);
}

/** Go to the document before or after this one in the list. */
function step(by) {
  const row = matching[matching.indexOf(current) + by];
  if (current && matching.includes(current) && row) location.hash = addressOf(row);
}

/** Go to the change before or after the one where the focus is. */
function stepChange(by) {
  const marks = [...byId("document").querySelectorAll(".source del")].filter((one) => one.offsetParent);
  if (!marks.length) return;
  const at = marks.indexOf(document.activeElement);
  marks[at < 0 ? (by > 0 ? 0 : marks.length - 1) : (at + by + marks.length) % marks.length].focus();
}

function setUpReader() {
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  for (const name of ["removed", "rewritten", "article"]) {
    const box = byId(`t-${name}`);
    const apply = () => byId("reader").classList.toggle(`no-${name}`, !box.checked);
    box.addEventListener("change", apply);
    apply();
  }
}
