import IR
import JSON
import PluginHost
import PluginMessages
import Values

/// Has the plugins of a document's nodes check what only they can.
struct NodeConfigCheck {
    let registry: ContributionRegistry

    /// - Parameter ir: A document without errors.
    func problems(of ir: JSONValue) async throws -> [Diagnostic] {
        try await withThrowingTaskGroup(of: (Int, [Diagnostic]).self) { group in
            for (index, node) in (ir["nodes"]?.array ?? []).enumerated() {
                guard let type = node["type"]?.string, let version = node["version"]?.string,
                    let services = registry.services(of: type, version: version)
                else { continue }
                let data = node["data"]?.object ?? [:]
                if services.kinds.contains(.options) {
                    let choices = registry.definition(type: type, version: version)?.choices(in: data) ?? []
                    for choice in choices {
                        group.addTask {
                            (index, await problems(of: choice, data, services).map { $0.diagnostic(index, node) })
                        }
                    }
                }
                guard services.kinds.contains(.validate) else { continue }
                group.addTask {
                    do throws(PluginFailure) {
                        return (index, try await services.validate(data).map { $0.diagnostic(index, node) })
                    } catch {
                        throw PlatformError.plugin(type, error)
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
                .sorted { ($0.0, $0.1.first?.pointer ?? "") < ($1.0, $1.1.first?.pointer ?? "") }.flatMap(\.1)
        }
    }

    /// What is wrong with values that have to be among the options that the plugin lists. A plugin that cannot list them
    /// now, because a service does not respond, for example, keeps no document out.
    private func problems(of choice: Choice, _ data: JSONObject, _ services: NodeServices) async -> [NodeProblem] {
        let options: [String]
        do throws(PluginFailure) {
            options = try await services.options(of: choice.field, data).map(\.value)
        } catch {
            return [
                NodeProblem(
                    "The options of this field could not be listed: \(error.message)", field: choice.field,
                    severity: .warning)
            ]
        }
        guard !options.isEmpty else { return [] }
        return choice.values.compactMap { value in
            ValueLimits.problem(of: value, among: options).map {
                NodeProblem(Sentence.ended("The field \"\(choice.field)\" \($0)"), field: choice.field)
            }
        }
    }

    /// Values of a field whose options only the plugin knows.
    fileprivate struct Choice: Sendable {
        let field: String
        let values: [String]
    }
}

extension NodeDefinition {
    /// Texts with expressions are known when they run, and not before.
    fileprivate func choices(in data: JSONObject) -> [NodeConfigCheck.Choice] {
        let action = data["action"]?.string ?? configSchema.first { $0.name == "action" }?.defaultValue?.string
        return configSchema.compactMap { field in
            guard field.options == nil, field.type == .select || field.type == .multiselect,
                field.shownFor?.contains(action ?? "") ?? true
            else { return nil }
            let values = data[field.name].map { $0.array ?? [$0] } ?? []
            let texts = values.compactMap(\.string).filter { !$0.isEmpty && !ExpressionScanner.hasExpression($0) }
            return texts.isEmpty ? nil : .init(field: field.name, values: texts)
        }
    }
}

extension NodeProblem {
    fileprivate func diagnostic(_ index: Int, _ node: JSONValue) -> Diagnostic {
        var pointer = JSONPointer.root.appending("nodes").appending(index).appending("data")
        if let field { pointer = pointer.appending(field) }
        return Diagnostic(
            severity, code: "ir.data.plugin", message: message, pointer: pointer.text, nodeId: node["id"]?.string)
    }
}
