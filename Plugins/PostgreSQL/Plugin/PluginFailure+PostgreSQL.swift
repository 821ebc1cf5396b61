import CPostgreSQL
import PluginKit

extension PluginFailure {
    /// What the server says went wrong (PostgreSQL documentation, "PostgreSQL Error Codes"). Its details are left out: they
    /// repeat the values of rows.
    init(_ result: OpaquePointer) {
        // PG_DIAG_SQLSTATE, PG_DIAG_MESSAGE_PRIMARY and PG_DIAG_CONSTRAINT_NAME are characters.
        let state = Self.field("C", of: result) ?? ""
        let constraint = Self.field("n", of: result).map { " (\($0))" } ?? ""
        let message = (Self.field("M", of: result) ?? ServerText.line(PQresultErrorMessage(result))) + constraint
        let code = Self.code(of: state, message)
        self.init(
            code: code, message: state.isEmpty ? message : "\(message) [\(state)]",
            retryable: ["storage.conflict", "storage.busy", "storage.unavailable"].contains(code))
    }

    private static func field(_ name: Unicode.Scalar, of result: OpaquePointer) -> String? {
        PQresultErrorField(result, CInt(name.value)).map { String(cString: $0) }
    }

    private static func code(of state: String, _ message: String) -> String {
        switch state {
        case "23505": "storage.duplicate"
        // Serialization, deadlock; and a connection that the server ends undoes its transaction.
        case "40001", "40P01", "57P01", "57P02", "25P03": "storage.conflict"
        // Another server has changed the schema since the statement was prepared.
        case "0A000" where message.contains("cached plan"): "storage.conflict"
        case "26000": "storage.conflict"
        case "55P03", "57014": "storage.busy"
        case "57P03", "53300": "storage.unavailable"
        case "53100": "storage.full"
        case "25006": "storage.readOnly"
        case "22021": "storage.text"
        default:
            switch state.prefix(2) {
            case "23": "storage.constraint"
            case "08": "storage.conflict"
            default: "storage.driver"
            }
        }
    }
}
