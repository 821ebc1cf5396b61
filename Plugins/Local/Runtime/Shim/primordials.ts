// What the language has, as it is before any program runs: a program may put its own in the place of any of it, and would
// be given what passes through. What it must not get hold of goes through these, and through no iterator.

export const { apply, setPrototypeOf } = Reflect;
export const { assign, hasOwn } = Object;
const { Promise } = globalThis;
export { Promise as OwnPromise };

/** A map whose methods nobody can replace. */
export class OwnMap<Key, Value> extends Map<Key, Value> {}

/** A set whose methods nobody can replace. */
export class OwnSet<Value> extends Set<Value> {}

/** Gives a class the methods that another has now, and none besides. */
function keepMethods(own: object, inherited: object): void {
  for (const name of Reflect.ownKeys(inherited)) {
    if (name === "constructor") continue;
    Object.defineProperty(own, name, Object.getOwnPropertyDescriptor(inherited, name)!);
  }
  Object.setPrototypeOf(own, null);
  Object.freeze(own);
}

keepMethods(OwnMap.prototype, Map.prototype);
keepMethods(OwnSet.prototype, Set.prototype);

/** A set of what an array has now. */
export function setOf<Value>(values: Value[]): OwnSet<Value> {
  const set = new OwnSet<Value>();
  for (let index = 0; index < values.length; index++) set.add(values[index]);
  return set;
}
