(function () {
  "use strict";

  const data = JSON.parse(document.getElementById("bildedata").textContent);
  const holder = document.getElementById("nettverk");
  const frame = document.getElementById("ramme");
  const searchBox = document.getElementById("sok");
  const hitCount = document.getElementById("treff");
  const chosen = document.getElementById("valgt");
  const paper = document.getElementById("papir");
  const bounds = data.bounds;
  const FONT = '"Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif';
  const LINE_HEIGHT = 17, SMALL_LINE_HEIGHT = 15, PADDING = 11;
  const OVERVIEW_BELOW = data.overviewBelow;
  const FADED = 0.14;

  Object.keys(data.looks).forEach(function (name) { data.looks[name].outline = new Path2D(data.looks[name].path); });
  Object.keys(data.boxes).forEach(function (id) { Object.assign(data.boxes[id], data.looks[data.boxes[id].look]); });
  const titles = {}, labels = {};
  data.nodes.forEach(function (node) {
    if (!data.boxes[node.id]) { return; }
    titles[node.id] = node.title;
    labels[node.id] = node.title.split("\n")[0].replace(/^[^:]*: /, "");
  });
  const links = data.edges;
  links.forEach(function (link) {
    link.title = "«" + labels[link.from] + "» " + link.verb + " «" + labels[link.to] + "»\n" + link.facts;
  });
  let kept = null;  // ids that are not faded, or null for all
  let hits = [];
  let hitAt = -1;

  function write(ctx, text, font, x, y, width) {
    ctx.font = font;
    ctx.fillText(text, x, y, width);
  }

  function drawNames(ctx, box, x, y) {
    const room = box.width - 18;
    let line = y - box.height / 2 + PADDING + SMALL_LINE_HEIGHT / 2;
    write(ctx, box.heading, "600 11px " + FONT, x, line, room);
    line += SMALL_LINE_HEIGHT / 2 + LINE_HEIGHT / 2;
    box.lines.forEach(function (text) {
      write(ctx, text, "14px " + FONT, x, line, room);
      line += LINE_HEIGHT;
    });
    line -= (LINE_HEIGHT - SMALL_LINE_HEIGHT) / 2;
    box.notes.forEach(function (text) {
      write(ctx, text, "italic 600 11px " + FONT, x, line, room);
      line += SMALL_LINE_HEIGHT;
    });
    ctx.fillStyle = box.alarmColour || box.ink;
    (box.alarms || []).forEach(function (text) {
      write(ctx, text, "700 11.5px " + FONT, x, line, room);
      line += SMALL_LINE_HEIGHT;
    });
  }

  // A word or two over the corner of a box, large enough to be seen also when the picture is small.
  function drawBadge(ctx, box, x, y) {
    const size = Math.min(Math.max(12, 9 / network.getScale()), 22);
    ctx.font = "700 " + size + "px " + FONT;
    const width = ctx.measureText(box.badge).width + size;
    const right = x + box.width / 2 + 8, top = y - box.height / 2 - size * 0.8;
    ctx.fillStyle = box.badgeColour;
    ctx.beginPath();
    ctx.roundRect(right - width, top, width, size * 1.5, size * 0.75);
    ctx.fill();
    ctx.fillStyle = "#ffffff";
    write(ctx, box.badge, ctx.font, right - width / 2, top + size * 0.78, width);
  }

  // What a link comes to, on the link: a circle with the sign, in the link's colour.
  function drawSign(ctx, mark, colour) {
    const size = Math.min(Math.max(1, 0.62 / network.getScale()), 1.9) * 10;
    ctx.fillStyle = "#ffffff";
    ctx.strokeStyle = colour;
    ctx.lineWidth = size / 5;
    ctx.beginPath();
    ctx.arc(mark.x, mark.y, size, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
    ctx.fillStyle = colour;
    write(ctx, mark.text, "700 " + size * 1.5 + "px " + FONT, mark.x, mark.y + size * 0.06, size * 2);
  }

  function drawOverview(ctx, box, x, y) {
    const lines = box.overview;
    const longest = lines.reduce(function (most, text) { return Math.max(most, text.length); }, 1);
    const size = Math.min((box.height - 8) / (lines.length * 1.15), (box.width - 16) / (longest * 0.56),
      lines.length > 1 ? 24 : 40);
    lines.forEach(function (text, at) {
      write(ctx, text, "600 " + size + "px " + FONT, x, y + (at - (lines.length - 1) / 2) * size * 1.12, box.width - 14);
    });
  }

  function drawBox(ctx, id, x, y, state) {
    const box = data.boxes[id];
    ctx.globalAlpha = kept && !kept.has(id) ? FADED : 1;
    ctx.translate(x, y);
    if (id === data.start) {
      ctx.strokeStyle = "#111111";
      ctx.lineWidth = 4;
      ctx.beginPath();
      ctx.roundRect(-box.width / 2 - 6, -box.height / 2 - 6, box.width + 12, box.height + 12, 6);
      ctx.stroke();
    }
    if (state.selected || hits.indexOf(id) >= 0) {
      ctx.strokeStyle = "#0b4fd1";
      ctx.lineWidth = hits[hitAt] === id ? 16 : 9;
      ctx.stroke(box.outline);
    }
    const opacity = ctx.globalAlpha;
    ctx.globalAlpha = 1;
    ctx.fillStyle = "#ffffff";  // a faded box must hide the links behind it too
    ctx.fill(box.outline);
    ctx.globalAlpha = opacity;
    ctx.fillStyle = box.fill;
    ctx.fill(box.outline);
    ctx.strokeStyle = box.line;
    ctx.lineWidth = state.hover ? 3.5 : 2;
    ctx.setLineDash(box.dashed ? [7, 5] : []);
    ctx.stroke(box.outline);
    ctx.setLineDash([]);
    ctx.translate(-x, -y);
    ctx.fillStyle = box.ink;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    (network && network.getScale() < OVERVIEW_BELOW ? drawOverview : drawNames)(ctx, box, x, y);
    if (box.badge && network) { drawBadge(ctx, box, x, y); }
  }

  function render(call) {
    const box = data.boxes[call.id];
    if (!box) {
      return { drawNode: function () {}, nodeDimensions: { width: 1, height: 1 } };
    }
    return {
      drawNode: function () { drawBox(call.ctx, call.id, call.x, call.y, call.state); },
      nodeDimensions: { width: box.width, height: box.height }
    };
  }

  function drawBands(ctx) {
    const scale = network.getScale();
    const size = Math.min(Math.max(13, 11 / scale), 44);
    data.bands.forEach(function (band, at) {
      ctx.fillStyle = at % 2 ? "#ffffff" : "#f4f6f8";
      ctx.fillRect(bounds.left, band.top - 22, bounds.right - bounds.left, band.bottom - band.top + 44);
      ctx.fillStyle = "#4a4f55";
      ctx.textAlign = "left";
      ctx.textBaseline = "middle";
      const words = band.title.split(", ");
      words.forEach(function (text, line) {
        const y = (band.top + band.bottom) / 2 + (line - (words.length - 1) / 2) * size * 1.2;
        write(ctx, text, "600 " + size + "px " + FONT, bounds.left + 10, y, bounds.names - bounds.left - 16);
      });
    });
  }

  function drawMarks(ctx) {
    const small = network.getScale() < OVERVIEW_BELOW;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    data.marks.forEach(function (mark) {
      const link = links[mark.link], colour = link.color ? link.color.color : "#37414a";
      ctx.globalAlpha = kept && !(kept.has(link.from) && kept.has(link.to)) ? FADED : 1;
      if (mark.text.length === 1) { drawSign(ctx, mark, colour); return; }
      if (small) { return; }
      ctx.font = "12px " + FONT;
      const width = ctx.measureText(mark.text).width + 6;
      ctx.fillStyle = "#ffffff";
      ctx.fillRect(mark.x - width / 2, mark.y - 8, width, 16);
      ctx.fillStyle = colour;
      ctx.fillText(mark.text, mark.x, mark.y);
    });
    ctx.globalAlpha = 1;
  }

  // A link is drawn as a chain of edges over points that have no box.
  const points = [], parts = [];
  links.forEach(function (link) {
    const ids = link.points.map(function (point, at) {
      const id = "@" + link.id + "." + at;
      points.push({ id: id, x: point[0], y: point[1] });
      return id;
    });
    if (!ids.length) { ids.push(link.from, link.to); }
    ids.slice(1).forEach(function (to, at) {
      const part = { id: link.id + "." + at, link: link.id, from: ids[at], to: to, title: link.title,
                     arrows: at === ids.length - 2 ? link.arrows : "" };
      ["dashes", "color", "width", "background", "arrowStrikethrough"].forEach(function (name) {
        if (link[name] !== undefined) { part[name] = link[name]; }
      });
      parts.push(part);
    });
  });
  const edges = new vis.DataSet(parts);
  const options = data.options;
  options.nodes.ctxRenderer = render;
  options.interaction.zoomView = window.matchMedia("(pointer: coarse)").matches;
  let network = null;

  function fitHeight() {
    const wide = bounds.right - bounds.left, tall = bounds.bottom - bounds.top;
    const scale = Math.min(1, (holder.clientWidth || 1300) / wide);
    holder.style.height = Math.round(Math.min(Math.max(tall * scale, 260), data.tallest)) + "px";
  }

  function fit() {
    const wide = bounds.right - bounds.left, tall = bounds.bottom - bounds.top;
    const scale = Math.min(holder.clientWidth / wide, holder.clientHeight / tall, 1.15);
    network.moveTo({ position: middle(), scale: scale });
  }

  // Paper gets the whole picture, drawn large; the canvas on the screen is left as it was.
  function drawForPaper() {
    const wide = bounds.right - bounds.left, tall = bounds.bottom - bounds.top;
    const scale = Math.min(1.5, 3000 / Math.max(wide, tall));
    const before = { position: network.getViewPosition(), scale: network.getScale() };
    const height = holder.style.height;
    holder.style.width = Math.round(wide * scale) + "px";
    holder.style.height = Math.round(tall * scale) + "px";
    network.setSize("100%", "100%");
    network.moveTo({ position: middle(), scale: scale });
    network.redraw();
    paper.width = canvas.width;
    paper.height = canvas.height;
    paper.getContext("2d").drawImage(canvas, 0, 0);
    holder.style.width = "";
    holder.style.height = height;
    network.setSize("100%", "100%");
    network.moveTo(before);
    network.redraw();
  }

  function middle() {
    return { x: (bounds.left + bounds.right) / 2, y: (bounds.top + bounds.bottom) / 2 };
  }

  function zoom(factor) {
    const scale = Math.min(Math.max(network.getScale() * factor, 0.05), 4);
    network.moveTo({ scale: scale });
  }

  function move(right, down) {
    const at = network.getViewPosition(), step = 90 / network.getScale();
    network.moveTo({ position: { x: at.x + right * step, y: at.y + down * step } });
  }

  function reach(from, key, other) {
    const found = new Set([from]);
    const waiting = [from];
    const beside = {};
    links.forEach(function (link) { (beside[link[key]] = beside[link[key]] || []).push(link[other]); });
    while (waiting.length) {
      (beside[waiting.pop()] || []).forEach(function (id) {
        if (!found.has(id)) { found.add(id); waiting.push(id); }
      });
    }
    return found;
  }

  function keep(ids) {
    kept = ids;
    edges.update(parts.map(function (edge) {
      const link = links[edge.link];
      const faded = kept && !(kept.has(link.from) && kept.has(link.to));
      const colour = edge.color ? edge.color.color : options.edges.color.color;
      return { id: edge.id, color: { color: colour, inherit: false, opacity: faded ? FADED : 1 },
               background: edge.background ? Object.assign({}, edge.background, { enabled: !faded }) : undefined };
    }));
    network.redraw();
  }

  function tell(text) {
    chosen.textContent = text;
    chosen.hidden = !text;
  }

  function choose(id) {
    const through = reach(id, "from", "to");
    reach(id, "to", "from").forEach(function (one) { through.add(one); });
    keep(through);
    tell(titles[id]);
  }

  function go(step) {
    if (!hits.length) { return; }
    hitAt = (hitAt + step + hits.length) % hits.length;
    const at = network.getPositions([hits[hitAt]])[hits[hitAt]];
    network.moveTo({ position: at, scale: Math.max(network.getScale(), 0.8) });
    hitCount.textContent = "Treff " + (hitAt + 1) + " av " + hits.length;
    tell(titles[hits[hitAt]]);
  }

  function search() {
    const words = searchBox.value.trim().toLocaleLowerCase("nb").split(/\s+/).filter(Boolean);
    hitAt = -1;
    hits = words.length ? data.nodes.filter(function (node) {
      if (!data.boxes[node.id]) { return false; }
      const text = node.title.toLocaleLowerCase("nb");
      return words.every(function (word) { return text.indexOf(word) >= 0; });
    }).map(function (node) { return node.id; }) : [];
    hitCount.textContent = words.length ? (hits.length === 1 ? "1 treff" : hits.length + " treff") : "";
    network.unselectAll();
    tell("");
    keep(hits.length ? new Set(hits) : null);
  }

  fitHeight();
  network = new vis.Network(holder, { nodes: new vis.DataSet(data.nodes.concat(points)), edges: edges }, options);
  const canvas = holder.querySelector("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", document.getElementById("beskrivelse").textContent);
  network.on("beforeDrawing", drawBands);
  network.on("afterDrawing", drawMarks);
  network.on("selectNode", function (event) { if (data.boxes[event.nodes[0]]) { choose(event.nodes[0]); } });
  network.on("selectEdge", function (event) {
    if (!event.nodes.length) { tell(links[edges.get(event.edges[0]).link].title); }
  });
  network.on("deselectNode", function (event) { if (!event.nodes.length) { keep(null); tell(""); } });
  network.redraw();
  fit();

  document.getElementById("storre").addEventListener("click", function () { zoom(1.3); });
  document.getElementById("mindre").addEventListener("click", function () { zoom(1 / 1.3); });
  document.getElementById("alt").addEventListener("click", function () {
    searchBox.value = "";
    search();
    fit();
  });
  document.getElementById("neste").addEventListener("click", function () { go(1); });
  const full = document.getElementById("fullskjerm");
  full.hidden = !frame.requestFullscreen;
  full.addEventListener("click", function () {
    if (document.fullscreenElement) { document.exitFullscreen(); } else { frame.requestFullscreen(); }
  });
  document.addEventListener("fullscreenchange", function () { window.setTimeout(fit, 150); });
  window.addEventListener("beforeprint", drawForPaper);
  window.addEventListener("resize", function () { fitHeight(); window.setTimeout(fit, 150); });
  searchBox.addEventListener("input", search);
  searchBox.addEventListener("keydown", function (event) {
    if (event.key === "Enter") { event.preventDefault(); go(event.shiftKey ? -1 : 1); }
  });
  holder.addEventListener("wheel", function (event) {
    if (event.ctrlKey || event.metaKey) { event.preventDefault(); zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15); }
  }, { passive: false });
  holder.addEventListener("keydown", function (event) {
    const does = {
      ArrowLeft: function () { move(-1, 0); }, ArrowRight: function () { move(1, 0); },
      ArrowUp: function () { move(0, -1); }, ArrowDown: function () { move(0, 1); },
      "+": function () { zoom(1.3); }, "-": function () { zoom(1 / 1.3); }, "0": fit,
      Escape: function () { network.unselectAll(); keep(null); tell(""); }
    }[event.key];
    if (does && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); does(); }
  });
}());
