// Upstash Redis REST API: https://upstash.com/docs/redis/features/restapi (a command as a JSON array)
import {
  filled,
  json,
  list,
  malformed,
  NodeError,
  numberOf,
  rawRequest,
  repeatsWrites,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = { value: null, values: null, number: null, done: null };

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const upstash: Vendor = {
    name: "Upstash Redis",
    repeatsWrites: repeatsWrites(params),
    base: secret(env, "UPSTASH_REDIS_REST_URL"),
    headers: { authorization: `Bearer ${secret(env, "UPSTASH_REDIS_REST_TOKEN")}` },
    // The first word of an error is its code: ERR, WRONGTYPE.
    failure: ({ error }) => {
      const [, code, message] = String(error ?? "").match(/^([A-Z]+) ([^]*)$/) ?? [];
      return { code, message: message ?? error };
    },
  };
  if (params.action === "Request") return await rawRequest(upstash, params);
  const run = async (command: (string | number)[], expects?: string) => {
    // These add to what is there; the others leave the same state however often they are run.
    const repeatable = !["LPUSH", "INCR", "INCRBY"].includes(String(command[0]));
    const answer = await request(upstash, "POST", "", { json: command, expects: expects ?? "result", repeatable });
    return answer.result;
  };
  // What is not there is `null`, which is a right answer too.
  const read = async (command: string[]) => {
    const answer = await request(upstash, "POST", "", { json: command, repeatable: true });
    if (answer?.result === undefined) throw malformed("Upstash Redis");
    return answer.result === null ? null : text(answer.result);
  };
  if (params.action === "Pipeline") {
    // https://upstash.com/docs/redis/features/restapi#pipelining
    const commands = json(required(params.commands, "commands"), "commands");
    if (!Array.isArray(commands) || !commands.every(Array.isArray)) {
      throw new NodeError("Upstash Redis", {
        message: '"commands" must be a list of lists, such as [["SET", "a", "1"]]',
      });
    }
    const answers = await request(upstash, "POST", "/pipeline", { json: commands, expects: "[]", repeatable: false });
    const failed = answers.find((answer: any) => answer?.error);
    if (failed) throw new NodeError("Upstash Redis", { status: 200, message: String(failed.error) });
    return { ...none, results: answers.map((answer: any) => ({ value: answer?.result ?? null })) };
  }
  const key = String(required(params.key, "key"));
  switch (params.action ?? "GET") {
    case "GET":
      return { ...none, value: await read(["GET", key]) };
    case "HGET":
      return { ...none, value: await read(["HGET", key, required(params.field, "field")]) };
    case "SET": {
      const expires = numberOf(params.expires, "expires");
      const when = params.when === "it is not there" ? ["NX"] : params.when === "it is there" ? ["XX"] : [];
      const command = ["SET", key, text(params.value ?? ""), ...(expires ? ["EX", expires] : []), ...when];
      return { ...none, done: (await read(command as string[])) === "OK" };
    }
    case "DEL":
      return { ...none, number: await run(["DEL", key]) };
    case "HSET": {
      const fields = Object.entries(json(params.fields, "fields") ?? {}).flatMap((
        [name, value],
      ) => [name, text(value)]);
      return { ...none, number: await run(["HSET", key, ...fields]) };
    }
    case "LPUSH":
      return { ...none, number: await run(["LPUSH", key, text(params.value ?? "")]) };
    case "LRANGE": {
      const [start, stop] = [numberOf(params.start, "start") ?? 0, numberOf(params.stop, "stop") ?? -1];
      return { ...none, values: (await run(["LRANGE", key, start, stop], "result[]")).map(text) };
    }
    case "INCR": {
      const by = numberOf(params.by, "by") ?? 1;
      return { ...none, number: await run(by === 1 ? ["INCR", key] : ["INCRBY", key, by]) };
    }
    case "EXPIRE": {
      const seconds = numberOf(required(params.expires, "expires"), "expires")!;
      return { ...none, number: await run(["EXPIRE", key, seconds]) };
    }
    case "TTL":
      return { ...none, number: await run(["TTL", key]) };
    case "EXISTS":
      return { ...none, number: await run(["EXISTS", key]) };
    case "HGETALL": {
      const pairs = await run(["HGETALL", key], "result[]");
      const values: Record<string, string> = {};
      for (let index = 0; index < pairs.length; index += 2) values[text(pairs[index])] = text(pairs[index + 1]);
      return { ...none, object: values };
    }
    case "SADD":
      return { ...none, number: await run(["SADD", key, ...list(required(params.members, "members"))]) };
    case "SMEMBERS":
      return { ...none, values: (await run(["SMEMBERS", key], "result[]")).map(text) };
    case "ZADD": {
      const score = numberOf(required(params.score, "score"), "score")!;
      return { ...none, number: await run(["ZADD", key, score, text(params.value ?? "")]) };
    }
    case "ZRANGE": {
      const [start, stop] = [numberOf(params.start, "start") ?? 0, numberOf(params.stop, "stop") ?? -1];
      return { ...none, values: (await run(["ZRANGE", key, start, stop], "result[]")).map(text) };
    }
    default:
      throw unknownAction("Upstash Redis", params.action);
  }
}
