import Prometheus

extension PrometheusRegistry {
    /// A registry with descriptions of the metrics of this server.
    package static func forServer() -> PrometheusRegistry {
        PrometheusRegistry(help: [
            "millrace_http_requests_total": "Total requests by route, method and status.",
            "millrace_http_request_duration_seconds": "Duration from the request to the end of the response.",
            "millrace_http_requests_in_flight": "Requests in progress.",
            "millrace_forwarded_requests_total":
                "Total requests to a standby server, which forwards or executes them, by outcome.",
            "millrace_deploys_total": "Total deploys by result.",
            "millrace_deploy_duration_seconds": "Duration of deploys.",
            "millrace_runs_total": "Total runs by status.",
            "millrace_plugin_calls_total": "Total plugin calls.",
            "millrace_plugin_call_errors_total": "Total failed plugin calls.",
            "millrace_plugin_call_duration_seconds": "Duration of plugin calls.",
            "millrace_storage_duration_seconds": "Duration of reads and transactions.",
            "millrace_storage_errors_total": "Total failed reads and transactions.",
        ])
    }
}
