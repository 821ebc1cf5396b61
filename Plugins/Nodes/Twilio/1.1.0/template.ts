// Twilio API 2010-04-01: https://www.twilio.com/docs/messaging/api/message-resource, https://www.twilio.com/docs/voice/api/call-resource,
// errors: https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions
import {
  actionSecret,
  basic,
  collect,
  filled,
  json,
  limitOf,
  list,
  NodeError,
  path,
  rawRequest,
  remove,
  repeatsWrites,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

function resultOf(answer: any) {
  return {
    sid: answer.sid,
    status: answer.status ?? "unknown",
    to: answer.to ?? null,
    from: answer.from ?? null,
    body: answer.body ?? null,
    direction: answer.direction ?? null,
    price: answer.price ?? null,
    errorCode: answer.error_code ?? null,
    errorMessage: answer.error_message ?? null,
    createdAt: answer.date_created ?? null,
    sentAt: answer.date_sent ?? null,
  };
}

function whatsapp(number: string | undefined): string | undefined {
  return !number || number.startsWith("whatsapp:") ? number : `whatsapp:${number}`;
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const sid = secret(env, "TWILIO_ACCOUNT_SID");
  const twilio: Vendor = {
    name: "Twilio",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://api.twilio.com",
    // An API key (SK…) with its secret in place of the account's token: https://www.twilio.com/docs/iam/api-keys
    headers: {
      authorization: basic(
        env.TWILIO_API_KEY ? actionSecret(env, "TWILIO_API_KEY") : sid,
        secret(env, "TWILIO_AUTH_TOKEN"),
      ),
    },
    failure: (body) => ({ code: body.code, message: body.message }),
  };
  if (params.action === "Request") return await rawRequest(twilio, params, {}, "form");
  const account = path`/2010-04-01/Accounts/${sid}`;
  const expects = "sid";
  const message = async (form: Record<string, unknown>) => {
    if (!form.From && !params.messagingServiceSid) {
      throw new NodeError("Twilio", { message: "a number or a messaging service to send from is missing" });
    }
    if (!params.body && !params.mediaUrl && !params.contentSid) {
      throw new NodeError("Twilio", { message: "a message needs a text or media" });
    }
    const media = list(params.mediaUrl);
    const pairs = Object.entries({
      ...form,
      MessagingServiceSid: params.messagingServiceSid,
      Body: params.body,
      StatusCallback: params.statusCallback,
    }).filter(([, value]) => value !== undefined && value !== "");
    // Twilio takes a field again for each of its values.
    const text = new URLSearchParams([
      ...pairs as [string, string][],
      ...media.map((url): [string, string] => ["MediaUrl", url]),
    ]);
    const contentType = "application/x-www-form-urlencoded";
    return resultOf(
      await request(twilio, "POST", `${account}/Messages.json`, { text: text.toString(), contentType, expects }),
    );
  };
  switch (params.action ?? "Send SMS") {
    case "Send SMS":
      return await message({ To: required(params.to, "to"), From: params.from });
    case "Send WhatsApp": {
      const variables = json(params.contentVariables, "contentVariables");
      return await message({
        To: whatsapp(required(params.to, "to")),
        From: whatsapp(params.from),
        ContentSid: params.contentSid,
        ContentVariables: variables ? JSON.stringify(variables) : undefined,
      });
    }
    case "Make Call": {
      if (!params.twiml && !params.twimlUrl) {
        throw new NodeError("Twilio", { message: "a call needs TwiML, or its address" });
      }
      const form = {
        To: required(params.to, "to"),
        From: required(params.from, "from"),
        Twiml: params.twiml || undefined,
        Url: params.twimlUrl || undefined,
        StatusCallback: params.statusCallback || undefined,
      };
      return resultOf(await request(twilio, "POST", `${account}/Calls.json`, { form, expects }));
    }
    case "Get Message Status":
      return resultOf(await request(twilio, "GET", account + path`/Messages/${params.messageSid}.json`, { expects }));
    case "List Messages": {
      const { items, hasMore } = await collect(limitOf(params.limit), async (next: string | undefined, missing) => {
        const query = next ? undefined : { To: params.to, From: params.from, PageSize: Math.min(missing, 1000) };
        const answer = await request(twilio, "GET", next ?? `${account}/Messages.json`, {
          query,
          expects: "messages[]",
        });
        return { items: answer.messages as any[], next: answer.next_page_uri };
      });
      return { messages: items.map(resultOf), hasMore };
    }
    case "Delete Message":
      await remove(twilio, account + path`/Messages/${params.messageSid}.json`, {}, [20404]);
      return { sid: params.messageSid, status: "deleted" };
    case "Look up Number": {
      // https://www.twilio.com/docs/lookup/v2-api
      const host = { ...twilio, base: params.lookupUrl || "https://lookups.twilio.com" };
      const query = { Fields: list(params.lookupFields).join(",") };
      const found = await request(host, "GET", path`/v2/PhoneNumbers/${params.to}`, { query, expects: "phone_number" });
      return {
        to: found.phone_number,
        valid: found.valid ?? null,
        country: found.country_code ?? null,
        details: found,
      };
    }
    case "Send Verification":
    case "Check Verification": {
      // https://www.twilio.com/docs/verify/api
      const host = { ...twilio, base: params.verifyUrl || "https://verify.twilio.com" };
      const service = path`/v2/Services/${params.serviceSid}`;
      const isCheck = params.action === "Check Verification";
      const form = isCheck
        ? { To: params.to, Code: required(params.code, "code") }
        : { To: params.to, Channel: params.channel ?? "sms" };
      const address = `${service}/${isCheck ? "VerificationCheck" : "Verifications"}`;
      const answer = await request(host, "POST", address, { form, expects });
      return { sid: answer.sid, status: answer.status ?? null, to: answer.to ?? null, valid: answer.valid ?? null };
    }
    default:
      throw unknownAction("Twilio", params.action);
  }
}
