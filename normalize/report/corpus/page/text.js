"use strict";

// Elements, and text that cannot act. Nothing here makes HTML out of strings.

// What is not seen, or turns the direction of what follows; the same as in normalize/report/visible.py.
const HIDDEN =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;

const byId = (id) => document.getElementById(id);

/** Make an element with attributes and children; a child is a node or a text. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((one) => one !== "" && one !== null && one !== undefined));
  return element;
}

/** The nodes that show a text: what is hidden in it stands as its number. */
function visible(text) {
  const nodes = [];
  const plain = text.replace(LINE_END, "⏎").replace(/\t/g, " ");
  let at = 0;
  for (const found of plain.matchAll(HIDDEN)) {
    if (found.index > at) nodes.push(plain.slice(at, found.index));
    const number = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    nodes.push(make("span", { class: "hidden" }, `<U+${number}>`));
    at = found.index + found[0].length;
  }
  if (at < plain.length) nodes.push(plain.slice(at));
  return nodes;
}

/** Text of a document inside a line of ours: its direction stays its own. */
const apart = (text) => make("bdi", null, visible(text));

/** A text as a part of an address; one with half of a surrogate pair has none. */
function encoded(text) {
  try {
    return encodeURIComponent(text);
  } catch {
    return "";
  }
}

const count = (number) => number.toLocaleString("en-US");
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const characters = (number) => `(${count(number)} character${number === 1 ? "" : "s"})`;

const DATA = JSON.parse(byId("data").textContent);
const texts = new Map();

/** What is known of a document's text; null if it is not in this file. */
function textOf(row) {
  if (row.t === undefined) return null;
  if (!texts.has(row.t)) texts.set(row.t, JSON.parse(byId(`text-${row.t}`).textContent));
  return texts.get(row.t);
}
