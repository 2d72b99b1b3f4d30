import HTTPTypes
import HummingbirdCore
import Sipgate

/// A part of the dashboard: a folder here with its controller, its page and its script.
///
/// To add one: write a type like this, and name it in the table of `AdminController.sections`.
/// ```swift
/// struct WeatherController: AdminSection {
///     static let entry: AdminEntry? = AdminEntry(title: "Weather", path: "/weather")
///     static let script = AdminAsset("weather.js", PackageResources.weather_js)   // .embedInCode in Package.swift
///
///     var assets: [AdminAsset] { [Self.script] }
///     var routes: [AdminRoute] {
///         [
///             .get("/weather") { request in
///                 request.page("Weather", script: Self.script, "<h1>Weather</h1>\(request.form("/weather/order", fields))")
///             },
///             .form("/weather/order") { request, fields in .seeOther("/weather") },
///             .get("/weather/{day}/events") { request in .events(news(request["day"])) },
///         ]
///     }
/// }
/// ```
/// Whoever is asked has been let in, and what is written was meant: that the request comes from a page of this server, with
/// the token of its form, has been seen to before. Blocking work belongs on `NIOThreadPool.singleton`.
protocol AdminSection: Sendable {
    /// For the navigation; nil: reached from elsewhere only.
    static var entry: AdminEntry? { get }
    /// Scripts, styles and pictures of its own.
    var assets: [AdminAsset] { get }
    var routes: [AdminRoute] { get }
}

extension AdminSection {
    static var entry: AdminEntry? { nil }
    var assets: [AdminAsset] { [] }
}

/// A page that the navigation names.
struct AdminEntry: Hashable, Sendable {
    let title: String
    let path: String
}

/// What is answered at a path. A segment in braces stands for any one segment, decoded, and is `request["name"]`.
struct AdminRoute: Sendable {
    enum Action: Sendable {
        case get(@Sendable (AdminRequest) async throws -> Reply)
        case form(limit: Int, @Sendable (AdminRequest, FormFields) async throws -> Reply)
        case text(limit: Int, @Sendable (AdminRequest, String) async throws -> Reply)
        case upload(Upload.Rules, @Sendable (AdminRequest, Upload) async throws -> Reply)
    }

    let path: String
    let action: Action
    /// Answered to anybody, logged in or not.
    var isOpen = false

    /// Answers GET, and HEAD.
    static func get(_ path: String, _ reply: @escaping @Sendable (AdminRequest) async throws -> Reply) -> AdminRoute {
        AdminRoute(path: path, action: .get(reply))
    }

    /// A form posted by a page: its fields, of `limit` bytes in all.
    static func form(
        _ path: String, limit: Int = 64 << 10,
        _ reply: @escaping @Sendable (AdminRequest, FormFields) async throws -> Reply
    ) -> AdminRoute {
        AdminRoute(path: path, action: .form(limit: limit, reply))
    }

    /// Text posted by a script, with the page's token in the field `X-Token`.
    static func text(
        _ path: String, limit: Int, _ reply: @escaping @Sendable (AdminRequest, String) async throws -> Reply
    ) -> AdminRoute {
        AdminRoute(path: path, action: .text(limit: limit, reply))
    }

    /// Files posted by a form of `multipart/form-data`, whose first field is the token, or by a script with `X-Token`.
    static func upload(
        _ path: String, _ rules: Upload.Rules,
        _ reply: @escaping @Sendable (AdminRequest, Upload) async throws -> Reply
    ) -> AdminRoute {
        AdminRoute(path: path, action: .upload(rules, reply))
    }

    var isGet: Bool { if case .get = action { true } else { false } }

    /// What the segments in braces stand for; nil where the path is another.
    func parameters(_ segments: [String]) -> [String: String]? {
        let pattern = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard pattern.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (pattern, segment) in zip(pattern, segments) {
            if pattern.first == "{", pattern.last == "}" {
                guard !segment.isEmpty else { return nil }
                parameters[String(pattern.dropFirst().dropLast())] = segment
            } else if pattern != segment {
                return nil
            }
        }
        return parameters
    }
}
