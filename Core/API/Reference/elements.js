// Texts of the description are set as texts, never as HTML: plugins write some of them.
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A block of code with a button that copies it. */
export function code(text, label) {
  const button = element("button", { type: "button", class: "copy", "aria-label": `Copy ${label}` }, "Copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  return element("div", { class: "code" }, button,
    element("pre", { tabindex: "0", role: "region", "aria-label": label }, element("code", {}, text)));
}
