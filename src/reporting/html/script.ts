/**
 * The one script of a report: plain JavaScript, run as it stands here. It filters the tables and keeps only those rows
 * in the page that are near what is looked at, in bodies of a few dozen; the others wait as nodes outside of it. Text
 * is never made into markup: rows are moved, not written.
 */
export const SCRIPT = String.raw`
"use strict";
(() => {
  const CHUNK = 40;
  // Fewer rows than this stay in the page, so that the browser's own search finds them.
  const FEW = 400;
  const chunks = new Map();
  let rowHeight = 44;

  function mount(chunk) {
    if (chunk.mounted) return;
    chunk.mounted = true;
    chunk.body.replaceChildren(...chunk.rows);
  }

  function unmount(chunk) {
    if (!chunk.mounted || chunk.body.contains(document.activeElement)) return;
    const height = chunk.body.offsetHeight;
    if (height > 0) {
      chunk.height = height;
      rowHeight = height / chunk.rows.length;
    }
    chunk.mounted = false;
    space(chunk);
  }

  function space(chunk) {
    const row = document.createElement("tr");
    const cell = row.insertCell();
    row.setAttribute("aria-hidden", "true");
    row.className = "space";
    cell.colSpan = chunk.columns;
    cell.style.height = (chunk.height ?? rowHeight * chunk.rows.length) + "px";
    chunk.body.replaceChildren(row);
  }

  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const chunk = chunks.get(target);
      if (chunk === undefined) continue;
      if (isIntersecting) mount(chunk);
      else unmount(chunk);
    }
  }, { rootMargin: "1000px 0px" });

  const lists = [...document.querySelectorAll("table[data-list]")].map((table) => {
    const waiting = document.querySelector('template[data-rows="' + table.id + '"]');
    const rows = [...table.tBodies[0].rows];
    if (waiting !== null) rows.push(...waiting.content.querySelectorAll("tr"));
    return {
      table,
      rows: rows.map((row) => ({ row, data: row.dataset, text: null })),
      count: document.querySelector('[data-count="' + table.id + '"]'),
    };
  });

  const isShort = lists.reduce((sum, { rows }) => sum + rows.length, 0) <= FEW;

  function show(list, rows) {
    for (const body of [...list.table.tBodies]) {
      observer.unobserve(body);
      chunks.delete(body);
      body.remove();
    }
    const columns = list.table.tHead.rows[0].cells.length;
    for (let start = 0; start < rows.length; start += CHUNK) {
      const part = rows.slice(start, start + CHUNK);
      const body = list.table.createTBody();
      const chunk = { body, columns, rows: part.map(({ row }) => row), mounted: false };
      chunks.set(body, chunk);
      if (start === 0 || isShort) mount(chunk);
      else space(chunk);
      if (!isShort) observer.observe(body);
    }
    list.table.setAttribute("aria-rowcount", String(rows.length + 1));
    rows.forEach(({ row }, index) => row.setAttribute("aria-rowindex", String(index + 2)));
    const { noun } = list.count.dataset;
    const all = list.rows.length;
    list.count.textContent = (rows.length === all ? "" : rows.length + " of ") + all + " " + noun;
  }

  const text = document.getElementById("filter-text");
  const selects = [...document.querySelectorAll("select[data-filter]")];
  const result = document.getElementById("filter-result");

  function matches(item, words, wanted) {
    for (const [name, value] of wanted) {
      const own = item.data[name];
      if (own === undefined) continue;
      if (name === "site" ? own !== value : !own.split(" ").includes(value)) return false;
    }
    if (words.length === 0) return true;
    item.text ??= item.row.textContent.toLowerCase();
    return words.every((word) => item.text.includes(word));
  }

  function filter(isAsked) {
    const words = text.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const wanted = selects.filter(({ value }) => value !== "").map((one) => [one.dataset.filter, one.value]);
    const site = wanted.find(([name]) => name === "site");
    for (const part of document.querySelectorAll("[data-section-site]")) {
      part.hidden = site !== undefined && part.dataset.sectionSite !== site[1];
    }
    let shown = 0;
    let all = 0;
    for (const list of lists) {
      const rows = list.rows.filter((item) => matches(item, words, wanted));
      show(list, rows);
      shown += rows.length;
      all += list.rows.length;
    }
    if (isAsked) result.textContent = shown + " of " + all + " rows";
  }

  text.addEventListener("input", () => filter(true));
  for (const select of selects) select.addEventListener("change", () => filter(true));
  addEventListener("beforeprint", () => chunks.forEach(mount));
  filter(false);
})();
`;
