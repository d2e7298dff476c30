"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripting");

  // Light or dark: the reader's system decides until the button is used.
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });

  // Hover values. The text moves from <title>, which phones do not show, to one tooltip of ours.
  const REACH = 24;
  const tooltip = document.body.appendChild(document.createElement("div"));
  tooltip.id = "tooltip";
  tooltip.role = "status";
  tooltip.hidden = true;
  let shown = null;

  function hide() {
    if (shown) shown.classList.remove("shown");
    shown = null;
    tooltip.hidden = true;
  }

  function show(element, x, y) {
    if (shown !== element) {
      hide();
      shown = element;
      if (element.classList.contains("point")) element.classList.add("shown");
      tooltip.textContent = element.dataset.values;
      tooltip.hidden = false;
    }
    const box = tooltip.getBoundingClientRect();
    const left = Math.min(Math.max(x + 12, 8), root.clientWidth - box.width - 8);
    const above = y - box.height - 12;
    tooltip.style.left = left + scrollX + "px";
    tooltip.style.top = (above > 4 ? above : y + 18) + scrollY + "px";
  }

  function centre(element) {
    const box = element.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  }

  for (const figure of document.querySelectorAll("svg.figure")) {
    const points = [];
    for (const title of figure.querySelectorAll("title")) {
      const element = title.parentElement;
      element.dataset.values = title.textContent;
      title.remove();
      if (element.classList.contains("point")) points.push(element);
    }
    if (points.length === 0 && !figure.querySelector("[data-values]")) continue;

    // The nearest point wins, so that a finger need not be exact; else a line under the pointer.
    function pointAt(event) {
      let best = null;
      let least = REACH;
      for (const point of points) {
        const [x, y] = centre(point);
        const distance = Math.hypot(x - event.clientX, y - event.clientY);
        if (distance < least) [best, least] = [point, distance];
      }
      if (best) return show(best, ...centre(best));
      const line = event.target.closest("[data-values]");
      if (line) show(line, event.clientX, event.clientY);
      else hide();
    }
    figure.addEventListener("pointermove", pointAt);
    figure.addEventListener("pointerdown", pointAt);
    figure.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hide());

    if (points.length === 0) continue;
    // One stop for the keyboard a figure; arrows go from point to point, left to right.
    const ordered = [...points].sort((one, two) => centre(one)[0] - centre(two)[0]);
    let at = -1;
    figure.tabIndex = 0;
    figure.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") hide();
      if (!step) return;
      event.preventDefault();
      at = (at + step + ordered.length) % ordered.length;
      show(ordered[at], ...centre(ordered[at]));
    });
    figure.addEventListener("blur", hide);
  }
  addEventListener("pointerdown", (event) => event.target.closest("svg.figure") || hide());

  // A line of words where a table is wider than its place.
  const widths = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const more = target.scrollWidth > target.clientWidth + 1;
      target.parentElement.classList.toggle("overflowing", more);
    }
  });
  for (const scroll of document.querySelectorAll(".scroll")) widths.observe(scroll);

  // Sorting: by the number behind a cell where there is one, else by its text; empty cells last.
  for (const table of document.querySelectorAll("table.runs")) {
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, column) => {
      heading.firstElementChild.addEventListener("click", () => {
        const down = heading.getAttribute("aria-sort") === "ascending";
        headings.forEach((other) => other.removeAttribute("aria-sort"));
        heading.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (body) => {
          const cell = body.rows[0].cells[column];
          return cell.dataset.value ?? cell.textContent.trim();
        };
        const compare = (one, two) => {
          const [a, b] = [key(one), key(two)];
          if (a === "" || b === "") return (a === "") - (b === "");
          const order = isNaN(a) || isNaN(b) ? a.localeCompare(b, "en", { numeric: true }) : a - b;
          return down ? -order : order;
        };
        table.append(...[...table.tBodies].sort(compare));
      });
    });
  }
})();
