/*
 * "Copy as table": puts the table of a section on the clipboard, as HTML for Word and as tabs for Excel. The button
 * stays hidden where there is no script or no clipboard to write to. What only the page needs is left out.
 */
(() => {
  const ONLY_ON_THE_PAGE = ".visually-hidden, .change-inline, .d-sm-none, .fell-mark, .small, .meta";

  function textOf(cell) {
    const copy = cell.cloneNode(true);
    for (const part of copy.querySelectorAll(ONLY_ON_THE_PAGE)) {
      part.remove();
    }
    return copy.textContent.replaceAll("\u00ad", "").replace(/\s+/g, " ").trim();
  }

  function rowsOf(table) {
    return [...table.rows].map((row) => [...row.cells].map((cell) => ({ tag: cell.localName, text: textOf(cell) })));
  }

  function asHtml(rows) {
    const table = document.createElement("table");
    table.setAttribute("border", "1");
    for (const row of rows) {
      const line = table.insertRow();
      for (const { tag, text } of row) {
        line.appendChild(document.createElement(tag)).textContent = text;
      }
    }
    return table.outerHTML;
  }

  function asTabs(rows) {
    return rows.map((row) => row.map(({ text }) => text).join("\t")).join("\n");
  }

  async function copy(button) {
    const line = button.parentElement.querySelector("[role=status]");
    const rows = rowsOf(button.closest("section").querySelector("table"));
    const item = new ClipboardItem({
      "text/html": new Blob([asHtml(rows)], { type: "text/html" }),
      "text/plain": new Blob([asTabs(rows)], { type: "text/plain" }),
    });
    try {
      await navigator.clipboard.write([item]);
      line.textContent = button.dataset.done;
    } catch {
      line.textContent = button.dataset.failed;
    }
  }

  if (!navigator.clipboard?.write || !globalThis.ClipboardItem) {
    return;
  }
  for (const button of document.querySelectorAll("button[data-copy-table]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
})();
