import ArgumentParser

/// `millrace webhooks`
struct WebhooksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks", abstract: "Manages webhooks: URLs that are notified of events in a project.",
        subcommands: [
            WebhooksListCommand.self, WebhooksGetCommand.self, WebhooksCreateCommand.self, WebhooksEditCommand.self,
            WebhooksDeleteCommand.self, WebhooksRotateCommand.self, WebhooksPingCommand.self,
            WebhooksDeliveriesCommand.self, WebhooksDeliveryCommand.self, WebhooksRedeliverCommand.self,
        ])
}
