import ArgumentParser
import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import Testing

@testable import CLI

@Suite("Errors of commands, in words of the command line", .timeLimit(.minutes(10)))
struct ClientErrorTests {
    private func refusal(_ detail: String, _ details: [JSONValue]) -> RESTClient.Refusal {
        RESTClient.Refusal(path: "/", status: 400, code: "request.invalid", detail: detail, details: details)
    }

    private func problem(_ pointer: String, _ message: String) -> JSONValue {
        ["pointer": .string(pointer), "message": .string(message), "code": "field.value"]
    }

    private func options<Command: ParsableArguments>(_ type: Command.Type, _ arguments: String...) throws
        -> RequestOptions
    {
        RequestOptions(of: try type.parse(arguments))
    }

    @Test("Members of a request are named as the options and arguments that they come from")
    func places() throws {
        let trigger = try options(TriggerCommand.self, "Orders")
        #expect(trigger.place(of: "/connectionId") == "--connection")
        #expect(trigger.place(of: "/params/order/id") == "--params /order/id")
        #expect(trigger.place(of: "/none") == "/none" && trigger.place(of: "") == "")
        let create = try options(WorkflowsCreateCommand.self, "Orders")
        #expect(create.place(of: "/name") == "<name>" && create.place(of: "/kind") == "--kind")
        let edit = try options(WorkflowsEditCommand.self, "Orders")
        #expect(edit.place(of: "/name") == "--name" && edit.place(of: "/triggerCode") == "--trigger-code")
        #expect(edit.place(of: "/envVars/0/name") == "/envVars/0/name")
        let variable = try options(VariablesSetCommand.self, "A")
        #expect(variable.place(of: "/value") == "the value" && variable.place(of: "/isSecret") == "--secret")
        let webhook = try options(WebhooksCreateCommand.self, "A", "https://a.example", "--event", "run.errored")
        #expect(webhook.place(of: "/events/0") == "--event /0" && webhook.place(of: "/url") == "<address>")
        #expect(RequestOptions().place(of: "/name") == "/name")
    }

    @Test("Why a deploy failed is told once, with commands in place of requests")
    func deploys() {
        func error(_ code: String, _ message: String, _ details: [JSONValue]) -> ClientError {
            DeployProblem(
                of: ["error": ["code": .string(code), "message": .string(message)], "details": .array(details)]
            ).error
        }
        let missing = error(
            "field.value", "Environment variables are not set: KEY. Set them with POST /api/env-vars.",
            [problem("/KEY", "The environment variable KEY is not set.")])
        #expect(missing.lines.isEmpty)
        #expect(missing.description == "Environment variables are not set: KEY. Set them with millrace variables set.")
        #expect(error("a.b", "/connectionId: is unknown", [problem("/connectionId", "is unknown")]).lines.isEmpty)
        let two = error("a.b", "The version has 2 problems.", [problem("/nodes/0", "calls A"), problem("", "calls B")])
        #expect(two.lines == ["/nodes/0: calls A", "calls B"])
    }

    @Test("One problem is one sentence; more have a line each")
    func texts() throws {
        var one = refusal("/connectionId: is not an id", [problem("/connectionId", "is not an id")])
        #expect(ClientErrorText(one).text == "Error: /connectionId: is not an id\n")
        one.options = try options(TriggerCommand.self, "Orders")
        #expect(ClientErrorText(one).text == "Error: --connection: is not an id\n")
        var two = refusal(
            "The request has 2 problems. /name: required", [problem("/name", "required"), problem("/kind", "unknown")])
        two.options = try options(WorkflowsCreateCommand.self, "Orders")
        #expect(
            ClientErrorText(two).text == """
                Error: The request has 2 problems. <name>: required
                  <name>: error: required (field.value)
                  --kind: error: unknown (field.value)

                """)
    }

    @Test(
        "Requests in hints of the API are commands on the command line",
        arguments: [
            ("GET /api/connections lists connections.", "millrace connections list lists connections."),
            ("Choose one of GET /api/workflows/:id/runs.", "Choose one of millrace runs list."),
            ("Send PATCH /api/workflows/:id first.", "Send millrace workflows edit first."),
            (
                "Deploy it with POST /api/workflows/01a22ed9-7d8d-70d2-b188-89b9630dee51/deploy.",
                "Deploy it with millrace deploy 01a22ed9-7d8d-70d2-b188-89b9630dee51."
            ),
            ("See GET /api/none.", "See millrace api GET none."),
            ("Use PUT /api/workflows/:id/draft.", "Use millrace api PUT workflows/:id/draft."),
            ("Send \"force\": true to uninstall it anyway.", "Pass --force to uninstall it anyway."),
        ])
    func hints(hint: String, told: String) throws {
        var error = refusal(hint, [])
        #expect(ClientErrorText(error).text == "Error: \(hint)\n")
        error.options = try options(TriggerCommand.self, "Orders")
        #expect(ClientErrorText(error).text == "Error: \(told)\n")
    }

    @Test("A problem of a document names the command that cures it, in place of the request")
    func documentHints() throws {
        let file = try DocumentFile(path: "a.yaml", text: "nodes: [{type: slack}]")
        let problem: JSONValue = [
            "pointer": "/nodes/0/type", "severity": "error", "code": "ir.node.unknownType", "nodeId": "say",
            "message": .string(
                "Unknown node type \"slack\". If it is a marketplace node, install it with POST "
                    + "/api/marketplace/install."),
        ]
        #expect(
            ProblemLines([problem], in: file).lines == [
                "a.yaml:1:10: error: Unknown node type \"slack\". If it is a marketplace node, install it with millrace "
                    + "marketplace install. [say] (ir.node.unknownType)"
            ])
    }

    @Test("Why a server cannot be reached is told without the library's words")
    func connections() {
        func text(_ error: any Error) -> String { RESTClient.Unreachable(base: "http://a:1", error).description }
        let refused = text(IOError(errnoCode: ECONNREFUSED, reason: "connect"))
        #expect(
            refused == """
                Could not connect to http://a:1: connection refused. Is the server running, and is the address correct? \
                millrace serve starts a server.
                """)
        #expect(text(IOError(errnoCode: EHOSTUNREACH, reason: "x")).contains("a:1: no route to host."))
        #expect(text(HTTPClientError.connectTimeout).contains("no response within 5 seconds"))
        #expect(text(HTTPClientError.remoteConnectionClosed).contains("connection was closed"))
    }

    @Test("What a provider says of credentials is shown, with the permissions")
    func verification() {
        let answer: JSONValue = [
            "valid": true, "message": "A permission is missing.", "accounts": [["id": "a1", "name": "Shop"]],
            "permissions": [
                ["name": "Workers · Edit", "purpose": "every deploy", "required": true, "granted": true],
                ["name": "KV · Edit", "purpose": "every deploy", "required": true, "granted": false],
                ["name": "R2 · Edit", "purpose": "buckets", "required": false, "granted": false],
                ["name": "D1 · Edit", "purpose": "databases", "required": false, "granted": nil],
            ],
        ]
        #expect(
            ConnectionsVerifyCommand.lines(of: answer) == [
                "The credentials are valid.", "  A permission is missing.", "  a1  Shop",
                "  granted  Workers · Edit (for every deploy)", "  MISSING  KV · Edit (for every deploy)",
                "  missing  R2 · Edit (for buckets)", "  unknown  D1 · Edit (for databases)",
            ])
        #expect(
            ConnectionsVerifyCommand.lines(of: ["valid": false, "message": "Expired.", "accounts": []]) == [
                "The credentials are not valid.", "  Expired.",
            ])
    }
}
