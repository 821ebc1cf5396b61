/** Whose data the page has loaded; `null` while nobody is signed in. */
let current: string | null = null;

export function setPerson(id: string | null): void {
  current = id;
}

export function isOther(id: string): boolean {
  return current !== null && current !== id;
}
