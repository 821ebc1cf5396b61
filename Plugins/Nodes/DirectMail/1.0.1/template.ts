// A body of 80 KB fits no address: since 1.0.1 everything is sent as a form, and there are regions and reply addresses.
// Alibaba Cloud DirectMail, SingleSendMail: https://www.alibabacloud.com/help/en/direct-mail/api-dm-2015-11-23-singlesendmail
import { alibabaSigned, flag, list, NodeError, request, secret, type Vendor } from "@millrace/node";

const hosts: Record<string, string> = {
  "cn-hangzhou": "https://dm.aliyuncs.com",
  "ap-southeast-1": "https://dm.ap-southeast-1.aliyuncs.com",
  "ap-southeast-2": "https://dm.ap-southeast-2.aliyuncs.com",
};

export default async function (env: any, params: any) {
  const vendor: Vendor = {
    name: "DirectMail",
    base: params.baseUrl || hosts[params.region || "cn-hangzhou"],
    failure: (body) => ({
      code: body.Code,
      message: body.Message,
      // A throttled call is a 400.
      retryable: /^Throttling/.test(body.Code ?? "") || undefined,
    }),
  };
  const to = list(params.to);
  if (!params.html && !params.text) throw new NodeError("DirectMail", { message: "a mail needs HTML or a text" });
  const given = {
    Action: "SingleSendMail",
    Version: "2015-11-23",
    Format: "JSON",
    AccessKeyId: secret(env, "ALICLOUD_ACCESS_KEY_ID"),
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: crypto.randomUUID(),
    Timestamp: new Date().toISOString().replace(/\.\d+/, ""),
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
  };
  const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ""));
  const signed = await alibabaSigned("POST", filled, secret(env, "ALICLOUD_ACCESS_KEY_SECRET"));
  const answer = await request(vendor, "POST", "/", { form: signed, expects: "EnvId" });
  return { id: answer.EnvId, requestId: answer.RequestId ?? null, to };
}
