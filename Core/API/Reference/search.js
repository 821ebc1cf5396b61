/** Shows what has every word of a search; the contents follow. */
export function search(main, navigation) {
  const field = document.querySelector("#search");
  const found = document.querySelector("#found");
  const articles = [...main.querySelectorAll("article")].map((article) => ({
    article,
    entry: navigation.querySelector(`[data-for="${CSS.escape(article.id)}"]`),
    text: `${article.dataset.search} ${[...article.querySelectorAll("dt code")].map((name) => name.textContent)}`
      .toLowerCase(),
  }));

  function filter() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { article, entry, text } of articles) {
      const isFound = words.every((word) => text.includes(word));
      article.hidden = !isFound;
      if (entry) entry.hidden = !isFound;
      if (isFound) count += 1;
    }
    for (const group of [...main.querySelectorAll("section"), ...navigation.querySelectorAll("details")]) {
      group.hidden = !group.querySelector("article:not([hidden]), li:not([hidden])");
    }
    main.querySelector(".intro").hidden = words.length > 0;
    found.textContent = words.length === 0 ? "" : count === 1 ? "1 found" : count === 0 ? "Nothing found" : `${count} found`;
    found.classList.toggle("hidden", words.length === 0);
    if (words.length > 0) scrollTo({ top: 0 });
  }

  field.addEventListener("input", filter);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches("input, textarea")) {
      event.preventDefault();
      field.focus();
    }
  });
  // A link leads to what a search has hidden.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.closest("[hidden]")) return;
    field.value = "";
    filter();
    target.scrollIntoView();
  });
}
