// Microsoft Graph: https://learn.microsoft.com/en-us/graph/api/channel-post-messages, …/chatmessage-post-replies, …/channel-list;
// webhooks: https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
import {
  actionSecret,
  filled,
  json,
  limitOf,
  NodeError,
  path,
  rawRequest,
  repeatsWrites,
  request,
  requestText,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = { ok: true, id: null, text: null, url: null, createdAt: null, channels: null, hasMore: null };

function messageOf(message: any) {
  return {
    ...none,
    id: message.id,
    text: message.body?.content ?? null,
    url: message.webUrl ?? null,
    createdAt: message.createdDateTime ?? null,
  };
}

function cardOf(params: any) {
  const given = json(params.card, "card");
  if (given) return given;
  if (!params.text) throw new NodeError("Microsoft Teams", { message: "a message needs a text or a card" });
  const title = params.title
    ? [{ type: "TextBlock", text: params.title, weight: "Bolder", size: "Medium", wrap: true }]
    : [];
  return {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    body: [...title, { type: "TextBlock", text: params.text, wrap: true }],
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const action = params.action ?? "Send Webhook Message";
  if (action === "Send Webhook Message") {
    const hook: Vendor = {
      name: "Microsoft Teams",
      base: actionSecret(env, "TEAMS_WEBHOOK_URL"),
      repeatsWrites: repeatsWrites(params),
      failure: ({ error }) => ({ code: error?.code, message: error?.message }),
    };
    const attachment = {
      contentType: "application/vnd.microsoft.card.adaptive",
      contentUrl: null,
      content: cardOf(params),
    };
    const answer = await requestText(hook, "POST", "", { json: { type: "message", attachments: [attachment] } });
    // Webhooks of connectors tell some failures with a status of 200.
    const said = answer.match(/HTTP error (\d+)/i)?.[1];
    if (said) {
      const isPassing = said === "429" || said.startsWith("5");
      throw new NodeError("Microsoft Teams", {
        status: Number(said),
        message: "the webhook failed",
        retryable: isPassing,
      });
    }
    return { ...none, text: params.text ?? null };
  }
  const graph: Vendor = {
    name: "Microsoft Teams",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://graph.microsoft.com/v1.0",
    headers: { authorization: `Bearer ${actionSecret(env, "TEAMS_ACCESS_TOKEN")}` },
    failure: ({ error }) => ({ code: error?.code, message: error?.message }),
  };
  if (params.action === "Request") return await rawRequest(graph, params);
  const channels = path`/teams/${params.teamId}/channels`;
  const body = { contentType: params.contentType || "text", content: params.text };
  const expects = "id";
  switch (action) {
    case "Send Channel Message": {
      const message = filled({ subject: params.subject, body });
      const address = channels + path`/${params.channelId}/messages`;
      return messageOf(await request(graph, "POST", address, { json: message, expects }));
    }
    case "Reply to Message": {
      const address = channels + path`/${params.channelId}/messages/${params.messageId}/replies`;
      return messageOf(await request(graph, "POST", address, { json: { body }, expects }));
    }
    case "List Channels": {
      // Graph gives all channels of a team at once.
      const { value } = await request(graph, "GET", channels, { expects: "value[]" });
      const limit = limitOf(params.limit);
      const found = value.slice(0, limit).map((channel: any) => ({
        id: channel.id,
        name: channel.displayName ?? null,
        description: channel.description ?? null,
        membershipType: channel.membershipType ?? null,
        url: channel.webUrl ?? null,
      }));
      return { ...none, channels: found, hasMore: value.length > limit };
    }
    default:
      throw unknownAction("Microsoft Teams", params.action);
  }
}
