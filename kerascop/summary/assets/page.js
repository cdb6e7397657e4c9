"use strict";
(() => {
  const { models: facts } = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const details = byId("details"), search = byId("search"), fold = byId("fold"), choice = byId("model");
  const LEAST = 0.04, MOST = 4, READABLE = 0.62, MOST_LINKS = 8;
  let current = null;
  document.body.classList.add("scripted");

  const element = (name, content = "", className = "") => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...[content].flat());
    return made;
  };

  class Picture {
    constructor(svg, graph) {
      this.svg = svg;
      this.graph = graph;
      this.scene = svg.querySelector(".scene");
      this.folded = svg.dataset.folded === "true";
      this.width = Number(svg.dataset.width);
      this.height = Number(svg.dataset.height);
      this.boxes = [...svg.querySelectorAll(".kc-box")];
      this.boxOf = new Map();
      this.boxes.forEach((box, number) => {
        box.setAttribute("tabindex", "-1");
        box.setAttribute("role", "button");
        box.setAttribute("aria-label", box.querySelector("title").textContent);
        box.number = number;
        box.layers = box.dataset.layers.split(" ").filter(Boolean).map(Number);
        box.layers.forEach((layer) => this.boxOf.set(layer, box));
      });
      this.arrows = [...svg.querySelectorAll("[data-arrow]")].map((arrow) => {
        const [source, target] = arrow.dataset.arrow.split(" ").map(Number);
        return { arrow, source, target };
      });
      svg.removeAttribute("width");
      svg.removeAttribute("height");
    }

    move(x, y, scale) {
      Object.assign(this, { x, y, scale });
      this.scene.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    }

    /** All of the graph; on arrival no smaller than one can read. */
    fit(least = LEAST) {
      const { clientWidth, clientHeight } = this.graph;
      const whole = Math.min(clientWidth / this.width, clientHeight / this.height, 1.15);
      const scale = Math.max(whole, least);
      const x = Math.max((clientWidth - this.width * scale) / 2, 0);
      const y = Math.max((clientHeight - this.height * scale) / 2, 0);
      this.move(x, y, scale);
    }

    zoom(factor, x = this.graph.clientWidth / 2, y = this.graph.clientHeight / 2) {
      const scale = Math.min(Math.max(this.scale * factor, LEAST), MOST);
      const ratio = scale / this.scale;
      this.move(x - (x - this.x) * ratio, y - (y - this.y) * ratio, scale);
    }

    /** Moves a box into view if it is not. */
    show(box) {
      const { clientWidth, clientHeight } = this.graph;
      if (this.scale < READABLE) this.zoom(0.9 / this.scale);
      const { x, y, width, height } = box.querySelector(".kc-body").getBBox();
      const left = this.x + x * this.scale, top = this.y + y * this.scale;
      const inside = left > 10 && top > 10 && left + width * this.scale < clientWidth - 10
        && top + height * this.scale < clientHeight - 10;
      if (inside) return;
      this.move(
        clientWidth / 2 - (x + width / 2) * this.scale,
        clientHeight / 2 - (y + height / 2) * this.scale,
        this.scale,
      );
    }

    mark(layer, box = this.boxOf.get(layer)) {
      this.marked = box;
      for (const each of this.boxes) each.classList.toggle("chosen", each === box);
      this.arrows.forEach(({ arrow, source, target }) =>
        arrow.classList.toggle("chosen-arrow", !!box && (source === box.number || target === box.number)));
      return box;
    }

    /** The box that an arrow key leads to: along the arrows up and down, else the nearest one. */
    neighbour(box, key) {
      if (key === "ArrowDown" || key === "ArrowUp") {
        const down = key === "ArrowDown";
        const found = this.arrows.find((each) => (down ? each.source : each.target) === box.number);
        return found && this.boxes[down ? found.target : found.source];
      }
      const place = (each) => each.querySelector(".kc-body").getBBox();
      const here = place(box), sign = key === "ArrowRight" ? 1 : -1;
      let best = null, least = Infinity;
      for (const each of this.boxes) {
        const there = place(each), aside = (there.x - here.x) * sign;
        const cost = aside + 3 * Math.abs(there.y - here.y);
        if (aside > 1 && cost < least) [best, least] = [each, cost];
      }
      return best;
    }
  }

  class Model {
    constructor(told, number) {
      Object.assign(this, told, { number, layer: null });
      this.section = byId(`m${number}`);
      this.graph = this.section.querySelector(".graph");
      this.rows = [...this.section.querySelectorAll(".rows button")];
      this.pictures = [...this.section.querySelectorAll(".kc-picture")].map(
        (svg) => new Picture(svg, this.graph));
      const hidden = this.section.querySelector(".starts-hidden");
      this.picture = this.pictures.find(({ svg }) => svg !== hidden);
      this.targets = this.layers.map(() => []);
      this.layers.forEach(({ sources }, index) =>
        sources.forEach((source) => this.targets[source].push(index)));
      if (this.rows.length) this.rows[0].tabIndex = 0;
      this.listen();
    }

    get foldable() {
      return this.pictures.length > 1;
    }

    listen() {
      this.rows.forEach((row, index) => row.addEventListener("click", () => this.choose(index)));
      this.section.querySelectorAll("[data-finding]").forEach((button) =>
        button.addEventListener("click", () => this.tell(this.findings[button.dataset.finding])));
      this.section.querySelector(".rows").addEventListener("keydown", (event) => this.walk(event));
      this.graph.addEventListener("keydown", (event) => this.steer(event));
      this.graph.addEventListener("wheel", (event) => this.roll(event), { passive: false });
      this.drag();
      for (const picture of this.pictures) {
        picture.boxes.forEach((box) => box.addEventListener("click", () => {
          if (!this.dragged) this.enter(box);
        }));
        picture.svg.querySelectorAll(".kc-frame").forEach((frame) =>
          frame.addEventListener("click", () => {
            if (this.dragged) return;
            this.refold(false);
            this.choose(Number(frame.dataset.first));
          }));
      }
    }

    drag() {
      let start = null;
      this.graph.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        this.dragged = false;
        start = { x: event.clientX - this.picture.x, y: event.clientY - this.picture.y,
          fromX: event.clientX, fromY: event.clientY };
      });
      this.graph.addEventListener("pointermove", (event) => {
        if (!start) return;
        if (Math.hypot(event.clientX - start.fromX, event.clientY - start.fromY) > 4) {
          if (!this.dragged) this.graph.setPointerCapture(event.pointerId);
          this.dragged = true;
          this.graph.classList.add("dragging");
        }
        if (this.dragged) {
          this.picture.move(event.clientX - start.x, event.clientY - start.y, this.picture.scale);
        }
      });
      const stop = () => {
        start = null;
        this.graph.classList.remove("dragging");
      };
      this.graph.addEventListener("pointerup", stop);
      this.graph.addEventListener("pointercancel", stop);
    }

    roll(event) {
      event.preventDefault();
      const { x, y, scale } = this.picture;
      if (event.ctrlKey || event.metaKey) {
        const { left, top } = this.graph.getBoundingClientRect();
        this.picture.zoom(Math.exp(-event.deltaY / 300), event.clientX - left, event.clientY - top);
      } else {
        const [dx, dy] = event.shiftKey ? [event.deltaY, event.deltaX] : [event.deltaX, event.deltaY];
        this.picture.move(x - dx, y - dy, scale);
      }
    }

    /** Arrow keys in the list of layers. */
    walk(event) {
      const shown = this.rows.filter((row) => !row.parentElement.hidden);
      const at = shown.indexOf(document.activeElement);
      const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
      if (next === undefined || !shown[next]) return;
      event.preventDefault();
      this.choose(this.rows.indexOf(shown[next]), { focus: "row" });
    }

    /** Arrow keys in the graph. */
    steer(event) {
      if (!event.key.startsWith("Arrow")) return;
      event.preventDefault();
      const box = this.picture.marked;
      const next = box ? this.picture.neighbour(box, event.key) : this.picture.boxes[0];
      if (next) this.enter(next);
    }

    /** Chooses what a box stands for: a layer, or an operation, of which the box tells all. */
    enter(box) {
      if (box.layers.length) {
        this.choose(box.layers[0], { focus: "box" });
        return;
      }
      this.picture.mark(null, box);
      this.picture.show(box);
      box.focus({ preventScroll: true });
      const [name, ...lines] = box.querySelector("title").textContent.split("\n");
      details.replaceChildren(element("h2", name), ...lines.map((line) => element("p", line, "class")));
    }

    arrive() {
      for (const picture of this.pictures) picture.svg.toggleAttribute("hidden", picture !== this.picture);
      if (this.picture.scale === undefined) this.picture.fit(READABLE);
      fold.checked = this.picture.folded;
      fold.parentElement.hidden = !this.foldable;
      this.filter(search.value);
    }

    refold(folded) {
      const picture = this.pictures.find((each) => each.folded === folded);
      if (!picture || picture === this.picture) return;
      this.picture = picture;
      this.arrive();
      const box = picture.mark(this.layer);
      if (box) picture.show(box);
    }

    choose(layer, { focus = "" } = {}) {
      this.layer = layer;
      const shown = this.picture.mark(layer);
      this.rows.forEach((row, index) => {
        row.setAttribute("aria-current", String(index === layer));
        row.tabIndex = index === layer ? 0 : -1;
      });
      this.rows[layer].scrollIntoView({ block: "nearest" });
      if (shown) {
        this.picture.show(shown);
        if (focus === "box") shown.focus({ preventScroll: true });
      }
      if (focus === "row") this.rows[layer].focus();
      this.describe(layer);
      history.replaceState(null, "", `#m${this.number}-l${layer}`);
    }

    describe(index) {
      const layer = this.layers[index];
      const list = element("dl", "", "facts");
      const row = (name, ...content) => list.append(element("dt", name), element("dd", content));
      row("output", element("span", layer.shape, "value"));
      row("parameters", element("span", layer.parameters, "value"));
      if (layer.trainable !== layer.parameters) row("trained", element("span", layer.trainable, "value"));
      if (layer.sources.length) row("takes in", ...this.links(layer.sources));
      if (this.targets[index].length) row("goes to", ...this.links(this.targets[index]));
      if (layer.place) row("in", placeLink(layer.place));
      const parts = [element("h2", layer.name), element("p", layer.class, "class"), list];
      if (layer.missing) parts.push(element("p", `Not known: ${layer.missing}.`, "missing"));
      parts.push(...layer.findings.map((number) => findingCard(this.findings[number])));
      details.replaceChildren(...parts);
      details.scrollTop = 0;
      if (layer.place) open(layer.place);
    }

    links(indices) {
      const rest = indices.length - MOST_LINKS;
      if (rest > 1) return [...this.links(indices.slice(0, MOST_LINKS)), ` and ${rest} more`];
      return indices.flatMap((index, place) => {
        const link = element("button", this.layers[index].name, "link");
        link.addEventListener("click", () => this.choose(index));
        return place ? [", ", link] : [link];
      });
    }

    tell(finding) {
      if (finding.layers.length) {
        this.choose(finding.layers[0]);
      } else {
        details.replaceChildren(findingCard(finding));
      }
      open(finding.place);
    }

    filter(text) {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const fits = ({ name, class: cls, shape, findings }) => {
        const known = [name, cls, shape, ...findings.map((each) => this.findings[each].code)];
        const all = known.join(" ").toLowerCase();
        return words.every((word) => all.includes(word));
      };
      const found = this.layers.map(fits);
      this.rows.forEach((row, index) => { row.parentElement.hidden = !found[index]; });
      this.section.querySelector(".none").hidden = found.includes(true);
      for (const { boxes } of this.pictures) {
        boxes.forEach((box) => box.classList.toggle(
          "faded", words.length > 0 && !box.layers.some((layer) => found[layer])));
      }
      return found.indexOf(true);
    }
  }

  const placeLink = (place) => {
    if (place.file === null) return place.text;
    const link = element("a", place.text);
    link.href = `#f${place.file}-L${place.first}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      open(place);
    });
    return link;
  };

  const findingCard = (finding) => {
    const code = element("b", finding.code);
    const card = element("div", element("p", [code, ` ${finding.message}`]), `finding ${finding.severity}`);
    card.append(placeLink(finding.place));
    if (finding.related.length) {
      card.append(element("ul", finding.related.map(({ message, place }) =>
        element("li", [`${message}: `, placeLink(place)]))));
    }
    return card;
  };

  /** Shows the lines of a place in the source. */
  const open = (place) => {
    if (place.file === null) return;
    showFile(place.file);
    document.querySelectorAll(".told").forEach((line) => line.classList.remove("told"));
    for (let row = place.first; row <= place.last; row += 1) {
      byId(`f${place.file}-L${row}`)?.classList.add("told");
    }
    byId(`f${place.file}-L${place.first}`)?.scrollIntoView({ block: "center", inline: "nearest" });
  };

  const showFile = (number) => document.querySelectorAll(".source").forEach((source) => {
    source.hidden = source.id !== `f${number}`;
  });

  const arriveAt = (model) => {
    current = model;
    models.forEach((each) => { each.section.hidden = each !== model; });
    if (choice) choice.value = String(model.number);
    model.arrive();
  };

  /** What the address names: a layer (`#m0-l3`), a model (`#m0`), or a line (`#f0-L12`). */
  const follow = () => {
    const layer = location.hash.match(/^#m(\d+)(?:-l(\d+))?$/);
    const line = location.hash.match(/^#f(\d+)-L(\d+)$/);
    if (layer && models[layer[1]]) {
      arriveAt(models[layer[1]]);
      if (layer[2] !== undefined && current.layers[layer[2]]) current.choose(Number(layer[2]));
    } else if (line) {
      open({ file: Number(line[1]), first: Number(line[2]), last: Number(line[2]) });
    }
  };

  const models = facts.map((told, number) => new Model(told, number));
  showFile(0);
  if (models.length) arriveAt(models[0]);
  follow();
  window.addEventListener("hashchange", follow);
  choice?.addEventListener("change", () => {
    arriveAt(models[Number(choice.value)]);
    if (current.layer === null) details.replaceChildren(element("p", "Choose a layer.", "hint"));
    else current.describe(current.layer);
  });
  fold.addEventListener("change", () => current?.refold(fold.checked));
  byId("in").addEventListener("click", () => current?.picture.zoom(1.25));
  byId("out").addEventListener("click", () => current?.picture.zoom(0.8));
  byId("fit").addEventListener("click", () => current?.picture.fit());
  search.addEventListener("input", () => current?.filter(search.value));
  search.addEventListener("keydown", (event) => {
    const first = event.key === "Enter" && current ? current.filter(search.value) : -1;
    if (first >= 0) current.choose(first, { focus: "row" });
    if (event.key === "Escape") {
      search.value = "";
      current?.filter("");
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !current) return;
    if (event.target.matches("input[type=search], select")) return;
    const act = {
      "/": () => search.focus(),
      f: () => current.foldable && current.refold(!current.picture.folded),
      "+": () => current.picture.zoom(1.25),
      "=": () => current.picture.zoom(1.25),
      "-": () => current.picture.zoom(0.8),
      0: () => current.picture.fit(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
