import NodeKit

private let (trigger, acknowledge) = ("Trigger Incident", "Acknowledge Incident")
private let (resolve, list) = ("Resolve Incident", "List Incidents")
private let incident: [OutputField] = [
    .text("id"), .number("number"), .text("title"), .text("status"), .text("urgency"), .text("service"), .text("url"),
    .text("createdAt"),
]

private let (createIncident, updateIncident, addNote) = ("Create Incident", "Update Incident", "Add Note")
private let onCall = "Who Is on Call"
private let node = NodeDefinition(
    id: "pagerduty", name: "PagerDuty", version: "1.1.0",
    description: "Trigger, acknowledge, resolve and list incidents in PagerDuty.",
    category: "Notifications", tags: ["incident", "on-call", "alert"],
    icon: NodeDefinition.icon("M6 16v-5a6 6 0 0 1 12 0v5l2 2H4z M10 21h4"),
    docsUrl: "https://developer.pagerduty.com/docs/events-api-v2-overview", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(trigger, acknowledge, resolve, list, createIncident, updateIncident, addNote, onCall),
        .secret("routingKey", "Routing key", "PAGERDUTY_ROUTING_KEY"),
        .secret("apiKey", "API key", "PAGERDUTY_API_KEY"),
        .text("summary", "Summary", for: [trigger], required: true, maxLength: 1024),
        .text("source", "Source", "What is affected.", for: [trigger], required: true),
        .choice("severity", "Severity", ["critical", "error", "warning", "info"], for: [trigger], default: "error"),
        .text("component", "Component", for: [trigger]),
        .text("group", "Group", for: [trigger]),
        .json("details", "Details", "An object.", for: [trigger]),
        .text("dedupKey", "Key", "Of the incident; one of the step's own when empty.", for: [trigger], maxLength: 255),
        .text(
            "incidentKey", "Key", "The key that Trigger Incident gave.", for: [acknowledge, resolve], required: true),
        .text("statuses", "Statuses", "Of triggered, acknowledged, resolved, with commas between.", for: [list]),
        .text("serviceIds", "Services", "Ids, with commas between.", for: [list]),
        .text("since", "Since", for: [list], format: .dateTime),
        .text("until", "Until", for: [list], format: .dateTime),
        .limit(for: [list, onCall]),
        .text(
            "eventsUrl", "Address for events", "For a proxy or a test.", for: [trigger, acknowledge, resolve],
            default: "https://events.pagerduty.com", format: .url),
        .baseUrl("https://api.pagerduty.com"),
        .text(
            "fromEmail", "From", "The email address of a user.", for: [createIncident, updateIncident, addNote],
            required: true, format: .email),
        .text("incidentId", "Incident", "Its id.", for: [updateIncident, addNote], required: true),
        .text("title", "Title", for: [createIncident, updateIncident]),
        .text("serviceId", "Service", "Its id.", for: [createIncident], required: true),
        .choice("urgency", "Urgency", ["high", "low"], for: [createIncident]),
        .area("text", "Details", for: [createIncident]),
        .choice("newStatus", "Status", ["acknowledged", "resolved"], for: [updateIncident]),
        .area("note", "Note", for: [addNote], required: true),
        .text("scheduleIds", "Schedules", "Ids, with commas between.", for: [onCall]),
        .retryWrites(for: [createIncident, addNote]),
    ],
    outputSchema: [
        .text("status"), .text("dedupKey"), .text("message"), .list("incidents", of: incident), .flag("hasMore"),
        .text("id"), .object("incident", of: incident),
        .list("oncalls", of: [.text("user"), .text("userId"), .number("level"), .text("until")]),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest().plugin(template: PackageResources.template_ts).start(host)
}
