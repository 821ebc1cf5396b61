import JSON
import PluginMessages

/// The bindings that nodes ask for: other workflows and other Workers.
struct ServiceBindings {
    enum Service: Hashable {
        /// `service` is the deployed service's name, `className` its class.
        case workflow(service: String, className: String)
        case service(String)
    }

    private var names: [Service: String] = [:]
    /// In the order of first use.
    private(set) var bindings: [Binding] = []

    init(_ program: Program) {
        let certain = program.certainWorkflows
        program.visitCalls { call in
            switch call.operation {
            case .subWorkflow(let service, let className, _, _, _):
                add(.workflow(service: service, className: className), isCertain: certain.contains(service))
            case .subScript(let worker, _, _, _, _): add(.service(worker))
            case .step, .http, .sleep, .sleepUntil, .waitForEvent, .template: break
            }
        }
    }

    func name(of service: Service) -> String { names[service] ?? "WORKFLOW" }

    /// - Parameter isCertain: Every run starts it: the platform follows such workflows to see how deep they nest.
    private mutating func add(_ service: Service, isCertain: Bool = false) {
        guard names[service] == nil else { return }
        let base: String
        let type: String
        var settings: JSONObject
        switch service {
        case .workflow(let service, let className):
            base = "WORKFLOW_\(Self.constant(service))"
            type = "workflow"
            settings = ["service": .string(service), "className": .string(className)]
            if isCertain { settings["startsAlways"] = true }
        case .service(let worker):
            base = "SERVICE_\(Self.constant(worker))"
            type = "service"
            settings = ["service": .string(worker)]
        }
        var name = base
        var number = 1
        while bindings.contains(where: { $0.name == name }) {
            number += 1
            name = "\(base)_\(number)"
        }
        names[service] = name
        bindings.append(Binding(type: type, name: name, settings: settings))
    }

    /// `order-mail` as `ORDER_MAIL`.
    private static func constant(_ text: String) -> String {
        String(
            decoding: text.uppercased().utf8.map { JavaScriptText.isNamePart($0) && $0 != 0x24 ? $0 : 0x5F },
            as: UTF8.self)
    }
}
