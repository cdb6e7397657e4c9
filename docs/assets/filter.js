// The list of all rules shows the rows that hold every word of the filter.
"use strict";

{
  const filter = document.querySelector("#rule-filter");
  const count = document.querySelector("#rule-count");
  const tables = filter ? [...document.querySelectorAll(".md-content table")] : [];
  const rows = tables.length ? [...tables.at(-1).querySelectorAll("tbody tr")] : [];

  const apply = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = `${shown} of ${rows.length}`;
    const fragment = words.length ? `filter=${encodeURIComponent(filter.value)}` : "all-rules";
    history.replaceState(null, "", `#${fragment}`);
  };

  if (filter) {
    const given = /^#filter=(.*)$/.exec(location.hash);
    if (given) {
      filter.value = decodeURIComponent(given[1]);
    }
    count.textContent = `${rows.length} of ${rows.length}`;
    if (given) {
      apply();
    }
    filter.addEventListener("input", apply);
  }
}
