// Alibaba Cloud DirectMail, SingleSendMail: https://www.alibabacloud.com/help/en/direct-mail/api-dm-2015-11-23-singlesendmail
import {
  alibabaSigned,
  filled,
  flag,
  list,
  NodeError,
  rawRequest,
  repeatsWrites,
  request,
  requestBytes,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const hosts: Record<string, string> = {
  "cn-hangzhou": "https://dm.aliyuncs.com",
  "ap-southeast-1": "https://dm.ap-southeast-1.aliyuncs.com",
  "ap-southeast-2": "https://dm.ap-southeast-2.aliyuncs.com",
};

export default async function (env: any, given: any) {
  const params = filled(given);
  const vendor: Vendor = {
    name: "DirectMail",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || hosts[params.region || "cn-hangzhou"],
    failure: (body) => ({
      code: body.Code,
      message: body.Message,
      // A throttled call is a 400.
      retryable: /^Throttling/.test(body.Code ?? "") || undefined,
    }),
  };
  /** The parameters of an action of the API with the node's signature. */
  const signed = async (parameters: Record<string, unknown>) => {
    const all = filled({
      Version: "2015-11-23",
      Format: "JSON",
      AccessKeyId: secret(env, "ALICLOUD_ACCESS_KEY_ID"),
      SignatureMethod: "HMAC-SHA1",
      SignatureVersion: "1.0",
      SignatureNonce: crypto.randomUUID(),
      Timestamp: new Date().toISOString().replace(/\.\d+/, ""),
      ...parameters,
    });
    const texts = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, String(value)]));
    return await alibabaSigned("POST", texts, secret(env, "ALICLOUD_ACCESS_KEY_SECRET"));
  };
  if (params.action === "Request") {
    // An action has one address, and takes its parameters, such as Action, as a form.
    return await rawRequest(vendor, params, {}, "form", async (_method, address, { query, json, form }) => {
      const parameters = { ...query, ...(json ?? form ?? {}) as Record<string, unknown> };
      return await requestBytes(vendor, "POST", address, { form: await signed(parameters) });
    });
  }
  if ((params.action ?? "Send Mail") !== "Send Mail") throw unknownAction("DirectMail", params.action);
  const to = list(params.to);
  if (!params.html && !params.text) throw new NodeError("DirectMail", { message: "a mail needs HTML or a text" });
  const form = await signed({
    Action: "SingleSendMail",
    AccountName: params.from,
    AddressType: "1",
    ReplyToAddress: String(flag(params.replyToConfigured) ?? false),
    ToAddress: to.join(","),
    Subject: params.subject,
    FromAlias: params.fromName,
    HtmlBody: params.html,
    TextBody: params.text,
    ClickTrace: flag(params.trackClicks) ? "1" : "0",
    ReplyAddress: params.replyTo,
    ReplyAddressAlias: params.replyToName,
    TagName: params.tag,
  });
  const answer = await request(vendor, "POST", "/", { form, expects: "EnvId" });
  return { id: answer.EnvId, requestId: answer.RequestId ?? null, to };
}
