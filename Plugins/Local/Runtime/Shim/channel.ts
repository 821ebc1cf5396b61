// Lines of JSON to and from the host. Taken from Deno before any other module runs; see main.ts.
import type { Failure, HostMessage, WorkerMessage } from "./messages.ts";
import { apply, hasOwn, OwnSet, setPrototypeOf } from "./primordials.ts";

// As they are before any other module runs: a program may put its own in their place, and would be given the token and
// what other requests say.
const { parse, stringify } = JSON;
const { indexOf, slice } = String.prototype;
const Bytes = Uint8Array;
const everything = Object.prototype;
const bytePrototype = Object.getPrototypeOf(Uint8Array.prototype);
const getter = (name: string) => Object.getOwnPropertyDescriptor(bytePrototype, name)!.get!;
const lengthOf = getter("length");
const bufferOf = getter("buffer");
const write = Deno.stdout.writeSync.bind(Deno.stdout);
const readNow = Deno.stdin.readSync.bind(Deno.stdin);
const read = Deno.stdin.read.bind(Deno.stdin);
const time = performance.now.bind(performance);
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

let unsent = new OwnSet<WorkerMessage>();
/** Of `unsent`. */
let count = 0;
let later: (() => void)[] = [];
let isFlushing = false;

/** Sends a message soon; until then the sender may change it. */
export function send(message: WorkerMessage): void {
  unsent.add(message);
  count++;
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

/**
 * The JSON of a message. A program may give prototypes a `toJSON`, which would be given each message, and could make another
 * of it; a member that a message does not have is not read, as a prototype may have a getter of that name.
 */
function written(message: WorkerMessage): string {
  const members = message as { error?: unknown; lines?: number[] };
  if (hasOwn(members, "error")) detach(members.error);
  if (hasOwn(members, "lines")) detach(members.lines);
  if ("toJSON" in everything) setPrototypeOf(message, null);
  return stringify(message);
}

/** Takes an error's or an array's prototype, and those of what is in it. */
function detach(part: unknown): void {
  if (typeof part !== "object" || part === null) return;
  setPrototypeOf(part, null);
  if (hasOwn(part, "lines")) detach((part as Failure).lines);
}

/** Sends at once what is unsent. */
export function sendNow(): void {
  if (count === 0) return;
  let text = "";
  unsent.forEach((message) => text += token + written(message) + "\n");
  unsent = new OwnSet();
  count = 0;
  const bytes = encode(text);
  const length = apply(lengthOf, bytes, []);
  const buffer = apply(bufferOf, bytes, []);
  for (let sent = write(bytes); sent < length;) sent += write(new Bytes(buffer, sent, length - sent));
}

function flush(): void {
  sendNow();
  if (later.length === 0) return;
  const actions = later;
  later = [];
  for (let index = 0; index < actions.length; index++) actions[index]();
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
  const buffer = new ArrayBuffer(pieceLength);
  const piece = new Bytes(buffer);
  const decoder = new TextDecoder();
  const decode = decoder.decode.bind(decoder);
  let rest = "";
  let turnedAt = time();
  for (;;) {
    for (let turn = 0; turn < turnsToNextMessage && (count > 0 || !isIdle()); turn++) await null;
    let length: number | null;
    if (count === 0 && isIdle() && time() - turnedAt < patience) {
      length = readNow(piece);
    } else {
      length = await read(piece);
      turnedAt = time();
    }
    if (length === null) return;
    const text = decode(new Bytes(buffer, 0, length), { stream: true });
    let start = 0;
    for (let end = apply(indexOf, text, ["\n"]); end >= 0; end = apply(indexOf, text, ["\n", start])) {
      const work = handle(parse(rest + apply(slice, text, [start, end])));
      rest = "";
      start = end + 1;
      if (work) await work;
    }
    rest += apply(slice, text, [start]);
  }
}
