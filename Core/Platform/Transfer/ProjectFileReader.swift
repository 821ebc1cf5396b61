import JSON
import PluginMessages
import Values

/// Reads a project's file, and finds all that is wrong with it but the documents of its versions.
struct ProjectFileReader {
    private(set) var problems = Problems()
    private var versionCount = 0

    /// - Returns: `nil` if it is not a project file; otherwise complete unless problems were reported.
    mutating func read(_ value: JSONValue) -> ProjectFile? {
        guard let file = value.object else {
            problems.add("type", "must be an object, not \(value.typeName)", at: .root)
            return nil
        }
        guard file["format"]?.string == ProjectFile.format else {
            problems.add(
                "format", "must be \"\(ProjectFile.format)\": this is not a project file", at: .root.appending("format")
            )
            return nil
        }
        guard file["formatVersion"]?.int == ProjectFile.formatVersion else {
            problems.add(
                "format", "must be \(ProjectFile.formatVersion), the only supported version",
                at: .root.appending("formatVersion"))
            return nil
        }
        let place = JSONPointer.root.appending("project")
        let project = object(file["project"], at: place)
        let name = text(project, "name", at: place)
        problems.check(name: name, at: place.appending("name"))
        let slug = text(project, "slug", at: place, default: "")
        if !slug.isEmpty, ProjectSlug(slug) == nil {
            problems.add("pattern", "must be words of a-z and 0-9 joined by hyphens", at: place.appending("slug"))
        }
        let description = text(project, "description", at: place, default: "")
        problems.check(description, 0...10_000, at: place.appending("description"))
        let variables = variables(project, at: place)
        var rules = WorkflowRules()
        rules.check(change { $0.variables = variables })
        problems.add(rules.problems, within: place)
        var ids = Set<String>()
        let workflows = list(file["workflows"], at: .root.appending("workflows")).map { value, place in
            let workflow = workflow(value, at: place)
            if !ids.insert(workflow.id).inserted {
                problems.add("duplicate", "\(workflow.id) occurs twice", at: place.appending("id"))
            }
            return workflow
        }
        if versionCount > ProjectFile.versionLimit {
            problems.add(
                "count",
                "have \(versionCount) versions together; expected at most \(ProjectFile.versionLimit): remove old ones",
                at: .root.appending("workflows"))
        }
        return ProjectFile(
            name: name, slug: slug, description: description, variables: variables, workflows: workflows)
    }

    private mutating func workflow(_ value: JSONValue, at place: JSONPointer) -> ProjectFile.Workflow {
        let object = object(value, at: place)
        let kind = text(object, "kind", at: place, default: Program.Kind.workflow.rawValue)
        if Program.Kind(rawValue: kind) == nil {
            problems.add("value", "must be workflow or script", at: place.appending("kind"))
        }
        let workflow = ProjectFile.Workflow(
            id: text(object, "id", at: place), name: text(object, "name", at: place),
            description: text(object, "description", at: place, default: ""),
            kind: Program.Kind(rawValue: kind) ?? .workflow,
            triggerCode: optionalText(object, "triggerCode", at: place),
            dependencies: members(object, "dependencies", at: place),
            deployConfig: members(object, "deployConfig", at: place),
            deployConfigs: deployConfigs(object, at: place), variables: variables(object, at: place),
            versions: versions(object["versions"], at: place.appending("versions")))
        var rules = WorkflowRules()
        rules.check(NewWorkflow(name: workflow.name, description: workflow.description, kind: workflow.kind))
        rules.check(
            change { change in
                change.triggerCode = workflow.triggerCode
                change.dependencies = workflow.dependencies
                change.variables = workflow.variables
            })
        problems.add(rules.problems, within: place)
        versionCount += workflow.versions.count
        return workflow
    }

    private mutating func deployConfigs(_ object: JSONObject, at place: JSONPointer) -> [ProjectFile.DeployConfig] {
        guard let value = object["deployConfigs"], !value.isNull else { return [] }
        return list(value, at: place.appending("deployConfigs")).map { value, place in
            let object = self.object(value, at: place)
            let connection = self.object(object["connection"], at: place.appending("connection"))
            return ProjectFile.DeployConfig(
                provider: text(connection, "provider", at: place.appending("connection")),
                connection: text(connection, "name", at: place.appending("connection")),
                config: members(object, "config", at: place))
        }
    }

    private func change(_ set: (inout WorkflowChange) -> Void) -> WorkflowChange {
        var change = WorkflowChange()
        set(&change)
        return change
    }

    private mutating func versions(_ value: JSONValue?, at place: JSONPointer) -> [ProjectFile.Version] {
        var last = 0
        return list(value, at: place).map { value, place in
            let object = object(value, at: place)
            let number = object["number"]?.int ?? 0
            if number <= last {
                problems.add(
                    "order", "must be a number above that of the version before", at: place.appending("number"))
            }
            last = max(last, number)
            if object["ir"] == nil { problems.add("required", "required", at: place.appending("ir")) }
            return ProjectFile.Version(
                number: number, isLocked: flag(object, "locked", at: place), ir: object["ir"] ?? .null)
        }
    }

    private mutating func variables(_ object: JSONObject, at place: JSONPointer) -> [Variable] {
        guard let value = object["envVars"] else { return [] }
        return list(value, at: place.appending("envVars")).map { value, place in
            let object = self.object(value, at: place)
            let isSecret = flag(object, "isSecret", at: place)
            let value =
                isSecret ? optionalText(object, "value", at: place) ?? Variable.mask : text(object, "value", at: place)
            return Variable(name: text(object, "name", at: place), value: value, isSecret: isSecret)
        }
    }

    private mutating func object(_ value: JSONValue?, at place: JSONPointer) -> JSONObject {
        guard let object = value?.object else {
            problems.add(
                "type", value == nil ? "required" : "must be an object, not \(value?.typeName ?? "")", at: place)
            return [:]
        }
        return object
    }

    private mutating func members(_ object: JSONObject, _ key: String, at place: JSONPointer) -> JSONObject {
        guard let value = object[key], !value.isNull else { return [:] }
        return self.object(value, at: place.appending(key))
    }

    private mutating func list(
        _ value: JSONValue?, at place: JSONPointer
    ) -> [(value: JSONValue, place: JSONPointer)] {
        guard let values = value?.array else {
            problems.add(
                "type", value == nil ? "required" : "must be an array, not \(value?.typeName ?? "")", at: place)
            return []
        }
        return values.enumerated().map { ($1, place.appending($0)) }
    }

    private mutating func text(
        _ object: JSONObject, _ key: String, at place: JSONPointer, default standard: String? = nil
    ) -> String {
        if let text = optionalText(object, key, at: place) { return text }
        if let standard { return standard }
        // A value of another type has its problem already.
        if object[key]?.isNull != false { problems.add("required", "required", at: place.appending(key)) }
        return ""
    }

    private mutating func optionalText(_ object: JSONObject, _ key: String, at place: JSONPointer) -> String? {
        guard let value = object[key], !value.isNull else { return nil }
        if value.string == nil {
            problems.add("type", "must be a string, not \(value.typeName)", at: place.appending(key))
        }
        return value.string
    }

    private mutating func flag(_ object: JSONObject, _ key: String, at place: JSONPointer) -> Bool {
        guard let value = object[key], !value.isNull else { return false }
        if value.bool == nil {
            problems.add("type", "must be true or false, not \(value.typeName)", at: place.appending(key))
        }
        return value.bool ?? false
    }
}
