/** The values of a picker's text: one, or several with commas between. */
export function chosenIn(text: string, isMany: boolean): string[] {
  return isMany ? text.split(",").map((part) => part.trim()).filter((part) => part !== "") : text === "" ? [] : [text];
}

/** What is typed of a value: of several, the last. */
export function typedIn(text: string, isMany: boolean): string {
  return (isMany ? text.slice(text.lastIndexOf(",") + 1) : text).trim();
}

/** The text after an option was chosen: of several, one that is there already is removed. */
export function withChoice(text: string, value: string, isMany: boolean, isTyped: boolean): string {
  if (!isMany) return value;
  // What was typed to find it is not a value.
  const chosen = chosenIn(isTyped ? text.slice(0, text.lastIndexOf(",") + 1) : text, true);
  return (chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]).join(", ");
}
