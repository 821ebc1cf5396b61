import PluginMessages

extension BindingRequest {
    var unknownMethod: PluginFailure {
        PluginFailure(
            code: "local.binding.method", message: "\(binding) does not support \"\(method)\" on this machine.")
    }
}
