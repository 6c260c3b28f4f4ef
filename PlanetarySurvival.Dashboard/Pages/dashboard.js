// Rows and log lines arrive as server-sent events; everything is shown as text, never as markup.
const rows = new Map();
const linesMax = 2000;
let chosen = null, logStream = null, lines = [];

const element = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) key in node ? node[key] = value : node.setAttribute(key, value);
  node.append(...children.filter(child => child !== null));
  return node;
};
const byId = id => document.getElementById(id);
const healthClass = { Healthy: "good", Degraded: "busy", Unhealthy: "bad" };
const stateClass = row => row.style === "error" || /Fail|Exited|Unhealthy/.test(row.state) ? "bad" : row.state === "Running" ? "good" : row.state === "Finished" ? "quiet" : "busy";

function showRow(row) {
  const former = rows.get(row.name)?.node;
  const node = element("tr", { className: row.name === chosen ? "chosen" : "" },
    element("td", {}, element("button", { className: "name", onclick: () => choose(row.name), title: "Show its log" }, row.name)),
    element("td", { className: stateClass(row) }, row.state + (row.exitCode !== null && row.state !== "Running" ? ` (exit code ${row.exitCode})` : "")),
    element("td", { className: healthClass[row.health] ?? "quiet" }, row.health ?? "–"),
    element("td", { className: "quiet" }, row.type),
    element("td", { className: "quiet" }, row.started ? new Date(row.started.endsWith("Z") ? row.started : row.started + "Z").toLocaleTimeString() : "–"),
    element("td", { className: "quiet" }, row.processId ?? "–"),
    element("td", { className: "links" }, ...row.links.map(link => /^https?:/.test(link.url) && !link.inactive
      ? element("a", { href: link.url, target: "_blank", rel: "noreferrer" }, link.text) : element("span", { className: "quiet" }, link.text + " "))),
    element("td", {}, ...row.commands.map(command => element("button", { disabled: !command.enabled, onclick: event => run(row.name, command, event.target) }, command.text))));
  rows.set(row.name, { row, node });
  if (former) former.replaceWith(node);
  else {
    const after = [...rows.keys()].sort().find(name => name > row.name && rows.get(name).node.isConnected);
    byId("resources").insertBefore(node, after ? rows.get(after).node : null);
  }
  const all = [...rows.values()].map(entry => entry.row);
  const well = all.filter(other => other.state === "Running" && other.health === "Healthy").length;
  byId("summary").textContent = `${well} of ${all.length} running and healthy`;
}

async function run(name, command, button) {
  button.disabled = true;
  const answer = await fetch(`/api/resources/${encodeURIComponent(name)}/${encodeURIComponent(command.name)}`, { method: "POST" });
  const result = await answer.json().catch(() => ({ success: false, message: answer.statusText }));
  byId("summary").textContent = result.success ? `${command.text} ${name}: done` : `${command.text} ${name} failed: ${result.message ?? answer.status}`;
  if (!result.success) button.disabled = false;
}

function choose(name) {
  chosen = name;
  location.hash = name;
  for (const entry of rows.values()) entry.node.className = entry.row.name === name ? "chosen" : "";
  byId("log-title").textContent = `Log of ${name}`;
  lines = [];
  logStream?.close();
  logStream = new EventSource(`/api/logs/${encodeURIComponent(name)}`);
  logStream.onopen = () => { lines = []; showLines(); };
  logStream.onmessage = event => { lines.push(...JSON.parse(event.data)); lines = lines.slice(-linesMax); showLines(); };
}

let showing = false;
function showLines() {
  if (showing) return;
  showing = true;
  requestAnimationFrame(() => {
    showing = false;
    const filter = byId("filter").value.toLowerCase();
    const log = byId("log");
    log.replaceChildren(...lines.filter(line => !filter || line.content.toLowerCase().includes(filter))
      .map(line => element("span", { className: line.isErrorMessage ? "error" : "" }, line.content.replace(/\x1b\[[0-9;]*m/g, "") + "\n")));
    if (byId("follow").checked) log.scrollTop = log.scrollHeight;
  });
}

byId("filter").oninput = showLines;
const stream = new EventSource("/api/resources");
stream.onmessage = event => { const row = JSON.parse(event.data); if (!row.hidden) showRow(row); };
stream.onerror = () => byId("summary").textContent = "The application does not answer. Trying again …";
if (location.hash.length > 1) choose(decodeURIComponent(location.hash.slice(1)));
