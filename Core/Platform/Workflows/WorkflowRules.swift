import Compiler
import JSON
import Values

/// What the fields of a workflow may hold.
struct WorkflowRules {
    private(set) var problems = Problems()

    mutating func check(_ workflow: NewWorkflow) {
        problems.check(name: workflow.name)
        check(description: workflow.description)
    }

    mutating func check(_ change: WorkflowChange) {
        if let name = change.name { problems.check(name: name) }
        if let description = change.description { check(description: description) }
        if let code = change.triggerCode {
            problems.check(code, FieldLimits.triggerCode, at: .root.appending("triggerCode"))
        }
        if let dependencies = change.dependencies { check(dependencies: dependencies) }
        if let variables = change.variables { check(variables) }
    }

    private mutating func check(description: String) {
        problems.check(description: description)
    }

    private mutating func check(dependencies: JSONObject) {
        let pointer = JSONPointer.root.appending("dependencies")
        if dependencies.count > FieldLimits.dependencyCount {
            problems.add("count", "must be at most \(FieldLimits.dependencyCount) packages", at: pointer)
        }
        for (name, range) in dependencies {
            if !PackageRequirement.isName(name) {
                problems.add("package", "\"\(name)\" is not a valid npm package name", at: pointer.appending(name))
            }
            if range.string.map(PackageRequirement.isRange) != true {
                problems.add("type", "must be a version range such as \"^4.0.0\"", at: pointer.appending(name))
            }
        }
    }

    private mutating func check(_ variables: [Variable]) {
        let pointer = JSONPointer.root.appending("envVars")
        var names = Set<String>()
        for (index, variable) in variables.enumerated() {
            let place = pointer.appending(index)
            variable.check(at: place, &problems)
            if !names.insert(variable.name).inserted {
                problems.add("duplicate", "\(variable.name) occurs twice", at: place.appending("name"))
            }
        }
    }
}
