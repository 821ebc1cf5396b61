import type { RunStep } from "../api/types";

/** The steps of a run as its stream sends them. */
export class StepList {
  private readonly known: RunStep[] = [];
  private readonly places = new Map<string, number>();

  /** In the order in which they began; another array each time. */
  get steps(): readonly RunStep[] {
    return [...this.known];
  }

  put(step: RunStep): void {
    const key = keyOf(step);
    const place = this.places.get(key);
    if (place === undefined) {
      this.places.set(key, this.known.push(step) - 1);
      return;
    }
    // One that began at another time is of a run that was begun again, in which those behind it have not begun.
    if (this.known[place]?.startedAt !== step.startedAt) {
      for (const later of this.known.splice(place + 1)) this.places.delete(keyOf(later));
    }
    this.known[place] = step;
  }
}

/** Providers that do not number steps tell those of one name by when they began. */
function keyOf({ number, name, startedAt }: RunStep): string {
  return number === undefined ? `${name} ${startedAt}` : String(number);
}
