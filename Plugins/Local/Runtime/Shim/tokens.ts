import { use } from "./use.ts";

/** Tokens of credentials, which the server mints for the program. */
export class Tokens {
  constructor(private readonly binding: string) {}

  async token(order: unknown): Promise<unknown> {
    return await use(this.binding, "token", order);
  }
}
