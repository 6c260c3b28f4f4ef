"use strict";

const LINES_MAX = 2000;
const rows = new Map();
let chosen = null;
let logSource = null;

const byId = (id) => document.getElementById(id);

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function follow(address, onValue, onState) {
  const source = new EventSource(address);
  source.onmessage = (event) => onValue(JSON.parse(event.data));
  source.onopen = () => onState(true);
  source.onerror = () => onState(false);
  return source;
}

const styles = { success: "good", error: "bad", warning: "wait", info: "faint" };

function stateClass(resource) {
  if (resource.state === "Running" && resource.health && resource.health !== "Healthy") return "wait";
  if (resource.state === "Waiting" || resource.state === "Starting" || resource.state === "Stopping") return "wait";
  return styles[resource.style] ?? "faint";
}

// Only what a browser can open becomes a link, and never a script.
function address(link) {
  const text = link.text || (link.name ? link.name + " " : "") + link.url.replace(/^[a-z]+:\/\/(?:127\.0\.0\.1|localhost)?/, "");
  if (!/^https?:\/\//.test(link.url)) return element("span", "faint", text);
  const anchor = element("a", "", text);
  anchor.href = link.url;
  anchor.target = "_blank";
  anchor.rel = "noreferrer";
  return anchor;
}

async function give(resource, command) {
  const answer = await fetch(`/api/resources/${encodeURIComponent(resource.name)}/${encodeURIComponent(command.name)}`, { method: "POST" });
  if (!answer.ok) toast((await answer.json().catch(() => ({}))).message ?? `${command.text} was refused (${answer.status}).`);
}

function toast(text) {
  const shown = byId("toast");
  shown.textContent = text;
  shown.hidden = false;
  setTimeout(() => { shown.hidden = true; }, 6000);
}

function draw(resource) {
  const row = element("tr", resource.name === chosen ? "chosen" : "");
  const cell = (className, ...children) => {
    const made = element("td", className);
    made.append(...children);
    row.append(made);
  };

  const name = element("button", "name", resource.name);
  name.onclick = () => choose(resource.name);

  const health = element("span", resource.health === "Healthy" ? "good" : "wait", resource.health ?? "");
  if (resource.healthProblem && resource.health !== "Healthy") health.title = resource.healthProblem;

  cell(resource.parent ? "child" : "", name);
  cell("", element("span", "state " + stateClass(resource), resource.state));
  cell("", health);
  cell(resource.exitCode ? "bad" : "", resource.exitCode ?? "");
  cell("faint", resource.started ? new Date(resource.started).toLocaleTimeString() : "");
  cell("actions", ...resource.commands.map((command) => {
    const button = element("button", "", command.text);
    button.disabled = !command.isEnabled;
    button.onclick = () => give(resource, command);
    return button;
  }));
  cell("addresses", ...resource.links.map(address));
  cell("faint", resource.type);
  return row;
}

function order(a, b) {
  const place = (r) => (r.parent && rows.has(r.parent) ? rows.get(r.parent).order + 0.5 : r.order);
  return place(a) - place(b) || a.order - b.order;
}

let drawing = false;

// Many changes come at once when the application starts: they are drawn together.
function drawSoon() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    const shown = [...rows.values()].filter((r) => !r.isHidden).sort(order);
    const focused = document.activeElement?.closest("tr") ? document.activeElement.textContent : null;
    byId("resources").replaceChildren(...shown.map(draw));
    if (focused) [...document.querySelectorAll("tr.chosen button")].find((b) => b.textContent === focused)?.focus();
    const healthy = shown.filter((r) => r.health === "Healthy" || r.state === "Active").length;
    byId("summary").textContent = `${healthy} of ${shown.length} ready`;
  });
}

const matches = (text) => text.toLowerCase().includes(byId("filter").value.toLowerCase());

function choose(name) {
  if (name === chosen) return;
  chosen = name;
  location.hash = name;
  byId("log-title").textContent = `Log of ${name}`;
  byId("lines").replaceChildren();
  logSource?.close();
  logSource = follow(`/api/logs/${encodeURIComponent(name)}`, addLines, (open) => { if (open) byId("lines").replaceChildren(); });
  drawSoon();
}

function addLines(lines) {
  const box = byId("lines");
  for (const line of lines) {
    // Colours of a terminal are left out.
    const text = line.text.replace(/\u001b\[[0-9;]*m/g, "");
    const entry = element("div", line.isError ? "entry error" : "entry");
    entry.append(element("span", "number", line.number), element("span", "text", text));
    entry.hidden = !matches(text);
    box.append(entry);
  }
  while (box.childElementCount > LINES_MAX) box.firstChild.remove();
  if (byId("follow").checked) box.scrollTop = box.scrollHeight;
}

byId("filter").oninput = () => {
  for (const entry of byId("lines").children) entry.hidden = !matches(entry.lastChild.textContent);
};

follow("/api/resources", (resource) => {
  rows.set(resource.name, resource);
  if (!chosen && (location.hash === "" || decodeURIComponent(location.hash.slice(1)) === resource.name)) choose(resource.name);
  drawSoon();
}, (open) => {
  if (!open) byId("summary").textContent = "The application does not answer. Trying again …";
});
