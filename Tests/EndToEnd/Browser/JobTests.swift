import Support
import Testing

/// What people do on the dashboard without YAML, each with at most so many clicks from Home: in both languages, on a desk and on a
/// telephone. One browser at a time: each takes several processes and some hundred megabytes.
@Suite(.serialized, .enabled(if: Tool.isInstalled("chromedriver"), "chromium, chromium-driver"))
struct JobTests {}
