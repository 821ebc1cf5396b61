package enum TemplateTestError: Error, CustomStringConvertible {
    case caseFile(String, String)
    case noTemplate(String)
    case deno(String)

    package var description: String {
        switch self {
        case .caseFile(let file, let problem): "\(file): not a valid test case: \(problem)"
        case .noTemplate(let name):
            "The case \"\(name)\" names no node, version or target that the plugin has a template for."
        case .deno(let problem): "Deno could not run the templates: \(problem)"
        }
    }
}
