"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const BULK = 2;
  const FONT = '"Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif';
  const LINE_HEIGHT = 17, NOTE_HEIGHT = 15;
  const LARGEST_CANVAS = 15000;  // of its sides, in the screen's own dots; browsers draw nothing on a larger one
  const isFile = location.protocol === "file:";
  const all = (selector, within) => [...(within || document).querySelectorAll(selector)];
  const filters = all("[data-filter]");
  const marked = all("[data-project]");
  const networks = [];
  const projects = data.projects.map(([kind, light, unit, goal, phase]) => ({
    kind, light: data.lights[light], unit: new Set(unit.map((at) => data.unit[at])),
    goal: new Set(goal.map((at) => data.goal[at])), phase: new Set(phase.map((at) => data.phase[at])),
  }));

  /* Networks */

  function write(ctx, text, font, x, y, width) {
    ctx.font = font;
    ctx.fillText(text, x, y, width);
  }

  function drawSign(ctx, box, x, y) {
    const [path, colour] = data.signs[box.sign];
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(box.size / 10, box.size / 10);
    ctx.lineWidth = 24 / box.size;
    ctx.strokeStyle = colour;
    ctx.fillStyle = box.hollow ? "#ffffff" : colour;
    const outline = new Path2D(path);
    ctx.fill(outline);
    ctx.stroke(outline);
    ctx.restore();
  }

  function drawBox(ctx, box, x, y, state) {
    ctx.save();
    ctx.translate(x, y);
    ctx.fillStyle = box.fill;
    ctx.strokeStyle = state.selected ? "#0b4fd1" : box.line;
    ctx.lineWidth = state.selected || state.hover ? 3 : 1.5;
    const outline = new Path2D(box.path);
    ctx.fill(outline);
    ctx.setLineDash(box.dashed ? [6, 4] : []);
    ctx.stroke(outline);
    ctx.restore();
    const signRoom = box.sign ? 64 : 0;
    if (box.sign) drawSign(ctx, box, x - box.width / 2 + signRoom / 2, y);
    ctx.fillStyle = box.ink;
    ctx.textBaseline = "middle";
    ctx.textAlign = box.sign ? "left" : "center";
    const left = box.sign ? x - box.width / 2 + signRoom : x, room = box.width - signRoom - 14;
    let line = y - (box.lines.length * LINE_HEIGHT + (box.note ? NOTE_HEIGHT : 0)) / 2 + LINE_HEIGHT / 2;
    for (const text of box.lines) { write(ctx, text, `14px ${FONT}`, left, line, room); line += LINE_HEIGHT; }
    if (box.note) write(ctx, box.note, `italic 12px ${FONT}`, left, line - 1, room);
  }

  function draw(id, held) {
    const place = document.getElementById(id);
    if (!place || !held) return;
    held.options.nodes.ctxRenderer = ({ ctx, id: node, x, y, state }) => {
      const box = held.boxes[node];
      return {
        drawNode: () => { if (box) drawBox(ctx, box, x, y, state); },
        nodeDimensions: { width: box ? box.width : 1, height: box ? box.height : 1 },
      };
    };
    const nodes = new vis.DataSet(held.nodes);
    const edges = new vis.DataSet(held.edges.map((edge, at) => ({ ...edge, id: at })));
    const network = new vis.Network(place, { nodes, edges }, held.options);
    const fade = (chosen) => edges.update(edges.map(({ id: at, tie, color }) => ({
      id: at, color: { ...color, opacity: !chosen || held.ties[tie].includes(chosen) ? 1 : 0.12 },
    })));
    network.on("selectNode", ({ nodes: [chosen] }) => { if (held.boxes[chosen]) fade(chosen); });
    network.on("deselectNode", () => fade(""));
    const beside = {};
    for (const [one, other] of held.ties) {
      (beside[one] = beside[one] || []).push(other);
      (beside[other] = beside[other] || []).push(one);
    }
    networks.push({ id, place, held, nodes, network, beside });
    fit(networks.at(-1));
  }

  function fit({ place, held, network }) {
    const largest = LARGEST_CANVAS / window.devicePixelRatio / Math.max(held.height, held.width);
    const scale = Math.min(place.clientWidth / held.width, 1.25, largest);
    place.style.height = `${Math.ceil(held.height * scale)}px`;
    network.setSize("100%", "100%");
    network.moveTo({ position: { x: held.width / 2, y: held.height / 2 }, scale });
    network.redraw();
  }

  // A project that is filtered away is hidden, and so is what no other project is tied to.
  function hideInNetwork({ nodes, held, beside }, seen) {
    const numbers = data.numbers;
    const left = (id) => !(id in numbers) || seen.has(numbers[id]);
    const boxShown = (id) => left(id) && (id in numbers || !beside[id] || beside[id].some(left));
    const shown = (id) => (held.boxes[id] ? boxShown(id) : held.corners[id].every(boxShown));
    nodes.update(nodes.getIds().map((id) => ({ id, hidden: !shown(id) })));
  }

  // Paper is another width than the screen: it gets a picture of what was drawn.
  function drawForPaper() {
    for (const paper of all("canvas.paper")) {
      const canvas = document.querySelector(`#${paper.dataset.of} canvas`);
      if (!canvas || !canvas.width || !canvas.height) continue;
      paper.width = canvas.width;
      paper.height = canvas.height;
      paper.getContext("2d").drawImage(canvas, 0, 0);
    }
  }

  /* Filters */

  function wanted() {
    return Object.fromEntries(filters.map((filter) => [filter.dataset.filter, filter.value]));
  }

  // What the page was fetched with already holds for everything on it.
  function fits(one, asked) {
    return ["unit", "goal", "phase"].every((name) => !asked[name] || asked[name] === data.asked[name] || one[name].has(asked[name]))
      && (!asked.light || one.light === asked.light);
  }

  function apply() {
    const asked = wanted();
    const some = Object.entries(asked).some(([name, value]) => value && value !== data.asked[name]);
    const seen = new Set(projects.keys());
    projects.forEach((one, number) => { if (!fits(one, asked) || (some && one.kind === 0)) seen.delete(number); });
    for (const one of marked) {
      const also = one.dataset.also;
      one.toggleAttribute("hidden", !seen.has(Number(one.dataset.project)) || Boolean(also && !seen.has(Number(also))));
    }
    countBoards(seen);
    for (const network of networks) if (network.id === "prosjektnett") hideInNetwork(network, seen);
    countRisks(some ? seen : null);
    const counted = [...projects.keys()].filter((number) => projects[number].kind !== BULK);
    const shown = counted.filter((number) => seen.has(number)).length;
    document.getElementById("antall").textContent = `${shown} av ${counted.length} vises`;
    tellWhatIsMissing(asked, some, shown);
    remember(asked);
  }

  function countBoards(seen) {
    for (const row of all(".board tbody tr")) {
      const cells = all("td", row);
      const scheme = cells.map((cell) => cell.dataset.phase).filter(Boolean);
      for (const cell of cells) countCell(cell, seen, scheme);
    }
  }

  function countCell(cell, seen, scheme) {
    const count = cell.querySelector(".count");
    if (!count) return;
    const { phase, light } = cell.dataset;
    let number = 0;
    for (const at of seen) {
      const one = projects[at];
      if (one.kind !== 1 || one.light !== light) continue;
      if (phase ? one.phase.has(phase) : !scheme.some((other) => one.phase.has(other))) number += 1;
    }
    count.textContent = number || "";
    const listed = all("li:not([hidden])", cell).length;
    const more = cell.querySelector(".more");
    more.hidden = listed >= number;
    more.textContent = `${number - listed} til er ikke på siden`;
    const rest = cell.querySelector("details");
    if (rest) {
      const inRest = all("li:not([hidden])", rest).length;
      rest.hidden = !inRest;
      rest.querySelector("summary").textContent = `${inRest} til`;
    }
  }

  function tellWhatIsMissing(asked, some, shown) {
    const left = Object.keys(data.asked).filter((name) => name in asked && asked[name] !== data.asked[name]);
    const note = document.getElementById("snevert");
    note.hidden = !(left.length || (some && data.cut));
    if (note.hidden) return;
    const how = isFile ? " Lag en ny fil med styring draw portfolio og filteret som valg, for å se alle." : "";
    note.querySelector("p").textContent = left.length
      ? `Siden er laget med et annet filter, og viser ikke alt som passer med dette.${how}`
      : `${shown} passer med filteret. Bildene og tabellene er laget av alle, og viser bare noen av dem.${how}`;
  }

  function remember(asked) {
    const address = new URL(location.href);
    for (const [name, value] of Object.entries(asked)) {
      if (value) address.searchParams.set(name, value); else address.searchParams.delete(name);
    }
    try { history.replaceState(null, "", address); } catch { /* a file has no address to change in some browsers */ }
  }

  function choose() {
    const given = new URL(location.href).searchParams;
    for (const filter of filters) {
      const value = given.get(filter.dataset.filter);
      if (value && [...filter.options].some((option) => option.value === value)) filter.value = value;
    }
  }

  function reset() {
    for (const filter of filters) filter.value = "";
    if (Object.keys(data.asked).length && !isFile) {
      const day = new URL(location.href).searchParams.get("on_date");
      location.assign(location.pathname + (day ? `?on_date=${encodeURIComponent(day)}` : ""));
      return;
    }
    apply();
  }

  /* Board */

  const scheme = document.getElementById("modell");

  function chooseBoard() {
    for (const board of all("[data-board]")) board.classList.toggle("not-chosen", Boolean(scheme) && board.dataset.board !== scheme.value);
  }

  /* Risks */

  const list = document.getElementById("risikoliste");
  const rows = all("[data-risk]");
  const cells = all("button[data-risks]");
  const mode = () => (document.querySelector("input[name=tiltak]:checked") || { value: "after" }).value;
  let risksSeen = new Set(data.risks.keys());
  let opener = null;

  function countRisks(seen) {
    risksSeen = new Set([...data.risks.keys()].filter((risk) => !seen || data.risks[risk].some((project) => seen.has(project))));
    for (const button of cells) {
      const ids = inCell(button);
      const outside = button.closest(".outside");
      (outside || button).hidden = button.dataset.when !== mode() || !ids.length;
      if (outside) { outside.querySelector("span").textContent = ids.length; continue; }
      button.textContent = ids.length;
      button.setAttribute("aria-label", `${ids.length} ${ids.length === 1 ? "risiko" : "risikoer"}: ${button.dataset.place}`);
    }
    if (opener) hideList();
    for (const row of rows) row.hidden = !risksSeen.has(Number(row.dataset.risk));
  }

  function inCell(button) {
    return button.dataset.risks.split(" ").filter(Boolean).map(Number).filter((risk) => risksSeen.has(risk));
  }

  function showRisks(button) {
    const ids = new Set(inCell(button));
    const found = rows.filter((row) => ids.has(Number(row.dataset.risk)));
    const items = found.map((row) => {
      const item = document.createElement("li");
      const [name, before, after] = row.children;
      item.textContent = `${name.textContent} (før ${before.textContent}, etter ${after.textContent}), truer ${row.children[5].textContent}`;
      return item;
    });
    if (found.length < ids.size) {
      const item = document.createElement("li");
      item.textContent = `${ids.size - found.length} til er ikke på siden`;
      items.push(item);
    }
    list.querySelector("h3").textContent = `Risikoer: ${button.dataset.place}`;
    list.querySelector("ul").replaceChildren(...items);
    for (const row of rows) row.hidden = !ids.has(Number(row.dataset.risk));
    for (const cell of cells) cell.setAttribute("aria-pressed", cell === button);
    list.hidden = false;
    opener = button;
    list.focus();
  }

  function hideList() {
    for (const row of rows) row.hidden = !risksSeen.has(Number(row.dataset.risk));
    for (const cell of cells) cell.removeAttribute("aria-pressed");
    list.hidden = true;
    opener = null;
  }

  function showAllRisks() {
    const back = opener;
    hideList();
    if (back) back.focus();
  }

  if (list) {
    for (const button of cells) button.addEventListener("click", () => showRisks(button));
    document.getElementById("lukk-risiko").addEventListener("click", showAllRisks);
    list.addEventListener("keydown", (event) => { if (event.key === "Escape") showAllRisks(); });
    for (const choice of all("input[name=tiltak]")) {
      choice.addEventListener("change", apply);
    }
  }

  for (const filter of filters) filter.addEventListener("change", apply);
  document.getElementById("nullstill").addEventListener("click", reset);
  if (scheme) scheme.addEventListener("change", chooseBoard);
  if (isFile) for (const one of all(".fetched")) one.hidden = true;  // a file cannot be fetched again for another day
  const unfolded = new Set();
  window.addEventListener("beforeprint", () => {
    drawForPaper();
    for (const one of all("details:not([open])")) { one.open = true; unfolded.add(one); }
  });
  window.addEventListener("afterprint", () => {
    for (const one of unfolded) one.open = false;
    unfolded.clear();
  });
  window.addEventListener("resize", () => { for (const network of networks) fit(network); });

  choose();
  chooseBoard();
  draw("prosjektnett", data.network);
  draw("eiernett", data.ownership);
  apply();
  document.documentElement.dataset.readyAfter = Math.round(performance.now());  // since the address was asked for, in ms
  document.documentElement.dataset.ready = "yes";
})();
