import { isObject } from "./json";
import type { WorkflowDocument } from "./model";

/** Values of nodes that tests use in the place of running them, by the ids of the nodes. */
export type Pins = Readonly<Record<string, unknown>>;

/** Keeps pinned values in the browser: they are of the person's tests, and in no version. */
export class PinStorage {
  constructor(
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">,
    /** Whose values they are: others who use the browser see none of them. */
    private readonly person: string,
  ) {}

  read(workflowId: string): Pins {
    try {
      const value = JSON.parse(this.storage.getItem(this.key(workflowId)) ?? "{}");
      return isObject(value) ? value : {};
    } catch {
      return {};
    }
  }

  /** - Returns: Whether the browser had space for them; without it they last as long as the page. */
  write(workflowId: string, pins: Pins): boolean {
    if (Object.keys(pins).length === 0) {
      this.storage.removeItem(this.key(workflowId));
      return true;
    }
    try {
      this.storage.setItem(this.key(workflowId), JSON.stringify(pins));
      return true;
    } catch {
      this.storage.removeItem(this.key(workflowId));
      return false;
    }
  }

  private key(workflowId: string): string {
    return `millrace.pins.${this.person}.${workflowId}`;
  }
}

export function withPin(pins: Pins, id: string, value: unknown): Pins {
  return { ...pins, [id]: value };
}

export function withoutPin(pins: Pins, id: string): Pins {
  return Object.fromEntries(Object.entries(pins).filter(([other]) => other !== id));
}

/** Those that a test of a document sends: of nodes that it has, and not of the node that is tested. */
export function pinsToSend(pins: Pins, document: WorkflowDocument, tested?: string): Pins {
  const ids = new Set(document.nodes.map((node) => node.id));
  return Object.fromEntries(Object.entries(pins).filter(([id]) => ids.has(id) && id !== tested));
}
