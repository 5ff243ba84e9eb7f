"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const filters = [...document.querySelectorAll("[data-filter]")];
  const marked = [...document.querySelectorAll("[data-project]")];
  const counted = data.projects.filter((one) => !one.bulk);
  const networks = {};

  function draw(id, held) {
    const place = document.getElementById(id);
    if (!place || !held) return;
    const nodes = new vis.DataSet(held.nodes);
    const network = new vis.Network(place, { nodes, edges: new vis.DataSet(held.edges) }, held.options);
    // Once it has come to rest it stays: nothing moves while somebody reads.
    network.once("stabilizationIterationsDone", () => network.setOptions({ physics: false }));
    networks[id] = { nodes, network };
  }

  function wanted() {
    return Object.fromEntries(filters.map((filter) => [filter.dataset.filter, filter.value]));
  }

  function fits(one, asked) {
    return (!asked.unit || one.units.includes(asked.unit)) && (!asked.goal || one.goals.includes(asked.goal))
      && (!asked.phase || one.phases.includes(asked.phase)) && (!asked.light || one.light === asked.light);
  }

  function apply() {
    const asked = wanted();
    const seen = new Set(data.projects.filter((one) => fits(one, asked)).map((one) => one.id));
    for (const one of marked) {
      const also = one.dataset.also;
      one.toggleAttribute("hidden", !seen.has(one.dataset.project) || Boolean(also && !seen.has(also)));
    }
    for (const cell of document.querySelectorAll(".board td")) {
      const count = cell.querySelector(".count");
      if (count) count.textContent = cell.querySelectorAll("li:not([hidden])").length || "";
    }
    const drawn = networks.prosjektnett;
    if (drawn) {
      const projects = new Set(data.projects.map((one) => one.id));
      drawn.nodes.update(drawn.nodes.getIds().filter((id) => projects.has(id)).map((id) => ({ id, hidden: !seen.has(id) })));
    }
    const shown = counted.filter((one) => seen.has(one.id)).length;
    document.getElementById("antall").textContent = `${shown} av ${counted.length} vises`;
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

  const list = document.getElementById("risikoliste");
  const rows = [...document.querySelectorAll("[data-risk]")];
  let opener = null;

  function showRisks(button) {
    const ids = new Set(button.dataset.risks.split(" "));
    const found = rows.filter((row) => ids.has(row.dataset.risk));
    list.querySelector("ul").replaceChildren(...found.map((row) => {
      const item = document.createElement("li");
      item.textContent = row.querySelector("th").textContent;
      return item;
    }));
    for (const row of rows) row.hidden = !ids.has(row.dataset.risk);
    list.hidden = false;
    opener = button;
    list.focus();
  }

  function showAllRisks() {
    for (const row of rows) row.hidden = false;
    list.hidden = true;
    if (opener) opener.focus();
  }

  for (const button of document.querySelectorAll(".matrix button")) {
    button.addEventListener("click", () => showRisks(button));
  }
  document.getElementById("lukk-risiko").addEventListener("click", showAllRisks);
  list.addEventListener("keydown", (event) => { if (event.key === "Escape") showAllRisks(); });
  for (const choice of document.querySelectorAll("input[name=tiltak]")) {
    choice.addEventListener("change", () => {
      for (const button of document.querySelectorAll(".matrix button")) button.hidden = button.dataset.when !== choice.value;
    });
  }
  for (const filter of filters) filter.addEventListener("change", apply);
  document.getElementById("nullstill").addEventListener("click", () => {
    for (const filter of filters) filter.value = "";
    apply();
  });
  window.addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details")) one.open = true;
  });

  choose();
  draw("prosjektnett", data.network);
  draw("eiernett", data.ownership);
  apply();
  document.documentElement.dataset.ready = "yes";
})();
