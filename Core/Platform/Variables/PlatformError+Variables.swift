import Errors

extension PlatformError {
    static func variableExists(_ name: String) -> PlatformError {
        PlatformError(.variableExists, "The environment variable \(name) already exists. Change the existing one.")
    }
}
