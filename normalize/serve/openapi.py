"""What the service takes and gives, as OpenAPI 3.1, and as a page for people."""

from __future__ import annotations

from typing import Any

from normalize.version import __version__
from normalize.write.schema import RECORD_SCHEMA

_ROW = {
    "type": "object",
    "description": "A record with `text` or `html`; other keys as in a JSONL file of `normalize run`.",
    "properties": {name: {"type": "string"} for name in ("id", "text", "html", "url", "headline")}
    | {"metadata": {"type": "object"}},
}
_ERROR = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                name: {"type": ["string", "null"]} for name in ("path", "id", "stage", "code", "reason")
            }
            | {"record": {"type": ["integer", "null"], "description": "The line, in a batch."}},
        }
    },
    "required": ["error"],
}
_STATUSES = {
    "408": "Nothing came for too long.",
    "413": "The document is larger than the service takes.",
    "415": "A content type, or a content encoding, that is not taken.",
    "422": "The document cannot be cleaned; `error.code` says why.",
    "500": "A bug, or a document that ended its worker process.",
    "503": "Too many requests wait already.",
    "504": "Cleaning the document took too long.",
}


def describe(most: int) -> dict[str, Any]:
    """Give the description; `most`: bytes of a document."""
    string = {"schema": {"type": "string"}}
    known = [
        {"name": name, "in": "query", "required": False, "description": "Of a text or page.", **string}
        for name in ("id", "url", "headline")
    ]
    failed = {
        status: {"description": about, "content": {"application/json": {"schema": _ref("Error")}}}
        for status, about in _STATUSES.items()
    }
    lines = {"schema": {"type": "string", "description": "A record, or an error, for each line."}}
    clean = {
        "summary": "Clean a document, or JSON lines of them",
        "description": f"A document, or a line, may have {most:,} bytes.",
        "parameters": known,
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": _ROW},
                "application/x-ndjson": {"schema": {"type": "string", "description": "A record a line."}},
                "text/html": string,
                "text/plain": string,
            },
        },
        "responses": {
            "200": {
                "description": "The record; for a batch a line for each line, in order.",
                "content": {"application/json": {"schema": _ref("Record")}, "application/x-ndjson": lines},
            },
            **failed,
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "normalize", "version": __version__},
        "paths": {
            "/clean": {"post": clean},
            "/health": _get("Whether it works, and what makes the records", "application/json"),
            "/metrics": _get("What was counted, for Prometheus", "text/plain"),
            "/openapi.json": _get("This description", "application/json"),
        },
        "components": {"schemas": {"Record": RECORD_SCHEMA, "Error": _ERROR}},
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _get(about: str, kind: str) -> dict[str, Any]:
    return {"get": {"summary": about, "responses": {"200": {"description": "It.", "content": {kind: {}}}}}}


PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>normalize</title>
<style>body{font:16px/1.5 sans-serif;max-width:50em;margin:2em auto;padding:0 1em}
textarea{width:100%;height:12em}pre{background:#eee;padding:1em;overflow:auto;white-space:pre-wrap}</style>
<h1>normalize</h1>
<p>The interface is described in <a href="openapi.json">openapi.json</a> (OpenAPI 3.1);
see also <a href="health">health</a> and <a href="metrics">metrics</a>.</p>
<ul id="paths"></ul>
<h2>Try it</h2>
<textarea id="text" aria-label="Text"></textarea>
<p><select id="kind" aria-label="Content type"><option>text/plain<option>text/html<option>application/json
<option>application/x-ndjson</select> <button id="send">POST /clean</button></p>
<pre id="answer"></pre>
<script>
fetch("openapi.json").then(r => r.json()).then(d => {
  for (const [path, methods] of Object.entries(d.paths)) for (const [method, one] of Object.entries(methods))
    { const item = document.createElement("li");
    item.textContent = method.toUpperCase() + " " + path + " – " + one.summary;
    document.getElementById("paths").append(item);
  }
});
document.getElementById("send").onclick = async () => {
  const answer = await fetch("clean", {method: "POST", body: document.getElementById("text").value,
    headers: {"content-type": document.getElementById("kind").value}});
  const told = await answer.text();
  let shown = told;
  try { shown = JSON.stringify(JSON.parse(told), null, 2); } catch { }
  document.getElementById("answer").textContent = answer.status + "\\n" + shown;
};
</script>
</html>
"""
