import JSON
import PluginMessages

/// A function that takes the messages of a queue.
struct QueueHandler: Equatable {
    static let bindingType = "queue_consumer"

    let function: String
    /// The members of `@config`.
    let settings: JSONObject

    /// `orderMail`, `order_mail` and `QUEUE_ORDER_MAIL` as `order-mail`.
    var queue: String {
        if function == function.uppercased() { return BindingKind.queueName(function) }
        var name = ""
        for character in function {
            if character.isUppercase, !name.isEmpty, name.last != "-" { name += "-" }
            name += character == "_" ? "-" : character.lowercased()
        }
        return name
    }

    var binding: Binding {
        var settings = settings
        settings["queue"] = .string(queue)
        return Binding(type: Self.bindingType, name: function, settings: settings)
    }
}
