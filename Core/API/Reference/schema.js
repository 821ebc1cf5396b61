import { code, element } from "./elements.js";
import { inline } from "./prose.js";

const place = "#/components/schemas/";

export function schemaArticle(name, description) {
  const schema = description.components.schemas[name];
  return element("article", { id: `schema-${name}`, class: "schema", "data-search": name },
    element("h3", {}, element("a", { class: "anchor", href: `#schema-${name}` }, name)), schemaView(schema),
    "properties" in schema ? element("details", {}, element("summary", {}, "As JSON Schema"),
      code(JSON.stringify(schema, null, 2), `the schema ${name}`)) : null);
}

/** A schema as a person reads it: its members in a list, each with its type, its limits and what it is. */
export function schemaView(schema) {
  const members = schema.properties ? schema : schema.items?.properties ? schema.items : null;
  if (members) return memberList(members);
  const choices = choicesOf(schema);
  if (choices && !isNullable(schema)) {
    return element("ul", { class: "choices" }, ...choices.map((choice) =>
      element("li", {}, ...note(choice), choice.properties ? schemaView(choice) : element("p", {}, ...type(choice)))));
  }
  return element("p", { class: "type" }, ...type(schema), ...note(schema));
}

function memberList({ properties, required = [] }) {
  return element("dl", { class: "members" }, ...Object.entries(properties).filter(([, schema]) => schema !== false)
    .flatMap(([name, schema]) => [
      element("dt", {}, element("code", {}, name), " ", element("span", { class: "type" }, ...type(schema)),
        required.includes(name) ? element("span", { class: "required" }, "required") : null),
      element("dd", {}, ...note(schema), ...limits(schema), ...nested(schema)),
    ]));
}

function nested(schema) {
  const inner = nonNull(schema);
  if (inner.properties) return [memberList(inner)];
  return inner.items?.properties ? [memberList(inner.items)] : [];
}

function note(schema) {
  return schema.description ? [element("p", {}, ...inline(schema.description))] : [];
}

export function limits(schema) {
  const inner = nonNull(schema);
  const words = [];
  const range = (least, most, noun) => {
    if (least !== undefined && most !== undefined) words.push(`${least} to ${most}${noun}`);
    else if (most !== undefined) words.push(`at most ${most}${noun}`);
    else if (least !== undefined) words.push(`at least ${least}${noun}`);
  };
  range(inner.minLength, inner.maxLength, " characters");
  range(inner.minimum, inner.maximum, "");
  range(inner.minItems, inner.maxItems, " elements");
  range(inner.minProperties, inner.maxProperties, " members");
  if (inner.default !== undefined) words.push(`default ${JSON.stringify(inner.default)}`);
  const parts = words.length > 0 ? [element("p", { class: "limits" }, words.join(" · "))] : [];
  if (inner.pattern && inner.pattern !== "\\S" && inner.pattern.length < 60) {
    parts.push(element("p", { class: "limits" }, "matches ", element("code", {}, inner.pattern)));
  }
  if (inner.enum) {
    parts.push(element("p", { class: "limits" }, "one of ",
      ...inner.enum.filter((word) => word !== null).flatMap((word, index) =>
        [index > 0 ? ", " : "", element("code", {}, String(word))])));
  }
  return parts;
}

const choicesOf = (schema) => schema.anyOf ?? schema.oneOf;
const isNullable = (schema) => schema.anyOf?.length === 2 && schema.anyOf[1].type === "null";
const nonNull = (schema) => isNullable(schema) ? schema.anyOf[0] : schema;

/** A few words for what kind of value it is; named schemas as links. */
export function type(schema) {
  if (schema.$ref) {
    const name = schema.$ref.slice(place.length);
    return [element("a", { href: `#schema-${name}` }, name)];
  }
  if (isNullable(schema)) return [...type(schema.anyOf[0]), " or null"];
  const choices = choicesOf(schema);
  if (choices) return choices.flatMap((choice, index) => [index > 0 ? " or " : "", ...type(choice)]);
  const [kind, ...others] = [schema.type ?? "anything"].flat();
  const noun = schema.format ?? kind;
  const end = others.map((other) => ` or ${other}`).join("");
  if (kind === "array") return ["array of ", ...type(schema.items ?? {}), end];
  const values = schema.additionalProperties;
  if (kind === "object" && values && Object.keys(values).length > 0) return ["object of ", ...type(values), end];
  return [noun + end];
}
