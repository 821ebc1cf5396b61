import { type Content, decoded } from "./queue.ts";

interface MessageValue extends Content {
  id: string;
  /** Milliseconds since 1970. */
  timestamp: number;
  attempts: number;
}

export interface BatchValue {
  queue: string;
  messages: MessageValue[];
}

/** What becomes of messages; those that are not named are done when the handler returned, and tried again when it
threw. */
export interface BatchOutcome {
  acked: string[];
  retried: { id: string; delaySeconds?: number }[];
  ackedAll: boolean;
  retriedAll?: { delaySeconds?: number };
}

interface RetryOptions {
  delaySeconds?: number;
}

/** Messages of a queue as its handler gets them. The first word on a message counts. */
export class MessageBatch {
  readonly queue: string;
  readonly messages: Message[];
  #ackedAll = false;
  #retriedAll?: RetryOptions;

  constructor({ queue, messages }: BatchValue) {
    this.queue = queue;
    this.messages = messages.map((value) => new Message(value));
  }

  ackAll(): void {
    if (!this.#retriedAll) this.#ackedAll = true;
  }

  retryAll(options: RetryOptions = {}): void {
    if (!this.#ackedAll) this.#retriedAll ??= delay(options);
  }

  get outcome(): BatchOutcome {
    const { messages } = this;
    return {
      acked: messages.filter(({ state }) => state === "acked").map(({ id }) => id),
      retried: messages.flatMap(({ id, state }) => typeof state === "object" ? [{ id, ...state }] : []),
      ackedAll: this.#ackedAll,
      retriedAll: this.#retriedAll,
    };
  }
}

class Message {
  readonly id: string;
  readonly timestamp: Date;
  readonly attempts: number;
  readonly body: unknown;
  #state?: "acked" | RetryOptions;

  constructor(value: MessageValue) {
    this.id = value.id;
    this.timestamp = new Date(value.timestamp);
    this.attempts = value.attempts;
    this.body = decoded(value);
  }

  get state(): "acked" | RetryOptions | undefined {
    return this.#state;
  }

  ack(): void {
    this.#state ??= "acked";
  }

  retry(options: RetryOptions = {}): void {
    this.#state ??= delay(options);
  }
}

function delay({ delaySeconds }: RetryOptions): RetryOptions {
  if (delaySeconds === undefined) return {};
  const seconds = Number(delaySeconds);
  if (!Number.isFinite(seconds)) throw new TypeError(`delaySeconds must be a number, not ${delaySeconds}`);
  return { delaySeconds: seconds };
}
