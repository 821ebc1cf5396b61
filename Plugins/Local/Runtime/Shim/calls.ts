import { send } from "./channel.ts";
import type { Answer, BindingRequest, StepRequest, WorkerMessage } from "./messages.ts";
import { OwnMap, OwnPromise, OwnSet } from "./primordials.ts";

const waiting = new OwnMap<number, (answer: Answer) => void>();
/** Those that the host answers with its next commit. */
const due = new OwnSet<number>();
let last = 0;

/** Asks the host for something; the answer may take days. */
export function ask(request: StepRequest | BindingRequest, call = newCall()): Promise<Answer> {
  return report({ ...request, call });
}

/** Says how a call goes, and waits for what the host says next. */
export function report(message: WorkerMessage & { call: number }): Promise<Answer> {
  send(message);
  return answered(message.call);
}

export function settle(answer: Answer): void {
  const resolve = waiting.get(answer.call);
  waiting.delete(answer.call);
  due.delete(answer.call);
  resolve?.(answer);
}

/** Nobody waits for the answer any more. */
export function forget(call: number): void {
  waiting.delete(call);
  due.delete(call);
}

/** All that is left to do for a call is to write it down. */
export function expect(call: number): void {
  if (waiting.has(call)) due.add(call);
}

/** Whether a call is answered as soon as the host has written it down. */
export const isAnswerDue = (): boolean => due.size > 0;

/** A number for a call that is reported on without being asked for. */
export const newCall = (): number => ++last;

export function answered(call: number): Promise<Answer> {
  return new OwnPromise((resolve) => waiting.set(call, resolve));
}

/** An answer that does not come. */
export const never = new OwnPromise<never>(() => {});
