// Prints, for each of an array of values, the milliseconds that the shim reads or null, as JSON.
import { milliseconds } from "../../../Plugins/Local/Runtime/Shim/duration.ts";

const values: unknown[] = JSON.parse(await new Response(Deno.stdin.readable).text());
const read = (value: unknown) => {
  try {
    return milliseconds(value, "It");
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
};
console.log(JSON.stringify(values.map(read)));
