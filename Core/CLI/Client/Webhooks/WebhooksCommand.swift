import ArgumentParser

/// `millrace webhooks`
struct WebhooksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks", abstract: "Manages webhooks: addresses that are told of what happens in a project.",
        subcommands: [
            WebhooksListCommand.self, WebhooksGetCommand.self, WebhooksCreateCommand.self, WebhooksEditCommand.self,
            WebhooksDeleteCommand.self, WebhooksRotateCommand.self, WebhooksPingCommand.self,
            WebhooksDeliveriesCommand.self, WebhooksDeliveryCommand.self, WebhooksRedeliverCommand.self,
        ])
}
