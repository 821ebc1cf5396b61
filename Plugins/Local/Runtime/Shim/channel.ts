// Lines of JSON to and from the host. Taken from Deno before any other module runs; see main.ts.
import type { HostMessage, WorkerMessage } from "./messages.ts";

const input = Deno.stdin;
const write = Deno.stdout.writeSync.bind(Deno.stdout);
// As they are before any other module runs: a program may put its own in their place.
const { parse, stringify } = JSON;
const encoder = new TextEncoder();
const encode = encoder.encode.bind(encoder);
/**
 * Turns of the microtask queue before messages go out: a step whose work needs no more than these is told in one
 * message, and many steps in one write.
 */
const turns = 12;
/** As many as a program needs from the answer to one step to the message of the next. */
const turnsToNextMessage = 40;
/** Milliseconds after which timers and requests of the program have a turn, whatever the host says. */
const patience = 4;
const pieceLength = 64 * 1024;

/** What each line begins with that the host takes as a message. */
let token = "";

export function identify(given: string): void {
  token = given;
}

let unsent = new Set<WorkerMessage>();
let later: (() => void)[] = [];
let isFlushing = false;

/** Sends a message soon; until then the sender may change it. */
export function send(message: WorkerMessage): void {
  unsent.add(message);
  flushSoon();
}

/** Whether a message can still be changed. */
export const isUnsent = (message: WorkerMessage): boolean => unsent.has(message);

/** Does something when the messages of now have gone out. */
export function afterFlush(action: () => void): void {
  later.push(action);
  flushSoon();
}

async function flushSoon(): Promise<void> {
  if (isFlushing) return;
  isFlushing = true;
  for (let turn = 0; turn < turns; turn++) await null;
  isFlushing = false;
  flush();
}

/** Sends at once what is unsent. */
export function sendNow(): void {
  if (unsent.size === 0) return;
  let text = "";
  for (const message of unsent) text += token + stringify(message) + "\n";
  unsent = new Set();
  let bytes = encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(write(bytes));
}

function flush(): void {
  sendNow();
  if (later.length === 0) return;
  const actions = later;
  later = [];
  for (const action of actions) action();
}

/**
 * Handles the host's messages in their order, to the end of the input; one that takes time holds the others up.
 *
 * Where there is nothing to do until an answer that is about to come, this thread waits for it itself: to be told of it
 * by another thread, as Deno does it, takes longer than a small commit.
 * @param isIdle - Whether nothing can go on before an answer comes that is due now.
 */
export async function receive(
  handle: (message: HostMessage) => Promise<void> | void,
  isIdle: () => boolean,
): Promise<void> {
  const piece = new Uint8Array(pieceLength);
  const decoder = new TextDecoder();
  let rest: string[] = [];
  let turnedAt = performance.now();
  for (;;) {
    for (let turn = 0; turn < turnsToNextMessage && (unsent.size > 0 || !isIdle()); turn++) await null;
    let length: number | null;
    if (unsent.size === 0 && isIdle() && performance.now() - turnedAt < patience) {
      length = input.readSync(piece);
    } else {
      length = await input.read(piece);
      turnedAt = performance.now();
    }
    if (length === null) return;
    const lines = decoder.decode(piece.subarray(0, length), { stream: true }).split("\n");
    const last = lines.pop() ?? "";
    for (const line of lines) {
      const work = handle(parse(rest.length > 0 ? rest.join("") + line : line));
      rest = [];
      if (work) await work;
    }
    if (last !== "") rest.push(last);
  }
}
