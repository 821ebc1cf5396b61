import { requestValue, response, type ResponseValue } from "./http.ts";
import { use } from "./use.ts";

/** Another deployed Worker as a member of `env`. */
export class ServiceBinding {
  constructor(private readonly binding: string) {}

  async fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    return response(await use(this.binding, "fetch", requestValue(request), request.body) as ResponseValue);
  }
}
