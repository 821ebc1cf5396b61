import NodeKit

private let (sms, whatsapp) = ("Send SMS", "Send WhatsApp")
private let (call, status) = ("Make Call", "Get Message Status")

private let node = NodeDefinition(
    id: "twilio", name: "Twilio", version: "1.0.0",
    description: "Send SMS and WhatsApp messages with Twilio, make calls and see what became of them.",
    category: "Messaging", tags: ["sms", "whatsapp", "call"],
    icon: NodeDefinition.icon("M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18 M9 9h.01 M15 9h.01 M9 15h.01 M15 15h.01"),
    docsUrl: "https://www.twilio.com/docs/messaging/api", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(sms, whatsapp, call, status),
        .secret("accountSid", "Account SID", "TWILIO_ACCOUNT_SID"),
        .secret("authToken", "Auth token", "TWILIO_AUTH_TOKEN"),
        .text("to", "To", "A number such as +4930123456.", for: [sms, whatsapp, call], required: true),
        .text("from", "From", "Your number; for SMS a messaging service does, too.", for: [sms, whatsapp, call]),
        .text("messagingServiceSid", "Messaging service", "MG….", for: [sms, whatsapp]),
        .area("body", "Text", for: [sms, whatsapp], maxLength: 1600),
        .text("mediaUrl", "Media", "Addresses, with commas between.", for: [sms, whatsapp]),
        .text("contentSid", "Content template", "HX….", for: [whatsapp]),
        .json("contentVariables", "Its variables", "An object.", for: [whatsapp]),
        .area("twiml", "TwiML", "What the call says; this or an address.", for: [call]),
        .text("twimlUrl", "Address of TwiML", for: [call], format: .url),
        .text("statusCallback", "Status to", for: [sms, whatsapp, call], format: .url),
        .text("messageSid", "Message", "Its SID.", for: [status], required: true),
        .baseUrl("https://api.twilio.com"),
    ],
    outputSchema: [
        .text("sid", always: true), .text("status", always: true), .text("to"), .text("from"), .text("body"),
        .text("direction"),
        .text("price"), .number("errorCode"), .text("errorMessage"), .text("createdAt"), .text("sentAt"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
