import PluginMessages

extension BindingRequest {
    var unknownMethod: PluginFailure {
        PluginFailure(
            .bindingMethod, message: "\(binding) does not support \"\(method)\" on this machine.")
    }
}
