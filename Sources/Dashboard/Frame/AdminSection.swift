package import HTTPListener
package import Sipgate

/// A part of the dashboard: a folder of this target with its controller, its pages and its script.
///
/// To add one, write a type like this, and add it to the list in `DashboardContent.sections`.
/// ```swift
/// struct WeatherController: AdminSection {
///     static var entry: AdminEntry? { AdminEntry(title: Texts.Weather.title, path: "/weather") }
///     static let script = AdminAsset("weather.js", PackageResources.weather_js)   // .embedInCode in Package.swift
///
///     var assets: [AdminAsset] { [Self.script] }
///     var routes: [AdminRoute] {
///         [
///             .get("/weather") { request in
///                 request.page("Weather", script: Self.script, "<h1>Weather</h1>\(request.form("/weather/order", fields))")
///             },
///             .form("/weather/order") { request, fields in .seeOther("/weather") },
///             .get("/weather/{day}/events") { request in .events(changes(of: request["day"]), greeting: "announce") },
///         ]
///     }
/// }
/// ```
/// Requests that reach a section were admitted, and those that change something come from one of our pages with the token of
/// its form. Blocking work belongs on `NIOThreadPool.singleton`.
package protocol AdminSection: Sendable {
    /// The entry of the navigation, in the language of the request; nil: reached from other pages only.
    static var entry: AdminEntry? { get }
    /// Its own scripts, styles and pictures.
    var assets: [AdminAsset] { get }
    var routes: [AdminRoute] { get }
}

extension AdminSection {
    package static var entry: AdminEntry? { nil }
    package var assets: [AdminAsset] { [] }
}

/// A page in the navigation.
package struct AdminEntry: Hashable, Sendable {
    /// Where the page is listed.
    package enum Place: Hashable, Sendable {
        /// In the bar of all pages, which a telephone has at its lower edge.
        case bar(AdminIcon)
        /// On the page Advanced, with a sentence that says what it is for.
        case advanced(about: String)
    }

    package let title: String
    package let path: String
    package let place: Place

    /// - Parameter title: in the language of the request.
    package init(title: String, path: String, place: Place = .advanced(about: "")) {
        (self.title, self.path, self.place) = (title, path, place)
    }

    var icon: AdminIcon? { if case .bar(let icon) = place { icon } else { nil } }
}

/// A path and its action. A segment in braces matches any one segment; its decoded value is `request["name"]`.
package struct AdminRoute: Sendable {
    package enum Action: Sendable {
        case get(@Sendable (AdminRequest) async throws -> Reply)
        case form(limit: Int, @Sendable (AdminRequest, FormFields) async throws -> Reply)
        case text(limit: Int, @Sendable (AdminRequest, String) async throws -> Reply)
        case upload(Upload.Rules, @Sendable (AdminRequest, Upload) async throws -> Reply)
    }

    package let path: String
    package let action: Action
    /// Open without a login: for programs, and for what pages need before a login. What `AdminRequest.seesDetails` denies
    /// is left out of the answer.
    package var isOpen = false

    /// Answers GET, and HEAD.
    package static func get(_ path: String, _ reply: @escaping @Sendable (AdminRequest) async throws -> Reply)
        -> AdminRoute
    {
        AdminRoute(path: path, action: .get(reply))
    }

    /// Takes a form posted by a page.
    ///
    /// - Parameter limit: bytes of the form.
    package static func form(
        _ path: String, limit: Int = 64 << 10,
        _ reply: @escaping @Sendable (AdminRequest, FormFields) async throws -> Reply
    ) -> AdminRoute {
        AdminRoute(path: path, action: .form(limit: limit, reply))
    }

    /// Takes text posted by a script, with the page's token in the field `X-Token`.
    package static func text(
        _ path: String, limit: Int, _ reply: @escaping @Sendable (AdminRequest, String) async throws -> Reply
    ) -> AdminRoute {
        AdminRoute(path: path, action: .text(limit: limit, reply))
    }

    /// Takes files posted by a form of `multipart/form-data` whose first field is the token, or by a script with `X-Token`.
    package static func upload(
        _ path: String, _ rules: Upload.Rules,
        _ reply: @escaping @Sendable (AdminRequest, Upload) async throws -> Reply
    ) -> AdminRoute {
        AdminRoute(path: path, action: .upload(rules, reply))
    }

    package var isGet: Bool { if case .get = action { true } else { false } }

    /// The values of the segments in braces; nil if the path does not match.
    package func parameters(_ segments: [String]) -> [String: String]? {
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
