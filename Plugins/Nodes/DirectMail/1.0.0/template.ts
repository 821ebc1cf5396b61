// Alibaba Cloud DirectMail, SingleSendMail: https://www.alibabacloud.com/help/en/direct-mail/api-dm-2015-11-23-singlesendmail
import { alibabaSigned, flag, list, NodeError, request, secret, type Vendor } from "@millrace/node";

export default async function (env: any, params: any) {
  const vendor: Vendor = {
    name: "DirectMail",
    base: params.baseUrl || "https://dm.aliyuncs.com",
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
  };
  const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ""));
  const signed = await alibabaSigned("GET", filled, secret(env, "ALICLOUD_ACCESS_KEY_SECRET"));
  const answer = await request(vendor, "GET", "/", { query: signed, expects: "EnvId" });
  return { id: answer.EnvId, requestId: answer.RequestId ?? null, to };
}
