// The reference page: reads the server's own description and shows it.
import { element } from "./elements.js";
import { prose } from "./prose.js";
import { operationArticle, operations } from "./operation.js";
import { schemaArticle } from "./schema.js";
import { search } from "./search.js";

const main = document.querySelector("main");
const navigation = document.querySelector("nav");
const menu = document.querySelector("#menu");

function section(id, title, articles) {
  return element("section", { id, "aria-labelledby": `${id}-title` },
    element("h2", { id: `${id}-title` }, title), ...articles);
}

function links(title, id, entries) {
  return element("details", { open: "" },
    element("summary", {}, element("a", { href: `#${id}` }, title)),
    element("ul", {}, ...entries.map(([target, ...label]) =>
      element("li", { "data-for": target }, element("a", { href: `#${target}` }, ...label)))));
}

function show(description) {
  const { info, tags, components } = description;
  const groups = tags.map(({ name }) => ({
    name,
    id: `tag-${name.toLowerCase().replace(/[^a-z]+/g, "-")}`,
    operations: operations(description).filter((operation) => operation.tags[0] === name),
  }));
  const schemas = Object.keys(components.schemas);
  main.append(
    element("div", { class: "intro", id: "top" },
      element("h1", {}, info.title), element("p", { class: "lead" }, info.summary), ...prose(info.description),
      element("p", {}, "As a file: ", element("a", { href: "/api/openapi.json" }, "/api/openapi.json"), " (OpenAPI ",
        description.openapi, ").")),
    ...groups.map((group) => section(group.id, group.name,
      group.operations.map((operation) => operationArticle(operation, description)))),
    section("schemas", "Schemas", schemas.map((name) => schemaArticle(name, description))));
  navigation.append(
    ...groups.map((group) => links(group.name, group.id, group.operations.map((operation) => [
      operation.operationId, element("span", { class: `method ${operation.method}` }, operation.method),
      element("span", {}, operation.summary),
    ]))),
    links("Schemas", "schemas", schemas.map((name) => [`schema-${name}`, name])));
  document.title = `${info.title} API`;
  search(main, navigation);
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

function openMenu(open) {
  menu.setAttribute("aria-expanded", String(open));
  document.body.classList.toggle("menu-open", open);
}

menu.addEventListener("click", () => openMenu(menu.getAttribute("aria-expanded") !== "true"));
navigation.addEventListener("click", (event) => { if (event.target.closest("a")) openMenu(false); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") openMenu(false); });

const themes = { light: "dark", dark: "light" };
const preferred = () => matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
const stored = localStorage.getItem("theme");
if (stored in themes) document.documentElement.dataset.theme = stored;
document.querySelector("#theme").addEventListener("click", () => {
  const theme = themes[document.documentElement.dataset.theme ?? preferred()];
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("theme", theme);
});

const loading = document.querySelector("#loading");
try {
  const answer = await fetch("/api/openapi.json");
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  show(await answer.json());
  loading.remove();
} catch (error) {
  loading.textContent = `The description could not be shown: ${error.message}. Reload the page to try again.`;
}
