import { base64, hmac, percent } from "./signing.ts";

/**
 * The parameters of an RPC-style request to Alibaba Cloud with their signature (version 1.0, HMAC-SHA1):
 * https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism
 */
export async function alibabaSigned(
  method: string,
  parameters: Record<string, string>,
  accessKeySecret: string,
): Promise<Record<string, string>> {
  const query = Object.keys(parameters).sort().map((name) => `${percent(name)}=${percent(parameters[name])}`).join("&");
  const text = `${method}&${percent("/")}&${percent(query)}`;
  return { ...parameters, Signature: base64(await hmac(`${accessKeySecret}&`, text, "SHA-1")) };
}
